package main

// A worker is a process that measures one subject. The parent passes it a job in an
// environment variable; the worker then writes a sample for each line that it reads.
//
// Each measurement has a process of its own because the cost of garbage collection, and
// of getting memory from the operating system, depends on what the process did before:
// after a peer that needs hundreds of megabytes, the next subject would pay for them. The
// cost also depends on the program: with sonic linked in, it allocates two megabytes at
// startup, which the collector scans in every cycle, whichever subject is measured. So all
// subjects but sonic are measured by this program built without sonic.

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

// A job tells a worker what to measure.
type job struct {
	caseName string
	subject  string
	estimate float64 // nanoseconds per iteration; 0 if not known
	minTime  time.Duration
	cores    int // GOMAXPROCS

	program string // this program built without sonic; it runs all jobs but those of sonic
}

// jobVariable is the environment variable that carries a job to a worker.
const jobVariable = "BENCH_JOB"

// keepMapped is the GODEBUG setting that keeps memory mapped that the runtime releases
// in the background, until the system needs it.
const keepMapped = "madvdontneed=0"

// The texts that the parent and a worker exchange.
const (
	jobFormat    = "%q %q %g %d %d"
	readyLine    = "ready\n"
	nextLine     = "next\n"
	sampleFormat = "%d %d %d %d\n"
)

// A worker is a running worker process.
type worker struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
}

// buildWithoutSonic builds this program in dir, without sonic and with the same Go version.
func buildWithoutSonic(dir string) (program string, err error) {
	program = filepath.Join(dir, "bench.exe") // Windows needs the extension
	build := exec.Command("go", "build", "-tags", "nosonic", "-o", program, "github.com/smscodec/smscodec/bench")
	build.Env = append(os.Environ(), "GOTOOLCHAIN="+runtime.Version())
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%v: %w: %s", build, err, out)
	}
	return program, nil
}

// startWorker starts a worker and waits until it is ready to measure.
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
		return nil, errors.Join(fmt.Errorf("worker wrote %q, want %q", text, readyLine), err, w.stop())
	}
	return w, nil
}

// measurePart measures the next part.
func (w *worker) measurePart() (s sample, err error) {
	if _, err := io.WriteString(w.stdin, nextLine); err != nil {
		return s, err
	}
	_, err = fmt.Fscanf(w.stdout, sampleFormat, &s.n, &s.elapsed, &s.mallocs, &s.bytes)
	return s, err
}

// stop closes the input of the worker, which makes it exit.
func (w *worker) stop() error {
	return errors.Join(w.stdin.Close(), w.cmd.Wait())
}

// runJob runs a job in a worker: it writes readyLine once the loop is calibrated, and
// then a sample for each line of in.
func runJob(text string, in io.Reader, out io.Writer) error {
	var j job
	if _, err := fmt.Sscanf(text, jobFormat, &j.caseName, &j.subject, &j.estimate, &j.minTime, &j.cores); err != nil {
		return fmt.Errorf("job %q: %w", text, err)
	}
	runtime.GOMAXPROCS(j.cores)
	loop := j.loop()
	if loop == nil {
		return fmt.Errorf("job %q: no such case or subject", text)
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

// loop prepares the case and returns the loop of the subject, or nil if there is no such
// case or subject. It keeps nothing of the other subjects alive.
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
