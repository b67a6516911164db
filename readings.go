package smscodec

import (
	"iter"
	"slices"
)

// Answers without their request: Readings tries all requests.

// Readings yields what an answer can mean if the request is not known: what a strict Codec
// decodes, and the server's refusals as *APIError. The charset is UTF8 if the bytes are
// valid UTF-8, else Windows1251 and then KOI8R. Within a charset the formats are JSON,
// XML, Plain, CSV; within a format the order is an error, a list with registrations, one
// with statuses, an id or OK, a list of names. A reply that several requests of a format
// have in common is yielded once, with the first of them, so one pair may stand for several
// requests: a refusal comes with OpGet, an OK with OpChange, an empty list with Operators.
func Readings(data []byte) iter.Seq2[Request, Reply] {
	return func(yield func(Request, Reply) bool) {
		strict := Codec{Reject: AllQuirks}
		var seen [len(formats)][]Reply
		for _, req := range readingRequests(data) {
			reply, err := strict.Decode(data, req)
			if refusal, ok := err.(*APIError); ok {
				reply, err = refusal, nil // under every request
				req = Request{Op: OpGet, Format: req.Format, Charset: req.Charset}
			}
			if err != nil || slices.ContainsFunc(seen[req.Format], func(r Reply) bool { return Equal(r, reply) }) {
				continue
			}
			seen[req.Format] = append(seen[req.Format], reply)
			if !yield(req, reply) {
				return
			}
		}
	}
}

// readingRequests returns the requests that Readings tries, in order.
func readingRequests(data []byte) (requests []Request) {
	charsets := []Charset{UTF8}
	if UTF8.invalid(data) >= 0 {
		charsets = []Charset{Windows1251, KOI8R}
	}
	for _, charset := range charsets {
		for _, format := range []Format{JSON, XML, Plain, CSV} {
			for _, req := range []Request{
				{Op: OpGet, Operators: true},
				{Op: OpGet, All: true},
				{Op: OpAdd},
				{Op: OpChange},
				{Op: OpGet},
			} {
				req.Format, req.Charset = format, charset
				requests = append(requests, req)
			}
		}
	}
	return requests
}
