package capture

import (
	"slices"

	"github.com/smscodec/smscodec/internal/curl"
)

// Pairing: joins requests and responses, and numbers the exchanges.

// A half is a request or a response that waits for its counterpart.
type half struct {
	isRequest      bool
	exchange       *Exchange // with this half alone
	isDamaged      bool      // the half cannot be read; its exchange has only its text, in Other
	id, concurrent string    // of a WARC record: its own id, and that of a record of the same exchange
	size           int       // in memory, with all that may be added to Other
}

// names reports whether the record of h says that it belongs to that of another.
func (h *half) names(other *half) bool { return h.concurrent != "" && h.concurrent == other.id }

// maxWaiting bounds the bytes of all waiting halves, beside those of one entry.
const maxWaiting = 8 << 20

// A pairing keeps the halves that wait. If there are too many, the oldest become exchanges
// that lack the other half.
type pairing struct {
	*gatherer
	limit   int      // bytes of an entry
	number  int      // of the last exchange
	waiting []*half  // oldest first
	size    int      // of the waiting halves
	next    Exchange // of the next message, with the interim responses before it
	before  []byte   // the text outside messages before the next one
}

// note keeps a text outside messages for the exchange of the next one. It keeps only enough
// to detect that it is too long, but rows of a progress meter take no room.
func (p *pairing) note(text []byte) {
	text = append(curl.Meter.ReplaceAll(text, nil), '\n')
	p.before = append(p.before, text[:min(len(text), maxOther+1-len(p.before))]...)
}

// open returns the exchange of the next message.
func (p *pairing) open() *Exchange {
	x := p.next
	x.note(p.before)
	p.next, p.before = Exchange{}, p.before[:0]
	return &x
}

func (p *pairing) wait(h *half) {
	h.size = h.exchange.bytes() + maxOther
	p.size += h.size
	p.waiting = append(p.waiting, h)
	p.release(p.limit + maxWaiting)
}

// take removes a half that waits, and returns it.
func (p *pairing) take(i int) *half {
	h := p.waiting[i]
	p.waiting = slices.Delete(p.waiting, i, i+1)
	p.size -= h.size
	return h
}

// release yields the oldest halves, until those that wait have at most that many bytes.
// Damaged ones are dropped.
func (p *pairing) release(size int) {
	for p.size > size {
		if h := p.take(0); !h.isDamaged {
			h.exchange.Response.Lost = h.isRequest
			p.count(h.exchange)
			p.yield(h.exchange, nil)
		}
	}
}

// count numbers an exchange.
func (p *pairing) count(x *Exchange) {
	p.number++
	x.Entry = p.number
}
