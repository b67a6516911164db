package smscodec_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/vectors"
)

// The conformance vectors, testdata/vectors; internal/vectors reads them.

var update = flag.Bool("update", false, "rewrite the bodies and positions in testdata/vectors as the code has them, to be reviewed")

const vectorDir = "testdata/vectors"

// A vector is a case.
type vector struct {
	vectors.Vector
	name    string
	request smscodec.Request // without the format; see RequestIn
	codec   smscodec.Codec
	reply   smscodec.Reply // nil if the bodies are refused
	variant bool           // the bodies are spelled as Append does not spell them
	bodies  map[smscodec.Format][]byte
	reports map[smscodec.Format][]finding
	refused map[smscodec.Format]finding
}

type (
	finding       = vectors.Finding
	encodeFinding = vectors.EncodeFinding
)

// departure gives the finding of a departure that was accepted.
func departure(e *smscodec.ParseError) finding {
	return finding{Quirk: e.Quirk, Offset: e.Offset, Line: e.Line, Col: e.Col, Row: e.Row, Field: e.Field}
}

// refusal gives the finding of an error, which must be a *ParseError.
func refusal(err error) finding {
	var e *smscodec.ParseError
	if !errors.As(err, &e) {
		return finding{Kind: fmt.Sprintf("no ParseError: %v", err)}
	}
	f := departure(e)
	f.Kind = vectors.KindName(e.Err)
	return f
}

// decode reads one of the bodies; a refusal of the server is a reply here.
func (v vector) decode(c smscodec.Codec, f smscodec.Format) (smscodec.Reply, error) {
	reply, err := c.Decode(v.bodies[f], v.RequestIn(f))
	var refusal *smscodec.APIError
	if errors.As(err, &refusal) {
		return refusal, nil
	}
	return reply, err
}

// decodeReporting is decode with the departures that were accepted.
func (v vector) decodeReporting(f smscodec.Format) (smscodec.Reply, []finding, error) {
	var reports []finding
	c := v.codec
	c.Report = func(e *smscodec.ParseError) { reports = append(reports, departure(e)) }
	reply, err := v.decode(c, f)
	return reply, reports, err
}

func loadVectors(tb testing.TB) []vector {
	tb.Helper()
	entries, err := os.ReadDir(vectorDir)
	if err != nil {
		tb.Fatal(err)
	}
	var all []vector
	for _, entry := range entries {
		v, err := loadVector(entry.Name())
		if err != nil {
			tb.Fatalf("%s/%s: %v", vectorDir, entry.Name(), err)
		}
		all = append(all, v)
	}
	return all
}

func loadVector(name string) (vector, error) {
	v, err := vectors.Read(os.DirFS(vectorDir), name)
	return vector{
		Vector: v, name: v.Name, request: v.Request, codec: v.Codec, reply: v.Reply, variant: v.Want.Variant, bodies: v.Bodies,
		reports: v.Want.Reports, refused: v.Want.Refused,
	}, err
}

// save rewrites what is golden: the bodies that Append writes, and the
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

