package lint_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/lint"
)

// describe returns a finding in a line:
//
//	id about row 1 at 2:3 "field": message (4)
func describe(f lint.Finding) string {
	text := f.Rule.ID + " " + f.About.String()
	if f.Row >= 0 {
		text += fmt.Sprintf(" row %d", f.Row)
	}
	if f.Line > 0 {
		text += fmt.Sprintf(" at %d:%d", f.Line, f.Col)
	}
	if f.Field != "" {
		text += fmt.Sprintf(" %q", f.Field)
	}
	text += ": " + f.Message
	if f.Count > 1 {
		text += fmt.Sprintf(" (%d)", f.Count)
	}
	return text
}

// get is a line of an exchange that asked for the names in a format.
func get(query, members string) string {
	return `{"url":"/sys/senders.php?get=1&` + query + `",` + members + `}`
}

// base64Body is a member with bytes.
func base64Body(body string) string {
	return `"bodyBase64":"` + base64.StdEncoding.EncodeToString([]byte(body)) + `"`
}

const (
	inJSON = `"headers":{"Content-Type":"application/json"}`
	inText = `"headers":{"Content-Type":"text/plain"}`
)

// TestFindings: what findings say, whom they are about, and where.
func TestFindings(t *testing.T) {
	for _, tt := range []struct {
		name, capture string
		want          []string
	}{
		// The capture.
		{"no response", `{"url":"/sys/senders.php?get=1"}`, []string{`no-body capture: the capture has no response`}},
		{"no body", get("fmt=3", `"status":200`), []string{`no-body capture: the capture does not have the body of the response`}},
		{"a body that was omitted", get("fmt=3", `"status":200,"bodyOmitted":{"kind":"html page","size":512}`), []string{`no-body capture: the capture does not have the body of the response: html page, 512 bytes`}},
		{"a body of no kind that was omitted", get("fmt=3", `"status":200,"bodyOmitted":{"size":512}`), []string{`no-body capture: the capture does not have the body of the response`}},
		{"no form", `{"url":"/sys/senders.php","method":"POST","status":200,"body":"[]"}`, []string{`no-request capture: the capture does not have the parameters of the request`}},
		{"an ill-typed member", get("fmt=3", `"status":200,"method":1,"body":"[]"`), []string{`capture capture: method is not a string`}},
		{"too many fields", get("fmt=3", `"status":200,"requestHeaders":{"A":[`+strings.Repeat(`"",`, 1024)+`""]},"body":"[]"`), []string{`capture capture: more than 1024 headers or parameters`}},
		{"a line that is not a field", "GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\nnone\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n[]", []string{`capture capture: a line of a header is not a field`}},
		{"bytes after the body", "GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 2\n\n[]\n200", []string{`trailing capture: bytes after the end of the body, such as curl -w writes, were omitted`}},
		{"a body that is cut off", "GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 9\n\n[{", []string{`cut-off capture: the body is cut off`, `cut-off capture row 0 at 1:3: unexpected EOF`}},
		{"a body that is too short", "GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 9\n\n[]HTTP/1.1 204 No\n\n", []string{`content-length between: a body is shorter than Content-Length`}},
		{"an unknown encoding", "GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Type: application/json\nContent-Encoding: compress\n\n\x1f\x9d", []string{`content-encoding between: an unknown Content-Encoding`, `syntax capture at 1:1: malformed: want a value`}},
		{"text that is called base64", get("fmt=3", `"status":200,"bodyBase64":"[]"`), []string{`capture capture: the body is not base64, and was read as text`}},

		// The status and the request.
		{"a status before the successes", get("fmt=3", `"status":199,"body":"[]",`+inJSON), []string{`http-status between: HTTP status 199`}},
		{"the first success", get("fmt=3", `"status":200,"body":"[]",`+inJSON), nil},
		{"the last success", get("fmt=3", `"status":299,"body":"[]",`+inJSON), nil},
		{"a status after the successes", get("fmt=3", `"status":300,"body":"[]",`+inJSON), []string{`http-status between: HTTP status 300`}},
		{"a body that is cached", get("fmt=3", `"status":304,"body":"[]",`+inJSON), nil},
		{"a body that is cached, and not there", get("fmt=3", `"status":304,"body":""`), []string{`http-status between: HTTP status 304`}},
		{"a body of a byte that is cached", get("fmt=1", `"status":304,"body":"-",`+inText), []string{`csv-formula answer row 0 at 1:1 "name": begins with -`}},
		{"a failure, and text", get("fmt=0", `"status":502,"body":"Bad Gateway"`), []string{`http-status between: HTTP status 502`}},
		{"a failure, and an answer", get("fmt=0", `"status":502,"body":"ERROR = 2 (authorise error)"`), []string{`http-status between: HTTP status 502`}},
		{"a failure, and a page", get("fmt=0", `"status":502,"body":"<html>"`), []string{`http-status between: HTTP status 502`, `not-an-answer between at 1:1: an HTML page`}},
		{"HEAD", `{"url":"/sys/senders.php?get=1","method":"HEAD","status":200}`, nil},
		{"HEAD, and a body", `{"url":"/sys/senders.php?get=1&fmt=3","method":"HEAD","status":200,"body":"[{",` + inJSON + `}`, []string{`cut-off between row 0 at 1:3: unexpected EOF`}},
		{"two operations", get("add=1&fmt=3", `"status":200,"body":"[]"`), []string{`request request: get and add ask for two operations`}},
		{"no request, and text after an answer", `{"status":200,"body":"{\n\"sender\": 24608\n}\n200 0.03\n"}`, []string{`syntax answer at 4:1: malformed: unexpected data after the value; the text before it is a complete answer: remove the trailing data, such as the output of curl -w; read as the answer to add in json, because the request is not known`}},
		{"no request, and text after an answer in XML", `{"status":200,"body":"<result>OK</result>$ "}`, []string{`syntax answer at 1:20: malformed: unexpected data after the root; the text before it is a complete answer: remove the trailing data, such as the output of curl -w; read as the answer to chg in xml, because the request is not known`}},
		{"no request, and text after no answer", `{"status":200,"body":"{\n\"a\": 24608\n}\n200 0.03\n"}`, []string{`not-an-answer between: not a documented answer to any request; give the request to see why`}},
		{"neither a method nor a parameter", `{"url":"/sys/senders.php","status":200,"body":"[]"}`, []string{`no-request capture: the capture does not have the parameters of the request`}},
		{"a GET without a parameter", `{"url":"/sys/senders.php","method":"GET","status":200,"body":"[]"}`, []string{`request request: no operation is asked for`}},
		{"no operation", `{"url":"/sys/senders.php?fmt=3","status":200,"body":"[]"}`, []string{`request request: no operation is asked for`}},
		{"a damaged form", `{"url":"/sys/senders.php","method":"POST","requestHeaders":{"Content-Type":"multipart/form-data; boundary=B"},"post":"a","status":200,"body":"[]"}`, []string{`request request: the form is malformed`}},

		// The header.
		{"no Content-Type", get("fmt=3", `"status":200,"body":"[]","headers":{"A":"b"}`), []string{`content-type answer: no Content-Type header`}},
		{"no media type", get("fmt=3", `"status":200,"body":"[]","headers":{"Content-Type":"; charset=utf-8"}`), []string{`content-type answer: the Content-Type has no media type`}},
		{"another media type", get("fmt=3", `"status":200,"body":"[]","headers":{"Content-Type":"Text/XML; a=b"}`), []string{`content-type answer: text/xml, but json was requested`}},
		{"a media type that is long and unprintable", get("fmt=3", `"status":200,"body":"[]","headers":{"Content-Type":"a/`+strings.Repeat("b", 100)+`"}`), []string{`content-type answer: a/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…, but json was requested`}},
		{"a media type as long as is shown", get("fmt=3", `"status":200,"body":"[]","headers":{"Content-Type":"a/`+strings.Repeat("b", 58)+`"}`), []string{`content-type answer: a/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, but json was requested`}},
		{"a media type longer than is shown", get("fmt=3", `"status":200,"body":"[]","headers":{"Content-Type":"a/`+strings.Repeat("b", 59)+`"}`), []string{`content-type answer: a/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…, but json was requested`}},
		{"a type of XML", get("fmt=2", `"status":200,"body":"<list></list>","headers":{"Content-Type":"application/a+xml"}`), nil},
		{"a type of JSON", get("fmt=3", `"status":200,"body":"[]","headers":{"Content-Type":"application/a+json"}`), nil},
		{"XML as JSON", get("fmt=2", `"status":200,"body":"<list></list>",`+inJSON), []string{`content-type answer: application/json, but xml was requested`}},
		{"CSV as JSON", get("fmt=1", `"status":200,"body":"a",`+inJSON), []string{`content-type answer: application/json, but csv was requested`}},
		{"CSV as XML", get("fmt=1", `"status":200,"body":"a","headers":{"Content-Type":"text/xml"}`), []string{`content-type answer: text/xml, but csv was requested`}},
		{"CSV as text of JSON", get("fmt=1", `"status":200,"body":"a","headers":{"Content-Type":"text/json"}`), []string{`content-type answer: text/json, but csv was requested`}},
		{"CSV as an image", get("fmt=1", `"status":200,"body":"a","headers":{"Content-Type":"image/csvx"}`), []string{`content-type answer: image/csvx, but csv was requested`}},
		{"plain as CSV", get("fmt=0", `"status":200,"body":"name = a","headers":{"Content-Type":"text/csv"}`), []string{`content-type answer: text/csv, but plain was requested`}},
		{"a length", get("fmt=3&charset=utf-8", `"status":200,"body":"[]","headers":{"Content-Type":"application/json","Content-Length":"3"}`), []string{`content-length between: the Content-Length is 3 bytes, but the body has 2`}},
		{"a length of the bytes as sent", get("fmt=3&charset=utf-8", `"status":200,`+base64Body("[]")+`,"headers":{"Content-Type":"application/json","Content-Length":"5"}`), []string{`content-length between: the Content-Length is 5 bytes, but the body has 2`}},
		{"a length with a byte order mark", get("fmt=3&charset=utf-8", `"status":200,"body":"[]","headers":{"Content-Type":"application/json","Content-Length":"5"}`), nil},
		{"a length of characters", get("fmt=0", `"status":200,"body":"name = Ж","headers":{"Content-Type":"text/plain","Content-Length":"8"}`), []string{`name-alphabet answer row 0 at 1:8 "name": contains the character U+0416 'Ж'`}},
		{"a length of characters in a known charset", get("fmt=0", `"status":200,"body":"name = Ж","headers":{"Content-Type":"text/plain; charset=windows-1251","Content-Length":"9"}`), []string{`content-length between: the Content-Length is 9 bytes, but the body has 8`, `name-alphabet answer row 0 at 1:8 "name": contains the character U+0416 'Ж'`}},
		{"a length of an encoded body", get("fmt=3", `"status":200,"body":"[]","headers":{"Content-Type":"application/json","Content-Length":"9","Content-Encoding":"gzip"}`), nil},
		{"a length of a body in chunks", get("fmt=3", `"status":200,"body":"[]","headers":{"Content-Type":"application/json","Content-Length":"9","Transfer-Encoding":"chunked"}`), nil},
		{"a length of HEAD", `{"url":"/sys/senders.php?get=1&fmt=3","method":"HEAD","status":200,"body":"[]","headers":{"Content-Type":"application/json","Content-Length":"9"}}`, nil},
		{"a length that is none", get("fmt=3", `"status":200,"body":"[]","headers":{"Content-Type":"application/json","Content-Length":"-1"}`), nil},

		// The charset.
		{"a charset that the server does not have", get("fmt=3", `"status":200,"body":"[]","headers":{"Content-Type":"application/json; charset=latin1"}`), []string{`charset answer: the Content-Type names a charset that the server does not support`}},
		{"a charset that was not requested", get("fmt=3&charset=koi8-r", `"status":200,"body":"[]","headers":{"Content-Type":"application/json; charset=utf-8"}`), []string{`charset answer: the Content-Type says utf-8, but an answer to the request is in koi8-r`}},
		{"UTF-8 where windows-1251 was expected", get("fmt=0", `"status":200,`+base64Body("name = a\nname = Ж")+","+inText), []string{`charset answer at 2:8: windows-1251 was expected, but the bytes are UTF-8`}},
		{"UTF-8 where koi8-r was expected", get("fmt=0&charset=koi8-r", `"status":200,`+base64Body("name = Ж")+","+inText), []string{`charset answer at 1:8: koi8-r was expected, but the bytes are UTF-8`}},
		{"U+FFFD", get("fmt=0&charset=utf-8", `"status":200,"body":"name = a\nname = \ufffd",`+inText), []string{`charset capture at 2:8: U+FFFD: the capturing tool replaced undecodable bytes`}},
		{"U+FFFD first", get("fmt=1&charset=utf-8", `"status":200,"body":"\ufffd",`+inText), []string{`charset capture at 1:1: U+FFFD: the capturing tool replaced undecodable bytes`}},
		{"U+FFFD, and a syntax error", get("fmt=3&charset=utf-8", `"status":200,"body":"[{\"sender\": \"\ufffd\"},]",`+inJSON), []string{`charset capture at 1:14: U+FFFD: the capturing tool replaced undecodable bytes`, `syntax answer row 1 at 1:20: malformed: want a value`}},
		{"a letter first that windows-1251 does not have", get("fmt=1", `"status":200,"body":"ì",`+inText), []string{`charset capture at 1:1: not a character of windows-1251: the capturing tool decoded the body in another charset`}},
		{"UTF-8 first where windows-1251 was expected", get("fmt=1", `"status":200,`+base64Body("Ж")+","+inText), []string{`charset answer at 1:1: windows-1251 was expected, but the bytes are UTF-8`}},
		{"a letter that windows-1251 does not have", get("fmt=0", `"status":200,"body":"name = ж\nname = ì",`+inText), []string{`charset capture at 2:8: not a character of windows-1251: the capturing tool decoded the body in another charset`}},
		{"a letter that koi8-r does not have", get("fmt=0&charset=koi8-r", `"status":200,"body":"name = ж\nname = ђ",`+inText), []string{`charset capture at 2:8: not a character of koi8-r: the capturing tool decoded the body in another charset`}},
		{"a byte that UTF-8 does not have", get("fmt=0&charset=utf-8", `"status":200,`+base64Body("name = a\nname = \xe6")+","+inText), []string{`charset answer at 2:8: not text in the charset: byte 0xE6 is not in utf-8`}},
		{"a declaration of another charset", get("fmt=2&charset=utf-8", `"status":200,`+base64Body("<?xml version=\"1.0\" encoding=\"koi8-r\"?><list><sender>\xd6</sender></list>")+`,"headers":{"Content-Type":"text/xml"}`), []string{`charset answer at 1:54: not text in the charset: byte 0xD6 is not in utf-8`}},
		{"a declaration of an unknown charset", get("fmt=2&charset=utf-8", `"status":200,`+base64Body("<?xml version=\"1.0\" encoding=\"latin1\"?>\n<list></list>")+`,"headers":{"Content-Type":"text/xml"}`), []string{`charset answer at 1:31: unsupported: an encoding other than utf-8, windows-1251 and koi8-r`}},
		{"a declaration, and another construct that is refused", get("fmt=2&charset=utf-8", `"status":200,`+base64Body("<?xml version=\"1.0\" encoding=\"utf-8\"?><!DOCTYPE list><list></list>")+`,"headers":{"Content-Type":"text/xml"}`), []string{`unsupported answer at 1:39: unsupported: DOCTYPE`}},
		{"a declaration of another version", get("fmt=2&charset=utf-8", `"status":200,`+base64Body("<?xml version=\"1.1\" encoding=\"utf-8\"?><list></list>")+`,"headers":{"Content-Type":"text/xml"}`), []string{`unsupported answer at 1:16: unsupported: an XML version other than 1.0`}},
		{"a declaration of a charset that was decoded", get("fmt=2", `"status":200,"body":"<?xml version=\"1.0\" encoding='windows-1251' ?><list><sender>a&</sender></list>","headers":{"Content-Type":"text/xml"}`), []string{`syntax answer row 0 at 1:62: malformed: a bare & must be written &amp;`}},
		{"a declaration of another charset than was decoded", get("fmt=2", `"status":200,"body":"<?xml version=\"1.0\" encoding='koi8-r'?><list><sender>ж</sender></list>","headers":{"Content-Type":"text/xml"}`), []string{`charset answer at 1:31: unsupported: an encoding other than the request's`}},

		// The body.
		{"an empty body", get("fmt=3", `"status":200,"body":"\r\n",`+inJSON), []string{`not-an-answer between: an empty body`}},
		{"an HTML page", get("fmt=3", `"status":200,"body":"\n<!DOCTYPE html>"`), []string{`not-an-answer between at 1:1: an HTML page`}},
		{"a duplicate member", get("fmt=3", `"status":200,"body":"[{\"sender\": \"a\",\n\"sender\": \"b\"}]",`+inJSON), []string{`duplicate answer row 0 at 2:1 "sender": duplicate`}},
		{"a construct that is refused", get("fmt=2", `"status":200,"body":"<!DOCTYPE list><list></list>","headers":{"Content-Type":"text/xml"}`), []string{`unsupported answer at 1:1: unsupported: DOCTYPE`}},
		{"an answer to another request", get("fmt=3", `"status":200,"body":"{\"id\": 1}",`+inJSON), []string{`shape answer at 1:1: not an answer to this request: found an object, want a list of sender names`}},
		{"a value out of range", get("fmt=3&all=1", `"status":200,"body":"[{\"sender\": \"a\", \"status\": 256}]",`+inJSON), []string{`value answer row 0 at 1:28 "status": value out of range: number too large`}},
		{"text that was left out", get("fmt=3", `"status":200,"body":"[{\n\"sender\": \"a\"\n},\n...\n]",`+inJSON), []string{`syntax answer row 1 at 4:1: malformed: want a value: dots, as if text was left out here`}},
		{"text that was left out, with an ellipsis", get("fmt=3", `"status":200,"body":"[…]",`+inJSON), []string{`syntax answer row 0 at 1:2: malformed: want a value: dots, as if text was left out here`}},
		{"a name of dots", get("fmt=3", `"status":200,"body":"[{\n\"sender\": \"...\"\n}]",`+inJSON), nil},
		{"cut off on the way", get("fmt=3", `"status":200,"body":"[{\"sender\"",`+inJSON), []string{`cut-off between row 0 at 1:11: unexpected EOF`}},
		{"an undocumented member", get("fmt=3", `"status":200,"body":"[{\"sender\": \"a\", \"x\": \"1\"}]",`+inJSON), []string{`extra answer row 0 at 1:18 "x": undocumented member`}},
		{"an undocumented member of a long name that is cut in a character", get("fmt=3&charset=utf-8", `"status":200,"body":"[{\"sender\": \"a\", \"x`+strings.Repeat("ж", 60)+`\": \"1\"}]",`+inJSON), []string{`extra answer row 0 at 1:18 "xжжжжжжжжжжжжжжжжжжжжжжжжжжжжж…": undocumented member`}},
		{"a word of the vendor that is a secret too", get("fmt=3&all=1&psw=status&login=sender", `"status":200,"body":"[{\"sender\": \"a\", \"status\": 256}]",`+inJSON), []string{`value answer row 0 at 1:28 "status": value out of range: number too large`}},
		{"an error text that the charset does not have", get("fmt=3", `"status":200,"body":"{\"error\": \"\\u4e00\", \"error_code\": 2}",`+inJSON), []string{`round-trip answer "error": cannot be represented: U+4E00 '一' is not in windows-1251`}},
		{"a name that the charset does not have", get("fmt=3", `"status":200,"body":"[{\"sender\": \"a\"},\n{\"sender\": \"\\u4e00\"}]",`+inJSON), []string{`round-trip answer row 1 at 2:13 "name": cannot be represented: U+4E00 '一' is not in windows-1251`, `name-alphabet answer row 1 at 2:13 "name": contains the character U+4E00 '一'`}},
		{"an undocumented member of a long and unprintable name", get("fmt=3", `"status":200,"body":"[{\"sender\": \"a\", \"\\n`+strings.Repeat("ж", 60)+`\": \"1\"}]","headers":{"Content-Type":"application/json; charset=utf-8"}`), []string{`charset answer: the Content-Type says utf-8, but an answer to the request is in windows-1251`, `extra answer row 0 at 1:18 "\\nжжжжжжжжжжжжжжжжжжжжжжжжжжжжж…": undocumented member`}},

		// The names.
		{"names as long as may be", get("fmt=1", `"status":200,"body":"abcdefghijk\n012345678901234\na.b@example.org",`+inText), nil},
		{"names that are too long", get("fmt=1", `"status":200,"body":"abcdefghijkl\n0123456789012345\nabcdefghijklm\n@abcdefghijk",`+inText), []string{`name-length answer row 0 at 1:1 "name": 12 characters, want at most 11 (2)`, `name-length answer row 1 at 2:1 "name": 16 digits, want at most 15`, `name-length answer row 2 at 3:1 "name": 13 characters, want at most 11`, `csv-formula answer row 3 at 4:1 "name": begins with @`}},
		{"names with other characters", get("fmt=0&charset=utf-8", `"status":200,"body":"name = a!?-_.()~&@ b\nname = Ж\nname = a$\nname = Жж",`+inText), []string{`name-alphabet answer row 1 at 2:8 "name": contains the character U+0416 'Ж' (2)`, `name-alphabet answer row 2 at 3:8 "name": contains the character U+0024 '$'`}},
		{"names that are formulas", get("fmt=1", `"status":200,"body":"+1\n-1\n@a\n-2",`+inText), []string{`name-alphabet answer row 0 at 1:1 "name": contains the character U+002B '+'`, `csv-formula answer row 0 at 1:1 "name": begins with +`, `csv-formula answer row 1 at 2:1 "name": begins with - (2)`, `csv-formula answer row 2 at 3:1 "name": begins with @`}},
		{"in the order of the body", get("fmt=1&charset=utf-8", `"status":200,"body":"Ж\nb\r\n",`+inText), []string{`name-alphabet answer row 0 at 1:1 "name": contains the character U+0416 'Ж'`, `crlf answer row 1 at 2:2: CR LF line ending`}},
		{"a name that is an equals sign, and more", get("fmt=1", `"status":200,"body":"=1",`+inText), []string{`name answer row 0 at 1:1 "name": name with a character that no documented name has`, `name-alphabet answer row 0 at 1:1 "name": contains the character U+003D '='`, `csv-formula answer row 0 at 1:1 "name": begins with =`}},
		{"names like numbers or addresses", get("fmt=1", `"status":200,"body":"01234567890/\n01234567890:\na@abcdefghijk",`+inText), []string{`name-length answer row 0 at 1:1 "name": 12 characters, want at most 11 (2)`, `name-alphabet answer row 0 at 1:1 "name": contains the character U+002F '/'`, `name-alphabet answer row 1 at 2:1 "name": contains the character U+003A ':'`}},
		{"a name in XML in its charset", get("fmt=2", `"status":200,`+base64Body("<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n<list><sender>\x7e\x7f</sender><sender>\x80</sender></list>")+`,"headers":{"Content-Type":"text/xml"}`), []string{`name-alphabet answer row 0 at 2:15 "name": contains the character U+007F`, `name-alphabet answer row 1 at 2:34 "name": contains the character U+0402 'Ђ'`}},
		{"a name in JSON in its charset", get("fmt=3", `"status":200,`+base64Body("[{\"sender\": \"\xff\", \"id\": \"1\"},\n{\"sender\": \"\xc6\"}]")+`,`+inJSON), []string{`name-alphabet answer row 0 at 1:14 "name": contains the character U+044F 'я'`, `extra answer row 0 at 1:18 "id": undocumented member`, `name-alphabet answer row 1 at 2:13 "name": contains the character U+0416 'Ж'`}},
		{"names like formulas in another format", get("fmt=0", `"status":200,"body":"name = -1\nname = -1",`+inText), []string{`duplicate-name answer row 1 at 2:8 "name": the same name as an earlier sender`}},

		{"a member of what is no answer", get("fmt=3", `"status":200,"body":"{\"Secret\":1,\"Secret\":2}",`+inJSON), []string{`duplicate answer at 1:13 "…": duplicate`}},
		{"a member of what begins as an answer", get("fmt=3", `"status":200,"body":"[{\"sender\":\"a\",\"Secret\":1,\"Secret\":2}]",`+inJSON), []string{`duplicate answer row 0 at 1:27 "Secret": duplicate`}},

		// The request is not known.
		{"no reading", `{"status":200,"body":"{\"x\": 1}"}`, []string{`not-an-answer between: not a documented answer to any request; give the request to see why`}},
		{"a bare ampersand, the request unknown", `{"status":200,"body":"<list>\n<sender>A & B</sender>\n</list>"}`, []string{`syntax answer row 0 at 2:11: malformed: a bare & must be written &amp;; read as the answer to get in xml, because the request is not known`}},
		{"a text for an id, the request unknown", `{"status":200,"body":"{\"sender\": \"x\"}"}`, []string{`value answer at 1:13 "id": value out of range: want digits, without a sign or a leading zero; read as the answer to add in json, because the request is not known`}},
		{"an empty body, the request unknown", `{"status":200,"body":""}`, []string{`not-an-answer between: an empty body`}},
		{"several readings", `{"status":200,"body":"123"}`, []string{`ambiguous capture: 2 possible readings, because the request is not known`}},
		{"one reading, in another type", `{"status":200,"body":"[]","headers":{"Content-Type":"text/xml","Content-Length":"7"}}`, []string{`content-type answer: text/xml, but json was requested`, `content-length between: the Content-Length is 7 bytes, but the body has 2`}},
		{"one reading, of another charset", `{"status":200,` + base64Body("name = \xe6\xf0") + `,"headers":{"Content-Type":"text/plain; charset=koi8-r"}}`, []string{`name-alphabet answer row 0 at 1:8 "name": contains the character U+0424 'Ф'`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(tt.capture)) {
				if err != nil {
					t.Fatal(err)
				}
				if x.Entry > 1 {
					continue
				}
				var linter lint.Linter
				for _, f := range linter.Check(x).Findings {
					got = append(got, describe(f))
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}
