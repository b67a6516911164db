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

// newPart returns a part with some results.
func newPart(size int, results ...result) Part {
	return Part{size: size, exchanges: func(yield func(*Exchange, error) bool) {
		for _, r := range results {
			if !yield(r.exchange, r.err) {
				return
			}
		}
	}}
}

// failedPart returns a part that yields only an error.
func failedPart(err error) Part { return newPart(0, result{nil, err}) }

// gather yields parts of exchanges that must be read in order.
func gather(exchanges iter.Seq2[*Exchange, error], yield func(Part) bool) {
	var results []result
	size := 0
	for x, err := range exchanges {
		results = append(results, result{x, err})
		size += 1 << 10
		if x != nil {
			size += x.bytes()
		}
		if size >= partSize {
			if !yield(newPart(size, results...)) {
				return
			}
			results, size = nil, 0
		}
	}
	if len(results) > 0 {
		yield(newPart(size, results...))
	}
}
