// Package redact copies captures so that they are safe to share. A copy is not the
// capture without what is secret: it is written anew, from what is known to be safe.
//
//	part            in the copy
//	other requests  no: those to other endpoints are counted
//	method, status  GET, POST or HEAD; the number
//	scheme, host    the vendor's; for any other host example.invalid
//	path            sys/senders.php, or sys/get.php for get_senders
//	parameters      those that the vendor documents: operations, fmt, all, operators and
//	                charset with documented values; sender and id as in a body; others as x
//	headers         the request's media type; the response's Content-Type, Content-Length,
//	                Content-Encoding and Transfer-Encoding, out of lists
//	body            of an answer the grammar, the documented members with their codes, ids,
//	                names and recorded error texts; all else is x, or other digits
//	any other body  its kind and size
//
// All else is not in a copy. Names of senders stay. In what is copied of a body, the
// secrets that the exchange has elsewhere are masked: logins, passwords, keys, codes,
// cookies and credentials of 4 bytes or more. A copy is checked before it is written; an
// exchange whose copy still has such a secret is left out. Where a body is kept, package
// lint has the same findings about it as before.
//
//	redact.go    the way in: exchanges in, copies out
//	exchange.go  an exchange, and the check of its copy
//	request.go   requests and headers
//	body.go      bodies: which are copied
//	json.go, xml.go, lines.go  answers: which parts the copy takes
//	marks.go     what it has in place of the others
//	phones.go    phone numbers
//	words.go     the lists
//	write.go     the formats of a copy
//	copier.go    what is kept between exchanges
package redact

import (
	"io"
	"iter"
	"runtime"

	"github.com/smscodec/smscodec/capture"
)

// A Redactor copies captures. The zero value writes JSON Lines.
type Redactor struct {
	Reader capture.Reader // reads the captures
	// To is the format of the copy: JSONLines, which Auto stands for too, or HAR.
	To capture.Format
	// KeepBodies copies bodies of text that are no answers, and names that are not as
	// documented, with the exchange's secrets masked, and nothing else.
	KeepBodies bool
	// Phones replaces numbers of seven or more digits in names and text, also with
	// spaces, hyphens or brackets among them, by others of the same length: in one copy
	// the same number by the same. Ids and codes stay.
	Phones bool
	// URL is the URL that was requested where the capture has none; "" if it is unknown.
	// With a URL, a capture that is not recognised is the body of an answer.
	URL string
	// LeftOut, if it is set, is called with each exchange that is not in the copy but
	// should be, or could not be read: its number, or 0, and why.
	LeftOut func(entry int, err error)
}

// A Summary says what became of the exchanges of a capture.
type Summary struct {
	Copied    int
	Elsewhere int // requests to other endpoints, which are not copied
	LeftOut   int // exchanges that are not in the copy but should be
	Omitted   int // bodies that are not in the copies of their exchanges
}

// Redact copies a capture, keeping none. An error is what dst or src reports; or, if
// nothing could be copied, why. If nothing is copied, nothing is written.
func (r Redactor) Redact(dst io.Writer, src io.Reader) (s Summary, err error) {
	out := newWriter(dst, r.To)
	var first error // why an exchange is not copied
	for part := range r.parts(src) {
		s.Copied += part.Copied
		s.Elsewhere += part.Elsewhere
		s.Omitted += part.Omitted
		s.LeftOut += len(part.left)
		for _, left := range part.left {
			if first == nil {
				first = left.err
			}
			if r.LeftOut != nil {
				r.LeftOut(left.entry, left.err)
			}
		}
		err = part.err
		if err == nil {
			err = out.write(part.copy)
		}
		if err != nil {
			return s, err
		}
	}
	if s.Copied == 0 {
		return s, first
	}
	return s, out.close()
}

// A copiedPart is the copy of a part of a capture.
type copiedPart struct {
	Summary
	copy []byte
	left []leftOut
	err  error // of reading
}

// A leftOut is an exchange that is not copied.
type leftOut struct {
	entry int
	err   error
}

// parts yields the copies of a capture's parts, which are made on all cores, in order.
func (r Redactor) parts(src io.Reader) iter.Seq[copiedPart] {
	return func(yield func(copiedPart) bool) {
		workers := runtime.GOMAXPROCS(0)
		copiers := make(chan *copier, workers)
		var numbers *phones
		if r.Phones {
			numbers = newPhones()
		}
		for range workers {
			copiers <- &copier{keepBodies: r.KeepBodies, url: r.URL, phones: numbers}
		}
		pending := make(chan chan copiedPart, workers)
		stop := make(chan struct{})
		go func() {
			defer close(pending)
			reader := r.Reader
			reader.Asked = reader.Asked || r.URL != ""
			for part := range reader.Parts(src) {
				done := make(chan copiedPart, 1)
				c := <-copiers
				go func() {
					done <- c.part(part, r.To)
					copiers <- c
				}()
				select {
				case pending <- done:
				case <-stop:
					return
				}
			}
		}()
		isStopped := false
		for done := range pending {
			if part := <-done; !isStopped && !yield(part) {
				isStopped = true
				close(stop) // src is not read any more when pending is closed
			}
		}
	}
}

// part copies a part of a capture.
func (c *copier) part(part capture.Part, to capture.Format) (p copiedPart) {
	out := newEncoder(to)
	for x, err := range part.Exchanges() {
		var copied *capture.Exchange
		entry := 0
		switch wrong, isCapture := err.(*capture.Error); {
		case err == nil:
			entry = x.Entry
			copied, err = c.copy(x)
		case !isCapture:
			p.err = err
			return p
		default:
			entry = wrong.Entry
		}
		switch {
		case err != nil:
			p.left = append(p.left, leftOut{entry, err})
		case copied == nil:
			p.Elsewhere++
		default:
			p.Copied++
			if copied.Response.BodyOmitted {
				p.Omitted++
			}
			out.encode(copied)
		}
	}
	p.copy = out.text.Bytes()
	return p
}
