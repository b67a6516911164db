package smscodec

import (
	"iter"
	"strings"
)

// The ways in: Decode and Senders.
//
// Decode tries the fast paths first: documentedAnswer, then documentedRows. What these
// leave is read by decodeAny with a decoder. Senders always uses a decoder, as it yields
// rows while reading.

// Decode reads an answer with the zero Codec.
func Decode(data []byte, req Request) (reply Reply, err error) {
	var list List
	if list, reply, err = decode(Codec{}, data, req); list != nil {
		reply = list
	}
	return
}

// Decode reads the answer to a request. The server's refusal is an *APIError
// as the error, data that is no answer to the request a *ParseError. What is
// returned shares no memory with data.
func (c Codec) Decode(data []byte, req Request) (reply Reply, err error) {
	// This is inlined, as is Decode: the list is converted to a Reply in the caller, where
	// that allocates only if the Reply is kept.
	var list List
	if list, reply, err = decode(c, data, req); list != nil {
		reply = list
	}
	return
}

// decode reads an answer. It returns a list apart from other replies.
func decode(c Codec, data []byte, req Request) (List, Reply, error) {
	if req.invalid() != nil {
		return decodeAny(c, data, req, nil, 0, arena{})
	}
	if reply, refusal := documentedAnswer(data, req); refusal != nil {
		return nil, nil, refusal
	} else if reply != nil {
		return nil, reply, nil
	}
	a := arena{data: data}
	list, pos, whole := a.documentedRows(req, c.columns())
	if whole {
		return list, nil, nil
	}
	return decodeAny(c, data, req, list, pos, a)
}

// decodeAny reads an answer in any layout. If it is a list whose first rows have been read,
// up to pos, it reads the others.
func decodeAny(c Codec, data []byte, req Request, list List, pos int, a arena) (List, Reply, error) {
	d := decoder{arena: a}
	d.arena.chunk = strings.Builder{} // a Builder must not be used after it has been copied
	reply := d.open(c, data, req)
	if d.rows {
		d.resume(len(list), pos)
		list = d.list(list)
	}
	if err := d.close(reply); err != nil {
		return nil, nil, err
	}
	return list, reply, nil
}

// resume goes to the offset after rows that have been read without this decoder.
func (d *decoder) resume(rows, pos int) {
	if rows == 0 {
		return
	}
	d.row, d.pos = rows, pos
	d.lines.ahead = false
	d.shareColumns()
}

// list reads the rest of a list.
func (d *decoder) list(list List) List {
	var r rowReader
	if d.row > 0 {
		r.start(d)
		r.missed = true
	}
	for r.next(d) {
		if r.batch.n > 0 {
			list = d.arena.keep(list, &r.batch, d.pos, d.req, d.columns)
		} else {
			list = append(d.arena.grow(list, 1, d.pos), r.other)
		}
	}
	if list == nil {
		return List{}
	}
	return shrink(list)
}

// Senders yields the rows of a list one by one, keeping none: those of Decode,
// or some of them and then, once and last, Decode's error beside the zero
// Sender. For another operation than OpGet it yields nothing, or the error. Data
// is checked to its end unless the caller stops early, so rows may have gone by
// when an error comes.
func (c Codec) Senders(data []byte, req Request) iter.Seq2[Sender, error] {
	return func(yield func(Sender, error) bool) {
		var d decoder
		reply := d.open(c, data, req)
		var r rowReader
		for d.rows && r.next(&d) {
			var rows [len(r.batch.names)]Sender
			n := r.batch.n
			if n > 0 {
				r.batch.senders(rows[:n], d.string(r.batch.text[:r.batch.used]), req, d.columns)
			} else {
				rows[0], n = r.other, 1
			}
			for _, s := range rows[:n] {
				if !yield(s, nil) {
					return
				}
			}
		}
		if err := d.close(reply); err != nil {
			yield(Sender{}, err)
		}
	}
}
