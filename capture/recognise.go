package capture

import (
	"bytes"
	"maps"
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
	case isDump(beginning) && !curl.IsRetyped(beginning):
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
	if err := l.failure(); err != nil {
		return Auto, err
	}
	if isDump(beginning) { // a capture, though it cannot be read
		return Auto, &Error{Format: Dump, Err: ErrMalformed, Detail: "a terminal session or another program changed the output of curl", Hint: hintSave}
	}
	like := looksLike(text)
	if asked && !like.isCertain {
		return Body, nil
	}
	return Auto, &Error{Err: ErrNotRecognised, Detail: like.what, Hint: like.hint}
}

// cassetteKey matches the key of the list of interactions, perhaps after other keys.
var cassetteKey = regexp.MustCompile(`^(?:(?:---|#|[a-z_]+:| |- )[^\n]*\n|\r?\n)*(?:http_)?interactions:(?:[ \t\r\n]|$)`)

// isDump reports whether a capture begins with an HTTP message, after the notes of a
// shell and curl, or as output of curl -v.
func isDump(beginning []byte) bool {
	text := bytes.TrimLeft(beginning, " \t\r\n")
	return http1.StartsMessage(beginning[curl.LeadingNotesLen(beginning):]) || curl.IsVerbose(beginning) ||
		http1.StartsMessage(text) && http1.IsHeader(text[http1.LineLen(text):], false) // which is not indented
}

// isLines reports whether one of the first lines, or an indented object, is an exchange.
func isLines(text []byte) bool {
	const most = 16 // lines
	return slices.ContainsFunc(bytes.SplitN(text, []byte("\n"), most), isExchange) || isIndented(text) && isExchange(text)
}

var exchangeMembers = []string{"url", "method", "requestHeaders", "post", "status", "headers", "body", "bodyBase64", "bodyOmitted"}

// isExchange reports whether text begins with an object that has a URL or two members of
// an exchange. The reader refuses exchanges with neither URL nor status.
func isExchange(text []byte) bool {
	members := memberValues(text)
	maps.DeleteFunc(members, func(name string, value []byte) bool {
		return len(value) == 0 || !slices.Contains(exchangeMembers, name)
	})
	return len(members) >= 2 || members.has("url", '"')
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
	hintWARC  = "save the exchange with wget --warc-file FILE"
	hintAsked = `if it is an answer, give its request: --query "get=1&fmt=1"`
	hintDump  = "remove the text before the first message, or report and skip it with --as dump"
	hintLines = "remove the text before the first exchange, or report and skip it with --as jsonl"
	hintJQ    = `make lines {"url": …, "status": …, "body": …} of it, as with jq -c`
)

// withRequests matches JSON after its first bracket that has requests and responses. An answer has
// neither, and the page of a gateway has no response.
const withRequests = `\s*(?:["{][^\x00]*)?"(?:request"\s*:\s*\{[^\x00]*"response"\s*:\s*\{|(?:httpRequest|rawHeaders)"\s*:\s*[[{])`

