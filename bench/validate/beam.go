package main

// smscodec-beam beside smscodec validate, on the same file and cores.

import (
	"bytes"
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
	fmt.Println("\n| log | cores | validate, MB/s | memory, MiB | smscodec-beam, MB/s | memory, MiB | time |\n|---|---|---|---|---|---|---|")
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
				for i, measure := range []func(int, string, string) (sample, error){
					func(n int, file, output string) (sample, error) { return validateTo(command, n, file, output) },
					func(n int, file, output string) (sample, error) { return beamTo(pipeline, n, file, output) },
				} {
					output := filepath.Join(folder, "output")
					s, err := measure(n, file, output)
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
			one, other := median(samples[0], seconds), median(samples[1], seconds)
			fmt.Printf("| %s | %d | %.0f | %.0f | %.0f | %.0f | × %.2f |\n", log.name, n,
				float64(written)/1e6/one, median(samples[0], memory), float64(written)/1e6/other, median(samples[1], memory), other/one)
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

func validateTo(command string, jobs int, file, output string) (sample, error) {
	to, err := os.Create(output)
	if err != nil {
		return sample{}, err
	}
	defer to.Close()
	cmd := exec.Command(command, "validate", "-o", "jsonl", "--fail-on", "error", "--jobs", strconv.Itoa(jobs), file)
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(jobs))
	cmd.Stdout, cmd.Stderr = to, os.Stderr
	return runCommand(cmd)
}

func beamTo(command string, jobs int, file, output string) (sample, error) {
	cmd := exec.Command(command, "--input", file, "--output", output, "--jobs", strconv.Itoa(jobs))
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(jobs))
	cmd.Stderr = os.Stderr
	return runCommand(cmd)
}
