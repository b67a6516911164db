package capture

import (
	"slices"

	"github.com/smscodec/smscodec/internal/curl"
)

// Pairing: joins requests and responses, and numbers the exchanges.

// A half is a request or a response that waits for its counterpart.
type half struct {
	isRequest  bool
	exchange   *Exchange // with this half alone
	isDamaged  bool      // the half cannot be read; its exchange has only its text, in Other
	id, target string    // of a WARC record
	concurrent []string  // the ids of WARC records of the same exchange
	fieldBytes int       // when it began to wait
}

// maxFieldBytes bounds the bytes of the fields of all waiting halves.
const maxFieldBytes = 8 << 20

// A pairing keeps the halves that wait. If there are too many, the oldest become exchanges
// that lack the other half.
type pairing struct {
	format     Format
	most       int // the maximum number of waiting halves
	limit      int // the maximum bytes of their bodies
	yield      func(*Exchange, error) bool
	number     int      // of the last exchange
	waiting    []*half  // oldest first
	size       int      // bytes of their bodies
	fieldBytes int      // of their fields
	next       Exchange // of the next message, with the interim responses before it
	before     []byte   // the text outside messages before the next one
}

// note keeps a text outside messages for the exchange of the next one. It keeps only enough
// to detect that it is too long, but rows of a progress meter take no room.
func (p *pairing) note(text []byte) {
	text = append(curl.WithoutMeter(text), '\n')
	p.before = append(p.before, text[:min(len(text), maxOther+1-len(p.before))]...)
}

// open returns the exchange of the next message.
func (p *pairing) open() *Exchange {
	x := p.next
	x.note(p.before)
	p.next, p.before = Exchange{}, p.before[:0]
	return &x
}

// wait makes a half wait.
func (p *pairing) wait(h *half) bool {
	p.waiting = append(p.waiting, h)
	h.fieldBytes = h.exchange.fieldBytes()
	p.fieldBytes += h.fieldBytes
	p.size += h.exchange.bodyBytes()
	return p.release(p.most, p.limit)
}

// take removes a half that waits, and returns it.
func (p *pairing) take(i int) *half {
	h := p.waiting[i]
	p.waiting = slices.Delete(p.waiting, i, i+1)
	p.size -= h.exchange.bodyBytes()
	p.fieldBytes -= h.fieldBytes
	return h
}

// release yields the oldest halves, until at most that many wait, with bodies of at most
// size bytes. Damaged ones are dropped.
func (p *pairing) release(most, size int) bool {
	for len(p.waiting) > most || p.size > size || p.fieldBytes > maxFieldBytes {
		h := p.take(0)
		h.exchange.Response.Lost = h.isRequest
		if !h.isDamaged && !p.yieldNext(h.exchange) {
			return false
		}
	}
	return true
}

// yieldNext numbers an exchange, and yields it.
func (p *pairing) yieldNext(x *Exchange) bool {
	p.number++
	x.Entry = p.number
	return p.yield(x, nil)
}

// fail yields an error.
func (p *pairing) fail(entry int, at Position, failure *Defect) bool {
	return p.yield(nil, failure.failure(p.format, entry, at))
}
