package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"time"
)

// Every measurement is made by a process of its own. What it costs to collect
// garbage, and to get memory of the operating system, depends on what a process has
// done before; after a peer that needs hundreds of megabytes it would be whoever comes
// next that pays.

// An order says what a process is to measure.
type order struct {
	what  string // name of a case
	by    string // name of a subject
	guess float64
	each  time.Duration
	cpu   int
}

// orderVariable is the environment variable with the order for a process.
const orderVariable = "BENCH_ORDER"

// keepMapped is the setting by which memory that the runtime gives back, in the
// background, stays mapped until the system has need of it.
const keepMapped = "madvdontneed=0"

const (
	orderFormat  = "%q %q %g %d %d"
	sampleFormat = "%d %d %d %d"
)

// measureApart has a process of its own carry out an order.
func measureApart(o order) (sample, error) {
	var s sample
	self, err := os.Executable()
	if err != nil {
		return s, err
	}
	process := exec.Command(self)
	process.Env = append(os.Environ(), "GODEBUG="+keepMapped+","+os.Getenv("GODEBUG"),
		orderVariable+"="+fmt.Sprintf(orderFormat, o.what, o.by, o.guess, o.each, o.cpu))
	process.Stderr = os.Stderr
	said, err := process.Output()
	if err != nil {
		return s, err
	}
	_, err = fmt.Sscanf(string(said), sampleFormat, &s.n, &s.elapsed, &s.mallocs, &s.bytes)
	return s, err
}

// carryOut carries out an order and writes the sample.
func carryOut(text string, w io.Writer) error {
	var o order
	if _, err := fmt.Sscanf(text, orderFormat, &o.what, &o.by, &o.guess, &o.each, &o.cpu); err != nil {
		return fmt.Errorf("order %q: %w", text, err)
	}
	runtime.GOMAXPROCS(o.cpu)
	loop := o.loop()
	if loop == nil {
		return fmt.Errorf("order %q: nothing like it", text)
	}
	s, err := measure(loop, o.guess, o.each)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, sampleFormat, s.n, s.elapsed, s.mallocs, s.bytes)
	return err
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
