package lint

import (
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
)

// A Severity says how much a finding matters.
type Severity uint8

// The severities.
const (
	Note    Severity = iota + 1 // a departure that costs a careful client nothing
	Warning                     // many clients will stumble
	Error                       // no answer, or one that is lost or garbled
)

var severities = [...]string{Note: "note", Warning: "warning", Error: "error"}

// String gives the text form.
func (s Severity) String() string {
	if s < Note || s > Error {
		return fmt.Sprintf("Severity(%d)", uint8(s))
	}
	return severities[s]
}

// MarshalText gives the text form; a number that has none is an error.
func (s Severity) MarshalText() ([]byte, error) {
	if s < Note || s > Error {
		return nil, fmt.Errorf("lint: no severity %d", uint8(s))
	}
	return []byte(severities[s]), nil
}

// UnmarshalText reads note, warning or error.
func (s *Severity) UnmarshalText(text []byte) error {
	i := slices.Index(severities[:], string(text))
	if i < int(Note) {
		return fmt.Errorf("lint: a severity is note, warning or error")
	}
	*s = Severity(i)
	return nil
}

// A Rule is a kind of finding.
type Rule struct {
	ID       string // stable
	Severity Severity
	Meaning  string // what a finding says, in a line
	Remedy   string // what to do about it, in a line
	About    string // what more there is to know, a paragraph
	Incident bool   // what happened to one exchange; others show how the server answers
}

// Rules yields all rules: the departures in the order of smscodec's constants, the
// kinds of its errors, and those of this package.
func Rules() iter.Seq[*Rule] {
	return func(yield func(*Rule) bool) {
		for i := range rules {
			if !yield(&rules[i]) {
				return
			}
		}
	}
}

// Lookup gives the rule of an id, or nil.
func Lookup(id string) *Rule {
	for i := range rules {
		if rules[i].ID == id {
			return &rules[i]
		}
	}
	return nil
}

// The rules that this package refers to.
var (
	ruleContentType     = Lookup("content-type")
	ruleCharset         = Lookup("charset")
	ruleHTTPStatus      = Lookup("http-status")
	ruleContentLength   = Lookup("content-length")
	ruleContentEncoding = Lookup("content-encoding")
	ruleCapture         = Lookup("capture")
	ruleTrailing        = Lookup("trailing")
	ruleNoBody          = Lookup("no-body")
	ruleNoRequest       = Lookup("no-request")
	ruleCutOff          = Lookup("cut-off")
	ruleNotAnAnswer     = Lookup("not-an-answer")
	ruleNameLength      = Lookup("name-length")
	ruleNameAlphabet    = Lookup("name-alphabet")
	ruleDuplicateName   = Lookup("duplicate-name")
	ruleAmbiguous       = Lookup("ambiguous")
	ruleRoundTrip       = Lookup("round-trip")
	ruleCSVFormula      = Lookup("csv-formula")
	ruleRequest         = Lookup("request")
)

// kindRules are the rules of the kinds of smscodec's errors.
var kindRules = []struct {
	kind error
	rule *Rule
}{
	{smscodec.ErrSyntax, Lookup("syntax")},
	{io.ErrUnexpectedEOF, ruleCutOff},
	{smscodec.ErrCharset, ruleCharset},
	{smscodec.ErrDuplicate, Lookup("duplicate")},
	{smscodec.ErrUnsupported, Lookup("unsupported")},
	{smscodec.ErrShape, Lookup("shape")},
	{smscodec.ErrValue, Lookup("value")},
	{smscodec.ErrRequest, ruleRequest},
}

// defectRules are the rules of the kinds of capture's defects.
var defectRules = []struct {
	kind error
	rule *Rule
}{
	{capture.ErrLength, ruleContentLength},
	{capture.ErrEncoding, ruleContentEncoding},
	{capture.ErrMember, ruleCapture},
	{capture.ErrMalformed, ruleCapture},
	{capture.ErrTooLarge, ruleCapture},
	{capture.ErrTrailing, ruleTrailing},
	{io.ErrUnexpectedEOF, ruleCutOff},
}

