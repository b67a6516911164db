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

// An order says what a process is to measure.
type order struct {
	what  string // name of a case
	by    string // name of a subject
	guess float64
	each  time.Duration
	cpu   int

	withoutSonic string // the program that carries it out, if it is not about sonic
}

// orderVariable is the environment variable with the order for a process.
const orderVariable = "BENCH_ORDER"

// keepMapped is the setting by which memory that the runtime gives back, in the
// background, stays mapped until the system has need of it.
const keepMapped = "madvdontneed=0"

const (
	orderFormat  = "%q %q %g %d %d"
	readyText    = "ready\n"
	nextText     = "next\n"
	sampleFormat = "%d %d %d %d\n"
)

// A measurer is a process that carries out an order.
type measurer struct {
	process *exec.Cmd
	orders  io.WriteCloser
	said    *bufio.Reader
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

// startMeasurer starts a process and waits until it is ready to measure.
func startMeasurer(o order) (*measurer, error) {
	program := o.withoutSonic
	if o.by == sonicName {
		var err error
		if program, err = os.Executable(); err != nil {
			return nil, err
		}
	}
	m := &measurer{process: exec.Command(program)}
	m.process.Env = append(os.Environ(), "GODEBUG="+keepMapped+","+os.Getenv("GODEBUG"),
		orderVariable+"="+fmt.Sprintf(orderFormat, o.what, o.by, o.guess, o.each, o.cpu))
	m.process.Stderr = os.Stderr
	var err error
	if m.orders, err = m.process.StdinPipe(); err != nil {
		return nil, err
	}
	said, err := m.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	m.said = bufio.NewReader(said)
	if err := m.process.Start(); err != nil {
		return nil, err
	}
	if text, err := m.said.ReadString('\n'); text != readyText {
		return nil, errors.Join(fmt.Errorf("measuring process says %q", text), err, m.stop())
	}
	return m, nil
}

// part measures a part.
func (m *measurer) part() (s sample, err error) {
	if _, err := io.WriteString(m.orders, nextText); err != nil {
		return s, err
	}
	_, err = fmt.Fscanf(m.said, sampleFormat, &s.n, &s.elapsed, &s.mallocs, &s.bytes)
	return s, err
}

// stop ends the process.
func (m *measurer) stop() error {
	return errors.Join(m.orders.Close(), m.process.Wait())
}

// carryOut carries out an order: it says when it is ready, and writes a sample whenever
// it is told to.
func carryOut(text string, in io.Reader, out io.Writer) error {
	var o order
	if _, err := fmt.Sscanf(text, orderFormat, &o.what, &o.by, &o.guess, &o.each, &o.cpu); err != nil {
		return fmt.Errorf("order %q: %w", text, err)
	}
	runtime.GOMAXPROCS(o.cpu)
	loop := o.loop()
	if loop == nil {
		return fmt.Errorf("order %q: nothing like it", text)
	}
	n, err := calibrate(loop, o.guess, o.each)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(out, readyText); err != nil {
		return err
	}
	next := bufio.NewScanner(in)
	for i := 0; next.Scan(); i++ {
		s, err := once(loop, n*(i+1)/parts-n*i/parts)
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
func (o order) loop() func(n int) error {
	cases := allCases()
	i := slices.IndexFunc(cases, func(c benchCase) bool { return c.name() == o.what })
	if i < 0 {
		return nil
	}
	for _, s := range cases[i].subjects().subjects {
		if s.name == o.by {
			return s.loop
		}
	}
	return nil
}
