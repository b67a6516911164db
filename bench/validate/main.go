// Command validate measures the command smscodec validate: how fast it checks a log of
// answers in JSON Lines and a HAR, on one core and on more, and how much memory it uses,
// also for captures that are made to need much.
// See ../README.md.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "validate:", err)
		os.Exit(2)
	}
}

func run() error {
	size := flag.Int64("size", 256, "size of each capture in `MB`")
	rounds := flag.Int("rounds", 6, "`number` of measurements of each; the median counts")
	beam := flag.Bool("beam", false, "measure smscodec-beam beside smscodec validate instead")
	flag.Parse()

	folder, err := os.MkdirTemp("", "smscodec-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	command := filepath.Join(folder, "smscodec")
	build := exec.Command("go", "build", "-o", command, "./cmd/smscodec")
	build.Dir = ".." // bench is a module of its own
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	if *beam {
		return measureBeam(command, folder, *size*1e6, *rounds)
	}
	fmt.Printf("%s, %d cores, %d MB per capture, medians of %d rounds\n\n", runtime.Version(), runtime.NumCPU(), *size, *rounds)
	fmt.Println("| capture | cores | MB/s | of linear scaling | memory, MiB |\n|---|---|---|---|---|")
	for _, c := range []struct {
		name  string
		write func(io.Writer, int64) error
	}{{"JSON Lines", writeLog}, {"HAR", writeHAR}} {
		file := filepath.Join(folder, "capture")
		written, err := writeFile(file, *size*1e6, c.write)
		if err != nil {
			return err
		}
		if err := compare(command, file, c.name, written, *rounds); err != nil {
			return err
		}
	}
	return measureHostile(command, folder)
}

// compare measures the command on one core and on more, in turns.
func compare(command, file, name string, size int64, rounds int) error {
	jobs := []int{1}
	for n := 2; n <= runtime.NumCPU(); n *= 2 {
		jobs = append(jobs, n)
	}
	samples := make(map[int][]sample)
	for range rounds {
		for _, n := range jobs {
			s, err := measure(command, n, file)
			if err != nil {
				return err
			}
			samples[n] = append(samples[n], s)
		}
	}
	one := 0.0
	for _, n := range jobs {
		speed := median(samples[n], func(s sample) float64 { return float64(size) / 1e6 / s.elapsed.Seconds() })
		memory := median(samples[n], func(s sample) float64 { return float64(s.memory) / (1 << 20) })
		if n == 1 {
			one = speed
		}
		fmt.Printf("| %s | %d | %.0f | %.0f %% | %.0f |\n", name, n, speed, 100*speed/one/float64(n), memory)
	}
	return nil
}

// A sample is a run of the command.
type sample struct {
	elapsed time.Duration
	cpu     time.Duration // on all cores
	memory  int64         // the most resident bytes
}

// measure runs the command on the given number of cores. It fails if the command reports
// a finding.
func measure(command string, jobs int, file string) (sample, error) {
	n := strconv.Itoa(jobs)
	cmd := exec.Command(command, "validate", "--jobs", n, "--fail-on", "note", file)
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+n)
	cmd.Stderr = os.Stderr
	return runCommand(cmd)
}

// runCommand runs a command.
func runCommand(cmd *exec.Cmd) (sample, error) {
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return sample{}, err
	}
	done := make(chan error)
	go func() { done <- cmd.Wait() }()
	var s sample
	for {
		select {
		case err := <-done:
			s.elapsed = time.Since(start)
			s.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			return s, err
		case <-time.After(10 * time.Millisecond):
			s.memory = max(s.memory, peak(cmd.Process.Pid))
		}
	}
}

// peak returns the most memory of a process that has been resident at once, in bytes, on
// Linux, and 0 elsewhere. Rusage would also count the memory of this process, because the
// child is a copy of it until it executes the command.
func peak(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kib int64
	fmt.Sscan(rest, &kib)
	return kib << 10
}

func median(samples []sample, of func(sample) float64) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
}

