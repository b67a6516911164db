package smscodec

import (
	"fmt"
	"slices"
	"strings"
)

// The types of page.go as text, and lists of their values.

// Ops returns the operations, in the order of their constants.
func Ops() []Op { return withText[Op](opNames[:]) }

// Formats returns the formats, in the order of fmt.
func Formats() []Format { return withText[Format](formatNames[:]) }

// Charsets returns the charsets, in the order of their constants.
func Charsets() []Charset { return withText[Charset](charsetNames[:]) }

// Operators returns every known operator: those of DocumentedColumns, in their order,
// then those that other generations of the vendor's page name.
func Operators() []Operator { return slices.Clone(listedOperators) }

// ErrorCodes returns the documented error codes, in rising order.
func ErrorCodes() []ErrorCode { return withText[ErrorCode](errorTexts[:]) }

// withText returns the indexes of a table of texts that have one.
func withText[T ~uint8 | ~int](texts []string) []T {
	var all []T
	for i, text := range texts {
		if text != "" {
			all = append(all, T(i))
		}
	}
	return all
}

// String returns the text form, or a number if there is none.
func (o Op) String() string { return nameOf(opNames[:], "Op", int(o)) }

// String returns the text form, or a number if there is none.
func (f Format) String() string { return nameOf(formatNames[:], "Format", int(f)) }

// String returns the text form, or a number if there is none.
func (c Charset) String() string { return nameOf(charsetNames[:], "Charset", int(c)) }

// MarshalText returns the text form; it is an error if there is none.
func (o Op) MarshalText() ([]byte, error) { return marshalName(opNames[:], "operation", int(o)) }

// MarshalText returns the text form; it is an error if there is none.
func (f Format) MarshalText() ([]byte, error) { return marshalName(formatNames[:], "format", int(f)) }

// MarshalText returns the text form; it is an error if there is none.
func (c Charset) MarshalText() ([]byte, error) {
	return marshalName(charsetNames[:], "charset", int(c))
}

// UnmarshalText reads the name of the parameter: get, add, chg, send_code,
// check_code or del.
func (o *Op) UnmarshalText(text []byte) error {
	return unmarshalName(o, opNames[:], "operation", string(text))
}

// UnmarshalText reads plain, csv, xml or json.
func (f *Format) UnmarshalText(text []byte) error {
	return unmarshalName(f, formatNames[:], "format", string(text))
}

// UnmarshalText reads utf-8, windows-1251 or koi8-r, in any case.
func (c *Charset) UnmarshalText(text []byte) error {
	name := string(text)
	if isASCII(text) {
		name = strings.ToLower(name)
	}
	return unmarshalName(c, charsetNames[:], "charset", name)
}

func nameOf(names []string, kind string, i int) string {
	if i < len(names) && names[i] != "" {
		return names[i]
	}
	return fmt.Sprintf("%s(%d)", kind, i)
}

func marshalName(names []string, kind string, i int) ([]byte, error) {
	if i < len(names) && names[i] != "" {
		return []byte(names[i]), nil
	}
	return nil, fmt.Errorf("smscodec: no %s has the number %d", kind, i)
}

func unmarshalName[T ~uint8](to *T, names []string, kind, text string) error {
	for i, name := range names {
		if name != "" && name == text {
			*to = T(i)
			return nil
		}
	}
	return fmt.Errorf("smscodec: no %s is called %s", kind, quote(text))
}

// NewStatus returns the Status of a number on the wire.
func NewStatus(code uint8) Status {
	if code == 0 {
		return statusOfZero
	}
	return Status(code)
}

// Code returns the number on the wire, and false if there is none.
func (s Status) Code() (code uint8, ok bool) {
	if s == NoStatus || s > statusOfZero {
		return 0, false
	}
	return uint8(s), true
}

// Documented reports whether the vendor documents the status.
func (s Status) Documented() bool {
	code, ok := s.Code()
	return ok && int(code) < len(statusTexts)
}

// String returns the meaning in English.
func (s Status) String() string {
	code, ok := s.Code()
	switch {
	case s == NoStatus:
		return "no status"
	case !ok:
		return fmt.Sprintf("Status(%d)", uint16(s))
	case s.Documented():
		return statusTexts[code]
	}
	return fmt.Sprintf("undocumented status %d", code)
}

// Documented reports whether the vendor documents the status.
func (s RegistrationStatus) Documented() bool { return int(s) < len(registrationTexts) }

// String returns the meaning in English.
func (s RegistrationStatus) String() string {
	if s.Documented() {
		return registrationTexts[s]
	}
	return fmt.Sprintf("undocumented registration status %d", uint8(s))
}

// Documented reports whether the vendor documents the code.
func (c ErrorCode) Documented() bool {
	return c >= 0 && int(c) < len(errorTexts) && errorTexts[c] != ""
}

// Error returns the meaning in English.
func (c ErrorCode) Error() string {
	if c.Documented() {
		return errorTexts[c]
	}
	return fmt.Sprintf("undocumented error code %d", int(c))
}