// The vendor's page is "Server answer and error codes" of the endpoint.
var rules = [...]Rule{
	// The departures that smscodec accepts.
	{
		ID: "bom", Severity: Warning,
		Meaning: "The answer begins with a byte order mark.",
		Remedy:  "Have the client skip EF BB BF, or ask for another charset.",
		About:   "JSON parsers refuse a byte order mark, as RFC 8259 lets them; by hand it becomes a part of the first name. smscodec accepts it under UTF-8 alone, where it means nothing.",
	},
	{
		ID: "crlf", Severity: Note,
		Meaning: "Lines of a plain or CSV answer end in CR LF.",
		Remedy:  "Have the client take a CR off each line; look for a proxy or an editor that converted the text.",
		About:   "A client that splits at LF alone gets names and codes that end in CR, which compare unequal to what they look like.",
	},
	{
		ID: "blank-line", Severity: Note,
		Meaning: "A plain or CSV answer has an empty line.",
		Remedy:  "Have the client pass over empty lines.",
		About:   "A client that does not, gets a sender without a name. One line end behind the last line is no empty line.",
	},
	{
		ID: "empty", Severity: Note,
		Meaning: "An empty plain or CSV answer stands for a list without names.",
		Remedy:  "Ask for XML or JSON where the difference to a lost answer matters.",
		About:   "The vendor's page does not show an empty list. Nothing tells such an answer from one that was lost on its way.",
	},
	{
		ID: "space", Severity: Note,
		Meaning: "There are spaces around a status in CSV.",
		Remedy:  "Have the client trim what it reads as a number.",
		About:   "The example of the vendor's page has one before its tele2 column.",
	},
	{
		ID: "comma", Severity: Warning,
		Meaning: "A name in CSV has a comma.",
		Remedy:  "Split rows from the right, by the number of columns asked for, or ask for JSON or XML.",
		About:   "Nothing on the CSV wire quotes a name, so a client that splits from the left reads a part of the name as a code. With operators a comma is never accepted.",
	},
	{
		ID: "name", Severity: Warning,
		Meaning: "A name has a character that no documented name has, and that has a meaning in its format.",
		Remedy:  "See where the name comes from; ask for JSON or XML.",
		About:   "That is =, < or \" in plain and CSV, and a comma in plain.",
	},
	{
		ID: "number", Severity: Warning,
		Meaning: "A number in JSON is quoted where the page has it bare, or bare where it is quoted.",
		Remedy:  "Have the client read both.",
		About:   "The vendor's page has statuses and ids bare, and registration codes quoted. Typed decoders fail at the other form.",
	},
	{
		ID: "columns", Severity: Warning,
		Meaning: "The operators are not the documented ones in the documented order.",
		Remedy:  "Read operators by name, and those of CSV with --columns.",
		About:   "Another generation of the vendor's page has 13 columns, three of them in the middle, and newer parameters name more. CSV does not name its columns: a client that counts on ten reads the wrong operator's code.",
	},
	{
		ID: "code", Severity: Note,
		Meaning: "A status or an error has a code that the vendor's page does not list.",
		Remedy:  "Have the client show an unknown code as a number.",
		About:   "Documented are the statuses 0 to 2, the registration codes 0 to 6, and the errors 1 to 5 and 7 to 11. Statuses up to 255 and errors up to 9999 are read.",
	},
	{
		ID: "extra", Severity: Note,
		Meaning: "A sender or an error has a member that the vendor's page does not document.",
		Remedy:  "Have the client ignore what it does not know.",
		About:   "The server is known to send the id of what an error is about, and items with an id.",
	},
	{
		ID: "other-form", Severity: Warning,
		Meaning: "The answer is a bare OK, or a plain error, though XML or JSON was asked for.",
		Remedy:  "Look for OK and ERROR = before parsing.",
		About:   "The real server was recorded to answer del with the two bytes OK under fmt=3. A JSON parser takes that for a broken answer, and the client for a failure, after the name is gone.",
	},

	// The kinds of errors.
	{
		ID: "syntax", Severity: Error,
		Meaning: "The answer is malformed in the format that was asked for.",
		Remedy:  "Look at the place; if the whole answer is in another format, the request sent another fmt than is thought.",
		About:   "Anything behind the end of an answer is malformed too, and so is a control character in plain or CSV.",
	},
	{
		ID: "cut-off", Severity: Error, Incident: true,
		Meaning: "The answer ends early.",
		Remedy:  "Check what captured or carried it, such as limits of proxies and logs.",
	},
	{
		ID: "charset", Severity: Error,
		Meaning: "Header, request, declaration and bytes do not agree on the charset.",
		Remedy:  "Send charset=utf-8 with each request, and read the answer in the charset of its Content-Type.",
		About:   "Without the parameter the server answers in windows-1251. Single-byte charsets read any bytes, so that a wrong one garbles names without an error.",
	},
	{
		ID: "duplicate", Severity: Error,
		Meaning: "A member, an attribute or a column is there twice.",
		Remedy:  "Do not trust the answer: parsers differ in which of the two they take.",
	},
	{
		ID: "unsupported", Severity: Error,
		Meaning: "The answer has something well formed that smscodec refuses by design.",
		Remedy:  "See what wrote it: the server is not known to.",
		About:   "That is a DOCTYPE, XML 1.1, an unknown encoding, nesting deeper than 64 levels, more than 64 members.",
	},
	{
		ID: "shape", Severity: Error,
		Meaning: "The answer is well formed, but does not answer this request.",
		Remedy:  "Check that the request is the one that was made: operation, all and operators.",
	},
	{
		ID: "value", Severity: Error,
		Meaning: "The answer has a value out of range.",
		Remedy:  "Report it to the vendor; no client can know what is meant.",
		About:   "Numbers are decimals without sign, leading zero, fraction or exponent. Ids go up to 9223372036854775807, statuses to 255, error codes to 9999.",
	},
	{
		ID: "request", Severity: Error,
		Meaning: "The captured request asks for nothing that the endpoint answers.",
		Remedy:  "Send exactly one of get, add, chg, send_code, check_code and del; all or operators with get, never both.",
	},

	// What is around an answer, and in it.
	{
		ID: "content-type", Severity: Warning,
		Meaning: "The Content-Type does not fit the format that was asked for.",
		Remedy:  "Choose the parser by the request's fmt, not by the header.",
		About:   "application/json is recorded for JSON. For XML text/xml, application/xml and the like fit. What the server sends with plain and CSV is not known: any text fits, also text/html, which is what PHP sends unless it is told, and text/csv for CSV alone.",
	},
	{
		ID: "http-status", Severity: Error, Incident: true,
		Meaning: "The HTTP status is no success.",
		Remedy:  "Treat it as a failure between client and server, whatever the body says; it may pass.",
		About:   "The server refuses with status 200, as recorded answers show. Another status comes from a proxy, a balancer, or a web server in trouble.",
	},
	{
		ID: "content-length", Severity: Error, Incident: true,
		Meaning: "The body has another length than its Content-Length.",
		Remedy:  "Check what captured or carried it; a short body was cut off.",
	},
	{
		ID: "content-encoding", Severity: Error, Incident: true,
		Meaning: "The body cannot be decompressed or decoded.",
		Remedy:  "Capture the body as the client sees it.",
	},
	{
		ID: "capture", Severity: Warning, Incident: true,
		Meaning: "The capture has something wrong, and the answer was read without it.",
		Remedy:  "Check the tool that captured.",
	},
	{
		ID: "trailing", Severity: Note, Incident: true,
		Meaning: "The capture has bytes after the body, which were left out.",
		Remedy:  "Capture the response without them: without curl -w, for example.",
	},
	{
		ID: "no-body", Severity: Note, Incident: true,
		Meaning: "The capture does not have the body of the response, so the answer could not be checked.",
		Remedy:  "Capture it with its content, or with curl -i.",
	},
	{
		ID: "no-request", Severity: Note, Incident: true,
		Meaning: "The capture does not have the form of the request, so what was asked is not known.",
		Remedy:  "Say what was asked, with --query or --op and --fmt, or capture forms too.",
	},
	{
		ID: "not-an-answer", Severity: Error, Incident: true,
		Meaning: "The response is no answer: an HTML page, nothing at all, or nothing that is documented.",
		Remedy:  "Look at the network between client and server; the request may not have been carried out, or it may.",
	},
	{
		ID: "name-length", Severity: Warning,
		Meaning: "A sender name is longer than 11 characters, or than 15 digits.",
		Remedy:  "Leave room for it: columns of databases and forms are made for what is documented.",
		About:   "The limits are those of the mobile networks. E-mail addresses, which the server has been seen to list, are let pass.",
	},
	{
		ID: "name-alphabet", Severity: Warning,
		Meaning: "A sender name has a character that sender names do not have.",
		Remedy:  "Escape it where names are put into pages, queries and files.",
		About:   "Documented are Latin letters, digits, the space and ! ? - _ . ( ); ~, & and @ have been seen.",
	},
	{
		ID: "duplicate-name", Severity: Warning,
		Meaning: "A list has the same sender name twice.",
		Remedy:  "Do not key by name without a look at this.",
	},
	{
		ID: "ambiguous", Severity: Warning,
		Meaning: "The request is not known, and the answer can be read in more than one way.",
		Remedy:  "Say what was asked, with --url, --query or --op, --fmt, --all and --operators, or capture requests too.",
		About:   "An answer does not describe itself: CSV 123 is a new id after add, and a name after get.",
	},
	{
		ID: "round-trip", Severity: Error,
		Meaning: "The answer, read and written again for the same request, does not read the same.",
		Remedy:  "Do not convert it without a look: its format or charset cannot carry it as it is.",
		About:   "Such as a JSON escape of a character that the charset of the answer does not have.",
	},
	{
		ID: "csv-formula", Severity: Warning,
		Meaning: "A name in CSV begins so that a spreadsheet would run it as a formula.",
		Remedy:  "Do not open the answer in a spreadsheet; put an apostrophe before such names where they are exported.",
		About:   "That is =, +, - or @ at the beginning.",
	},
}
