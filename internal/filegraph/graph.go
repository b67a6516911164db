package main

import (
	"maps"
	"slices"
)

// A graph is the file graph of a package. Files are base names, in sorted order.
type graph struct {
	path   string
	files  []string
	arrows map[string]map[string]set // from a file to a file: the names used
}

type set = map[string]bool

func newGraph(path string, files []string) *graph {
	g := &graph{path, slices.Sorted(slices.Values(files)), map[string]map[string]set{}}
	for _, file := range files {
		g.arrows[file] = map[string]set{}
	}
	return g
}

// add records that a file names a declaration of another.
func (g *graph) add(from, to, name string) {
	if g.arrows[from][to] == nil {
		g.arrows[from][to] = set{}
	}
	g.arrows[from][to][name] = true
}

// uses returns the files whose declarations a file names.
func (g *graph) uses(file string) []string { return slices.Sorted(maps.Keys(g.arrows[file])) }

// names returns the declarations that an arrow is made of.
func (g *graph) names(from, to string) []string { return slices.Sorted(maps.Keys(g.arrows[from][to])) }

// way returns a shortest way along arrows, at least one, without the file that it
// begins at. It returns nil if there is none.
func (g *graph) way(from, to string) []string {
	ways := map[string][]string{} // to each file that was reached
	for queue := []string{from}; len(queue) > 0 && ways[to] == nil; queue = queue[1:] {
		for _, next := range g.uses(queue[0]) {
			if ways[next] == nil {
				ways[next] = append(slices.Clone(ways[queue[0]]), next)
				queue = append(queue, next)
			}
		}
	}
	return ways[to]
}

// circles returns the sets of files that all use each other, directly or not: the
// strongly connected components of more than one file.
func (g *graph) circles() [][]string {
	var circles [][]string
	in := set{}
	for _, file := range g.files {
		if in[file] || g.way(file, file) == nil {
			continue
		}
		var circle []string
		for _, other := range g.files {
			if g.way(file, other) != nil && g.way(other, file) != nil {
				circle = append(circle, other)
				in[other] = true
			}
		}
		circles = append(circles, circle)
	}
	return circles
}

// wayAround returns a shortest way through files of a circle back to its beginning.
func (g *graph) wayAround(circle []string) []string {
	var shortest []string
	for _, file := range circle {
		if way := g.way(file, file); shortest == nil || len(way) < len(shortest)-1 {
			shortest = append([]string{file}, way...)
		}
	}
	return shortest
}

// floors returns the files by height, from the bottom: a file is on the lowest floor
// above all files that it uses. The files of a circle share a floor.
func (g *graph) floors() [][]string {
	circles := g.circles()
	placed := set{}
	rests := func(file string) bool { // on what is placed, but for its own circle
		members := []string{file}
		for _, circle := range circles {
			if slices.Contains(circle, file) {
				members = circle
			}
		}
		for _, member := range members {
			for used := range g.arrows[member] {
				if !placed[used] && !slices.Contains(members, used) {
					return false
				}
			}
		}
		return true
	}
	var floors [][]string
	for len(placed) < len(g.files) {
		var floor []string
		for _, file := range g.files {
			if !placed[file] && rests(file) {
				floor = append(floor, file)
			}
		}
		for _, file := range floor {
			placed[file] = true
		}
		floors = append(floors, floor)
	}
	return floors
}
