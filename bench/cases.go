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
	subjects func() lineup
}

// name identifies a case: decode/json/operators/1000, decode/json/ok.
func (c benchCase) name() string {
	name := fmt.Sprintf("%s/%v/%s", c.op, c.format, c.kind)
	if c.n > 0 {
		name += fmt.Sprintf("/%d", c.n)
	}
	return name
}

// rows is what the time of a case is divided by.
func (c benchCase) rows() int { return max(1, c.n) }

// A lineup is a case with its body made.
type lineup struct {
	size     int        // of smscodec's body, in bytes
	want     func() any // what subjects have to say, as []row or answer
	subjects []subject
}

// A subject is measured.
type subject struct {
	name string
	loop func(n int) error // does it n times
	said func() any        // what it did last; nil for a limit, which says nothing
	drop func()            // forgets that
}

// The kinds of JSON bodies that the server does not send so.
const (
	compactKind  = "operators compact"
	shuffledKind = "operators shuffled"
)

// sizes are the rows of the lists that everybody reads; sweep those that
// smscodec reads alone, to see that its time is linear.
var (
	sizes = []int{1, 10, 1000, 100_000}
	sweep = []int{1, 10, 100, 1000, 10_000, 100_000, 1_000_000}
)

const manyRows = 1000

// allCases gives the cases in the order of the report.
func allCases() []benchCase {
	var cases []benchCase
	for _, format := range formats {
		for _, n := range sweep {
			cases = append(cases, listCase(format, operators, n, slices.Contains(sizes, n)))
		}
		cases = append(cases, listCase(format, statuses, manyRows, true), listCase(format, names, manyRows, true))
		if format == smscodec.JSON {
			cases = append(cases,
				jsonLayoutCase(compactKind, func(list smscodec.List) []byte {
					return compact(makeBody(list, operators, smscodec.JSON))
				}),
				jsonLayoutCase(shuffledKind, shuffled))
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
	return benchCase{"decode", format, string(s), n, func() lineup {
		list := makeList(s, n)
		l := lineup{want: func() any { return rowsOf(list) }}
		body := makeBody(list, s, format)
		if !withPeers {
			l.read(body, self, ours(s, format))
			return l
		}
		l.readAll(body, s, format)
		l.limits(list, body, format)
		return l
	}}
}

// jsonLayoutCase reads a JSON list that is laid out in another way.
func jsonLayoutCase(kind string, layout func(smscodec.List) []byte) benchCase {
	return benchCase{"decode", smscodec.JSON, kind, manyRows, func() lineup {
		list := makeList(operators, manyRows)
		l := lineup{want: func() any { return rowsOf(list) }}
		body := layout(list)
		l.readAll(body, operators, smscodec.JSON)
		l.limits(list, body, smscodec.JSON)
		return l
	}}
}

// answerCase reads a small answer.
func answerCase(format smscodec.Format, s shape) benchCase {
	return benchCase{"decode", format, string(s), 0, func() lineup {
		want := makeAnswer(s)
		if format == smscodec.CSV {
			want.Error = "" // which CSV does not carry
		}
		l := lineup{want: func() any { return want }}
		l.readAll(makeAnswerBody(s, format), s, format)
		return l
	}}
}

// appendCase writes a list to a buffer that is used again.
func appendCase(format smscodec.Format) benchCase {
	return benchCase{"append", format, string(operators), manyRows, func() lineup {
		list := makeList(operators, manyRows)
		l := lineup{want: func() any { return rowsOf(list) }, size: len(makeBody(list, operators, format))}
		l.write(self, format, writeOurs(list, format))
		for _, w := range writers[format] {
			l.write(w.name, format, w.writes(list))
		}
		return l
	}}
}

func (l *lineup) read(body []byte, name string, r reading) {
	l.size = len(body)
	l.subjects = append(l.subjects, subject{name, func(n int) error { return r.loop(body, n) }, r.said, r.drop})
}

func (l *lineup) readAll(body []byte, s shape, format smscodec.Format) {
	l.read(body, self, ours(s, format))
	for _, p := range peers[format] {
		if r := p.reads(s); r.loop != nil {
			l.read(body, p.name, r)
		}
	}
}

// The limits are no decoders: they show how fast a body is gone through at all, and
// what its list costs whoever makes it.
const (
	limitResult = "the result alone"
	limitCopy   = "copy of the body"
	limitUTF8   = "utf8.Valid"
	limitValid  = "json.Valid"
)

func (l *lineup) limits(list smscodec.List, body []byte, format smscodec.Format) {
	limit := func(name string, do func() bool) {
		l.subjects = append(l.subjects, subject{name: name, loop: func(n int) error {
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
	limit(limitResult, func() bool { result = remake(list, names); return len(result) == len(list) })
	target := make([]byte, len(body))
	limit(limitCopy, func() bool { return copy(target, body) == len(body) })
	limit(limitUTF8, func() bool { return utf8.Valid(body) })
	if format == smscodec.JSON {
		limit(limitValid, func() bool { return json.Valid(body) })
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

// remake makes a list anew, with memory of its own for the rows and for the names, as
// a decoder has to, but without anything to read.
func remake(list smscodec.List, names string) smscodec.List {
	fresh := make(smscodec.List, len(list))
	names = strings.Clone(names)
	for i := range list {
		s, like := &fresh[i], &list[i]
		s.Name, names = names[:len(like.Name)], names[len(like.Name):]
		s.Status = like.Status
		if like.Registrations.Len() > 0 {
			s.Registrations = like.Registrations
		}
	}
	return fresh
}

func (l *lineup) write(name string, format smscodec.Format, do func([]byte) ([]byte, error)) {
	buffer := make([]byte, 0, 2*l.size)
	l.subjects = append(l.subjects, subject{
		name: name,
		loop: func(n int) (err error) {
			for range n {
				if buffer, err = do(buffer); err != nil {
					return err
				}
			}
			return nil
		},
		said: func() any {
			reply, err := smscodec.Decode(buffer, operators.request(format))
			if err != nil {
				return err
			}
			return rowsOf(reply.(smscodec.List))
		},
		drop: func() {},
	})
}
