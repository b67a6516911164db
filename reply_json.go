package smscodec

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// The text and JSON forms of the model: encoding/json, encoding/xml and flags lose
// nothing of a Reply. They have nothing to do with the answers on the wire.

// MarshalText returns the number on the wire as text, and no text for NoStatus; a
// Status without a number is an error.
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
	if err := json.Unmarshal(data, &code); err != nil {
		return fmt.Errorf("smscodec: status: %w", err)
	}
	*s = NoStatus
	if code != nil {
		*s = NewStatus(*code)
	}
	return nil
}
