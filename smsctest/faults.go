package smsctest

import (
	"fmt"
	"slices"
	"strings"
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
