package smscodec

import (
	"iter"
	"slices"
)

// Readings yields what an answer can mean where the request is lost: what a
// strict Codec reads, the server's refusals as *APIError. The charset is UTF8
// if the bytes are valid UTF-8, else Windows1251 and then KOI8R. Within it come
// JSON, XML, Plain, CSV; within a format an error, a list with registrations,
// one with statuses, an id or OK, a list of names. What reads the same under
// several requests of a format comes once, with the first of them, so one pair
// may stand for several requests: a refusal comes with OpGet, an OK with
// OpChange, an empty list with Operators.
func Readings(data []byte) iter.Seq2[Request, Reply] {
	return func(yield func(Request, Reply) bool) {
		charsets := []Charset{UTF8}
		if UTF8.invalid(data) >= 0 {
			charsets = []Charset{Windows1251, KOI8R}
		}
		var seen [len(formatNames)][]Reply
		for _, charset := range charsets {
			for _, format := range []Format{JSON, XML, Plain, CSV} {
				for req, reply := range readings(data, format, charset) {
					if slices.ContainsFunc(seen[format], func(r Reply) bool { return Equal(r, reply) }) {
						continue
					}
					seen[format] = append(seen[format], reply)
					if !yield(req, reply) {
						return
					}
				}
			}
		}
	}
}

// readings yields the readings of one format and charset, with repetitions.
func readings(data []byte, format Format, charset Charset) iter.Seq2[Request, Reply] {
	return func(yield func(Request, Reply) bool) {
		strict := Codec{Reject: AllQuirks}
		for _, req := range []Request{
			{Op: OpGet, Operators: true},
			{Op: OpGet, All: true},
			{Op: OpAdd},
			{Op: OpChange},
			{Op: OpGet},
		} {
			req.Format, req.Charset = format, charset
			reply, err := strict.Decode(data, req)
			if refusal, ok := err.(*APIError); ok {
				// An error is one under every request, and nothing else.
				yield(Request{Op: OpGet, Format: format, Charset: charset}, refusal)
				return
			}
			if err == nil && !yield(req, reply) {
				return
			}
		}
	}
}
