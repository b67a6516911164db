package lint

// The rules: their severities, the table of all of them, and which rule reports which
// error of smscodec and which defect of a capture.

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
)

// A Severity is how much a finding matters.
type Severity uint8

// The severities.
const (
	Note    Severity = iota + 1 // a departure that a careful client handles
	Warning                     // will trip up many clients
	Error                       // not an answer, or one that is lost or garbled
)

var severities = [...]string{Note: "note", Warning: "warning", Error: "error"}

// String returns the text form.
func (s Severity) String() string {
	if s < Note || s > Error {
		return fmt.Sprintf("Severity(%d)", uint8(s))
	}
	return severities[s]
}

// MarshalText returns the text form; a number without one is an error.
func (s Severity) MarshalText() ([]byte, error) {
	if s < Note || s > Error {
		return nil, fmt.Errorf("lint: no severity has the number %d", uint8(s))
	}
	return []byte(severities[s]), nil
}

// UnmarshalText parses note, warning or error. Its error does not show the text.
func (s *Severity) UnmarshalText(text []byte) error {
	i := slices.Index(severities[:], string(text))
	if i < int(Note) {
		return errors.New("lint: no such severity; want note, warning or error")
	}
	*s = Severity(i)
	return nil
}

// A Subject is the part of an exchange that a finding is about.
type Subject uint8

// The subjects.
const (
	Answer  Subject = iota + 1 // the server's answer
	Client                     // the client's request
	Capture                    // the capture, and the tool that wrote it
	Between                    // the way between client and server: networks, proxies, the web server
)

var subjects = [...]string{Answer: "answer", Client: "request", Capture: "capture", Between: "between"}

var subjectTexts = [...]string{
	Answer: "the server's answer", Client: "the client's request", Capture: "the capture", Between: "the way between client and server",
}

// String returns the text form.
func (s Subject) String() string {
	if s < Answer || s > Between {
		return fmt.Sprintf("Subject(%d)", uint8(s))
	}
	return subjects[s]
}

// MarshalText returns the text form; a number without one is an error.
func (s Subject) MarshalText() ([]byte, error) {
	if s < Answer || s > Between {
		return nil, fmt.Errorf("lint: no subject has the number %d", uint8(s))
	}
	return []byte(subjects[s]), nil
}

// Text returns the subject in words, or the text form if there are none.
func (s Subject) Text() string {
	if s < Answer || s > Between {
		return s.String()
	}
	return subjectTexts[s]
}

// A Rule is a kind of finding.
type Rule struct {
	ID         string // stable
	Severity   Severity
	About      Subject // of its findings, unless they have another
	Meaning    string  // what is wrong, in a sentence
	Remedy     string  // what to do about it, in a line
	Background string  // a paragraph; may be empty
}

// Rules yields all rules: the departures in the order of smscodec's constants, then the
// kinds of its errors, then the rules of this package.
func Rules() iter.Seq[*Rule] {
	return func(yield func(*Rule) bool) {
		for i := range rules {
			if !yield(&rules[i]) {
				return
			}
		}
	}
}

// Lookup returns the rule with an id, or nil.
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
	ruleLongList        = Lookup("long-list")
	ruleAmbiguous       = Lookup("ambiguous")
	ruleRoundTrip       = Lookup("round-trip")
	ruleCSVFormula      = Lookup("csv-formula")
	ruleRequest         = Lookup("request")
)

// kindRules are the rules that report the kinds of smscodec's errors.
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

// defectRules are the rules that report the kinds of capture's defects.
var defectRules = []struct {
	kind  error
	rule  *Rule
	about Subject // if it differs from the rule's
}{
	{capture.ErrLength, ruleContentLength, 0},
	{capture.ErrEncoding, ruleContentEncoding, 0},
	{capture.ErrBody, ruleCapture, 0},
	{capture.ErrMember, ruleCapture, 0},
	{capture.ErrMalformed, ruleCapture, 0},
	{capture.ErrTooLarge, ruleCapture, 0},
	{capture.ErrTrailing, ruleTrailing, 0},
	{io.ErrUnexpectedEOF, ruleCutOff, Capture},
}

