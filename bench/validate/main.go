// Command validate measures smscodec validate: how fast it goes through a log of
// answers in JSON Lines on one core and on more, and how much memory it takes.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"syscall"
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
	size := flag.Int64("size", 256, "`MB` of the log")
	rounds := flag.Int("rounds", 6, "measurements of each, of which the median counts")
	flag.Parse()

	folder, err := os.MkdirTemp("", "smscodec-bench-")
	if err != nil {
		return err
	}
	if os.Getenv("KEEP") == "" {
		defer os.RemoveAll(folder)
	} else {
		fmt.Println(folder)
	}
	command := filepath.Join(folder, "smscodec")
	build := exec.Command("go", "build", "-o", command, "./cmd/smscodec")
	build.Dir = ".." // a module of its own
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	log := filepath.Join(folder, "log.jsonl")
	written, err := writeLog(log, *size*1e6)
	if err != nil {
		return err
	}

	jobs := []int{1}
	for n := 2; n <= runtime.NumCPU(); n *= 2 {
		jobs = append(jobs, n)
	}
	samples := make(map[int][]sample)
	for range *rounds {
		for _, n := range jobs {
			s, err := measure(command, "validate", "--jobs", strconv.Itoa(n), log)
			if err != nil {
				return err
			}
			samples[n] = append(samples[n], s)
		}
	}
	fmt.Printf("%d MB of JSON Lines, medians of %d\n\n| cores | MB/s | of linear | memory, MiB |\n|---|---|---|---|\n", written/1e6, *rounds)
	one := 0.0
	for _, n := range jobs {
		speed := median(samples[n], func(s sample) float64 { return float64(written) / 1e6 / s.elapsed.Seconds() })
		memory := median(samples[n], func(s sample) float64 { return float64(s.memory) / (1 << 20) })
		if n == 1 {
			one = speed
		}
		fmt.Printf("| %d | %.0f | %.0f %% | %.0f |\n", n, speed, 100*speed/one/float64(n), memory)
	}
	return nil
}

// A sample is a run of the command.
type sample struct {
	elapsed time.Duration
	memory  int64 // bytes, the most that were resident
}

func measure(command string, args ...string) (sample, error) {
	cmd := exec.Command(command, args...)
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+args[2])
	cmd.Stderr = os.Stderr
	start := time.Now()
	err := cmd.Run()
	s := sample{elapsed: time.Since(start)}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		s.memory = usage.Maxrss << 10
	}
	return s, err
}

func median(samples []sample, of func(sample) float64) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
}

// writeLog writes a log of at least so many bytes, the same each time, of answers as
// a client that looks after an account gets them: of ten, eight are lists of 1 to 40
// names, in all formats but mostly JSON, and two are ids, OKs and refusals.
func writeLog(name string, size int64) (written int64, err error) {
	file, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	out := bufio.NewWriterSize(file, 1<<20)
	random := rand.New(rand.NewPCG(1, 2))
	for written < size {
		line, err := makeLine(random)
		if err != nil {
			return written, err
		}
		out.Write(line)
		written += int64(len(line))
	}
	return written, out.Flush()
}

// A line is an exchange as the command reads it.
type line struct {
	URL     string            `json:"url"`
	Method  string            `json:"method"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
}

func makeLine(random *rand.Rand) ([]byte, error) {
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
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err = encoder.Encode(line{
		URL:    "https://smsc.ru/sys/senders.php?" + req.Query().Encode() + "&login=demo&psw=demo",
		Method: "GET",
		Status: 200,
		Headers: map[string]string{
			"Content-Type":   smschttp.ContentType(req),
			"Content-Length": strconv.Itoa(len(body)),
			"Server":         "nginx",
		},
		Body: string(body),
	})
	return text.Bytes(), err
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
		s := smscodec.Sender{Name: string(name), Status: smscodec.NoStatus}
		if req.All {
			s.Status = smscodec.Status(random.IntN(3))
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
