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

// failedPart returns a part that yields only an error.
func failedPart(err error) Part {
	return Part{exchanges: func(yield func(*Exchange, error) bool) { yield(nil, err) }}
}

// gather yields parts of exchanges that must be read in order.
func gather(exchanges iter.Seq2[*Exchange, error], yield func(Part) bool) {
	type item struct {
		exchange *Exchange
		err      error
	}
	var items []item
	size := 0
	part := func() Part {
		gathered, gatheredSize := items, size
		items, size = nil, 0
		return Part{size: gatheredSize, exchanges: func(yield func(*Exchange, error) bool) {
			for _, item := range gathered {
				if !yield(item.exchange, item.err) {
					return
				}
			}
		}}
	}
	for x, err := range exchanges {
		items = append(items, item{x, err})
		size += 1 << 10
		if x != nil {
			size += len(x.Response.Body) + len(x.Request.Body)
		}
		if size >= partSize && !yield(part()) {
			return
		}
	}
	if len(items) > 0 {
		yield(part())
	}
}
