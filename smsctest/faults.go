package smsctest

// The faults: their constants and text forms. answer.go applies them to answers,
// operations.go to what the server does.

import (
	"fmt"
	"slices"
	"strings"
)

// A Fault is a way in which an answer departs from the vendor's documentation. One that
// cannot occur, such as an XML declaration in JSON, does nothing. Except under
// FaultIPBlocked, FaultNotSaved, FaultUndeliverable and FaultBadGateway, the request is
// carried out, and only its answer is damaged.
type Fault uint8

const (
	// The condition of the server.

	FaultIPBlocked     Fault = iota + 1 // code 4: the client's address is blocked for a time
	FaultNotSaved                       // code 5 for add, chg and del: nothing can be saved or deleted
	FaultUndeliverable                  // code 8 for send_code: the number cannot be reached

	// What the server does beyond its documentation.

	FaultBareOK         // a bare OK, in XML and JSON
	FaultPlainError     // an error in plain, whatever the format
	FaultXMLDeclaration // <?xml version="1.0" encoding="…"?> before XML
	FaultCRLF           // CR LF line endings; in plain and CSV after the last line too
	FaultBOM            // a byte order mark before UTF-8
	FaultExtra          // an undocumented id in each sender and error; in CSV only in an error
	FaultColumns13      // the 13 operator columns of another generation of the documentation
	FaultEmptyRefused   // code 3 instead of an empty list, as sibling endpoints of the server answer

	// FaultOtherCharset answers in windows-1251 whatever the request asked for, and the
	// Content-Type says so. FaultWrongCharset answers in UTF-8, or in windows-1251 if the
	// request asked for UTF-8, but the Content-Type names the requested charset. If a list
	// is all ASCII, which would show neither, CyrillicName is added to it.
	FaultOtherCharset
	FaultWrongCharset

	// What happens between server and client.

	FaultTruncated  // the connection breaks in the middle of the body
	FaultEmpty      // an empty body
	FaultBadGateway // status 502 and an HTML page; the request does not reach the server
	FaultDelay      // the answer comes after Config.Delay
	FaultDrop       // the connection ends before the answer; the handler panics with http.ErrAbortHandler, as net/http documents
)

// CyrillicName is the name that the charset faults add at the end of a list.
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

// Faults returns all faults, in the order of the constants.
func Faults() []Fault {
	var all []Fault
	for fault := FaultIPBlocked; fault <= FaultDrop; fault++ {
		all = append(all, fault)
	}
	return all
}

// String returns the text form, or a number if there is none.
func (f Fault) String() string {
	if f < FaultIPBlocked || f > FaultDrop {
		return fmt.Sprintf("Fault(%d)", uint8(f))
	}
	return faultNames[f]
}

// MarshalText returns the text form; a number without one is an error.
func (f Fault) MarshalText() ([]byte, error) {
	if f < FaultIPBlocked || f > FaultDrop {
		return nil, fmt.Errorf("smsctest: no fault has the number %d", uint8(f))
	}
	return []byte(faultNames[f]), nil
}

// UnmarshalText parses the text form, such as bad-gateway. Its error does not show
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
