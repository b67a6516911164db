package beam

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	sdk "github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"

	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"

	"github.com/smscodec/smscodec"
)

// command is smscodec, with which the pipeline is compared.
var command string

func TestMain(m *testing.M) {
	sdk.Init()
	log.SetupLogging("warn", "text")
	runtime.GOMAXPROCS(runtime.NumCPU() + 2) // see prismCores of the command
	folder, err := os.MkdirTemp("", "smscodec-beam-")
	if err != nil {
		panic(err)
	}
	command = filepath.Join(folder, "smscodec")
	build := exec.Command("go", "build", "-o", command, "./cmd/smscodec")
	build.Dir = ".." // a module of its own
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// validated is what smscodec validate writes about files: findings, and lines about what
// cannot be read, each sorted.
type validated struct{ findings, unreadable []string }

func validate(t *testing.T, args ...string) validated {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(command, append([]string{"validate", "-o", "jsonl"}, args...)...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if exit, ok := errors.AsType[*exec.ExitError](cmd.Run()); ok && exit.ExitCode() > 2 {
		t.Fatalf("%v: %s", exit, &stderr)
	}
	var out validated
	out.findings = sortedLines(stdout.String())
	for _, line := range sortedLines(stderr.String()) {
		if strings.Contains(line, ": cannot be read: ") {
			out.unreadable = append(out.unreadable, line)
		}
	}
	return out
}

func sortedLines(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, strings.TrimSuffix(line, "\n"))
	}
	slices.Sort(lines)
	return lines
}

