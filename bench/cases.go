package main

// The cases that are measured. A case has a body to decode or a list to encode; its
// fixture has the subjects: smscodec, its peers, and baselines.

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
)

// A benchCase is one body that all subjects decode, or one list that all encode.
type benchCase struct {
	op     string // "decode" or "append"
	format smscodec.Format
	kind   string // the shape, and the layout if it is not the server's
	n      int    // rows of the list; 0 for a small answer
	// prepare makes the body and the subjects, smscodec first.
	prepare func() fixture
}

// name returns the name of the case, such as decode/json/operators/1000 or decode/json/ok.
func (c benchCase) name() string {
	name := fmt.Sprintf("%s/%v/%s", c.op, c.format, c.kind)
	if c.n > 0 {
		name += fmt.Sprintf("/%d", c.n)
	}
	return name
}

// divisor returns the number of rows that a time is divided by, 1 for a small answer.
func (c benchCase) divisor() int { return max(1, c.n) }

// A fixture is a case that is ready to run.
type fixture struct {
	size     int        // of smscodec's body, in bytes
	want     func() any // returns the result that subjects must have, as []row or answer
	subjects []subject
}

// A subject is what is measured: smscodec, a peer or a baseline.
type subject struct {
	name   string
	loop   func(n int) error // runs n iterations
	result func() any        // returns the last result; nil for a baseline, which has none
	reset  func()            // forgets the last result
}

// Kinds of JSON bodies whose layout the server does not use.
const (
	compactKind  = "operators compact"
	shuffledKind = "operators shuffled"
)

// comparedSizes are the numbers of rows at which peers are measured; sweepSizes are those
// at which smscodec is, to show that its time is linear.
var (
	comparedSizes = []int{1, 10, 1000, 100_000}
	sweepSizes    = []int{1, 10, 100, 1000, 10_000, 100_000, 1_000_000}
)

// standardRows is the number of rows of lists that are measured at one size only.
const standardRows = 1000

// allCases returns the cases in the order of the report.
func allCases() []benchCase {
	var cases []benchCase
	for _, format := range formats {
		for _, n := range sweepSizes {
			cases = append(cases, listCase(format, operators, n, slices.Contains(comparedSizes, n)))
		}
		cases = append(cases, listCase(format, statuses, standardRows, true), listCase(format, names, standardRows, true))
		if format == smscodec.JSON {
			cases = append(cases,
				jsonLayoutCase(compactKind, func(list smscodec.List) []byte {
					return compactJSON(makeBody(list, operators, smscodec.JSON))
				}),
				jsonLayoutCase(shuffledKind, shuffledJSON))
		}
		for _, s := range []shape{failure, added, done} {
			cases = append(cases, answerCase(format, s))
		}
	}
	for _, format := range formats {
		cases = append(cases, appendCase(format))
	}
	return cases
}

// listCase decodes a list in the server's layout.
func listCase(format smscodec.Format, s shape, n int, withPeers bool) benchCase {
	return benchCase{"decode", format, string(s), n, func() fixture {
		list := makeList(s, n)
		f := fixture{want: func() any { return rowsOf(list) }}
		body := makeBody(list, s, format)
		if !withPeers {
			f.addDecoder(body, smscodecName, smscodecDecoder(s, format))
			return f
		}
		f.addDecoders(body, s, format)
		f.addBaselines(list, body, format)
		return f
	}}
}

// jsonLayoutCase decodes a JSON list in another layout.
func jsonLayoutCase(kind string, layout func(smscodec.List) []byte) benchCase {
	return benchCase{"decode", smscodec.JSON, kind, standardRows, func() fixture {
		list := makeList(operators, standardRows)
		f := fixture{want: func() any { return rowsOf(list) }}
		body := layout(list)
		f.addDecoders(body, operators, smscodec.JSON)
		f.addBaselines(list, body, smscodec.JSON)
		return f
	}}
}

