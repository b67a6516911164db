package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/smsctest"
)

// A conformer is the file of the program testdata/conformer.
type conformer string

func TestConform(t *testing.T) {
	file := conformer(filepath.Join(t.TempDir(), "conformer"))
	if output, err := exec.Command("go", "build", "-o", string(file), "./testdata/conformer").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	for name, test := range map[string]func(*testing.T, conformer){
		"passes": testConformPasses, "faults": testConformFindsFaults, "cannot run": testConformCannotRun,
		"error output": testConformShowsErrorOutput, "children": testConformEndsChildren, "spelling": testConformNotesSpelling,
	} {
		t.Run(name, func(t *testing.T) { test(t, file) })
	}
}

// program returns the conformer with a fault.
func (file conformer) program(d direction, fault string) program {
	p := program{command: []string{string(file), fault}, timeout: time.Minute}
	if d == (encoderDirection{}) {
		p.command = append(p.command, "encoder")
	}
	if fault == "hangs" {
		p.timeout = 500 * time.Millisecond
	}
	return p
}

// programRuns are the ways to run a program on cases.
var programRuns = map[string]func(program, context.Context, direction, []conformCase) ([]conformResult, error){
	"once": program.runEach, "persistent": program.runPersistent,
}

// someCases returns the cases of these names, without their format.
func someCases(t *testing.T, d direction, names ...string) []conformCase {
	t.Helper()
	cases, err := d.cases()
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(cases, func(c conformCase) bool {
		_, name, _ := strings.Cut(c.name, "/")
		return len(names) > 0 && !slices.Contains(names, name)
	})
}

// Our own decoder and encoder pass all cases, in both ways to run them.
func testConformPasses(t *testing.T, file conformer) {
	for _, d := range []direction{decoderDirection{}, encoderDirection{}} {
		for name, run := range programRuns {
			t.Run(fmt.Sprintf("%T, %s", d, name), func(t *testing.T) {
				cases := someCases(t, d)
				results, err := run(file.program(d, ""), t.Context(), d, cases)
				if err != nil || len(results) < 600 {
					t.Fatalf("%d results, %v", len(results), err)
				}
				for _, r := range results {
					if r.verdict != passed || r.note != "" {
						t.Errorf("%s: %v %s: %v", r.name, r.verdict, r.note, r.details)
					}
				}
			})
		}
	}
}

// Each fault of a program is found, in both ways to run it, and the summary names it.
func testConformFindsFaults(t *testing.T, file conformer) {
	const brokenContract = "breaks the contract"
	for _, test := range []struct {
		fault      string
		verdicts   string // of the cases that fail; the first occurs
		summary    string
		persistent bool   // the fault is one of persistent programs
		directions string // "decoder" or "encoder", "" for both
	}{
		{fault: "refuses", verdicts: "lost", summary: "refuses all cases; maybe it does not start"},
		{fault: "accepts", verdicts: "invented", summary: "accepts malformed answers in ", directions: "decoder"},
		{fault: "accepts", verdicts: "unreadable", summary: "writes malformed answers in ", directions: "encoder"},
		{fault: "cuts", verdicts: "unreadable misread", summary: "writes malformed answers in ", directions: "encoder"},
		{fault: "drops", verdicts: "misread", summary: "loses sender names in "},
		{fault: "loses statuses", verdicts: "misread", summary: "alters statuses in "},
		{fault: "trims names", verdicts: "misread", summary: "alters sender names in "},
		{fault: "loses ids", verdicts: "misread", summary: "alters ids in "},
		{fault: "misses", verdicts: "missed lost", summary: "takes refusals by the server for success and loses error codes in "},
		{fault: "loses texts", verdicts: "misread", summary: "loses error texts in "},
		{fault: "prints", verdicts: "broken", summary: brokenContract, directions: "decoder"},
		{fault: "crashes", verdicts: "broken", summary: brokenContract},
		{fault: "exits", verdicts: "broken invented", summary: brokenContract, directions: "decoder"},
		{fault: "floods", verdicts: "broken", summary: brokenContract},
		{fault: "hangs", verdicts: "broken", summary: brokenContract},
		{fault: "answers twice", verdicts: "broken", summary: brokenContract, persistent: true},
		{fault: "other id", verdicts: "broken", summary: brokenContract, persistent: true},
		{fault: "both", verdicts: "broken", summary: brokenContract, persistent: true},
		{fault: "no result", verdicts: "broken", summary: brokenContract, persistent: true},
	} {
		for _, d := range []direction{decoderDirection{}, encoderDirection{}} {
			if test.directions != "" && !strings.Contains(fmt.Sprintf("%T", d), test.directions) {
				continue
			}
			// Two formats, so that a persistent program has cases that follow the broken ones.
			cases := someCases(t, d, "y_page_names", "y_page_status", "y_page_error", "y_error_under_delete", "y_page_added", "y_page_done_delete", "y_name_spaces_around",
				"y_name_spaces_around_all", "n_json_comma_missing", "n_xml_bare_ampersand", "y_name_control")
			for name, run := range programRuns {
				cases := cases
				if test.fault == "hangs" && name == "once" {
					cases = cases[:2]
				}
				isPersistent := name == "persistent"
				if test.persistent && !isPersistent {
					continue
				}
				t.Run(fmt.Sprintf("%s, %T, %s", test.fault, d, name), func(t *testing.T) {
					results, err := run(file.program(d, test.fault), t.Context(), d, cases)
					if err != nil {
						t.Fatal(err)
					}
					verdicts := strings.Fields(test.verdicts)
					found := map[string]int{}
					for _, r := range results {
						found[r.verdict.String()]++
						if r.verdict != passed && (len(r.details) == 0 || !slices.Contains(verdicts, r.verdict.String())) {
							t.Errorf("%s: %v: %v", r.name, r.verdict, r.details)
						}
					}
					if found[verdicts[0]] == 0 || isPersistent && found["passed"] == 0 {
						t.Errorf("%v, want %s", found, verdicts[0])
					}
					summary := strings.Join(conformSummary(results), "\n")
					if !strings.Contains(summary, "\n  "+test.summary) {
						t.Errorf("summary %s, want %q in it", summary, test.summary)
					}
					for form, write := range conformForms {
						text := string(write(results, defaultWidth))
						if problem := harm(text); problem != "" && form != "junit" {
							t.Errorf("%s has %s", form, problem)
						}
						for _, r := range results {
							if r.verdict != passed && !strings.Contains(text, r.name) {
								t.Errorf("%s does not name %s", form, r.name)
							}
						}
					}
				})
			}
		}
	}
}