// writeFile writes a capture of about size bytes and returns its exact size.
func writeFile(name string, size int64, write func(io.Writer, int64) error) (int64, error) {
	file, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	out := bufio.NewWriterSize(file, 1<<20)
	if err := write(out, size); err != nil {
		return 0, err
	}
	if err := out.Flush(); err != nil {
		return 0, err
	}
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// writeLog writes JSON Lines.
func writeLog(w io.Writer, size int64) error {
	return exchanges(size, func(x exchange) ([]byte, error) {
		return encode(line{URL: x.url, Method: "GET", Status: 200, Headers: x.header, Body: x.body})
	}, w)
}

// writeHAR writes an indented HAR, as the developer tools of browsers do.
func writeHAR(w io.Writer, size int64) error {
	if _, err := io.WriteString(w, `{"log": {"version": "1.2", "creator": {"name": "bench", "version": "1"}, "entries": [`+"\n"); err != nil {
		return err
	}
	separator := ""
	err := exchanges(size, func(x exchange) ([]byte, error) {
		var header []map[string]string
		for name, value := range x.header {
			header = append(header, map[string]string{"name": name, "value": value})
		}
		text, err := json.MarshalIndent(map[string]any{
			"startedDateTime": "2026-11-25T12:00:00.000Z",
			"time":            12.5,
			"request":         map[string]any{"method": "GET", "url": x.url, "httpVersion": "HTTP/1.1", "headers": []any{}, "queryString": []any{}, "cookies": []any{}, "headersSize": -1, "bodySize": 0},
			"response": map[string]any{
				"status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1", "headers": header, "cookies": []any{}, "redirectURL": "", "headersSize": -1, "bodySize": len(x.body),
				"content": map[string]any{"size": len(x.body), "mimeType": x.header["Content-Type"], "text": x.body},
			},
			"cache": map[string]any{}, "timings": map[string]any{"send": 0, "wait": 12, "receive": 0.5},
		}, "    ", "  ")
		text = append([]byte(separator), text...)
		separator = ",\n"
		return text, err
	}, w)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n]}}\n")
	return err
}

// exchanges writes about size bytes of exchanges, the same each time, like those of a
// client that manages an account: of ten answers, eight are lists of 1 to 40 names, in all
// formats but half of them in JSON, and two are IDs, OKs and errors.
func exchanges(size int64, write func(exchange) ([]byte, error), w io.Writer) error {
	random := rand.New(rand.NewPCG(1, 2))
	for size > 0 {
		x, err := makeExchange(random)
		if err != nil {
			return err
		}
		text, err := write(x)
		if err != nil {
			return err
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
		size -= int64(len(text))
	}
	return nil
}

func encode(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return text.Bytes(), err
}

// An exchange is a request and the response to it.
type exchange struct {
	url    string
	header map[string]string
	body   string
}

// A line is an exchange in the format that the command reads.
type line struct {
	URL     string            `json:"url"`
	Method  string            `json:"method"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
}

func makeExchange(random *rand.Rand) (exchange, error) {
	formats := []smscodec.Format{smscodec.JSON, smscodec.JSON, smscodec.JSON, smscodec.XML, smscodec.CSV, smscodec.Plain}
	req := smscodec.Request{Op: smscodec.OpGet, Format: formats[random.IntN(len(formats))]}
	var reply smscodec.Reply
	switch kind := random.IntN(20); {
	case kind < 16:
		req.All = kind < 8
		req.Operators = kind >= 8 && kind < 14
		reply = makeList(random, req)
	case kind < 17:
		req.Op = smscodec.OpAdd
		reply = smscodec.Added{ID: random.Int64N(100000)}
	case kind < 18:
		req.Op = smscodec.OpSendCode
		reply = smscodec.Done{}
	default:
		reply = &smscodec.APIError{Code: smscodec.ErrParams, Text: "parameters error"}
	}
	body, err := smscodec.Append(nil, reply, req)
	return exchange{
		url:    "https://smsc.ru/sys/senders.php?" + req.Query().Encode() + "&login=demo&psw=demo",
		header: map[string]string{"Content-Type": smschttp.ContentType(req), "Content-Length": strconv.Itoa(len(body)), "Server": "nginx"},
		body:   string(body),
	}, err
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

func makeList(random *rand.Rand, req smscodec.Request) smscodec.List {
	list := smscodec.List{}
	columns := smscodec.DocumentedColumns()
	for range 1 + random.IntN(40) {
		name := make([]byte, 4+random.IntN(8))
		for i := range name {
			name[i] = letters[random.IntN(len(letters))]
		}
		s := smscodec.Sender{Name: string(name)}
		if req.All {
			s.Status = smscodec.NewStatus(uint8(random.IntN(3)))
		}
		if req.Operators {
			statuses := make([]smscodec.RegistrationStatus, columns.Len())
			for j := range statuses {
				statuses[j] = smscodec.RegistrationStatus(random.IntN(7))
			}
			s.Registrations, _ = smscodec.NewRegistrations(columns, statuses...)
		}
		list = append(list, s)
	}
	return list
}