// answerCase decodes a small answer.
func answerCase(format smscodec.Format, s shape) benchCase {
	return benchCase{"decode", format, string(s), 0, func() fixture {
		want := makeAnswer(s)
		if format == smscodec.CSV {
			want.Error = "" // CSV has no error text
		}
		f := fixture{want: func() any { return want }}
		f.addDecoders(makeAnswerBody(s, format), s, format)
		return f
	}}
}

// appendCase encodes a list into a reused buffer.
func appendCase(format smscodec.Format) benchCase {
	return benchCase{"append", format, string(operators), standardRows, func() fixture {
		list := makeList(operators, standardRows)
		f := fixture{want: func() any { return rowsOf(list) }, size: len(makeBody(list, operators, format))}
		f.addEncoder(smscodecName, format, smscodecEncoder(list, format))
		for _, e := range encoders[format] {
			f.addEncoder(e.name, format, e.prepare(list))
		}
		return f
	}}
}

func (f *fixture) addDecoder(body []byte, name string, d decoder) {
	f.size = len(body)
	f.subjects = append(f.subjects, subject{name, func(n int) error { return d.loop(body, n) }, d.result, d.reset})
}

// addDecoders adds smscodec and every peer that decodes the shape.
func (f *fixture) addDecoders(body []byte, s shape, format smscodec.Format) {
	f.addDecoder(body, smscodecName, smscodecDecoder(s, format))
	for _, p := range peers[format] {
		if d := p.decoder(s); d.loop != nil {
			f.addDecoder(body, p.name, d)
		}
	}
}

// Baselines decode nothing. They show how fast a body can be read at all, and what any
// decoder must spend on allocating the list.
const (
	baselineResult = "allocating the result"
	baselineCopy   = "copying the body"
	baselineUTF8   = "utf8.Valid"
	baselineValid  = "json.Valid"
)

func (f *fixture) addBaselines(list smscodec.List, body []byte, format smscodec.Format) {
	add := func(name string, do func() bool) {
		f.subjects = append(f.subjects, subject{name: name, loop: func(n int) error {
			for range n {
				if !do() {
					return errors.New("baseline: invalid body")
				}
			}
			return nil
		}})
	}
	var result smscodec.List
	names := allNames(list)
	add(baselineResult, func() bool { result = cloneList(list, names); return len(result) == len(list) })
	target := make([]byte, len(body))
	add(baselineCopy, func() bool { return copy(target, body) == len(body) })
	add(baselineUTF8, func() bool { return utf8.Valid(body) })
	if format == smscodec.JSON {
		add(baselineValid, func() bool { return json.Valid(body) })
	}
}

// allNames returns the names of a list, concatenated.
func allNames(list smscodec.List) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(s.Name)
	}
	return b.String()
}

// cloneList copies a list whose concatenated names are names. It allocates the rows and
// the text of the names, as a decoder must, but has nothing to parse.
func cloneList(list smscodec.List, names string) smscodec.List {
	fresh := make(smscodec.List, len(list))
	names = strings.Clone(names)
	for i := range list {
		s, original := &fresh[i], &list[i]
		s.Name, names = names[:len(original.Name)], names[len(original.Name):]
		s.Status = original.Status
		if original.Registrations.Len() > 0 {
			s.Registrations = original.Registrations
		}
	}
	return fresh
}

// addEncoder adds a subject that encodes. Its result is what smscodec decodes from the
// buffer.
func (f *fixture) addEncoder(name string, format smscodec.Format, encode func([]byte) ([]byte, error)) {
	buffer := make([]byte, 0, 2*f.size)
	f.subjects = append(f.subjects, subject{
		name: name,
		loop: func(n int) (err error) {
			for range n {
				if buffer, err = encode(buffer); err != nil {
					return err
				}
			}
			return nil
		},
		result: func() any {
			reply, err := smscodec.Decode(buffer, operators.request(format))
			if err != nil {
				return err
			}
			return rowsOf(reply.(smscodec.List))
		},
		reset: func() {},
	})
}
