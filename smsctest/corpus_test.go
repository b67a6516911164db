package smsctest

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
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

// A report collects the errors of CheckDecoder.
type report struct {
	testing.TB
	errors []string
}

func (r *report) Helper() {}
func (r *report) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func TestCheckDecoder(t *testing.T) {
	type decoder = func([]byte, smscodec.Request) (smscodec.Reply, error)
	for _, test := range []struct {
		name   string
		decode decoder
		want   string // in the first error; "" for none
	}{
		{"ours", smscodec.Decode, ""},
		{"ours, its error wrapped", func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			reply, err := smscodec.Decode(body, req)
			if err != nil {
				err = fmt.Errorf("sdk: %w", err)
			}
			return reply, err
		}, ""},
		{"another's, with errors of its own", func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			reply, err := smscodec.Decode(body, req)
			var wrong *smscodec.ParseError
			if errors.As(err, &wrong) {
				err = errors.New("malformed")
			}
			return reply, err
		}, ""},
		{"one that damages the body", func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			defer clear(body)
			return smscodec.Decode(body, req)
		}, ""},
		{"one that reads all as OK", func([]byte, smscodec.Request) (smscodec.Reply, error) {
			return smscodec.Done{}, nil
		}, "accepted as"},
		{"one that refuses all", func([]byte, smscodec.Request) (smscodec.Reply, error) {
			return nil, errors.New("no")
		}, "refused, no"},
		{"one that refuses what departs", smscodec.Codec{Reject: smscodec.AllQuirks}.Decode, "refused"},
		{"one that takes another charset", func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			req.Charset = smscodec.UTF8
			return smscodec.Decode(body, req)
		}, "in "},
		{"one that loses the last row", func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			reply, err := smscodec.Decode(body, req)
			if list, ok := reply.(smscodec.List); ok && len(list) > 1 {
				reply = list[:len(list)-1]
			}
			return reply, err
		}, "wrong reply"},
		{"one that returns a refusal as a reply", func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			reply, err := smscodec.Decode(body, req)
			var refusal *smscodec.APIError
			if errors.As(err, &refusal) {
				return smscodec.Done{}, nil
			}
			return reply, err
		}, "wrong reply"},
		{"one that counts from 1", func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			reply, err := smscodec.Decode(body, req)
			var wrong *smscodec.ParseError
			if errors.As(err, &wrong) {
				wrong.Offset++
			}
			return reply, err
		}, "refused with"},
	} {
		r := &report{TB: t}
		CheckDecoder(r, test.decode)
		switch {
		case test.want == "" && len(r.errors) > 0:
			t.Errorf("%s: %d errors, first %s", test.name, len(r.errors), r.errors[0])
		case test.want != "" && len(r.errors) == 0:
			t.Errorf("%s passes", test.name)
		case test.want != "" && !strings.Contains(r.errors[0], test.want):
			t.Errorf("%s: first error %s, want %q in it", test.name, r.errors[0], test.want)
		}
	}
}

// The output of the decoder under test cannot control a terminal.
func TestCheckDecoderEscapes(t *testing.T) {
	const hostile = "hunter\x1b[2J\u202e\u0085\r\n::error::"
	for name, decode := range map[string]func([]byte, smscodec.Request) (smscodec.Reply, error){
		"errors": func([]byte, smscodec.Request) (smscodec.Reply, error) { return nil, errors.New(hostile) },
		"names":  func([]byte, smscodec.Request) (smscodec.Reply, error) { return smscodec.List{{Name: hostile}}, nil },
		"lines": func([]byte, smscodec.Request) (smscodec.Reply, error) {
			return smscodec.List{{Name: strings.Repeat("a\u0085\n", 20)}}, nil
		},
		"refusals": func([]byte, smscodec.Request) (smscodec.Reply, error) {
			return nil, &smscodec.APIError{Code: 3, Text: hostile}
		},
		"parse errors": func([]byte, smscodec.Request) (smscodec.Reply, error) {
			return nil, fmt.Errorf("%s %w", hostile, &smscodec.ParseError{})
		},
	} {
		r := &report{TB: t}
		CheckDecoder(r, decode)
		if len(r.errors) == 0 {
			t.Errorf("%s: pass", name)
		}
		for _, text := range r.errors {
			if strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && !strconv.IsPrint(r) }) || strings.Contains(text, "\n::") {
				t.Fatalf("%s: %q", name, text)
			}
		}
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
