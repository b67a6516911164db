package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"time"
)

// Every measurement is made by a process of its own. What it costs to collect
// garbage, and to get memory of the operating system, depends on what a process has
// done before; after a peer that needs hundreds of megabytes it would be whoever comes
// next that pays. And it depends on what the program keeps: where sonic is linked in, it
// makes two megabytes when the program starts, which the collector goes through every time,
// whoever's garbage it collects. So all others are measured by this program built
// without it.

// A job says what a process is to measure.
type job struct {
	caseName string // name of a case
	subject  string // name of a subject
	estimate float64
	minTime  time.Duration
	cores    int

	program string // the program that carries it out, if it is not about sonic
}

// jobVariable is the environment variable with the order for a process.
const jobVariable = "BENCH_JOB"

// keepMapped is the setting by which memory that the runtime gives back, in the
// background, stays mapped until the system has need of it.
const keepMapped = "madvdontneed=0"

const (
	jobFormat    = "%q %q %g %d %d"
	readyLine    = "ready\n"
	nextLine     = "next\n"
	sampleFormat = "%d %d %d %d\n"
)

// A worker is a process that carries out an order.
type worker struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
}

// buildWithoutSonic builds this program without sonic, with the same Go, in a directory.
func buildWithoutSonic(dir string) (program string, err error) {
	program = filepath.Join(dir, "bench.exe") // which only Windows cares about
	build := exec.Command("go", "build", "-tags", "nosonic", "-o", program, "github.com/smscodec/smscodec/bench")
	build.Env = append(os.Environ(), "GOTOOLCHAIN="+runtime.Version())
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%v: %w: %s", build, err, out)
	}
	return program, nil
}

// startWorker starts a process and waits until it is ready to measure.
func startWorker(j job) (*worker, error) {
	program := j.program
	if j.subject == sonicName {
		var err error
		if program, err = os.Executable(); err != nil {
			return nil, err
		}
	}
	w := &worker{cmd: exec.Command(program)}
	w.cmd.Env = append(os.Environ(), "GODEBUG="+keepMapped+","+os.Getenv("GODEBUG"),
		jobVariable+"="+fmt.Sprintf(jobFormat, j.caseName, j.subject, j.estimate, j.minTime, j.cores))
	w.cmd.Stderr = os.Stderr
	var err error
	if w.stdin, err = w.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	stdout, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w.stdout = bufio.NewReader(stdout)
	if err := w.cmd.Start(); err != nil {
		return nil, err
	}
	if text, err := w.stdout.ReadString('\n'); text != readyLine {
		return nil, errors.Join(fmt.Errorf("measuring process says %q", text), err, w.stop())
	}
	return w, nil
}

// measurePart measures a part.
func (w *worker) measurePart() (s sample, err error) {
	if _, err := io.WriteString(w.stdin, nextLine); err != nil {
		return s, err
	}
	_, err = fmt.Fscanf(w.stdout, sampleFormat, &s.n, &s.elapsed, &s.mallocs, &s.bytes)
	return s, err
}

// stop ends the process.
func (w *worker) stop() error {
	return errors.Join(w.stdin.Close(), w.cmd.Wait())
}

// runJob carries out an order: it says when it is ready, and writes a sample whenever
// it is told to.
func runJob(text string, in io.Reader, out io.Writer) error {
	var j job
	if _, err := fmt.Sscanf(text, jobFormat, &j.caseName, &j.subject, &j.estimate, &j.minTime, &j.cores); err != nil {
		return fmt.Errorf("order %q: %w", text, err)
	}
	runtime.GOMAXPROCS(j.cores)
	loop := j.loop()
	if loop == nil {
		return fmt.Errorf("order %q: nothing like it", text)
	}
	n, err := calibrate(loop, j.estimate, j.minTime)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(out, readyLine); err != nil {
		return err
	}
	next := bufio.NewScanner(in)
	for i := 0; next.Scan(); i++ {
		s, err := measureLoop(loop, n*(i+1)/parts-n*i/parts)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(out, sampleFormat, s.n, s.elapsed, s.mallocs, s.bytes); err != nil {
			return err
		}
	}
	return next.Err()
}

// loop makes the body and gives what is to be measured on it, which keeps no more
// than that takes.
func (j job) loop() func(n int) error {
	cases := allCases()
	i := slices.IndexFunc(cases, func(c benchCase) bool { return c.name() == j.caseName })
	if i < 0 {
		return nil
	}
	for _, s := range cases[i].prepare().subjects {
		if s.name == j.subject {
			return s.loop
		}
	}
	return nil
}