// lookalikes are those with a beginning of their own. They are tried in order.
var lookalikes = []lookalike{
	{begin(`[ -~]\x00[^\x00]|\x00[ -~]\x00`), true, "UTF-16 without a byte order mark", "save it in UTF-8"},
	{begin(`(?:[0-9:.]{15} )?(?:\[[0-9x-]+\] )?(?:== Info: |=> Send |<= Recv )`), true, "a trace of curl", hintSave},
	{begin(`[0-9:.]{15} (?:\[[0-9x-]+\] )?[*<>{}] `), true, "a log of curl -v with times", hintSave},
	{begin(`[^\n]{0,80}(?:--> (?:GET|POST|HEAD) |<-- [1-5]\d\d )`), true, "an OkHttp log", hintSave},
	{begin(`>>>>>>>>\r?\n`), true, "a Guzzle log", hintSave},
	{begin(`--\d{4}-\d\d-\d\d \d\d:\d\d:\d\d-- |Setting --|DEBUG output created by Wget|(?s:.*)\n---request begin---\r?\n`), true, "what wget prints", hintWARC},
	{begin(`(?:[A-Z]+ [^ \n]+ )?HTTP/[0-9.]+[^\n]*\n[ \t]`), true, "an indented HTTP message, as wget -S prints it", hintWARC + ", or remove the indentation"},
	{begin(`DEBUG[: ]|\[\d{4}-\d\d-\d\d|(?:info|dbug|trce): [\w.]+\[`), true, "a client's debug log", hintSave},
	{begin(`\d{4}-\d\d-\d\d[ T]\d\d:\d\d:[^\n{]*\n`), true, "a log with times", hintSave},
	{begin("```|~~~|<details|\\{(?:code|noformat)"), true, "a block of Markdown or Jira", "save what is in the block, alone"},
	{begin(`Script started `), true, "a terminal session of script(1)", hintSave},
	{begin(`[^\n]*HTTP/[^\n]*\r\r\n`), true, "output that a terminal session changed", hintSave},
	{begin(`\x1b\[`), true, "coloured output of a terminal", hintSave},
	{begin(`curl: \(\d+\)`), true, "an error of curl", hintSave},
	{begin(`% Total +% Received |#{3}[# ]*[0-9.]+%`), true, "a progress meter of curl without a header", hintSave},
	{begin(`WARC/`), true, "an old WARC", "write it again as WARC 1.0 or 1.1"},
	{begin(`PK\x03\x04(?s:.*)(?:_rels/\.rels|mimetypeapplication/)|%PDF-|\{\\rtf|\x{FFFD}PNG\r\n|(?s:.{6})(?:JFIF|Exif)\x00|\x{FFFD}\x{FFFD}\x11\x{871}`), true, "a document or a picture", hintSave},
	{begin(`PK\x03\x04(?s:.{20,26})(?:raw/|_index\.htm|\[Content_Types)`), true, "an archive of Fiddler", "export it as HAR"},
	{begin(`PK\x03\x04`), true, "a ZIP archive", "unpack it"},
	{begin(`[^\n]{257}ustar`), true, "a tar archive", "unpack it"},
	{begin(`BZh[1-9]1AY|\x{FFFD}7zXZ`), true, "a file that is compressed with bzip2 or xz", "unpack it"},
	{begin(`\x{FFFD}ò\x{FFFD}\x02\x00\x04\x00|[^\n]{4}(?:M<\+\x1a|\x1a\+<M)|[0-9:.]{15} IP6? |interface: |[TU] [0-9.:]+ -> |=+\r?\nFollow: `), true, "a capture of packets", "save what Wireshark shows as Follow TCP Stream, as Raw"},
	{begin(`\d+:\d+:[a-z_]+;`), true, "flows of mitmproxy", "save them as HAR with mitmdump -nr FILE --set hardump=FILE.har"},
	{begin(`\x1f\x{FFFD}|\(\x{FFFD}/\x{FFFD}`), true, "a file that is compressed twice", "unpack it once"},
	{begin(`--- *\r?\n- !ruby/`), true, "an old cassette of VCR", "record it again"},
	{begin(`<\?xml[^>]*>\s*<(?:!DOCTYPE items|items burp)`), true, "an export of Burp", hintSave},
	{begin(`(?:<\?xml[^>]*>\s*)?<testResults`), true, "results of JMeter", hintSave},
	{begin(`\{\s*"info"\s*:\s*\{[^}]*(?:_postman_id|getpostman\.com)`), true, "a Postman collection", hintSave},
	{begin(`\{\s*"(?:collection"\s*:\s*\{|id"\s*:[^,]*,\s*"name"\s*:[^[{]*"(?:values|order)"\s*:)`), true, "an export of Postman or Newman", hintSave},
	{begin(`\{\s*"_type"\s*:\s*"export"`), true, "an export of Insomnia", hintSave},
	{begin(`\{[^[{]*"(?:http_)?interactions"\s*:`), true, "a cassette in JSON", "save it in YAML, as with yq -Poy"},
	{begin(`\{[^[{]*"log"\s*:\s*"`), true, "a container's log", "take the lines from it with jq -j .log"},
	{begin(`\{` + withRequests), true, "a JSON object with requests of another tool", hintJQ},
	{begin(`\[` + withRequests), true, "a JSON array with requests of another tool", hintJQ + " '.[]'"},
	{begin(`\{\s*["}]`), false, "a JSON object", hintJQ},
	{begin(`\[\s*(?:["[\]]|\{\s*["}]|(?:[-0-9.]+|true|false|null)\s*[,\]])`), false, "a JSON array", hintJQ + " '.[]'"},
	{begin(`[[{][\s{]*'?[\w$]+'?:\s`), false, "an object as a program prints it", "write it as JSON"},
	{begin(`[^\n{<"]{1,120}\{"[^\n]*\}\s*(?:\n|$)`), true, "JSON after other text in a line", `remove that text, as with sed 's/^[^{]*//'`},
	{begin(`<(?:Client)?Response(?: [^<=>]*\[|\()|[1-5]\d\d [[{<]|b(?:'[^'\n]*'|"[^"\n]*")\s*$`), true, "a response as a program prints it", hintSave},
	{begin(`(?i:<!doctype html|<html)`), false, "an HTML page", `if it came in place of an answer, give the request: --query "get=1&fmt=1"`},
	{begin(`<(?:\?xml|[!A-Za-z_])`), false, "XML that is not an answer", `if it is an answer, give its request: --query "get=1&fmt=2"`},
	{begin(`$`), false, "nothing but white space", hintAsked},
}

// requests are other texts with requests or their parameters. They are tried in order.
var requests = []lookalike{
	{regexp.MustCompile(`(?m)^(?:HTTP/[0-9.]+ [0-9]{3}|(?:GET|POST) [^ \n]+ HTTP/[0-9.]+)`), true, "HTTP messages after other text", hintDump},
	{regexp.MustCompile(`(?m)^\{[^\n]*"url"\s*:\s*"`), true, "JSON Lines after other text", hintLines},
	{regexp.MustCompile(`HTTP/[12](?:\.[0-9])? [1-5]\d\d\b| HTTP/[12]\b|` + regexp.QuoteMeta(wire.File) + `[?"']|` + wire.ParamPassword + `["']?\s*[=:]`), true, "text with requests in it", hintSave},
}

func begin(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + pattern + `)`) }

// looksLike returns the lookalike for input that is not recognised. Text is its beginning
// without leading white space.
func looksLike(text []byte) lookalike {
	matches := func(l lookalike) bool { return l.pattern.Match(text) }
	if i := slices.IndexFunc(lookalikes, matches); i >= 0 {
		return lookalikes[i]
	}
	has := func(word string) bool { return bytes.Contains(text, []byte(word)) } // the expressions are slow
	if slices.ContainsFunc([]string{"HTTP/", `"url"`, wire.File, wire.ParamPassword}, has) {
		if i := slices.IndexFunc(requests, matches); i >= 0 {
			return requests[i]
		}
	}
	return lookalike{hint: hintAsked}
}
