package secrets

// The automaton of Aho and Corasick, which finds patterns in a text.
//
//   - A node represents a prefix of patterns; the root, node 0, the empty one.
//   - fail is the node of the longest proper suffix of a node's prefix that has a node.
//
// The search is linear: next goes down an edge at most once for each byte of the text, and
// up by fail no more often than down. Building is linear in the bytes of the patterns.
// Libraries with this algorithm do not report how much of a pattern a text ends with,
// which is needed to find a value that is cut off.

import (
	"cmp"
	"slices"
)

// A pattern is a text to find. One in base64 has the characters that depend on a value
// alone; the one before or after them may also have some bits of the value.
type pattern struct {
	text          string
	isBase64      bool
	before, after bool // that character has some
}

type node struct {
	fail     int32
	depth    int32 // length of the node's prefix
	match    int32 // length of the longest pattern that the prefix ends with, or 0
	isBase64 bool  // the prefix begins a pattern in base64

	before, after bool // of the pattern that the prefix ends with

	label byte  // the edge to the first child; nearly all nodes have no other
	child int32 // or 0
}

type edge struct {
	from  int32
	label byte
}

type automaton struct {
	nodes []node
	edges map[edge]int32 // to other than first children
}

// child returns the node of a node's prefix and one more byte, or 0.
func (a *automaton) child(of int32, label byte) int32 {
	if n := &a.nodes[of]; n.child == 0 || n.label == label {
		return n.child
	}
	return a.edges[edge{of, label}]
}

// newAutomaton returns the automaton of patterns, which are not empty.
func newAutomaton(patterns []pattern) *automaton {
	patterns = slices.SortedFunc(slices.Values(patterns), func(a, b pattern) int { return cmp.Compare(len(b.text), len(a.text)) })
	a := &automaton{nodes: make([]node, 1), edges: make(map[edge]int32)}
	at := make([]int32, len(patterns)) // the node of each pattern's prefix of length depth
	for depth := 0; len(patterns) > 0; depth++ {
		for i, p := range patterns {
			label := p.text[depth]
			child := a.child(at[i], label)
			if child == 0 {
				n := node{depth: int32(depth + 1)}
				if depth > 0 { // all shorter prefixes have their nodes
					n.fail = a.next(a.nodes[at[i]].fail, label)
					end := a.nodes[n.fail]
					n.match, n.before, n.after = end.match, end.before, end.after
				}
				child = int32(len(a.nodes))
				a.nodes = append(a.nodes, n)
				if from := &a.nodes[at[i]]; from.child == 0 {
					from.label, from.child = label, child
				} else {
					a.edges[edge{at[i], label}] = child
				}
			}
			at[i] = child
			n := &a.nodes[child]
			n.isBase64 = n.isBase64 || p.isBase64
			if len(p.text) == depth+1 {
				n.match, n.before, n.after = n.depth, p.before, p.after
			}
		}
		for len(patterns) > 0 && len(patterns[len(patterns)-1].text) == depth+1 {
			patterns = patterns[:len(patterns)-1]
		}
	}
	return a
}

// next returns the node of the longest suffix of a node's prefix and one more byte.
func (a *automaton) next(at int32, label byte) int32 {
	for {
		if child := a.child(at, label); child != 0 || at == 0 {
			return child
		}
		at = a.nodes[at].fail
	}
}
