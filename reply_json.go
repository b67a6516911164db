package smscodec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The text and JSON forms of the model. encoding/json loses nothing of a Reply. With the
// text forms, encoding/xml and flags lose nothing of a Status or of Registrations. The forms
// have nothing to do with the answers on the wire, and the decoder does not use them.
//
// encoding/json does most of the work by the tags of the types. Written by hand is
// what it would alter in silence: text that is not UTF-8, and the order of operators.

// MarshalText returns the number on the wire as text, and no text for NoStatus, for
// encoding/xml and flags; a Status without a number is an error.
func (s Status) MarshalText() ([]byte, error) {
	if s == NoStatus {
		return []byte{}, nil
	}
	code, ok := s.Code()
	if !ok {
		return nil, fmt.Errorf("smscodec: %v has no number", s)
	}
	return strconv.AppendUint(nil, uint64(code), 10), nil
}

// UnmarshalText reads what MarshalText writes.
func (s *Status) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*s = NoStatus
		return nil
	}
	code, err := parseDecimal(text, maxStatus)
	if err != nil {
		return fmt.Errorf("smscodec: status %s: want a number from 0 to %d", quote(string(text)), maxStatus)
	}
	*s = NewStatus(uint8(code))
	return nil
}

// MarshalJSON returns the number on the wire, and null for NoStatus; a Status without
// a number is an error.
func (s Status) MarshalJSON() ([]byte, error) {
	if s == NoStatus {
		return []byte("null"), nil
	}
	return s.MarshalText()
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Status) UnmarshalJSON(data []byte) error {
	var code *uint8
	if json.Unmarshal(data, &code) != nil {
		return fmt.Errorf("smscodec: status: want a number from 0 to %d", maxStatus)
	}
	*s = NoStatus
	if code != nil {
		*s = NewStatus(*code)
	}
	return nil
}

// MarshalText returns the statuses as "mega=2 mts=1", in the order of the columns,
// and no text for none, for encoding/xml and flags.
func (r Registrations) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (r *Registrations) UnmarshalText(text []byte) error {
	var operators []Operator
	var statuses []RegistrationStatus
	if len(text) > 0 {
		for pair := range strings.SplitSeq(string(text), " ") {
			op, digits, _ := strings.Cut(pair, "=")
			code, err := parseDecimal([]byte(digits), maxStatus)
			if err != nil {
				return fmt.Errorf("smscodec: registration %s: want an operator, = and a number from 0 to %d", quote(pair), maxStatus)
			}
			operators = append(operators, Operator(op))
			statuses = append(statuses, RegistrationStatus(code))
		}
	}
	return r.read(operators, statuses)
}

// MarshalJSON returns an object of the statuses by operator, in the order of the
// columns.
func (r Registrations) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for op, status := range r.All() {
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), op...), `":`...) // of a to z, 0 to 9 and _
		b = strconv.AppendUint(b, uint64(status), 10)
	}
	return append(b, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON writes; null is no registrations.
func (r *Registrations) UnmarshalJSON(data []byte) error {
	var operators []Operator
	var statuses []RegistrationStatus
	if string(data) != "null" {
		d := json.NewDecoder(bytes.NewReader(data))
		if start, err := d.Token(); err != nil || start != json.Delim('{') {
			return errors.New("smscodec: registrations: want an object")
		}
		for d.More() {
			key, err := d.Token()
			op, isName := key.(string)
			if err != nil || !isName {
				return errors.New("smscodec: registrations: want the name of an operator")
			}
			var status *RegistrationStatus
			if d.Decode(&status) != nil || status == nil {
				return fmt.Errorf("smscodec: registrations: %s: want a number from 0 to %d", quote(op), maxStatus)
			}
			operators = append(operators, Operator(op))
			statuses = append(statuses, *status)
		}
	}
	return r.read(operators, statuses)
}

// read makes r the registrations with operators, none if there are none.
func (r *Registrations) read(operators []Operator, statuses []RegistrationStatus) error {
	if len(operators) == 0 {
		*r = Registrations{}
		return nil
	}
	if err := checkOperators(operators); err != nil {
		return err
	}
	c := documentedColumns
	if !slices.Equal(operators, documentedOperators) {
		c = columnsOfAnswer(operators)
	}
	read, err := NewRegistrations(c, statuses...)
	if err == nil {
		*r = read
	}
	return err
}

// MarshalJSON returns an object of name, status, registrations and extra, without
// those that are absent. Text that is not UTF-8 is an error.
func (s Sender) MarshalJSON() ([]byte, error) {
	type sender Sender
	return marshalText(sender(s), "the name", s.Name)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Sender) UnmarshalJSON(data []byte) error {
	type sender Sender
	return unmarshalText(data, (*sender)(s))
}

// MarshalJSON returns an object of name and value. Text that is not UTF-8 is an error.
func (f Field) MarshalJSON() ([]byte, error) {
	type field Field
	return marshalText(field(f), "a member", f.Name, f.Value)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (f *Field) UnmarshalJSON(data []byte) error {
	type field Field
	return unmarshalText(data, (*field)(f))
}

// MarshalJSON returns an object of code, text and extra, without those that are
// absent. Text that is not UTF-8 is an error.
func (e APIError) MarshalJSON() ([]byte, error) {
	type apiError APIError
	return marshalText(apiError(e), "the text", e.Text)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *APIError) UnmarshalJSON(data []byte) error {
	type apiError APIError
	return unmarshalText(data, (*apiError)(e))
}

// marshalText writes a value by the tags of its type, after its own text was checked.
// encoding/json would replace what is not UTF-8.
func marshalText(v any, what string, texts ...string) ([]byte, error) {
	for _, text := range texts {
		if !utf8.ValidString(text) {
			return nil, fmt.Errorf("smscodec: %s %s is not UTF-8", what, quote(text))
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // the caller's encoder may do so
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// unmarshalText reads a value by the tags of its type. What encoding/json would
// replace in text is an error.
func unmarshalText[T any](data []byte, to *T) error {
	if !utf8.Valid(data) {
		return errors.New("smscodec: JSON that is not UTF-8")
	}
	for i := 0; ; {
		start := bytes.IndexByte(data[i:], '"')
		if start < 0 {
			break
		}
		end, _, err := scanJSONString(data, i+start)
		if err != nil {
			return fmt.Errorf("smscodec: JSON: %w", err)
		}
		i = end
	}
	var read T
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	*to = read
	return nil
}
