package findings

// Known findings: what makes findings equal, and a baseline of them.

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/lint"
)

// A Known is what makes findings the same in other exchanges and files: everything except
// the place.
type Known struct {
	ID      string `json:"id"`
	Request string `json:"request"` // as AskedText returns it
	Field   string `json:"field"`
	Message string `json:"message"`
}

// NewKnown returns what makes a finding equal to others, for a request as AskedText returns
// it.
func NewKnown(request string, f lint.Finding) Known {
	message := f.Message
	if f.Others {
		message = "and more like it" // without their number
	}
	return Known{f.Rule.ID, request, f.Field, message}
}

// Fingerprint returns a hash.
func (k Known) Fingerprint() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{k.ID, k.Request, k.Field, k.Message}, "\n")))
	return hex.EncodeToString(sum[:8])
}

// String returns a line for people.
func (k Known) String() string {
	text := k.Message
	if k.Field != "" {
		text = k.Field + ": " + text
	}
	if k.Request != "" {
		text += ", asked by " + k.Request
	}
	return shown.Escape(fmt.Sprintf("%s [%s]", text, k.ID))
}

// A Baseline counts known findings. docs/schemas/known.json describes a line of its file,
// which is reviewed and kept with the code.
type Baseline map[Known]int

// Take removes a finding from the baseline, and reports whether it was there.
func (b Baseline) Take(k Known) bool {
	if b[k] == 0 {
		return false
	}
	b[k]--
	return true
}

// A knownLine is a line of a baseline. The file is sorted by these members in their order.
type knownLine struct {
	Known
	Count int `json:"count"`
}

// Append appends the lines of a file of the baseline. A finding is a line, so that a
// difference between two versions can be read and merged.
func (b Baseline) Append(dst []byte) []byte {
	var lines [][]byte
	for k, n := range b {
		lines = append(lines, shown.AppendJSONLine(nil, knownLine{k, n}))
	}
	slices.SortFunc(lines, bytes.Compare)
	return append(dst, bytes.Join(lines, nil)...)
}

// maxKnown is how long a line of a baseline may be, in bytes.
const maxKnown = 8 << 20

// ReadBaseline reads what Append returned. Lines that a merge has left twice add up.
func ReadBaseline(file io.Reader) (Baseline, error) {
	b := make(Baseline)
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxKnown)
	for n := 1; lines.Scan(); n++ {
		var line knownLine
		decoder := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		decoder.DisallowUnknownFields()
		if decoder.Decode(&line) != nil || decoder.Decode(new(any)) != io.EOF || line.ID == "" || line.Message == "" || line.Count < 1 {
			return nil, fmt.Errorf("line %d is not a known finding as --write-baseline writes it", n)
		}
		b[line.Known] += line.Count
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return nil, errors.New("a line is too long to be a known finding")
	}
	return b, lines.Err()
}

// Gone returns a line for each entry that was found less often than it is known, if the
// filter selects it.
func (b Baseline) Gone(f *Filter) []string {
	var lines []string
	for _, k := range slices.SortedFunc(maps.Keys(b), func(a, b Known) int { return strings.Compare(a.String(), b.String()) }) {
		rule := lint.Lookup(k.ID)
		if b[k] == 0 || rule != nil && !f.Wants(rule) {
			continue
		}
		lines = append(lines, fmt.Sprintf("in the baseline, but not found: %s", k))
		if b[k] > 1 {
			lines[len(lines)-1] += fmt.Sprintf(" (%d times)", b[k])
		}
	}
	return lines
}
