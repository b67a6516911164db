package secrets

// The automaton of Aho and Corasick, which finds patterns in a text.
//
//   - A node represents a prefix of patterns: the bytes of the edges from the root.
//   - The children of a node are adjacent, in the order of their bytes.
//   - fail is the node of the longest proper suffix of a node's bytes that has a node.
//
// The search is linear: each step of next either goes down an edge, once for each byte of
// the text, or up by fail, which cannot happen more often than going down; an edge is
// found among at most 256. Building the automaton is linear in the patterns' bytes.
// Libraries with this algorithm do not report how much of a pattern a text ends with,
// which is needed to find a value that is cut off.

type node struct {
	label byte
	count uint16 // children
	first int32  // index of the first child
	fail  int32
	depth int32 // length of the node's prefix
	match int32 // length of the longest pattern that the prefix ends with, or 0
}

type automaton struct {
	nodes []node
	root  [256]int32 // the children of the root
	pairs bytePairs  // the first two bytes of each pattern
}

// newAutomaton returns the automaton of sorted patterns of two bytes or more, without
// duplicates.
func newAutomaton(patterns []string) *automaton {
	size := 1
	for _, p := range patterns {
		size += len(p)
	}
	a := &automaton{nodes: make([]node, 1, size)}
	type group struct{ from, to int32 } // the patterns that begin with a node's prefix
	groups := make([]group, 1, size)
	groups[0] = group{0, int32(len(patterns))}
	for i := 0; i < len(a.nodes); i++ { // level by level
		from, to, depth := int(groups[i].from), int(groups[i].to), int(a.nodes[i].depth)
		if from < to && len(patterns[from]) == depth {
			a.nodes[i].match = int32(depth)
			from++
		}
		a.nodes[i].first = int32(len(a.nodes))
		for from < to {
			label := patterns[from][depth]
			end := from + 1
			for end < to && patterns[end][depth] == label {
				end++
			}
			a.nodes = append(a.nodes, node{label: label, depth: int32(depth + 1)})
			groups = append(groups, group{int32(from), int32(end)})
			from = end
		}
		a.nodes[i].count = uint16(len(a.nodes) - int(a.nodes[i].first))
	}
	for _, p := range patterns {
		a.pairs.add(p[0], p[1])
	}
	for i := range a.nodes {
		n := a.nodes[i]
		for child := n.first; child < n.first+int32(n.count); child++ {
			c := &a.nodes[child]
			if i == 0 {
				a.root[c.label] = child
				continue
			}
			c.fail = a.next(n.fail, c.label)
			c.match = max(c.match, a.nodes[c.fail].match)
		}
	}
	return a
}

// next returns the node of the longest suffix of a node's prefix and one more byte.
func (a *automaton) next(at int32, label byte) int32 {
	for at != 0 {
		n := &a.nodes[at]
		if n.count == 1 && a.nodes[n.first].label == label { // fast path: most nodes
			return n.first
		}
		children := a.nodes[n.first : n.first+int32(n.count)]
		if i := search(children, label); i < len(children) && children[i].label == label {
			return n.first + int32(i)
		}
		at = n.fail
	}
	return a.root[label]
}

// bytePairs is a set of pairs of bytes.
type bytePairs [1 << 16 / 64]uint64

func (s *bytePairs) add(first, second byte) { s[int(first)<<2|int(second)>>6] |= 1 << (second & 63) }

func (s *bytePairs) has(first, second byte) bool {
	return s[int(first)<<2|int(second)>>6]&(1<<(second&63)) != 0
}

// search returns the index of a label among children, or where it would be inserted.
func search(children []node, label byte) int {
	from, to := 0, len(children)
	for from < to {
		if middle := (from + to) / 2; children[middle].label < label {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return from
}
