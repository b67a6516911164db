// Filegraph reports which files of a package use each other in a circle.
//
// The file graph of a package has an arrow from each file to the files whose
// declarations it names: constants, variables, types, functions and methods. Fields
// do not count, nor do tests. A call of an interface's method counts for the file of
// the interface. Without a circle, each file can be read knowing only the files below
// it.
//
//	go run ./internal/filegraph [-graph] [-allow PACKAGES] PACKAGES...
//
// The exit code is 1 if a package has a circle or if an allowed package has none, and
// 2 if a package cannot be loaded.
package main

// Plan of the files: main.go parses flags and prints; graph.go holds a graph and
// finds its circles and floors; load.go builds the graphs from type-checked source.

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) (exitCode int) {
	flags := flag.NewFlagSet("filegraph", flag.ContinueOnError)
	flags.SetOutput(stderr)
	whole := flags.Bool("graph", false, "print the floors of each package from top to bottom, and what each file uses")
	allow := flags.String("allow", "", "tolerate circles in these `packages`, separated by commas; each must have one")
	if flags.Parse(args) != nil {
		return 2
	}
	graphs, err := load(flags.Args())
	var allowed set
	if err == nil {
		allowed, err = pathsOf(*allow)
	}
	if err != nil {
		fmt.Fprintln(stderr, "filegraph:", err)
		return 2
	}
	for _, g := range graphs {
		circles := g.circles()
		fmt.Fprintf(stdout, "%s: files %d, floors %d, circles %d\n", g.path, len(g.files), len(g.floors()), len(circles))
		if *whole {
			printFloors(stdout, g)
		}
		if allowed[g.path] && len(circles) > 0 {
			delete(allowed, g.path)
			continue
		}
		for _, circle := range circles {
			exitCode = 1
			printCircle(stdout, g, circle)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(allowed)) {
		exitCode = 1
		fmt.Fprintf(stdout, "no circle in %s: remove it from -allow\n", path)
	}
	return exitCode
}

func printFloors(w io.Writer, g *graph) {
	floors := g.floors()
	for i := len(floors) - 1; i >= 0; i-- {
		for _, file := range floors[i] {
			fmt.Fprintf(w, "%4d %s", i, file)
			if uses := g.uses(file); len(uses) > 0 {
				fmt.Fprintf(w, ": %s", strings.Join(uses, ", "))
			}
			fmt.Fprintln(w)
		}
	}
}

// printCircle prints a shortest way around, and the names that each arrow between
// files of the circle is made of.
func printCircle(w io.Writer, g *graph, circle []string) {
	fmt.Fprintf(w, "circle in %s: %s\n", g.path, strings.Join(g.wayAround(circle), " -> "))
	for _, from := range circle {
		for _, to := range circle {
			if names := g.names(from, to); len(names) > 0 {
				fmt.Fprintf(w, "\t%s -> %s: %s\n", from, to, strings.Join(names, ", "))
			}
		}
	}
}
