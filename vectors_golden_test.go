package smscodec_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/vectors"
)

// Rewriting the golden parts of the conformance vectors, with -update.

var update = flag.Bool("update", false, "rewrite the bodies and positions in testdata/vectors as the code writes them; review the difference")

// save rewrites the golden parts: the bodies that Append writes, and the
// positions.
func (v vector) save(t *testing.T) {
	w := v.Want
	if v.reply != nil && !v.variant {
		w.Unrepresentable = map[smscodec.Format]encodeFinding{}
		for f := smscodec.Plain; f <= smscodec.JSON; f++ {
			path := filepath.Join(vectorDir, v.name, vectors.BodyFile(f))
			body, err := v.codec.Append([]byte{}, v.reply, v.RequestIn(f))
			if err != nil {
				w.Unrepresentable[f] = encodeRefusal(err)
				delete(v.bodies, f)
				err = os.RemoveAll(path)
			} else {
				v.bodies[f] = body
				err = os.WriteFile(path, body, 0o666)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	w.Reports = map[smscodec.Format][]finding{}
	w.Refused = map[smscodec.Format]finding{}
	for _, f := range v.Formats() {
		_, reports, err := v.decodeReporting(f)
		switch {
		case err != nil:
			w.Refused[f] = refusal(err)
		case reports != nil:
			w.Reports[f] = reports
		}
	}

	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "\t")
	if err := enc.Encode(w); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(vectorDir, v.name, vectors.WantFile), joinShortLines(text.String()), 0o666); err != nil {
		t.Fatal(err)
	}
}

// joinShortLines puts arrays and objects that fit on one line onto one.
func joinShortLines(indented string) []byte {
	const width = 120
	var lines []string
	var open []int // the lines at which the enclosing arrays and objects begin
	for line := range strings.Lines(indented) {
		line = strings.TrimSuffix(line, "\n")
		lines = append(lines, line)
		switch line[len(line)-1] {
		case '{', '[':
			open = append(open, len(lines)-1)
			continue
		}
		if end := strings.TrimLeft(line, "\t"); end[0] == '}' || end[0] == ']' {
			start := open[len(open)-1]
			open = open[:len(open)-1]
			joined := lines[start]
			for i, part := range lines[start+1:] {
				if i > 0 && start+2+i < len(lines) {
					joined += " "
				}
				joined += strings.TrimLeft(part, "\t")
			}
			if len(joined) <= width && start > 0 {
				lines = append(lines[:start], joined)
			}
		}
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}
