package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
)

// A benchCase is one body, or one list, that all subjects read or write.
type benchCase struct {
	op     string // decode or append
	format smscodec.Format
	kind   string // the shape, with what is special about the layout
	n      int    // rows; 0 for a small answer
	// subjects makes the body, and who is measured on it: smscodec first.
	prepare func() fixture
}

// name identifies a case: decode/json/operators/1000, decode/json/ok.
func (c benchCase) name() string {
	name := fmt.Sprintf("%s/%v/%s", c.op, c.format, c.kind)
	if c.n > 0 {
		name += fmt.Sprintf("/%d", c.n)
	}
	return name
}

// divisor is what the time of a case is divided by.
func (c benchCase) divisor() int { return max(1, c.n) }

// A fixture is a case with its body made.
type fixture struct {
	size     int        // of smscodec's body, in bytes
	want     func() any // what subjects have to say, as []row or answer
	subjects []subject
}

// A subject is measured.
type subject struct {
	name   string
	loop   func(n int) error // does it n times
	result func() any        // what it did last; nil for a limit, which says nothing
	reset  func()            // forgets that
}

// The kinds of JSON bodies that the server does not send so.
const (
	compactKind  = "operators compact"
	shuffledKind = "operators shuffled"
)

// sizes are the rows of the lists that everybody reads; sweep those that
// smscodec reads alone, to see that its time is linear.
var (
	comparedSizes = []int{1, 10, 1000, 100_000}
	sweepSizes    = []int{1, 10, 100, 1000, 10_000, 100_000, 1_000_000}
)

const standardRows = 1000

// allCases gives the cases in the order of the report.
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

// listCase reads a list as the server lays it out.
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

// jsonLayoutCase reads a JSON list that is laid out in another way.
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

// answerCase reads a small answer.
func answerCase(format smscodec.Format, s shape) benchCase {
	return benchCase{"decode", format, string(s), 0, func() fixture {
		want := makeAnswer(s)
		if format == smscodec.CSV {
			want.Error = "" // which CSV does not carry
		}
		f := fixture{want: func() any { return want }}
		f.addDecoders(makeAnswerBody(s, format), s, format)
		return f
	}}
}

// appendCase writes a list to a buffer that is used again.
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

func (f *fixture) addDecoders(body []byte, s shape, format smscodec.Format) {
	f.addDecoder(body, smscodecName, smscodecDecoder(s, format))
	for _, p := range peers[format] {
		if d := p.decoder(s); d.loop != nil {
			f.addDecoder(body, p.name, d)
		}
	}
}

// The limits are no decoders: they show how fast a body is gone through at all, and
// what its list costs whoever makes it.
const (
	baselineResult = "the result alone"
	baselineCopy   = "copy of the body"
	baselineUTF8   = "utf8.Valid"
	baselineValid  = "json.Valid"
)

func (f *fixture) addBaselines(list smscodec.List, body []byte, format smscodec.Format) {
	add := func(name string, do func() bool) {
		f.subjects = append(f.subjects, subject{name: name, loop: func(n int) error {
			for range n {
				if !do() {
					return errors.New("not valid")
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

// allNames gives the names of a list as one text.
func allNames(list smscodec.List) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(s.Name)
	}
	return b.String()
}

// cloneList makes a list anew, with memory of its own for the rows and for the names, as
// a decoder has to, but without anything to read.
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
