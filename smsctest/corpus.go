package smsctest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/vectors"
	"github.com/smscodec/smscodec/testdata"
)

// Corpus gives the conformance cases of smscodec as files, a case a folder: y_ to
// be read, n_ to be refused, i_ what the vendor leaves open and smscodec has
// decided. A folder has want.json and the answer in up to four formats, body.plain
// to body.json. [Cases] has read them.
func Corpus() fs.FS {
	vectors, err := fs.Sub(testdata.Vectors, "vectors")
	if err != nil {
		return testdata.Vectors // not by this name
	}
	return vectors
}

// A Case is a conformance case in one format.
type Case struct {
	Name    string // the folder, such as y_recorded_names
	Why     string // what it is there for, in a line
	Codec   smscodec.Codec
	Request smscodec.Request
	Body    []byte

	Reply      smscodec.Reply       // as read, the server's refusal too; nil if the body is refused
	Departures smscodec.Quirk       // in a body that is read
	Refused    *smscodec.ParseError // why the body is refused, without Detail; nil if it is read
}

// String gives the name and the format.
func (c Case) String() string { return c.Name + " in " + c.Request.Format.String() }

// Documented reports whether the case is more than a decision of smscodec's.
func (c Case) Documented() bool { return !strings.HasPrefix(c.Name, "i_") }

// Cases yields the conformance cases in the order of their names and formats. An
// error comes once, last, beside the zero Case; there is none if Corpus is as it
// was released.
func Cases() iter.Seq2[Case, error] { return casesIn(Corpus()) }

func casesIn(corpus fs.FS) iter.Seq2[Case, error] {
	return func(yield func(Case, error) bool) {
		folders, err := fs.ReadDir(corpus, ".")
		if err != nil {
			yield(Case{}, err)
			return
		}
		for _, folder := range folders {
			cases, err := readCases(corpus, folder.Name())
			for _, c := range cases {
				if !yield(c, nil) {
					return
				}
			}
			if err != nil {
				yield(Case{}, fmt.Errorf("smsctest: %s: %w", folder.Name(), err))
				return
			}
		}
	}
}

// readCases reads a folder: a case for each format.
func readCases(corpus fs.FS, name string) ([]Case, error) {
	v, err := vectors.Read(corpus, name)
	if err != nil {
		return nil, err
	}
	var cases []Case
	for _, f := range v.Formats() {
		c := Case{Name: v.Name, Why: v.Want.Why, Codec: v.Codec, Request: v.RequestIn(f), Body: v.Bodies[f], Reply: v.ReplyIn(f)}
		if c.Reply == nil {
			at := v.Want.Refused[f]
			kind := vectors.Kind(at.Kind)
			if kind == nil {
				return cases, fmt.Errorf("%v: neither read nor refused", f)
			}
			c.Refused = &smscodec.ParseError{
				Format: f, Offset: at.Offset, Line: at.Line, Col: at.Col, Row: at.Row, Field: at.Field, Quirk: at.Quirk, Err: kind,
			}
		}
		for _, at := range v.Want.Reports[f] {
			c.Departures |= at.Quirk
		}
		cases = append(cases, c)
	}
	return cases, nil
}

// FuzzSeeds adds the conformance cases to the seeds of a fuzz target. Its arguments
// are the body and the request:
//
//	smsctest.FuzzSeeds(f)
//	f.Fuzz(func(t *testing.T, body []byte, op, format, charset uint8, all, operators bool) {
//		req := smscodec.Request{
//			Op: smscodec.Op(op), Format: smscodec.Format(format), Charset: smscodec.Charset(charset),
//			All: all, Operators: operators,
//		}
//		…
//	})
//
// For a target with others, args gives those that a case makes, or none; more of
// such functions add a seed each.
func FuzzSeeds(f *testing.F, args ...func(Case) []any) {
	f.Helper()
	if len(args) == 0 {
		args = append(args, func(c Case) []any {
			return []any{c.Body, uint8(c.Request.Op), uint8(c.Request.Format), uint8(c.Request.Charset), c.Request.All, c.Request.Operators}
		})
	}
	for c, err := range Cases() {
		if err != nil {
			f.Fatal(err)
		}
		for _, of := range args {
			if seed := of(c); len(seed) > 0 {
				f.Add(seed...)
			}
		}
	}
}

// CheckDecoder asks the conformance cases of a function that reads as
// smscodec.Decode does: a translation of it, a wrapper, an SDK's reading out of
// an HTTP response. What is to be read must give the reply, the server's refusal
// as an error that is an *smscodec.APIError, and what is to be refused another
// error; if that is an *smscodec.ParseError, with the kind and the place. Cases of
// another codec than the zero one and what smscodec alone has decided are left out.
func CheckDecoder(t testing.TB, decode func(body []byte, req smscodec.Request) (smscodec.Reply, error)) {
	t.Helper()
	for c, err := range Cases() {
		t.Helper() // the body of the loop is a function of its own
		if err != nil {
			t.Fatal(err)
		}
		if c.Codec.Columns != nil || c.Codec.Reject != 0 || !c.Documented() {
			continue
		}
		if problem := c.check(decode(bytes.Clone(c.Body), c.Request)); problem != "" {
			t.Errorf("%v (%s): %s", c, c.Why, problem)
		}
	}
}

// check says what is wrong with what a case was read as.
func (c Case) check(reply smscodec.Reply, err error) string {
	var refusal *smscodec.APIError
	if errors.As(err, &refusal) {
		reply, err = refusal, nil
	}
	var wrong *smscodec.ParseError
	switch {
	case c.Refused == nil && err != nil:
		return "refused, " + shown(err.Error(), maxShown)
	case c.Refused == nil:
		if diff := cmp.Diff(c.Reply, reply); diff != "" {
			return "another reply (-want +got):\n" + shownLines(diff)
		}
	case err == nil:
		return fmt.Sprintf("read as %s, want it refused", shown(fmt.Sprint(reply), maxShown))
	case errors.As(err, &wrong):
		got := *wrong
		got.Detail = ""
		if got != *c.Refused {
			return fmt.Sprintf("refused otherwise, %s (offset %d), want %v (offset %d)", shown(err.Error(), maxShown), got.Offset, c.Refused, c.Refused.Offset)
		}
	}
	return ""
}

const maxShown = 1000 // bytes of a line of what a stranger's function gives

// shownLines gives lines with what does not print escaped, but their indents.
func shownLines(text string) string {
	lines := strings.Split(strings.NewReplacer("\t", "    ", "\u00A0", " ").Replace(text), "\n")
	for i, line := range lines {
		lines[i] = shown(line, maxShown)
	}
	return strings.Join(lines, "\n")
}