// rules are all rules. The documentation that they name is the vendor's page "Server
// answer and error codes" of the endpoint.
var rules = [...]Rule{
	// The departures that smscodec accepts.
	{
		ID: "bom", Severity: Warning, About: Answer,
		Meaning:    "The answer begins with a byte order mark.",
		Remedy:     "Have the client skip EF BB BF, or request another charset.",
		Background: "JSON parsers may reject a byte order mark (RFC 8259); a hand-written parser makes it part of the first sender name. smscodec accepts it under UTF-8 only, where it carries no information.",
	},
	{
		ID: "crlf", Severity: Note, About: Answer,
		Meaning:    "Lines of a plain or CSV answer end in CR LF.",
		Remedy:     "Have the client strip a CR at the end of each line; look for a proxy or an editor that converted the text.",
		Background: "A client that splits at LF only reads names and codes that end in CR, and compare unequal to what they look like.",
	},
	{
		ID: "blank-line", Severity: Note, About: Answer,
		Meaning:    "A plain or CSV answer has an empty line.",
		Remedy:     "Have the client skip empty lines.",
		Background: "A client that does not skip empty lines creates a sender with an empty name. One line ending after the last line is not an empty line.",
	},
	{
		ID: "empty", Severity: Warning, About: Answer,
		Meaning:    "A plain or CSV answer is empty: either the account has no names, or the answer was lost.",
		Remedy:     "Ask for JSON or XML, in which an empty list is written out; in plain and CSV, treat an empty body as a temporary failure.",
		Background: "The vendor does not document an empty list, and the vendor's own client libraries take an empty body for a lost answer and ask again. smscodec accepts it as a list without names only with an option, which this check sets.",
	},
	{
		ID: "space", Severity: Note, About: Answer,
		Meaning:    "A status in CSV has spaces around it.",
		Remedy:     "Have the client trim spaces before it parses a number.",
		Background: "The example in the documentation has a space before its tele2 column.",
	},
	{
		ID: "comma", Severity: Warning, About: Answer,
		Meaning:    "A sender name in CSV contains a comma.",
		Remedy:     "Have the client split rows from the right, by the number of columns requested, or request JSON or XML.",
		Background: "CSV answers quote nothing, so a client that splits from the left reads part of the name as a status. With operators=1 a comma is never accepted.",
	},
	{
		ID: "name", Severity: Warning, About: Answer,
		Meaning:    "A sender name contains a character that has a meaning in plain or CSV, and that no documented name has.",
		Remedy:     "Find out where the name comes from; request JSON or XML.",
		Background: "The characters are =, < and \" in plain and CSV, and the comma in plain.",
	},
	{
		ID: "number", Severity: Warning, About: Answer,
		Meaning:    "A number in JSON is quoted where the documentation has it bare, or bare where it is quoted.",
		Remedy:     "Have the client accept both forms.",
		Background: "The documentation has statuses and ids bare, and registration statuses quoted. Typed decoders fail on the other form.",
	},
	{
		ID: "columns", Severity: Warning, About: Answer,
		Meaning:    "The operator columns are not the documented ones, or not in the documented order.",
		Remedy:     "Have the client read operators by name; for CSV, find out the order and pass it as --columns.",
		Background: "Another generation of the documentation has 13 columns, three of them inserted in the middle, and newer parameters name more. CSV does not name its columns: a client that expects ten assigns a status to the wrong operator.",
	},
	{
		ID: "code", Severity: Note, About: Answer,
		Meaning:    "A status or an error has a code that is not documented.",
		Remedy:     "Have the client show an unknown code as a number.",
		Background: "The vendor may have added it since. smscodec accepts statuses up to 255 and error codes up to 9999; the documented ones have constants in package smscodec.",
	},
	{
		ID: "extra", Severity: Note, About: Answer,
		Meaning:    "A sender or an error has a member that is not documented.",
		Remedy:     "Have the client ignore members that it does not know.",
		Background: "The server is known to send the id of the object that an error concerns, and list items with an id.",
	},
	{
		ID: "other-form", Severity: Warning, About: Answer,
		Meaning:    "The answer is a bare OK or a plain error, though another format was requested.",
		Remedy:     "Have the client look for OK and ERROR = before it parses the answer.",
		Background: "The real server was recorded answering del with the two bytes OK under fmt=3. A JSON parser rejects them, so the client reports a failure though the name was deleted.",
	},

	// The kinds of errors.
	{
		ID: "syntax", Severity: Error, About: Answer,
		Meaning:    "The answer is malformed in the requested format.",
		Remedy:     "Look at the marked position. If the whole answer is in another format, check which fmt the client really sent.",
		Background: "Trailing data after the answer is a syntax error too, and so is a control character in plain or CSV.",
	},
	{
		ID: "cut-off", Severity: Error, About: Between,
		Meaning: "The answer ends early.",
		Remedy:  "Check what captured or carried the answer, for example the size limits of proxies and logs.",
	},
	{
		ID: "charset", Severity: Error, About: Answer,
		Meaning:    "The Content-Type, the request, the XML declaration and the bytes do not agree on the charset.",
		Remedy:     "Have the client send charset=utf-8 with each request, and decode the answer in the charset of its Content-Type.",
		Background: "Without the parameter the server answers in windows-1251. In a single-byte charset almost any bytes are text, so the wrong one garbles names without an error.",
	},
	{
		ID: "duplicate", Severity: Error, About: Answer,
		Meaning: "The answer has a duplicate member, attribute or column.",
		Remedy:  "Do not use the answer: some parsers take the first value, others the last.",
	},
	{
		ID: "unsupported", Severity: Error, About: Answer,
		Meaning:    "The answer uses a well-formed construct that smscodec refuses by design.",
		Remedy:     "Find out what produced it; the real server is not known to.",
		Background: "The constructs are a DOCTYPE, XML 1.1, nesting deeper than 64 levels, and more than 64 members or attributes.",
	},
	{
		ID: "shape", Severity: Error, About: Answer,
		Meaning: "The answer is well formed, but does not answer this request.",
		Remedy:  "Check that this is the request that was sent: its operation, all and operators.",
	},
	{
		ID: "value", Severity: Error, About: Answer,
		Meaning:    "The answer has a value that is out of range.",
		Remedy:     "Report it to the vendor; a client cannot know what was meant.",
		Background: "Numbers are decimals without a sign, leading zeros, a fraction or an exponent. Ids go up to 9223372036854775807, statuses to 255, error codes to 9999.",
	},
	{
		ID: "request", Severity: Error, About: Client,
		Meaning: "The endpoint has no answer to the captured request.",
		Remedy:  "Have the client send exactly one of get, add, chg, send_code, check_code and del; all or operators only with get, and never both.",
	},

	// The response around the answer, and the values in it.
	{
		ID: "content-type", Severity: Warning, About: Answer,
		Meaning:    "The Content-Type does not match the requested format.",
		Remedy:     "Have the client choose the parser by the fmt that it sent, not by the header.",
		Background: "The recorded type of JSON is application/json. For XML, text/xml, application/xml and types ending in +xml match. What the server sends with plain and CSV is not known: any text type matches, text/html included, which is PHP's default; text/csv matches CSV only.",
	},
	{
		ID: "http-status", Severity: Error, About: Between,
		Meaning:    "The HTTP status is not a success.",
		Remedy:     "Have the client treat it as a failure between client and server, whatever the body says; it may be temporary.",
		Background: "The server refuses requests with status 200, as recorded answers show. Another status comes from a proxy, a load balancer or a failing web server.",
	},
	{
		ID: "content-length", Severity: Error, About: Between,
		Meaning: "The length of the body is not its Content-Length.",
		Remedy:  "Check what captured or carried the answer; if the body is shorter, it was cut off.",
	},
	{
		ID: "content-encoding", Severity: Error, About: Between,
		Meaning: "The body cannot be decompressed or decoded.",
		Remedy:  "Capture the body as the client reads it, after decompression.",
	},
	{
		ID: "capture", Severity: Warning, About: Capture,
		Meaning: "A part of the capture is malformed; the answer was read without that part.",
		Remedy:  "Check the tool that wrote the capture.",
	},
	{
		ID: "trailing", Severity: Note, About: Capture,
		Meaning: "The capture has bytes after the end of the body, which were omitted.",
		Remedy:  "Capture the response alone, for example without curl -w.",
	},
	{
		ID: "no-body", Severity: Note, About: Capture,
		Meaning: "The capture does not have the answer, so it could not be checked.",
		Remedy:  "Capture the response with its content: save a HAR with content, or use curl -i.",
	},
	{
		ID: "no-request", Severity: Note, About: Capture,
		Meaning:    "The capture does not have the parameters of the request, so what was asked is not known.",
		Remedy:     "Give the request with --query, or with --op and --fmt, or capture forms too.",
		Background: "The answer is read as one whose request is not known.",
	},
	{
		ID: "not-an-answer", Severity: Error, About: Between,
		Meaning: "The response is not an answer of the endpoint: an HTML page, an empty body, or text that is not documented.",
		Remedy:  "Look at the network between client and server. The request may or may not have been carried out.",
	},
	{
		ID: "name-length", Severity: Warning, About: Answer,
		Meaning:    "A sender name is longer than 11 characters, or longer than 15 digits.",
		Remedy:     "Make room for it: database columns and form fields are often made for the documented length.",
		Background: "The limits are those of mobile networks. E-mail addresses, which the server has been seen to list, are not reported.",
	},
	{
		ID: "name-alphabet", Severity: Warning, About: Answer,
		Meaning:    "A sender name contains a character that sender names do not have.",
		Remedy:     "Escape names in HTML, queries and files.",
		Background: "The documented characters are Latin letters, digits, the space and ! ? - _ . ( ); ~, & and @ have been seen.",
	},
	{
		ID: "duplicate-name", Severity: Warning, About: Answer,
		Meaning: "A list has the same sender name more than once.",
		Remedy:  "Do not use the name as a unique key.",
	},
	{
		ID: "long-list", Severity: Note, About: Answer,
		Meaning:    "A list has so many different names that not all of them are checked for duplicates.",
		Remedy:     "Find out whether an account can have so many names; check the rest for duplicates by other means.",
		Background: "The first 131072 different names are kept in memory, and every name is compared with those.",
	},
	{
		ID: "ambiguous", Severity: Warning, About: Capture,
		Meaning:    "The request is not known, and the answer can be read in more than one way.",
		Remedy:     "Give the request with --url, --query or --op, --fmt, --all and --operators, or capture requests too.",
		Background: "An answer does not describe itself: CSV 123 is a new id after add, and a name after get. Nearly any text is a list of names in CSV, so other text than answers begin with is a list only if its Content-Type is text/csv.",
	},
	{
		ID: "round-trip", Severity: Error, About: Answer,
		Meaning:    "The answer changes when it is decoded and encoded again for the same request.",
		Remedy:     "Review the answer before you convert it: its format or charset cannot represent it exactly.",
		Background: "One example is a JSON escape of a character that the charset of the answer does not have.",
	},
	{
		ID: "csv-formula", Severity: Warning, About: Answer,
		Meaning:    "A sender name in CSV begins with a character that makes a spreadsheet run it as a formula.",
		Remedy:     "Do not open the answer in a spreadsheet; put an apostrophe before such names when you export them.",
		Background: "The characters are =, +, - and @.",
	},
}
