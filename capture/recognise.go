package capture

import (
	"bytes"
	"io"
	"regexp"
	"slices"

	"github.com/smscodec/smscodec/internal/curl"
	"github.com/smscodec/smscodec/internal/http1"
	"github.com/smscodec/smscodec/internal/wire"
)

// Recognition: finds the format of a capture by its beginning. Other input is refused, with
// a description of its kind if that is cheap to find.

// recognise returns the format of a capture. If the caller knows the request, unrecognised
// input is a body, unless it certainly is something else.
func (l *lookahead) recognise(asked bool) (Format, error) {
	beginning := l.beginning()
	text := bytes.TrimLeft(beginning, " \t\r\n")
	_, isHAR := entriesPath(text)
	switch {
	case recordLine.Match(text):
		return WARC, nil
	case isDump(beginning), curl.IsVerbose(beginning) && !curl.IsRetyped(beginning):
		return Dump, nil
	case isHAR:
		return HAR, nil
	case bytes.HasPrefix(text, []byte("{")) && isLines(text):
		return JSONLines, nil
	case cassetteKey.Match(beginning):
		return Cassette, nil
	case wire.Begins(text) != wire.NoAnswer:
		return Body, nil
	}
	if l.err != nil && l.err != io.EOF {
		return Auto, l.err
	}
	like := looksLike(beginning, text)
	if asked && !like.isCertain {
		return Body, nil
	}
	return Auto, &Error{Err: ErrNotRecognised, Detail: like.what, Hint: like.hint}
}

// cassetteKey matches the key of the list of interactions, perhaps after other keys.
var cassetteKey = regexp.MustCompile(`^(?:(?:---|#|[a-z_]+:| |- )[^\n]*\n|\r?\n)*(?:http_)?interactions:(?:[ \t\r\n]|$)`)

// isDump reports whether a capture begins with an HTTP message, after the notes of a
// shell and curl.
func isDump(beginning []byte) bool {
	return http1.StartsMessage(beginning[curl.LeadingNotesLen(beginning):]) || http1.StartsMessage(bytes.TrimLeft(beginning, " \t\r\n"))
}

// maxTries bounds how many lines are searched for the first exchange.
const maxTries = 16

// isLines reports whether one of the first lines, or an indented object, is an exchange.
func isLines(text []byte) bool {
	lines := bytes.SplitN(text, []byte("\n"), maxTries+1)
	return slices.ContainsFunc(lines[:min(len(lines), maxTries)], isExchange) || isIndented(text) && isExchange(text)
}

// besideStatus are the other members of an exchange in JSON Lines, which must have a URL or a status.
var besideStatus = []string{"url", "method", "requestHeaders", "post", "headers", "body", "bodyBase64", "bodyOmitted"}

// isExchange reports whether text begins with an object that has a URL, or a status and another
// member of an exchange.
func isExchange(text []byte) bool {
	members := memberValues(text)
	isThere := func(name string) bool { return len(members[name]) > 0 }
	return members.has("url", '"') || isThere("status") && slices.ContainsFunc(besideStatus, isThere)
}

// A lookalike describes a kind of text that is neither a capture nor an answer.
type lookalike struct {
	pattern   *regexp.Regexp
	isCertain bool // it is not an answer to any request
	what      string
	hint      string
}

const (
	hintSave  = "save the response with curl -i -o FILE"
	hintAsked = `if it is an answer, give its request: --query "get=1&fmt=1"`
	hintJQ    = `make lines {"url": …, "status": …, "body": …} of it, as with jq -c`
)

// lookalikes are tried in order; the last one matches any text.
var lookalikes = []lookalike{
	{begin(`== Info: |=> Send |<= Recv `), true, "a trace of curl", hintSave},
	{begin(`[^\n]{0,80}--> (?:GET|POST|HEAD) `), true, "an OkHttp log", hintSave},
	{begin(`>>>>>>>>\r?\n`), true, "a Guzzle log", hintSave},
	{begin(`--\d{4}-\d\d-\d\d \d\d:\d\d:\d\d-- |Setting --|DEBUG output created by Wget`), true, "what wget prints", "save the exchange with wget --warc-file FILE"},
	{begin(`DEBUG[: ]|\[\d{4}-\d\d-\d\d`), true, "a client's debug log", hintSave},
	{begin(`Script started `), true, "a terminal session of script(1)", hintSave},
	{begin(`\x1b\[`), true, "coloured output of a terminal", hintSave},
	{begin(`curl: \(\d+\)`), true, "an error of curl", hintSave},
	{begin(`% Total +% Received |#{3}[# ]*[0-9.]+%`), true, "a progress meter of curl without a header", hintSave},
	{begin(`WARC/`), true, "an old WARC", "write it again as WARC 1.0 or 1.1"},
	{begin(`PK\x03\x04`), true, "a ZIP archive", "unpack it"},
	{begin(`\x1f\x{FFFD}|\(\x{FFFD}/\x{FFFD}`), true, "a file that is compressed twice", "unpack it once"},
	{begin(`--- *\r?\n- !ruby/`), true, "an old cassette of VCR", "record it again"},
	{begin(`<\?xml[^>]*>\s*<(?:!DOCTYPE items|items burp)`), true, "an export of Burp", hintSave},
	{begin(`(?:<\?xml[^>]*>\s*)?<testResults`), true, "results of JMeter", hintSave},
	{begin(`\{\s*"info"\s*:\s*\{[^}]*(?:_postman_id|getpostman\.com)`), true, "a Postman collection", hintSave},
	{begin(`\{[^[{]*"(?:http_)?interactions"\s*:`), true, "a cassette in JSON", "save it in YAML"},
	{begin(`\{[^[{]*"log"\s*:\s*"`), true, "a container's log", hintJQ},
	{begin(`\{`), false, "a JSON object", hintJQ},
	{begin(`\[`), false, "a JSON array", hintJQ + " '.[]'"},
	{begin(`(?i:<!doctype html|<html)`), false, "an HTML page", `if it came in place of an answer, give the request: --query "get=1&fmt=1"`},
	{begin(`<`), false, "XML that is not an answer", hintAsked},
	{messageLine, true, "HTTP messages after other text", "remove the text before the first message; validate --as dump skips it"},
	{requestWithin, true, "text with requests in it", hintSave},
	{begin(`$`), false, "nothing but white space", hintAsked},
	{begin(``), false, "", hintAsked},
}

func begin(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + pattern + `)`) }

var (
	// messageLine finds a start line at the beginning of a line.
	messageLine = regexp.MustCompile(`(?m)^(?:HTTP/[0-9.]+ [0-9]{3}|(?:GET|POST) [^ \n]+ HTTP/[0-9.]+)`)
	// requestWithin finds a start line, or the URL of a request, within a line.
	requestWithin = regexp.MustCompile(`HTTP/[12](?:\.[0-9])? [1-5][0-9]{2}\b| HTTP/[12]\b|` + regexp.QuoteMeta(wire.File) + `\?`)
)

// looksLike returns the lookalike for input that is not recognised. Text is the beginning
// without leading white space.
func looksLike(beginning, text []byte) lookalike {
	if curl.IsVerbose(beginning) {
		return lookalike{nil, true, "a log of curl -v as a terminal session recorded it", hintSave}
	}
	return lookalikes[slices.IndexFunc(lookalikes, func(l lookalike) bool { return l.pattern.Match(text) })]
}
