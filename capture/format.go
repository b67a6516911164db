package capture

import (
	"errors"
	"fmt"
	"slices"
)

// A Format is a form in which exchanges are captured.
type Format uint8

// The formats.
const (
	Auto      Format = iota // recognised by content
	Body                    // the body of one response
	Dump                    // HTTP/1 messages as they go over the wire, or as curl -i or curl -v prints them
	HAR                     // HTTP Archive 1.1 and 1.2, also without its log, or one entry alone
	JSONLines               // one exchange per line, or indented exchanges
	WARC                    // Web ARChive 1.0 and 1.1
	Cassette                // the YAML of VCR, vcrpy and go-vcr
)

var formatNames = [...]string{"auto", "body", "dump", "har", "jsonl", "warc", "cassette"}

// String returns the text form, or a number if the format is unknown.
func (f Format) String() string {
	if int(f) < len(formatNames) {
		return formatNames[f]
	}
	return fmt.Sprintf("Format(%d)", uint8(f))
}

// MarshalText returns the text form; an unknown format is an error.
func (f Format) MarshalText() ([]byte, error) {
	if int(f) >= len(formatNames) {
		return nil, fmt.Errorf("capture: no format %d", uint8(f))
	}
	return []byte(formatNames[f]), nil
}

// UnmarshalText reads the text form.
func (f *Format) UnmarshalText(text []byte) error {
	i := slices.Index(formatNames[:], string(text))
	if i < 0 {
		return errors.New("capture: no such format")
	}
	*f = Format(i)
	return nil
}
