package smsctest

// The conformance cases: as files, as values, and as the seeds of fuzz targets. check.go
// checks a decoder with them.

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strings"
	"sync"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/vectors"
	"github.com/smscodec/smscodec/testdata"
)

// Corpus returns the conformance cases of smscodec as files, a case a folder: y_ must be
// accepted, n_ must be refused, i_ is not documented and was decided by smscodec. A
// folder has want.json and the answer in up to four formats, body.plain to body.json.
// [Cases] yields them as values.
func Corpus() fs.FS { return corpus() }

var corpus = sync.OnceValue(func() fs.FS {
	files, err := unpack(testdata.Vectors)
	if err != nil {
		panic(err) // not reached: the archive is a part of the program
	}
	return files
})

// unpack returns the files in a ZIP archive that is compressed with gzip.
func unpack(packed []byte) (fs.FS, error) {
	compressed, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	archive, err := io.ReadAll(compressed)
	if err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
}

// A Case is a conformance case in one format.
type Case struct {
	Name    string // the folder, such as y_recorded_names
	Why     string // what it tests, in a line
	Codec   smscodec.Codec
	Request smscodec.Request
	Body    []byte

	Reply      smscodec.Reply       // the decoded reply, the server's refusal included; nil if the body must be refused
	Departures smscodec.Quirk       // accepted in the body
	Refused    *smscodec.ParseError // why the body must be refused, without Detail; nil if it must be accepted
}

// String returns the name and the format.
func (c Case) String() string { return c.Name + " in " + c.Request.Format.String() }

// Documented reports whether the case follows from the documentation or a recorded answer,
// rather than from a decision of smscodec.
func (c Case) Documented() bool { return !strings.HasPrefix(c.Name, "i_") }

// ForAnyDecoder reports whether the case is for every decoder: it follows from the
// documentation or a recorded answer, its request is valid, and it needs no options of a
// Codec.
func (c Case) ForAnyDecoder() bool {
	isValid := c.Refused == nil || !errors.Is(c.Refused, smscodec.ErrRequest)
	return c.Codec.Columns == nil && c.Codec.Reject == 0 && !c.Codec.EmptyList && c.Documented() && isValid
}

// Cases yields the conformance cases in the order of their names and formats. An error is
// yielded once, last, with the zero Case; the released Corpus yields none.
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

// readCases reads a folder, which has a case for each format.
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
				return cases, fmt.Errorf("%v: neither a reply nor the kind of an error is given", f)
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
// For a target with other arguments, args returns those of a case, or none. Each of several
// such functions adds a seed.
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
