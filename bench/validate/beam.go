package main

// smscodec-beam beside smscodec validate, on the same file and cores.

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
)

// measureBeam measures both commands in turns, on a log without findings and on one in which
// each tenth answer has one or more.
func measureBeam(command, folder string, size int64, rounds int) error {
	pipeline := filepath.Join(folder, "smscodec-beam")
	build := exec.Command("go", "build", "-o", pipeline, "./cmd/smscodec-beam")
	build.Dir = "../beam" // a module of its own
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	fmt.Println("| log | cores | validate, MB/s | memory, MiB | smscodec-beam, MB/s | memory, MiB | time | CPU time |\n|---|---|---|---|---|---|---|---|")
	for _, log := range []struct {
		name  string
		write func(io.Writer, int64) error
	}{{"without findings", writeLog}, {"with findings", writeDamagedLog}} {
		file := filepath.Join(folder, "month.jsonl")
		written, err := writeFile(file, size, log.write)
		if err != nil {
			return err
		}
		for n := 1; n <= runtime.NumCPU(); n *= 2 {
			var samples [2][]sample
			for range rounds {
				for i, run := range []func(command string, jobs int, file, output string) (sample, error){runValidate, runBeam} {
					output := filepath.Join(folder, "output")
					s, err := run([]string{command, pipeline}[i], n, file, output)
					if err != nil {
						return err
					}
					if err := os.RemoveAll(output); err != nil {
						return err
					}
					samples[i] = append(samples[i], s)
				}
			}
			seconds := func(s sample) float64 { return s.elapsed.Seconds() }
			memory := func(s sample) float64 { return float64(s.memory) / (1 << 20) }
			cpu := func(s sample) float64 { return s.cpu.Seconds() }
			one, other := median(samples[0], seconds), median(samples[1], seconds)
			fmt.Printf("| %s | %d | %.0f | %.0f | %.0f | %.0f | × %.2f | × %.2f |\n", log.name, n,
				float64(written)/1e6/one, median(samples[0], memory), float64(written)/1e6/other, median(samples[1], memory),
				other/one, median(samples[1], cpu)/median(samples[0], cpu))
		}
	}
	return nil
}

// writeDamagedLog writes JSON Lines in which each tenth list has line ends of two bytes.
func writeDamagedLog(w io.Writer, size int64) error {
	n := 0
	return exchanges(size, func(x exchange) ([]byte, error) {
		body := []byte(x.body)
		if n++; n%10 == 0 {
			body = bytes.ReplaceAll(body, []byte("\n"), []byte("\r\n"))
		}
		return encode(line{URL: x.url, Method: "GET", Status: 200, Headers: x.header, Body: string(body)})
	}, w)
}

func runValidate(command string, cores int, file, output string) (sample, error) {
	to, err := os.Create(output)
	if err != nil {
		return sample{}, err
	}
	defer to.Close()
	cmd := onCores(cores, command, "validate", "-o", "jsonl", "--jobs", strconv.Itoa(cores), file)
	cmd.Stdout = to
	s, err := runCommand(cmd)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 1 { // findings
		err = nil
	}
	return s, err
}

func runBeam(command string, cores int, file, output string) (sample, error) {
	cmd := onCores(cores, command, "--input", file, "--output", output, "--jobs", strconv.Itoa(cores))
	return runCommand(cmd)
}

// onCores returns a command that runs on the first cores. GOMAXPROCS would not do:
// smscodec-beam sets it.
func onCores(cores int, name string, args ...string) *exec.Cmd {
	cmd := exec.Command("taskset", append([]string{"-c", "0-" + strconv.Itoa(cores-1), name}, args...)...)
	cmd.Stderr = os.Stderr
	return cmd
}
