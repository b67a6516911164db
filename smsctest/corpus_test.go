package smsctest

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/smscodec/smscodec"
)

// The corpus is complete: there are as many cases as bodies, and each agrees with Decode,
// those that are not documented too.
func TestCases(t *testing.T) {
	bodies, err := fs.Glob(Corpus(), "*/body.*")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	cases := 0
	for c, err := range Cases() {
		if err != nil {
			t.Fatal(err)
		}
		cases++
		names = append(names, c.Name)
		if diff := c.diff(c.Codec.Decode(c.Body, c.Request)); diff != "" {
			t.Errorf("%v: %s", c, diff)
		}
		if c.Why == "" || (c.Reply == nil) == (c.Refused == nil) || c.Documented() == strings.HasPrefix(c.Name, "i_") {
			t.Errorf("%v: %+v", c, c)
		}
		if c.Departures != 0 {
			strict := c.Codec
			strict.Reject = c.Departures
			if _, err := strict.Decode(c.Body, c.Request); err == nil {
				t.Errorf("%v: read without %v", c, c.Departures)
			}
		}
	}
	if cases != len(bodies) || cases < 500 {
		t.Errorf("%d cases of %d bodies", cases, len(bodies))
	}
	if !slices.IsSorted(names) {
		t.Error("not in the order of names")
	}
	for range Cases() {
		break // a caller may stop
	}
}

func TestCorpusIsAFileSystem(t *testing.T) {
	if err := fstest.TestFS(Corpus(), "y_recorded_names/want.json", "y_recorded_names/body.json"); err != nil {
		t.Error(err)
	}
}

// The cases of a damaged corpus end with an error.
func TestCasesOfADamagedCorpus(t *testing.T) {
	const get = `"why": "x", "request": {"op": "get"}`
	for name, corpus := range map[string]fs.FS{
		"no folder":  fstest.MapFS{"y_a/x/y": {}},
		"no JSON":    fstest.MapFS{"y_a/want.json": {Data: []byte(`{`)}},
		"no columns": fstest.MapFS{"y_a/want.json": {Data: []byte(`{` + get + `, "codec": {"columns": ["X"]}}`)}},
		"no reply":   fstest.MapFS{"y_a/want.json": {Data: []byte(`{` + get + `, "reply": {"kind": "list"}}`)}},
		"no error":   fstest.MapFS{"y_a/want.json": {Data: []byte(`{` + get + `}`)}, "y_a/body.json": {}},
		"no body":    fstest.MapFS{"y_a/want.json": {Data: []byte(`{` + get + `}`)}, "y_a/body.json/x": {}},
		"no corpus":  fstest.MapFS{".": {}},
	} {
		var last error
		n := 0
		for _, last = range casesIn(corpus) {
			n++
		}
		if n != 1 || last == nil {
			t.Errorf("%s: %d cases, then %v", name, n, last)
		}
	}
	if _, err := readCases(fstest.MapFS{}, "y_a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no want.json: %v", err)
	}
}

// The zero Case, which Cases yields with an error, does not panic.
func TestZeroCase(t *testing.T) {
	var c Case
	if !c.Documented() || c.String() != " in plain" {
		t.Errorf("%q, documented %v", c.String(), c.Documented())
	}
}

// The arguments of the seeds are those that FuzzSeeds documents.
func FuzzSeedsOfBodiesAndRequests(f *testing.F) {
	FuzzSeeds(f)
	f.Fuzz(func(t *testing.T, body []byte, op, format, charset uint8, all, operators bool) {
		req := smscodec.Request{
			Op: smscodec.Op(op), Format: smscodec.Format(format), Charset: smscodec.Charset(charset),
			All: all, Operators: operators,
		}
		if _, err := smscodec.ParseQuery(req.Query()); err != nil {
			return
		}
		reply, err := smscodec.Decode(body, req)
		if (reply == nil) == (err == nil) {
			t.Errorf("%v: both %v and %v", req, reply, err)
		}
	})
}

// The seeds are added: without -fuzz a target runs them.
func FuzzSeedsAreRead(f *testing.F) {
	FuzzSeeds(f, func(c Case) []any {
		if c.Codec.Columns != nil {
			return nil
		}
		return []any{c.Body, uint8(c.Request.Op), uint8(c.Request.Format)}
	})
	f.Fuzz(func(t *testing.T, body []byte, op, format uint8) {
		req := smscodec.Request{Op: smscodec.Op(op), Format: smscodec.Format(format)}
		reply, err := smscodec.Decode(body, req)
		if (reply == nil) == (err == nil) {
			t.Errorf("%v: both %v and %v", req, reply, err)
		}
	})
}