// piped is the same of the pipeline.
func piped(t *testing.T, o Options, size int64, patterns ...string) (out validated, totals []Total) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "output")
	p, s := sdk.NewPipelineWithRoot()
	checkInto(s, patterns, folder, o, size)
	execute(t, p, folder)
	totals, err := ReadTotals(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	out.findings = sortedLines(readShards(t, folder, "findings"))
	for _, line := range sortedLines(readShards(t, folder, "unreadable")) {
		out.unreadable = append(out.unreadable, errorText(t, line))
	}
	slices.Sort(out.unreadable)
	if left, _ := filepath.Glob(filepath.Join(folder, ".*")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
	return out, totals
}

// execute runs a pipeline that writes to a folder, again if the fault was Prism's: see
// prismFault of the command.
func execute(t *testing.T, p *sdk.Pipeline, folder string) {
	t.Helper()
	_, err := prism.Execute(t.Context(), p)
	for range 3 {
		if err == nil || !strings.Contains(err.Error(), "panic in stage.Execute") {
			break
		}
		os.RemoveAll(folder)
		_, err = prism.Execute(t.Context(), p)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// readShards reads shards, whose names say how many they are.
func readShards(t *testing.T, folder, name string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, name+"-*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%v, no shards of %s", err, name)
	}
	var all strings.Builder
	for i, file := range names {
		if want := fmt.Sprintf("%s-%05d-of-%05d.jsonl", name, i, len(names)); filepath.Base(file) != want {
			t.Errorf("a shard is %s, want %s", filepath.Base(file), want)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// errorText returns a line about what cannot be read as validate writes it.
func errorText(t *testing.T, line string) string {
	t.Helper()
	var u unreadable
	if err := json.Unmarshal([]byte(line), &u); err != nil {
		t.Fatal(err)
	}
	text := u.File
	if u.Entry > 0 {
		text += fmt.Sprintf("[%d]", u.Entry)
	}
	if u.At != nil {
		text += fmt.Sprintf(":%d:%d", u.At.Line, u.At.Col)
	}
	return text + ": cannot be read: " + u.Error
}

// samples copies the repository's captures with findings of all kinds to the current folder,
// which is a new one.
func samples(t *testing.T) {
	t.Helper()
	var files []string
	for _, pattern := range []string{"../lint/testdata/*.jsonl", "../capture/testdata/*.*", "../capture/testdata/har/*.har"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%v: %v", pattern, err)
		}
		for _, name := range names {
			name, err := filepath.Abs(name)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, name)
		}
	}
	t.Chdir(t.TempDir())
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		write(t, "samples/"+filepath.Base(file), string(text))
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// month returns a log with all findings of JSON Lines, in random order, with lines that
// cannot be read.
func month(t *testing.T, size int) string {
	t.Helper()
	names, err := filepath.Glob("samples/*.jsonl")
	if err != nil || len(names) == 0 {
		t.Fatalf("%v, no samples", err)
	}
	lines := []string{
		"", " \t", "\r", "{", `"a line that begins as a member": 1`, "\xEF\xBB\xBF" + `{"url": "/sys/senders.php?get=1&fmt=1", "body": "a\r\n"}`,
		"\x1f\x8b\x08", "\xff\xfe{\x00", "{\"url\": \"/sys/senders.php?get=1&fmt=1\", \"body\": \"\xff\xfe\"}", `{"url": "/else.php", "status": 200}`,
		`{"startedDateTime": "2026-11-30T10:00:00Z", "url": "/sys/senders.php?get=1&fmt=3", "status": 200, "body": "[]"}` + "\r",
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, sortedLines(string(text))...)
	}
	random := rand.New(rand.NewPCG(1, 2))
	log := "\xEF\xBB\xBF" + `{"time": "2026-11-29", "url": "/sys/senders.php?get=1&fmt=1", "body": "a\r\n"}` + "\n"
	for len(log) < size {
		log += lines[random.IntN(len(lines))] + "\n"
	}
	return log + `{"url": "/sys/senders.php?get=1&fmt=1", "body": "cut o`
}

// The findings are those of validate, whatever the number of files, ranges and branches.
func TestFindings(t *testing.T) {
	samples(t)
	log := month(t, 300_000)
	write(t, "logs/month.jsonl", log)
	write(t, "packed/month.jsonl.gz", packed(t, log))
	write(t, "logs/.hidden.jsonl", log)
	for i, line := range sortedLines(log[:20_000]) {
		write(t, fmt.Sprintf("lines/%03d.jsonl", i), line)
	}
	exchange := "{\n  \"url\": \"/sys/senders.php?get=1&fmt=0\",\n  \"status\": 200,\n  \"body\": \"name = a\\r\\n\"\n}\n"
	write(t, "odd/indented.json", strings.Repeat(exchange, 100))
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.Repeat(strings.ReplaceAll(exchange, "\n", "")+"\n", 100))
	if err != nil {
		t.Fatal(err)
	}
	write(t, "odd/utf16.jsonl", wide)
	json := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, Charset: smscodec.Windows1251}
	for _, test := range []struct {
		name, pattern string
		size          int64
		o             Options
		args          []string
	}{
		{"a file", "logs/*.jsonl", rangeSize, Options{}, nil},
		{"a file on two cores", "logs/*.jsonl", rangeSize, Options{Branches: 2}, nil},
		{"a file in ranges", "logs/*.jsonl", 10_000, Options{}, nil},
		{"a file in ranges of a line, on eight cores", "logs/*.jsonl", 1, Options{Branches: 8}, nil},
		{"a compressed file", "packed/*", 10_000, Options{Branches: 2}, nil},
		{"all formats", "samples/*", 1000, Options{Branches: 3}, nil},
		{"files that cannot be divided", "odd/*", 1000, Options{}, nil},
		{"many files", "lines/*", 10_000, Options{Branches: 2}, nil},
		{"with a request", "samples/*", rangeSize, Options{Request: &json, FindCharset: true}, []string{"--fmt", "json"}},
		{"with a charset", "samples/*", rangeSize, Options{Request: &json}, []string{"--fmt", "3", "--charset", "windows-1251"}},
		{"some findings", "logs/*", 10_000, Options{Only: []string{"crlf", "empty"}}, []string{"--only", "crlf,empty"}},
		{"other findings", "logs/*", 10_000, Options{Ignore: []string{"crlf", "empty"}, Severity: 2}, []string{"--ignore", "crlf,empty", "--severity", "warning"}},
		{"columns", "samples/*", 10_000, Options{Columns: []smscodec.Operator{"mts"}}, []string{"--columns", "mts"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := validate(t, append(test.args, test.pattern)...)
			got, totals := piped(t, test.o, test.size, test.pattern)
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(validated{})); diff != "" {
				t.Error(diff)
			}
			counted := make(map[string]int64)
			for _, total := range totals {
				counted[total.What] += total.Count
			}
			if n := counted[Findings]; n != int64(len(want.findings)) || n == 0 {
				t.Errorf("%d findings are counted, there are %d", n, len(want.findings))
			}
			if n := counted[Unreadable]; n != int64(len(want.unreadable)) {
				t.Errorf("%d unreadable are counted, there are %d", n, len(want.unreadable))
			}
		})
	}
}

