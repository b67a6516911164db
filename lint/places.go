package lint

// Where in a body the name of a sender begins.

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// nameOffset returns the offset of a row's name in a body that was decoded as a list, or
// 0. It is called once or twice for an answer with findings, so the parsers of the
// standard library are fast enough.
func nameOffset(body []byte, format smscodec.Format, row int) int {
	start := 0
	if bytes.HasPrefix(body, []byte(utf8BOM)) {
		start = len(utf8BOM)
	}
	offset := -1
	switch format {
	case smscodec.Plain:
		if offset = lineOffset(body[start:], row); offset >= 0 {
			offset += len(wire.PlainName)
		}
	case smscodec.CSV:
		offset = lineOffset(body[start:], row)
	case smscodec.XML:
		offset = xmlNameOffset(body[start:], row)
	case smscodec.JSON:
		offset = jsonNameOffset(body[start:], row)
	}
	if offset < 0 {
		return 0
	}
	return start + offset
}

// lineOffset returns the offset of a row's line, or -1.
func lineOffset(body []byte, row int) int {
	at := 0
	for line := range bytes.Lines(body) {
		if len(bytes.TrimRight(line, "\r\n")) > 0 {
			if row == 0 {
				return at
			}
			row--
		}
		at += len(line)
	}
	return -1
}

// jsonNameOffset returns the offset of the value of a row's sender, after its quote if it
// has one, or -1.
func jsonNameOffset(body []byte, row int) int {
	d := json.NewDecoder(bytes.NewReader(body))
	depth, key := 0, false // key: the next token is the name of a member of a row
	for {
		token, err := d.Token()
		if err != nil {
			return -1
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
			key = token == json.Delim('{')
			continue
		case json.Delim('}'), json.Delim(']'):
			if depth--; depth == 1 {
				row--
			}
			key = depth >= 2
			continue
		}
		if depth != 2 || row != 0 {
			continue
		}
		if key && token == wire.KeySender {
			value := bytes.TrimLeft(body[d.InputOffset():], " \t\r\n:")
			return len(body) - len(bytes.TrimPrefix(value, []byte(`"`)))
		}
		key = !key
	}
}

// xmlNameOffset returns the offset of the text in a row's sender element, or -1.
func xmlNameOffset(body []byte, row int) int {
	// The parser requires UTF-8, so other bytes are replaced by ASCII of the same length.
	ascii := bytes.Clone(body)
	for i, b := range ascii {
		if b >= 0x80 {
			ascii[i] = 'x'
		}
	}
	d := xml.NewDecoder(bytes.NewReader(ascii))
	d.CharsetReader = func(_ string, text io.Reader) (io.Reader, error) { return text, nil }
	for {
		token, err := d.Token()
		if err != nil {
			return -1
		}
		if element, ok := token.(xml.StartElement); ok && element.Name.Local == wire.KeySender {
			if row == 0 {
				return int(d.InputOffset())
			}
			row--
		}
	}
}

const utf8BOM = "\xEF\xBB\xBF"
