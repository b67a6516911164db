package main

// Writes the report into a Markdown document, with its environment, its plots and a table
// of the malformed input that peers accept.

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

const (
	measuredBegin = "<!-- measured: go run . -write generates the text from here to the end mark -->"
	measuredEnd   = "<!-- measured: end -->"
)

// writeMarkdown replaces the text between the marks in a file, and draws the plots.
func writeMarkdown(file string, results []*result, memories []memory) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, rest, begins := bytes.Cut(text, []byte(measuredBegin))
	_, tail, ends := bytes.Cut(rest, []byte(measuredEnd))
	if !begins || !ends {
		return fmt.Errorf("%s: no marks around the measured part", file)
	}
	var b bytes.Buffer
	b.Write(head)
	fmt.Fprintf(&b, "%s\n\n", measuredBegin)
	writeEnvironment(&b)
	if err := writePlots(&b, results); err != nil {
		return err
	}
	fmt.Fprintln(&b)
	report(&b, results, memories)
	writeAcceptedProbes(&b)
	fmt.Fprintf(&b, "\n%s", measuredEnd)
	b.Write(tail)
	return os.WriteFile(file, b.Bytes(), 0o666)
}

// writeEnvironment writes when and where the measurement was made and the versions of the
// peers.
func writeEnvironment(b *bytes.Buffer) {
	fmt.Fprintf(b, "Measured on %s on a %s/%s machine (%s), on %d of %d cores, with %s.\n\n",
		time.Now().UTC().Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, processor(), runtime.GOMAXPROCS(0), runtime.NumCPU(), runtime.Version())
	versions := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			versions[module.Path] = module.Version
		}
	}
	var rows [][]string
	for _, format := range formats {
		for _, p := range peers[format] {
			if p.module != "" {
				rows = append(rows, []string{p.module, versions[p.module]})
			}
		}
	}
	writeMarkdownTable(b, []string{"peer", "version"}, rows)
}

// writeAcceptedProbes writes which malformed bodies each peer accepts.
func writeAcceptedProbes(b *bytes.Buffer) {
	fmt.Fprint(b, "\n### Malformed input that peers accept\n\nsmscodec rejects all of it.\n\n")
	var rows [][]string
	for _, format := range formats {
		for _, p := range peers[format] {
			var rejected []string
			for _, probe := range probes[format] {
				if !slices.Contains(p.accepts, probe.name) {
					rejected = append(rejected, probe.name)
				}
			}
			rows = append(rows, []string{formatName(format), p.name, strings.Join(p.accepts, ", "), strings.Join(rejected, ", ")})
		}
	}
	writeMarkdownTable(b, []string{"format", "peer", "accepts", "rejects"}, rows)
}
