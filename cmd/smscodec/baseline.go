package main

// The baseline: findings that are known, counted, in a file that is reviewed and kept with
// the code. docs/schemas/known.json describes a line of it.

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/lint"
)

// A known is what makes findings the same in other exchanges and files: everything except
// the place.
type known struct {
	ID      string `json:"id"`
	Request string `json:"request"` // as askedText returns it
	Field   string `json:"field"`
	Message string `json:"message"`
}

func newKnown(request string, f lint.Finding) known {
	message := f.Message
	if f.Others {
		message = "and more like it" // without their number
	}
	return known{f.Rule.ID, request, f.Field, message}
}

// fingerprint returns a hash.
func (k known) fingerprint() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{k.ID, k.Request, k.Field, k.Message}, "\n")))
	return hex.EncodeToString(sum[:8])
}

// String returns a line for people.
func (k known) String() string {
	text := k.Message
	if k.Field != "" {
		text = k.Field + ": " + text
	}
	if k.Request != "" {
		text += ", asked by " + k.Request
	}
	return escape(fmt.Sprintf("%s [%s]", text, k.ID))
}

// A baseline counts known findings.
type baseline map[known]int

// take removes a finding from the baseline, and reports whether it was there.
func (b baseline) take(k known) bool {
	if b[k] == 0 {
		return false
	}
	b[k]--
	return true
}

// A knownLine is a line of a baseline. The file is sorted by these members in their order.
type knownLine struct {
	known
	Count int `json:"count"`
}

// write replaces a file by the baseline. A finding is a line, so that a difference between
// two versions can be read and merged.
func (b baseline) write(ctx context.Context, name string) error {
	var lines [][]byte
	for k, n := range b {
		lines = append(lines, appendJSONLine(nil, knownLine{k, n}))
	}
	slices.SortFunc(lines, bytes.Compare)
	return replaceFile(ctx, name, func(w io.Writer) error {
		_, err := w.Write(bytes.Join(lines, nil))
		return err
	})
}

// readBaseline reads a file that write wrote. Lines that a merge has left twice add up.
func readBaseline(name string) (baseline, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	b := make(baseline)
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxBody)
	for n := 1; lines.Scan(); n++ {
		var line knownLine
		decoder := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		decoder.DisallowUnknownFields()
		if decoder.Decode(&line) != nil || decoder.Decode(new(any)) != io.EOF || line.ID == "" || line.Message == "" || line.Count < 1 {
			return nil, fmt.Errorf("line %d is not a known finding as --write-baseline writes it", n)
		}
		b[line.known] += line.Count
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return nil, errors.New("a line is too long to be a known finding")
	}
	return b, lines.Err()
}

// gone returns a line for each entry that was found less often than it is known, if the
// filter selects it.
func (b baseline) gone(f *filter) []string {
	var lines []string
	for _, k := range slices.SortedFunc(maps.Keys(b), func(a, b known) int { return strings.Compare(a.String(), b.String()) }) {
		rule := lint.Lookup(k.ID)
		if b[k] == 0 || rule != nil && !f.wants(rule) {
			continue
		}
		lines = append(lines, fmt.Sprintf("in the baseline, but not found: %s", k))
		if b[k] > 1 {
			lines[len(lines)-1] += fmt.Sprintf(" (%d times)", b[k])
		}
	}
	return lines
}
