package main

// What a peer is: a name and a decoder for each shape of answer. smscodec has the same
// decoders, so that everything is measured in the same way.

import (
	"errors"

	"github.com/smscodec/smscodec"
)

// A decoder decodes answers of one shape. It keeps its last result, in the peer's own
// type, until it is reset. The zero decoder means that there is none.
type decoder struct {
	loop   func(body []byte, n int) error // decodes body n times
	result func() any                     // returns the last result, as []row or answer
	reset  func()                         // forgets the last result
}

// newDecoder returns a decoder that calls decode. convert converts a result to []row or
// answer, the types in which results are compared.
func newDecoder[T any](decode func(body []byte) (T, error), convert func(T) any) decoder {
	kept := new(T)
	return decoder{
		loop: func(body []byte, n int) error {
			for range n {
				v, err := decode(body)
				if err != nil {
					return err
				}
				*kept = v
			}
			return nil
		},
		result: func() any { return convert(*kept) },
		reset:  func() { *kept = *new(T) },
	}
}

// newRowsDecoder is newDecoder for results that are []row already.
func newRowsDecoder(decode func(body []byte) ([]row, error)) decoder {
	return newDecoder(decode, func(rows []row) any { return rows })
}

// newAnswerDecoder is newDecoder for results that are answer already.
func newAnswerDecoder(decode func(body []byte) (answer, error)) decoder {
	return newDecoder(decode, func(a answer) any { return a })
}

// smscodecDecoder decodes with smscodec, as its documentation shows.
func smscodecDecoder(s shape, format smscodec.Format) decoder {
	req := s.request(format)
	switch s {
	case failure:
		return newDecoder(func(body []byte) (*smscodec.APIError, error) {
			_, err := smscodec.Decode(body, req)
			if apiErr, ok := err.(*smscodec.APIError); ok { // Decode never wraps it
				return apiErr, nil
			}
			return nil, errors.Join(errAnswer, err)
		}, func(e *smscodec.APIError) any { return answer{Error: e.Text, Code: int(e.Code)} })
	case added:
		return newDecoder(func(body []byte) (smscodec.Reply, error) { return smscodec.Decode(body, req) },
			func(reply smscodec.Reply) any { return answer{ID: reply.(smscodec.Added).ID} })
	case done:
		return newDecoder(func(body []byte) (smscodec.Reply, error) { return smscodec.Decode(body, req) },
			func(reply smscodec.Reply) any { return answer{OK: reply == smscodec.Done{}} })
	}
	return newDecoder(func(body []byte) (smscodec.List, error) {
		reply, err := smscodec.Decode(body, req)
		if err != nil {
			return nil, err
		}
		return reply.(smscodec.List), nil
	}, func(list smscodec.List) any { return rowsOf(list) })
}

// A peer is another way to decode the answers of a format.
type peer struct {
	name    string
	module  string                // path of its module; "" for the standard library and this program
	decoder func(s shape) decoder // returns the zero decoder for a shape that the peer does not decode
	accepts []string              // names of the probes that it accepts: see probes.go
}

// Names of subjects that several files use.
const (
	smscodecName  = "smscodec"
	sonicName     = "sonic"
	byHand        = "bytes.Cut by hand"
	strconvByHand = "strconv.Append by hand"
)
