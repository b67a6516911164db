package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestMain makes the test program a worker for TestCommand, as main does.
func TestMain(m *testing.M) {
	if os.Getenv(jobVariable) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// All subjects decode and encode the same, in all cases but the largest.
func TestAllSubjectsAgree(t *testing.T) {
	for _, c := range allCases() {
		if c.n > standardRows {
			continue
		}
		f := c.prepare()
		want := f.want()
		for _, s := range f.subjects {
			t.Run(c.name()+"/"+s.name, func(t *testing.T) {
				if err := s.check(want); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// Encoders that use the server's layout write what smscodec writes. json.MarshalIndent
// adds a line end at both ends and escapes &.
func TestEncodersUseTheServersLayout(t *testing.T) {
	list := makeList(operators, standardRows)
	for _, format := range formats {
		want, err := smscodecEncoder(list, format)(nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range encoders[format] {
			got, err := w.prepare(list)(nil)
			if err != nil {
				t.Fatal(err)
			}
			switch w.name {
			case strconvByHand, "fmt.Fprintf":
			case encodingJSON:
				got = bytes.ReplaceAll(got, []byte(`\u0026`), []byte("&"))
				got = bytes.Replace(got, []byte("[\n"), []byte("["), 1)
				got = bytes.Replace(got, []byte("\n]"), []byte("]"), 1)
			default:
				continue
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%v: %s writes\n%.300q, want\n%.300q", format, w.name, got, want)
			}
		}
	}
}

// A decoded result does not change when the body is overwritten or the peer decodes
// another one.
func TestPeersCopyTheBody(t *testing.T) {
	for _, format := range formats {
		for _, p := range peers[format] {
			t.Run(format.String()+"/"+p.name, func(t *testing.T) {
				list := makeList(operators, 10)
				body := makeBody(list, operators, format)
				d := p.decoder(operators)
				if err := d.loop(body, 1); err != nil {
					t.Fatal(err)
				}
				before := d.result()
				for i := range body {
					body[i] = '#'
				}
				if err := d.loop(makeBody(makeList(operators, 20), operators, format), 1); err != nil {
					t.Fatal(err)
				}
				if !reflect.DeepEqual(before, any(rowsOf(list))) {
					t.Error("the decoded result has changed")
				}
			})
		}
	}
}

// smscodec rejects all probes, and each peer rejects those that are not in its accepts.
func TestProbes(t *testing.T) {
	for _, format := range formats {
		body := makeBody(probeList(), operators, format)
		for _, probe := range probes[format] {
			corrupted := probe.corrupt(body)
			if bytes.Equal(corrupted, body) {
				t.Errorf("%v: %s: changes nothing", format, probe.name)
			}
			if smscodecDecoder(operators, format).loop(corrupted, 1) == nil {
				t.Errorf("%v: %s: smscodec accepts it", format, probe.name)
			}
		}
		for _, p := range peers[format] {
			if err := p.decoder(operators).loop(body, 1); err != nil {
				t.Errorf("%v: %s: %v", format, p.name, err)
			}
			if got := p.acceptedProbes(format); !slices.Equal(got, p.accepts) {
				t.Errorf("%v: %s accepts %q, want %q", format, p.name, got, p.accepts)
			}
		}
	}
}

// Every floor belongs to a case and a peer that exist.
func TestBoundsNameMeasuredSubjects(t *testing.T) {
	names := map[string][]string{}
	for _, c := range allCases() {
		if _, bounded := ratioBounds[c.name()]; !bounded {
			continue
		}
		for _, s := range c.prepare().subjects {
			names[c.name()] = append(names[c.name()], s.name)
		}
	}
	for name, bounds := range ratioBounds {
		for peer, b := range bounds {
			if peer == "encoding/json" && encodingJSON != peer {
				continue // the floors are about an earlier encoding/json
			}
			if !slices.Contains(names[name], peer) {
				t.Errorf("%s does not measure %s", name, peer)
			}
			if b.floor <= 0 || b.goal > 0 && b.goal < b.floor {
				t.Errorf("%s, %s: %+v", name, peer, b)
			}
		}
	}
}

func TestCommand(t *testing.T) {
	file := filepath.Join(t.TempDir(), "samples.txt")
	var stdout strings.Builder
	err := run([]string{"-rounds", "2", "-time", "1ms", "-run", "decode/csv/(ok|names)", "-benchfmt", file}, &stdout, io.Discard)
	if err != nil && !errors.Is(err, errBoundViolated) {
		t.Fatal(err)
	}
	for _, want := range []string{"\n| CSV | bytes.Cut by hand | ", "\n| CSV | smscodec | "} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("the report has no %q:\n%s", want, stdout.String())
		}
	}
	samples, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(samples), "\nBenchmarkDecode/format=csv/kind=names/n=1000/by=smscodec-"); got != 2 {
		t.Errorf("%d samples of smscodec decoding names, want 2:\n%s", got, samples)
	}
}

// The documents have the marks between which -write writes.
func TestDocumentsHaveMarks(t *testing.T) {
	for _, page := range []string{"README.md", "go1.27.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if _, rest, _ := strings.Cut(string(text), measuredBegin); !strings.Contains(rest, measuredEnd) {
			t.Errorf("%s: no marks", page)
		}
	}
}

func TestPlotIsXML(t *testing.T) {
	plot := drawPlot("a < b", []curve{{smscodecName, []point{{1, 200}, {1000, 30}}}, {baselineCopy, []point{{1, 0.01}}}})
	d := xml.NewDecoder(bytes.NewReader(plot))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, plot)
		}
	}
}

func TestThreeDigits(t *testing.T) {
	for number, want := range map[float64]string{0: "0", 0.01234: "0.0123", 1.234: "1.23", 12.34: "12.3", 123.4: "123"} {
		if got := threeDigits(number); got != want {
			t.Errorf("%v: %s, want %s", number, got, want)
		}
	}
}