// A persistent program that never answers cannot be run.
func testConformCannotRun(t *testing.T, file conformer) {
	d := decoderDirection{}
	_, err := file.program(d, "does not start").runPersistent(t.Context(), d, someCases(t, d))
	const want = "it has not answered a case: it exited without an answer: exit status 1; its last error output: cannot open decode.php"
	if err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// The error output of the program is in the report, escaped.
func testConformShowsErrorOutput(t *testing.T, file conformer) {
	d := decoderDirection{}
	results, err := file.program(d, "refuses").runEach(t.Context(), d, someCases(t, d, "y_page_error"))
	if err != nil {
		t.Fatal(err)
	}
	if text := string(conformText(results, defaultWidth)); strings.Count(text, "\n  stderr: malformed\\x1b\n") != 4 {
		t.Errorf("%s", text)
	}
}

// A program that hangs is ended with the processes that it has started.
func testConformEndsChildren(t *testing.T, _ conformer) {
	d := decoderDirection{}
	for name, run := range programRuns {
		file := filepath.Join(t.TempDir(), "pid")
		p := program{command: []string{"sh", "-c", "sleep 3600 & echo $! > " + file + "; wait"}, timeout: time.Second}
		results, err := run(p, t.Context(), d, someCases(t, d, "y_page_added")[:1])
		if err != nil || results[0].verdict != broken {
			t.Fatalf("%s: %v, %v", name, results, err)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		child, err := strconv.Atoi(strings.TrimSpace(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		// It has ended, or does so now: a dead process without a parent may wait to be reaped.
		for deadline := time.Now().Add(time.Minute); syscall.Kill(child, 0) == nil && !isZombie(child); runtime.Gosched() {
			if time.Now().After(deadline) {
				t.Fatalf("%s: the process %d still runs", name, child)
			}
		}
	}
}

func isZombie(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && strings.Contains(string(stat), ") Z ")
}

// An encoder that spells an answer otherwise passes, with a note.
func testConformNotesSpelling(t *testing.T, file conformer) {
	d := encoderDirection{}
	results, err := file.program(d, "spells").runPersistent(t.Context(), d, someCases(t, d, "y_page_names"))
	if err != nil {
		t.Fatal(err)
	}
	if text := string(conformText(results, defaultWidth)); !strings.Contains(text, "4 of 4 cases passed\nnote: 4 of them are spelled otherwise than documented, such as plain/y_page_names: wrote ") {
		t.Errorf("%s", text)
	}
}

// --documented keeps the decoder's cases that smsctest.OnlyDocumented selects, and the
// encoder's whose body a strict codec reads or that must be refused.
func TestConformDocumented(t *testing.T) {
	var decoder, encoder []byte
	isDocumented := smsctest.OnlyDocumented()
	for _, format := range smscodec.Formats() {
		for c, err := range smsctest.Cases() {
			if err != nil {
				t.Fatal(err)
			}
			if c.Request.Format == format && c.ForAnyDecoder() && isDocumented(c) {
				decoder = fmt.Appendf(decoder, "%v/%s: %s\n", format, c.Name, shown.Escape(c.Why))
			}
		}
	}
	for _, c := range someCases(t, encoderDirection{}) {
		_, err := smscodec.Codec{Reject: smscodec.AllQuirks}.Decode(c.body, c.request)
		if _, isRefusal := errors.AsType[*smscodec.APIError](err); c.refused != nil || err == nil || isRefusal {
			encoder = append(encoder, caseLines([]conformCase{c})...)
		}
	}
	for _, test := range []struct {
		option string
		want   []byte
	}{{"--encoder=false", decoder}, {"--encoder", encoder}} {
		var stdout, stderr bytes.Buffer
		e := environment{stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr}
		if code := e.run(t.Context(), []string{"smscodec", "conform", "--list", "--documented", test.option}); code != 0 {
			t.Fatalf("exit code %d: %s", code, &stderr)
		}
		if diff := cmp.Diff(string(test.want), stdout.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.option, diff)
		}
	}
}

// What a client suffers is told by what differs.
func TestDifferences(t *testing.T) {
	extra := []smscodec.Field{{Name: "id", Value: "7"}}
	registrations := registered(t, 1, 2)
	for _, test := range []struct {
		want, got smscodec.Reply
		losses    string
	}{
		{&smscodec.APIError{Code: 2}, smscodec.Done{}, "takes refusals by the server for success and loses error codes"},
		{&smscodec.APIError{Code: 2}, &smscodec.APIError{}, "loses error codes"},
		{&smscodec.APIError{Code: 2}, &smscodec.APIError{Code: 3}, "alters error codes"},
		{&smscodec.APIError{Code: 2, Text: "a", Extra: extra}, &smscodec.APIError{Code: 2}, "loses error texts; loses ids and other members of errors"},
		{smscodec.Added{ID: 2}, smscodec.Added{ID: 3}, "alters ids"},
		{smscodec.Added{ID: 2}, smscodec.Done{}, "takes an answer for one of another kind"},
		{smscodec.Done{}, &smscodec.APIError{Code: 1}, "takes successes for refusals by the server"},
		{smscodec.List{{Name: "a"}}, smscodec.List{}, "loses sender names"},
		{smscodec.List{}, smscodec.List{{Name: "a"}}, "invents sender names"},
		{smscodec.List{{Name: "a"}}, smscodec.Done{}, "takes an answer for one of another kind"},
		{
			smscodec.List{{Name: "a", Status: smscodec.StatusApproved, Registrations: registrations, Extra: extra}}, smscodec.List{{Name: "b"}},
			"alters sender names; loses registrations with operators; loses statuses; loses undocumented members of senders",
		},
		{
			smscodec.List{{Name: "a", Status: smscodec.StatusApproved, Registrations: registrations}},
			smscodec.List{{Name: "a", Status: smscodec.NewStatus(2), Registrations: registered(t, 2, 1)}}, "alters registrations with operators; alters statuses",
		},
	} {
		if got := strings.Join(differences(test.want, test.got), "; "); got != test.losses {
			t.Errorf("%v and %v: %s, want %s", test.want, test.got, got, test.losses)
		}
	}
}

func registered(t *testing.T, statuses ...smscodec.RegistrationStatus) smscodec.Registrations {
	t.Helper()
	columns, err := smscodec.NewColumns("mega", "mts")
	if err != nil {
		t.Fatal(err)
	}
	r, err := smscodec.NewRegistrations(columns, statuses...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The lines in docs/conformance.md are those that a persistent program reads and writes.
func TestConformanceDocument(t *testing.T) {
	text, err := os.ReadFile("../../docs/conformance.md")
	if err != nil {
		t.Fatal(err)
	}
	questions, answers := 0, 0
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, `{"id": `) {
			continue
		}
		var q questionJSON
		if err := json.Unmarshal([]byte(line), &q); err != nil {
			t.Fatal(err)
		}
		cases := someCases(t, decoderDirection{}, q.ID[strings.Index(q.ID, "/")+1:])
		i := slices.IndexFunc(cases, func(c conformCase) bool { return c.name == q.ID })
		if i < 0 {
			t.Fatalf("no case %s", q.ID)
		}
		if q.Body != nil {
			questions++
			want := strings.TrimSpace(string(shown.AppendJSONLine(nil, question(decoderDirection{}, cases[i]))))
			var compact bytes.Buffer
			if err := json.Compact(&compact, []byte(line)); err != nil || compact.String() != want {
				t.Errorf("the document has\n%s, want\n%s", &compact, want)
			}
			continue
		}
		answers++
		got := parseAnswerLine(decoderDirection{}, cases[i], []byte(line))
		if r := verdictOn(decoderDirection{}, cases[i], got); r.verdict != passed {
			t.Errorf("%s: %v, %v", line, r.verdict, r.details)
		}
	}
	if questions != 1 || answers != 2 {
		t.Errorf("%d questions, %d answers", questions, answers)
	}
}
