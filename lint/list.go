package lint

// Decodes an answer without keeping all of a long list: decoded senders may take forty times
// the memory of the body.

import (
	"errors"
	"iter"
	"slices"

	"github.com/smscodec/smscodec"
)

// Bounds of the part of a list that is in memory.
const (
	maxWhole  = 64 << 10 // bytes of a body whose list is decoded at once
	pieceRows = 512      // rows of a longer list that are decoded at a time
)

// An answer is a decoded answer.
type answer struct {
	reply   smscodec.Reply // of a list, the first sender at most
	senders int            // in the list
	whole   smscodec.List  // all of them, if the body is not long
}

// decode decodes a body. A refusal is an answer, not an error.
func decode(codec smscodec.Codec, body []byte, req smscodec.Request) (answer, error) {
	if req.Op == smscodec.OpGet && len(body) > maxWhole {
		return decodeLong(codec, body, req)
	}
	reply, err := codec.Decode(body, req)
	if refusal, ok := errors.AsType[*smscodec.APIError](err); ok {
		return answer{reply: refusal}, nil
	}
	if list, ok := reply.(smscodec.List); ok {
		return answer{reply: list[:min(len(list), 1)], senders: len(list), whole: list}, err
	}
	return answer{reply: reply}, err
}

func decodeLong(codec smscodec.Codec, body []byte, req smscodec.Request) (answer, error) {
	first := smscodec.List{}
	n := 0
	for s, err := range codec.Senders(body, req) {
		if refusal, ok := errors.AsType[*smscodec.APIError](err); ok {
			return answer{reply: refusal}, nil
		}
		if err != nil {
			return answer{}, err
		}
		if n == 0 {
			first = append(first, s)
		}
		n++
	}
	return answer{reply: first, senders: n}, nil
}

// pieces yields the rows of a list that has been decoded from a body, a piece at a time,
// with the index of the piece's first row. A piece is valid until the next one.
func (a *answer) pieces(codec smscodec.Codec, body []byte, req smscodec.Request) iter.Seq2[int, smscodec.List] {
	return func(yield func(int, smscodec.List) bool) {
		if a.senders == len(a.whole) {
			yield(0, a.whole)
			return
		}
		codec.Report = nil // decode has reported each departure
		row := 0
		var piece smscodec.List
		for s := range codec.Senders(body, req) { // decode has found no error
			piece = append(piece, s)
			if len(piece) == pieceRows {
				if !yield(row, piece) {
					return
				}
				row += len(piece)
				piece = slices.Delete(piece, 0, len(piece)) // and drop the names
			}
		}
		if len(piece) > 0 {
			yield(row, piece)
		}
	}
}