// joinShortLines puts arrays and objects that fit into a line on one.
func joinShortLines(indented string) []byte {
	const width = 120
	var lines []string
	var open []int // the lines that the arrays and objects around begin at
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

// encodeRefusal gives the finding of an error, which must be an *EncodeError.
func encodeRefusal(err error) encodeFinding {
	var e *smscodec.EncodeError
	if !errors.As(err, &e) {
		return encodeFinding{Kind: fmt.Sprintf("no EncodeError: %v", err)}
	}
	return encodeFinding{Kind: vectors.KindName(e.Err), Row: e.Row, Field: e.Field}
}

// eachVector runs a test on every case.
func eachVector(t *testing.T, test func(t *testing.T, v vector)) {
	for _, v := range loadVectors(t) {
		t.Run(v.name, func(t *testing.T) { test(t, v) })
	}
}

// Bodies are read as the case says, in every format as the same reply, or are
// refused where it says.
func TestVectorsDecode(t *testing.T) {
	eachVector(t, func(t *testing.T, v vector) {
		if *update {
			v.save(t)
			var err error
			if v, err = loadVector(v.name); err != nil {
				t.Fatal(err)
			}
		}
		if len(v.bodies) == 0 {
			t.Error("no body")
		}
		for _, f := range v.Formats() {
			reply, reports, err := v.decodeReporting(f)
			if v.reply == nil {
				if err == nil {
					t.Errorf("%v: read as %v, want it refused", f, reply)
				} else if diff := cmp.Diff(v.refused[f], refusal(err)); diff != "" {
					t.Errorf("%v: refused otherwise (-want +got), %v:\n%s", f, err, diff)
				}
				continue
			}
			if err != nil {
				t.Errorf("%v: %v", f, err)
				continue
			}
			if diff := cmp.Diff(v.ReplyIn(f), reply); diff != "" {
				t.Errorf("%v: another reply (-want +got):\n%s", f, diff)
			}
			if diff := cmp.Diff(v.reports[f], reports); diff != "" {
				t.Errorf("%v: other departures (-want +got):\n%s", f, diff)
			}
		}
		for f := range v.reports {
			if v.bodies[f] == nil || v.reply == nil {
				t.Errorf("%v: departures of a body that is not read", f)
			}
		}
		for f := range v.refused {
			if v.bodies[f] == nil || v.reply != nil {
				t.Errorf("%v: an error of a body that is not refused", f)
			}
		}
	})
}

// Lines and columns are those of the offsets.
func TestVectorsPositions(t *testing.T) {
	eachVector(t, func(t *testing.T, v vector) {
		for _, f := range v.Formats() {
			findings := v.reports[f]
			if at, ok := v.refused[f]; ok {
				findings = append(findings, at)
			}
			for _, at := range findings {
				before := v.bodies[f][:at.Offset]
				line := 1 + bytes.Count(before, []byte("\n"))
				col := at.Offset - bytes.LastIndexByte(before, '\n')
				if at.Line != line || at.Col != col {
					t.Errorf("%v: offset %d is %d:%d, the case says %d:%d", f, at.Offset, line, col, at.Line, at.Col)
				}
			}
		}
	})
}

// The reply is written as the bodies are, or in another way if they are
// variants.
func TestVectorsAppend(t *testing.T) {
	eachVector(t, func(t *testing.T, v vector) {
		if v.reply == nil {
			return
		}
		for f := smscodec.Plain; f <= smscodec.JSON; f++ {
			body, err := v.codec.Append(nil, v.reply, v.RequestIn(f))
			refused, unrepresentable := v.Want.Unrepresentable[f]
			switch {
			case v.variant:
				if v.bodies[f] != nil && err == nil && bytes.Equal(body, v.bodies[f]) {
					t.Errorf("%v: this is no variant, Append writes it", f)
				}
			case unrepresentable:
				if err == nil {
					t.Errorf("%v: wrote %q, want it refused", f, body)
				} else if diff := cmp.Diff(refused, encodeRefusal(err)); diff != "" {
					t.Errorf("%v: refused otherwise (-want +got), %v:\n%s", f, err, diff)
				}
			case err != nil:
				t.Errorf("%v: %v", f, err)
			case v.bodies[f] == nil:
				t.Errorf("%v: the case has no body", f)
			default:
				if diff := cmp.Diff(string(v.bodies[f]), string(body)); diff != "" {
					t.Errorf("%v: another body (-want +got):\n%s", f, diff)
				}
			}
		}
	})
}

// A departure is refused where it is if it alone is rejected, and what a body
// does not have may be rejected.
func TestVectorsRejectQuirks(t *testing.T) {
	eachVector(t, func(t *testing.T, v vector) {
		for _, f := range v.Formats() {
			if v.reply == nil {
				v.checkStrictRefusal(t, f)
				continue
			}
			first := map[smscodec.Quirk]finding{}
			var departures smscodec.Quirk
			for _, at := range v.reports[f] {
				if departures&at.Quirk == 0 {
					departures |= at.Quirk
					first[at.Quirk] = at
				}
			}
			c := v.codec
			for quirk, at := range first {
				c.Reject = quirk
				_, err := v.decode(c, f)
				got := refusal(err)
				at.Kind = got.Kind // the contract leaves it open
				if diff := cmp.Diff(at, got); diff != "" {
					t.Errorf("%v: without %v (-want +got):\n%s", f, quirk, diff)
				}
			}
			c.Reject = smscodec.AllQuirks &^ departures
			reply, err := v.decode(c, f)
			if diff := cmp.Diff(v.ReplyIn(f), reply); err != nil || diff != "" {
				t.Errorf("%v: without %v: %v (-want +got):\n%s", f, c.Reject, err, diff)
			}
		}
	})
}

// checkStrictRefusal says whether strict refuses a body too. What breaks the
// format goes before what it has rejected, so the error is the same then.
func (v vector) checkStrictRefusal(t *testing.T, f smscodec.Format) {
	strict := v.codec
	strict.Reject = smscodec.AllQuirks
	reply, err := v.decode(strict, f)
	if err == nil {
		t.Errorf("%v: strict reads it as %v", f, reply)
		return
	}
	switch v.refused[f].Kind {
	case "syntax", "eof", "charset", "duplicate", "unsupported":
		if diff := cmp.Diff(v.refused[f], refusal(err)); diff != "" && v.refused[f].Quirk == 0 {
			t.Errorf("%v: strict refuses it otherwise (-want +got):\n%s", f, diff)
		}
	}
}

// Rows with the same operators share their Columns, however the rows have them
// in order.
func TestVectorsShareColumns(t *testing.T) {
	eachVector(t, func(t *testing.T, v vector) {
		for _, f := range v.Formats() {
			reply, _ := v.decode(v.codec, f)
			list, _ := reply.(smscodec.List)
			for i, a := range list {
				for _, b := range list[i+1:] {
					same := operatorSet(a) == operatorSet(b)
					if shared := a.Registrations.Columns() == b.Registrations.Columns(); same != shared {
						t.Errorf("%v: %q and %q: same operators %v, same Columns %v", f, a.Name, b.Name, same, shared)
					}
				}
			}
		}
	})
}

// operatorSet gives a sender's operators regardless of their order.
func operatorSet(s smscodec.Sender) string {
	var operators []string
	for op := range s.Registrations.All() {
		operators = append(operators, string(op))
	}
	slices.Sort(operators)
	return strings.Join(operators, " ")
}

// The vectors show every answer in every format as documented, every error
// code, every departure and every kind of error where it can be.
func TestVectorsAreComplete(t *testing.T) {
	everywhere := []string{"plain", "csv", "xml", "json"}
	lines := []string{"plain", "csv"}
	named := []string{"plain", "xml", "json"}
	type example struct {
		what    string
		formats []string
	}
	cases := []example{
		{"answer names", everywhere},
		{"answer names and statuses", everywhere},
		{"answer names and registrations", everywhere},
		{"answer id", everywhere},
		{"answer OK", everywhere},
		{"answer error", everywhere},
		{"quirk bom", everywhere},
		{"quirk crlf", everywhere}, // in XML and JSON behind a plain answer
		{"quirk blank-line", lines},
		{"quirk empty", lines},
		{"quirk space", []string{"csv"}},
		{"quirk comma", []string{"csv"}},
		{"quirk name", lines},
		{"quirk number", []string{"json"}},
		{"quirk columns", named},
		{"quirk code", everywhere},
		{"quirk extra", everywhere},
		{"quirk other-form", []string{"csv", "xml", "json"}},
		{"kind syntax", everywhere},
		{"kind eof", everywhere},
		{"kind charset", everywhere},
		{"kind duplicate", named},
		{"kind unsupported", named},
		{"kind shape", everywhere},
		{"kind value", everywhere},
		{"kind request", everywhere},
		{"charset utf-8", everywhere},
		{"charset windows-1251", everywhere},
		{"charset koi8-r", everywhere},
	}
	for _, code := range smscodec.ErrorCodes() {
		cases = append(cases, example{fmt.Sprintf("error code %d", int(code)), everywhere})
	}
	required := map[string]bool{}
	for _, c := range cases {
		for _, f := range c.formats {
			required[c.what+" in "+f] = true
		}
	}

	shown := map[string]bool{}
	for _, v := range loadVectors(t) {
		for _, f := range v.Formats() {
			for _, what := range v.shows(f) {
				shown[what+" in "+f.String()] = true
			}
		}
	}
	if diff := cmp.Diff(required, shown); diff != "" {
		t.Errorf("shown by the vectors (-want +got):\n%s", diff)
	}
}

// shows says what a body is an example of.
func (v vector) shows(f smscodec.Format) []string {
	if at, ok := v.refused[f]; ok {
		return []string{"kind " + at.Kind}
	}
	var shown []string
	for _, at := range v.reports[f] {
		shown = append(shown, "quirk "+at.Quirk.String())
	}
	if shown != nil || v.variant {
		return shown
	}
	if !isASCII(v.bodies[f]) {
		shown = append(shown, "charset "+v.request.Charset.String())
	}
	switch reply := v.reply.(type) {
	case smscodec.List:
		switch {
		case v.request.All:
			return append(shown, "answer names and statuses")
		case v.request.Operators:
			return append(shown, "answer names and registrations")
		}
		return append(shown, "answer names")
	case smscodec.Added:
		return append(shown, "answer id")
	case *smscodec.APIError:
		return append(shown, "answer error", fmt.Sprintf("error code %d", int(reply.Code)))
	}
	return append(shown, "answer OK")
}

func isASCII(text []byte) bool {
	return bytes.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}
