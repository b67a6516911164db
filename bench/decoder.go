package main

import (
	"errors"

	"github.com/smscodec/smscodec"
)

// A decoder is a way to read answers of one shape. It keeps what it read last,
// in the type of whoever reads, until it is told to drop it. The zero reading
// stands for none.
type decoder struct {
	loop   func(body []byte, n int) error // reads n times
	result func() any                     // what is kept, as []row or answer
	reset  func()
}

// newDecoder makes a reading of a function that decodes, and one that puts what was
// decoded into the types that all readings are compared in.
func newDecoder[T any](decode func(body []byte) (T, error), result func(T) any) decoder {
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
		result: func() any { return result(*kept) },
		reset:  func() { *kept = *new(T) },
	}
}

// newRowsDecoder is keep for those whose rows are the common ones.
func newRowsDecoder(decode func(body []byte) ([]row, error)) decoder {
	return newDecoder(decode, func(rows []row) any { return rows })
}

// newAnswerDecoder is keep for those whose answer is the common one.
func newAnswerDecoder(decode func(body []byte) (answer, error)) decoder {
	return newDecoder(decode, func(a answer) any { return a })
}

// smscodecDecoder reads as smscodec is used.
func smscodecDecoder(s shape, format smscodec.Format) decoder {
	req := s.request(format)
	switch s {
	case failure:
		return newDecoder(func(body []byte) (*smscodec.APIError, error) {
			_, err := smscodec.Decode(body, req)
			if refusal, ok := err.(*smscodec.APIError); ok { // never wrapped
				return refusal, nil
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

// A peer is another way to read the answers of a format.
type peer struct {
	name    string
	module  string                // where it comes from, if not from Go or this program
	decoder func(s shape) decoder // the zero reading where it reads no such shape
	accepts []string              // the probes that it lets pass: see probes.go
}

// The names of peers that several formats have.
const (
	smscodecName  = "smscodec"
	sonicName     = "sonic"
	byHand        = "bytes.Cut by hand"
	strconvByHand = "strconv.Append by hand"
)
