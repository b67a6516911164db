package secrets

// The automaton of Aho and Corasick, which finds patterns in a text.
//
//   - A node stands for a beginning of patterns: the bytes of the edges from the root.
//   - The children of a node are neighbours, in the order of their bytes.
//   - fail is the node of the longest end of a node's bytes that is another node.
//
// It is linear. Each step of next either goes down an edge, once for each byte of the
// text, or up by fail, which cannot be more often than down; an edge is found among at
// most 256. Building it takes the patterns' bytes likewise. Libraries that do this do
// not report how much of a pattern a text ends with, which is how a value that is cut
// off is found.

type node struct {
	label byte
	count uint16 // children
	first int32  // child
	fail  int32
	depth int32 // bytes that the node stands for
	match int32 // length of the longest pattern that these end with, or 0
}

type automaton struct {
	nodes []node
	root  [256]int32 // the children of the root
	pairs bytePairs  // that patterns begin with
}

// newAutomaton returns the automaton of patterns of two bytes or more, in order and
// without duplicates.
func newAutomaton(patterns []string) *automaton {
	size := 1
	for _, p := range patterns {
		size += len(p)
	}
	a := &automaton{nodes: make([]node, 1, size)}
	type group struct{ from, to int32 } // the patterns that begin as a node
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

// next returns the node for the bytes of a node and one more, or as much of their end
// as there is a node for.
func (a *automaton) next(at int32, label byte) int32 {
	for at != 0 {
		n := &a.nodes[at]
		if n.count == 1 && a.nodes[n.first].label == label { // as at most nodes
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

// search returns where a label is among children, or would be.
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
