package capture

import "iter"

// Parts of a capture, which several goroutines can read at once.

// A Part is a run of consecutive exchanges of a capture.
type Part struct {
	exchanges iter.Seq2[*Exchange, error]
	size      int
}

// Exchanges yields the part's exchanges, as Reader.Exchanges does. It may be ranged over
// once, on any goroutine.
func (p Part) Exchanges() iter.Seq2[*Exchange, error] { return p.exchanges }

// Size returns how many bytes of the capture the part holds.
func (p Part) Size() int { return p.size }

// partSize is the usual size of a part, in bytes.
const partSize = 256 << 10

// A result is an exchange or an error.
type result struct {
	exchange *Exchange
	err      error
}

// A gatherer makes parts of exchanges that must be read in order.
type gatherer struct {
	format  Format // of the capture
	send    func(Part)
	results []result
	size    int // of the next part
}

func (g *gatherer) yield(x *Exchange, err error) {
	g.results = append(g.results, result{x, err})
	g.size += 1 << 10
	if x != nil {
		g.size += x.bytes()
	}
	if g.size >= partSize {
		g.flush()
	}
}

// fail adds the error of an entry, or of the capture if entry is 0.
func (g *gatherer) fail(entry int, at Position, failure *Defect) {
	g.yield(nil, failure.failure(g.format, entry, at))
}

// flush sends what was added since the last part.
func (g *gatherer) flush() {
	results := g.results
	if len(results) == 0 {
		return
	}
	part := Part{size: g.size, exchanges: func(yield func(*Exchange, error) bool) {
		for _, r := range results {
			if !yield(r.exchange, r.err) {
				return
			}
		}
	}}
	g.results, g.size = nil, 0
	g.send(part)
}
