package smsctest

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
)

// A Fault is a way in which an answer is not what the page says. One that cannot
// be, such as a declaration of XML in JSON, does nothing. But for FaultIPBlocked,
// FaultNotSaved, FaultUndeliverable and FaultBadGateway, the request is carried
// out as ever, and only its answer suffers.
type Fault uint8

const (
	// The server's own condition.

	FaultIPBlocked     Fault = iota + 1 // code 4: the client's address is blocked for a time
	FaultNotSaved                       // code 5 for add, chg and del: nothing can be saved or deleted
	FaultUndeliverable                  // code 8 for send_code: the number cannot be reached

	// What the server does beyond its page.

	FaultBareOK         // OK alone, in XML and JSON
	FaultPlainError     // an error in plain, whatever the format
	FaultXMLDeclaration // <?xml version="1.0" encoding="…"?> before XML
	FaultCRLF           // CR LF line ends, in plain and CSV behind the last line too
	FaultBOM            // a byte order mark before UTF-8
	FaultExtra          // an undocumented id of each sender and error; in CSV of an error alone
	FaultColumns13      // the 13 operator columns of another generation of the page
	FaultEmptyRefused   // code 3 in place of an empty list, as sibling endpoints of the server answer

	// FaultOtherCharset is windows-1251 whatever was asked for, as the Content-Type
	// says; FaultWrongCharset is UTF-8, or windows-1251 where UTF-8 was asked for, and
	// a Content-Type that says what was asked for. A list that is all ASCII, which
	// would show neither, gets one more name, CyrillicName.
	FaultOtherCharset
	FaultWrongCharset

	// What happens on the way.

	FaultTruncated  // the connection breaks in the middle of the body
	FaultEmpty      // an empty body
	FaultBadGateway // status 502 and an HTML page; the server is not reached
	FaultDelay      // the answer comes after Config.Delay
	FaultDrop       // the connection ends before the answer; the handler panics with http.ErrAbortHandler, as net/http wants
)

// CyrillicName is what the faults of charsets put at the end of a list.
const CyrillicName = "Магазин"

var faultNames = [...]string{
	FaultIPBlocked:      "ip-blocked",
	FaultNotSaved:       "not-saved",
	FaultUndeliverable:  "undeliverable",
	FaultBareOK:         "bare-ok",
	FaultPlainError:     "plain-error",
	FaultXMLDeclaration: "xml-declaration",
	FaultCRLF:           "crlf",
	FaultBOM:            "bom",
	FaultExtra:          "extra",
	FaultColumns13:      "columns-13",
	FaultEmptyRefused:   "empty-refused",
	FaultOtherCharset:   "other-charset",
	FaultWrongCharset:   "wrong-charset",
	FaultTruncated:      "truncated",
	FaultEmpty:          "empty",
	FaultBadGateway:     "bad-gateway",
	FaultDelay:          "delay",
	FaultDrop:           "drop",
}

// Faults gives all faults, in the order of the constants.
func Faults() []Fault {
	var all []Fault
	for fault := FaultIPBlocked; fault <= FaultDrop; fault++ {
		all = append(all, fault)
	}
	return all
}

// String gives the text form, or a number where there is none.
func (f Fault) String() string {
	if f < FaultIPBlocked || f > FaultDrop {
		return fmt.Sprintf("Fault(%d)", uint8(f))
	}
	return faultNames[f]
}

// MarshalText gives the text form; a number that has none is an error.
func (f Fault) MarshalText() ([]byte, error) {
	if f < FaultIPBlocked || f > FaultDrop {
		return nil, fmt.Errorf("smsctest: no fault has the number %d", uint8(f))
	}
	return []byte(faultNames[f]), nil
}

// UnmarshalText reads the text form, such as bad-gateway. Its error does not show
// the text.
func (f *Fault) UnmarshalText(text []byte) error {
	i := slices.Index(faultNames[:], string(text))
	if i < int(FaultIPBlocked) {
		return fmt.Errorf("smsctest: no such fault; want one of %s", strings.Join(faultNames[FaultIPBlocked:], ", "))
	}
	*f = Fault(i)
	return nil
}

