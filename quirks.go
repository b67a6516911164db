package smscodec

import (
	"fmt"
	"io"
	"math/bits"
	"strings"
)

// A Quirk is a set of departures from the vendor's page, one bit each. The
// zero Codec accepts all of them, as none loses anything; Codec.Reject names
// those to refuse.
type Quirk uint32

const (
	QuirkBOM       Quirk = 1 << iota // a byte order mark, under UTF8 only
	QuirkCRLF                        // CR LF line ends in plain and CSV
	QuirkBlankLine                   // an empty line in plain or CSV, but for one final line end
	QuirkEmpty                       // an empty plain or CSV body for an empty list
	QuirkSpace                       // U+0020 around a status in CSV, as in the vendor's own example
	QuirkComma                       // a comma in a CSV name; never with Operators, where it would shift every code
	QuirkName                        // a plain or CSV name with =, < or ", or a plain name with a comma
	QuirkNumber                      // JSON "1" for 1 or 1 for "1" in codes and ids, and a bare number as a name
	QuirkColumns                     // where columns are named: other known ones than Codec.Columns, some missing, or another order
	QuirkCode                        // an undocumented status or registration status up to 255 or error code up to 9999
	QuirkExtra                       // undocumented members of a sender or an error, kept in Extra; no other answer has any
	QuirkOtherForm                   // bare OK, or plain "ERROR = N (text)", under another fmt

	AllQuirks Quirk = 1<<iota - 1 // what a strict Codec rejects
)

// quirks has an entry per bit. The kind is that of the error where the quirk is
// rejected.
var quirks = [...]struct {
	quirk Quirk
	id    string
	text  string
	kind  error
}{
	{QuirkBOM, "bom", "byte order mark", ErrShape},
	{QuirkCRLF, "crlf", "CR LF line end", ErrShape},
	{QuirkBlankLine, "blank-line", "empty line", ErrShape},
	{QuirkEmpty, "empty", "empty body for an empty list", io.ErrUnexpectedEOF},
	{QuirkSpace, "space", "space around a code", ErrShape},
	{QuirkComma, "comma", "comma in a CSV name", ErrShape},
	{QuirkName, "name", "name with a character that no documented name has", ErrShape},
	{QuirkNumber, "number", "number quoted where the documentation has it bare, or bare where it is quoted", ErrShape},
	{QuirkColumns, "columns", "other operator columns than those of the codec", ErrShape},
	{QuirkCode, "code", "undocumented code", ErrValue},
	{QuirkExtra, "extra", "undocumented member", ErrShape},
	{QuirkOtherForm, "other-form", "plain answer under another format", ErrShape},
}

// String gives the text form, or a number where there is none.
func (q Quirk) String() string {
	if q&^AllQuirks != 0 {
		return fmt.Sprintf("Quirk(%#x)", uint32(q))
	}
	var ids []string
	for _, known := range quirks {
		if q&known.quirk != 0 {
			ids = append(ids, known.id)
		}
	}
	return strings.Join(ids, ",")
}

// MarshalText gives the ids joined by commas, in the order of the constants;
// no quirk is the empty text.
func (q Quirk) MarshalText() ([]byte, error) {
	if q&^AllQuirks != 0 {
		return nil, fmt.Errorf("smscodec: no quirk has the bits %#x", uint32(q&^AllQuirks))
	}
	return []byte(q.String()), nil
}

// UnmarshalText is ParseQuirks.
func (q *Quirk) UnmarshalText(text []byte) error {
	parsed, err := ParseQuirks(string(text))
	if err == nil {
		*q = parsed
	}
	return err
}

// ParseQuirks reads ids joined by commas, in any order; the empty text is no
// quirk.
func ParseQuirks(s string) (Quirk, error) {
	var q Quirk
	if s == "" {
		return 0, nil
	}
next:
	for id := range strings.SplitSeq(s, ",") {
		for _, known := range quirks {
			if known.id == id {
				q |= known.quirk
				continue next
			}
		}
		return 0, fmt.Errorf("smscodec: no quirk is called %s", quote(id))
	}
	return q, nil
}

// kind gives the kind of error that a single quirk is where it is rejected.
func (q Quirk) kind() error { return quirks[bits.TrailingZeros32(uint32(q))].kind }

// text says what a single quirk is.
func (q Quirk) text() string {
	for _, known := range quirks {
		if known.quirk == q {
			return known.text
		}
	}
	return q.String()
}