func packed(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	io.WriteString(w, text)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// A baseline leaves out the same findings as with validate, whichever worker has them.
func TestBaseline(t *testing.T) {
	samples(t)
	write(t, "logs/a.jsonl", month(t, 100_000))
	write(t, "logs/b.jsonl", month(t, 200_000))
	validate(t, "--write-baseline", "known.jsonl", "samples/[!b]*.jsonl")
	known, err := os.ReadFile("known.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	want := validate(t, "--baseline", "known.jsonl", "logs/*")
	got, totals := piped(t, Options{Baseline: known, Branches: 2}, 5000, "logs/*")
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(validated{})); diff != "" {
		t.Error(diff)
	}
	all, left := len(validate(t, "logs/*").findings), int64(0)
	for _, total := range totals {
		if total.What == Known {
			left += total.Count
		}
	}
	if n := int64(all - len(want.findings)); left != n || n == 0 {
		t.Errorf("%d findings are left out, want %d", left, n)
	}
}

// Each exchange is counted once, by the day of its request.
func TestTotals(t *testing.T) {
	t.Chdir(t.TempDir())
	const url = `"url": "/sys/senders.php?get=1&fmt=3"`
	write(t, "log.jsonl", strings.Join([]string{
		`{"time": "2026-11-29T23:59:59+03:00", ` + url + `, "status": 200, "body": "[]"}`,
		`{"time": "2026-11-30T00:00:00+03:00", ` + url + `, "status": 200, "body": "[]"}`,
		`{"startedDateTime": "2026-11-30T00:00:01+03:00", ` + url + `, "status": 200, "body": "[]"}`,
		`{"time": 1764494100, ` + url + `, "status": 200, "body": "[]"}`,
		`{"time": "2026-13-01T00:00:00Z", ` + url + `, "status": 200, "body": "{\"error\": \"x\", \"error_code\": 2}"}`,
		`{"time": "2026-11-30", ` + url + `, "status": 200, "body": ""}`,
		`{` + url + `}`, `{` + url + `, "status": 200}`, `{"method": "HEAD", ` + url + `, "status": 200}`,
		`{"url": "/sys/send.php", "status": 200}`, `{`,
	}, "\n"))
	_, totals := piped(t, Options{Ignore: []string{"no-body", "code", "extra"}}, rangeSize, "log.jsonl")
	want := []Total{
		{"2026-11-29", "get", "json", Answers, "", 1},
		{"2026-11-30", "get", "json", Answers, "", 2},
		{"2026-11-30", "get", "json", Findings, "not-an-answer", 1},
		{"2026-11-30", "get", "json", NotAnswers, "", 1},
		{"", "get", "json", Answers, "", 1},
		{"", "get", "json", Heads, "", 1},
		{"", "get", "json", NoBodies, "", 1},
		{"", "get", "json", NoResponses, "", 1},
		{"", "get", "json", Refusals, "", 1},
		{"", "", "", Elsewhere, "", 1},
		{"", "", "", Unreadable, "", 1},
	}
	if diff := cmp.Diff(want, totals); diff != "" {
		t.Error(diff)
	}
}

// What cannot be read is reported, and stops nothing.
func TestUnreadable(t *testing.T) {
	samples(t)
	log := month(t, 100_000)
	zipped := packed(t, log)
	write(t, "damaged/a.jsonl.gz", zipped[:len(zipped)/2])
	write(t, "damaged/b.jsonl.gz", zipped[:len(zipped)/2]+"\xff\xff\xff\xff"+zipped[len(zipped)/2:])
	write(t, "damaged/c.txt", "neither a capture nor an answer")
	write(t, "damaged/d.jsonl", log)
	write(t, "damaged/e", "")
	write(t, "damaged/folder/f", "")
	for _, pattern := range []string{"damaged/*", "nothing*", "nothing"} {
		want := validate(t, pattern)
		if pattern == "damaged/*" { // validate reads folders
			want.unreadable = append(want.unreadable, "damaged/folder: cannot be read: is a directory")
			slices.Sort(want.unreadable)
		}
		got, _ := piped(t, Options{Branches: 2}, 10_000, pattern)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(validated{})); diff != "" {
			t.Errorf("%s: %s", pattern, diff)
		}
	}
	if got, _ := piped(t, Options{AllowEmpty: true}, rangeSize, "nothing*", "damaged/e"); got.unreadable != nil {
		t.Errorf("unreadable with AllowEmpty: %v", got.unreadable)
	}
}

// A line of 100 MB takes little memory, and only it is not read.
func TestLongLine(t *testing.T) {
	t.Chdir(t.TempDir())
	const around = `{"url": "/sys/senders.php?get=1&fmt=1", "body": "a\r\n"}` + "\n"
	const size = 100 << 20
	write(t, "log.jsonl", around+`{"url": "/sys/senders.php?get=1&fmt=1", "body": "`+strings.Repeat("a", size)+`"}`+"\n"+around)
	want := validate(t, "log.jsonl")
	got, _ := piped(t, Options{Branches: 2}, rangeSize, "log.jsonl")
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(validated{})); diff != "" {
		t.Error(diff)
	}
	if len(want.findings) != 2 || len(want.unreadable) != 1 {
		t.Errorf("%+v", want)
	}
	// Without the runner, which allocates as it likes.
	var ranges []fileRange
	divide := &divideFn{Branches: 1, Size: rangeSize}
	check := new(rangeFn)
	if err := check.StartBundle(t.Context(), nil, nil, nil, nil); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := divide.ProcessElement(t.Context(), fileRange{File: "log.jsonl"}, func(r fileRange) { ranges = append(ranges, r) }); err != nil {
		t.Fatal(err)
	}
	for _, r := range ranges {
		if err := check.ProcessElement(t.Context(), r, func(string) {}, nil, func(string) {}, func(string, int64) {}); err != nil {
			t.Fatal(err)
		}
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > size*3/4 {
		t.Errorf("%d bytes were allocated", n)
	}
}
