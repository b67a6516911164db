package oldredact

import (
	"bytes"
	"io"
	"regexp"
)

var (
	warcLine = regexp.MustCompile(`^WARC/1\.[01]\r?\n`)
	yamlKey  = regexp.MustCompile(`(?m)^(?:http_)?interactions:`)
)

// recognise tells the format of a capture by how it begins.
func (in *input) recognise() (Format, error) {
	beginning, err := in.buf.Peek(window)
	if err != nil && err != io.EOF && len(beginning) == 0 {
		return Auto, err
	}
	beginning = bytes.TrimPrefix(beginning, []byte(utf8BOM))
	text := bytes.TrimLeft(beginning, " \t\r\n")
	switch {
	case warcLine.Match(text):
		return WARC, nil
	case kindOf(text, false) != noMessage:
		return Dump, nil
	case bytes.HasPrefix(text, []byte("{")):
		if format := recogniseJSON(text); format != Body {
			return format, nil
		}
		return recogniseLines(text), nil
	case yamlKey.Match(beginning):
		return Cassette, nil
	case isVerbose(beginning):
		return Dump, nil
	}
	return Body, nil
}

// maxTries is how many lines may be no JSON, or not an exchange, before a capture is
// no JSON Lines.
const maxTries = 16

// recogniseLines looks for JSON Lines behind lines that are not.
func recogniseLines(text []byte) Format {
	tries := 0
	for line := range bytes.Lines(text) {
		if tries++; tries > maxTries {
			break
		}
		if bytes.HasPrefix(line, []byte("{")) && recogniseJSON(line) == JSONLines {
			return JSONLines
		}
	}
	return Body
}

// recogniseJSON tells by the members of the first object, which may be cut off.
func recogniseJSON(text []byte) Format {
	format := Body
	object(text, 0, func(name []byte, value int) (int, *jsonProblem) {
		switch string(name) {
		case "log":
			format = HAR
		case "url", "method", "post", "headers", "body", "bodyBase64":
			format = JSONLines
		default:
			return skipValue(text, value)
		}
		return value, wanted(text, value, "no more")
	})
	return format
}