type faults []Fault

func (f faults) has(fault Fault) bool { return slices.Contains(f, fault) }

// columns13 are those of another generation of the vendor's page: three are
// inserted in the middle.
func columns13() *smscodec.Columns {
	return columns(
		"mega", "mts", "mega_step", "mega_int", "bee_step", "motiv_step", "motiv_int",
		"mts_step", "mts_int", "tele2_step", "tele2", "ua_reg", "ua_int",
	)
}

const badGateway = `<html>
<head><title>502 Bad Gateway</title></head>
<body><h1>502 Bad Gateway</h1></body>
</html>
`

// response gives what answers a call, with its faults.
func (f *Fake) response(c call) response {
	if c.faults.has(FaultBadGateway) {
		return response{status: http.StatusBadGateway, contentType: "text/html", body: []byte(badGateway), length: len(badGateway)}
	}
	header, wire := f.charsets(c)
	c.req.Charset = header
	contentType := smschttp.ContentType(c.req)
	c.req.Charset = wire
	body, err := f.body(c)
	if err != nil {
		// A name in the state that the format has no way to write.
		return failure(http.StatusInternalServerError, err.Error())
	}
	out := response{status: http.StatusOK, contentType: contentType, body: body, length: len(body)}
	if c.faults.has(FaultTruncated) {
		// net/http ends a connection on which less is sent than was declared.
		out.body = body[:len(body)/2]
	}
	return out
}

// body gives the body with all faults but that it is cut.
func (f *Fake) body(c call) ([]byte, error) {
	if c.faults.has(FaultEmpty) {
		return nil, nil
	}
	refusal, isRefusal := c.reply.(*smscodec.APIError)
	if isRefusal && c.faults.has(FaultExtra) {
		c.reply = &smscodec.APIError{Code: refusal.Code, Text: refusal.Text, Extra: []smscodec.Field{{Name: paramID, Value: "34"}}}
	}
	if isRefusal && c.faults.has(FaultPlainError) {
		c.req.Format = smscodec.Plain
	}
	body, err := f.codec(c).Append(nil, c.reply, c.req)
	if err != nil {
		return nil, err
	}
	lines := c.req.Format == smscodec.Plain || c.req.Format == smscodec.CSV
	if _, done := c.reply.(smscodec.Done); done && c.faults.has(FaultBareOK) && !lines {
		body, lines = []byte("OK"), true
	}
	if c.req.Format == smscodec.XML && !lines && c.faults.has(FaultXMLDeclaration) {
		body = fmt.Appendf(nil, "<?xml version=\"1.0\" encoding=\"%s\"?>\n%s", strings.ToUpper(c.req.Charset.String()), body)
	}
	if c.faults.has(FaultCRLF) {
		body = bytes.ReplaceAll(body, []byte("\n"), []byte("\r\n"))
		if lines {
			body = append(body, "\r\n"...)
		}
	}
	if c.faults.has(FaultBOM) && c.req.Charset == smscodec.UTF8 {
		body = append([]byte("\xEF\xBB\xBF"), body...)
	}
	return body, nil
}

// charsets gives the charset that the Content-Type names and that of the body. They
// are what was asked for if the reply cannot be written in another.
func (f *Fake) charsets(c call) (header, wire smscodec.Charset) {
	asked := c.req.Charset
	header, wire = asked, asked
	if c.faults.has(FaultOtherCharset) {
		header, wire = smscodec.Windows1251, smscodec.Windows1251
	}
	if c.faults.has(FaultWrongCharset) {
		header, wire = asked, smscodec.UTF8
		if asked == smscodec.UTF8 {
			wire = smscodec.Windows1251
		}
	}
	c.req.Charset = wire
	if _, err := f.codec(c).Append(nil, c.reply, c.req); err != nil {
		return asked, asked
	}
	return header, wire
}
