package main

import (
	"errors"

	"github.com/smscodec/smscodec"
)

// A reading is a way to read answers of one shape. It keeps what it read last,
// in the type of whoever reads, until it is told to drop it. The zero reading
// stands for none.
type reading struct {
	loop func(body []byte, n int) error // reads n times
	said func() any                     // what is kept, as []row or answer
	drop func()
}

// keep makes a reading of a function that decodes, and one that puts what was
// decoded into the types that all readings are compared in.
func keep[T any](decode func(body []byte) (T, error), said func(T) any) reading {
	kept := new(T)
	return reading{
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
		said: func() any { return said(*kept) },
		drop: func() { *kept = *new(T) },
	}
}

// keepRows is keep for those whose rows are the common ones.
func keepRows(decode func(body []byte) ([]row, error)) reading {
	return keep(decode, func(rows []row) any { return rows })
}

// keepAnswer is keep for those whose answer is the common one.
func keepAnswer(decode func(body []byte) (answer, error)) reading {
	return keep(decode, func(a answer) any { return a })
}

// ours reads as smscodec is used.
func ours(s shape, format smscodec.Format) reading {
	req := s.request(format)
	switch s {
	case failure:
		return keep(func(body []byte) (*smscodec.APIError, error) {
			_, err := smscodec.Decode(body, req)
			if refusal, ok := err.(*smscodec.APIError); ok { // never wrapped
				return refusal, nil
			}
			return nil, errors.Join(errWord, err)
		}, func(e *smscodec.APIError) any { return answer{Error: e.Text, Code: int(e.Code)} })
	case added:
		return keep(func(body []byte) (smscodec.Reply, error) { return smscodec.Decode(body, req) },
			func(reply smscodec.Reply) any { return answer{ID: reply.(smscodec.Added).ID} })
	case done:
		return keep(func(body []byte) (smscodec.Reply, error) { return smscodec.Decode(body, req) },
			func(reply smscodec.Reply) any { return answer{OK: reply == smscodec.Done{}} })
	}
	return keep(func(body []byte) (smscodec.List, error) {
		reply, err := smscodec.Decode(body, req)
		if err != nil {
			return nil, err
		}
		return reply.(smscodec.List), nil
	}, func(list smscodec.List) any { return rowsOf(list) })
}

// A peer is another way to read the answers of a format.
type peer struct {
	name   string
	module string                // where it comes from, if not from Go or this program
	reads  func(s shape) reading // the zero reading where it reads no such shape
	passes []string              // the probes that it lets pass: see probes.go
}

// The names of peers that several formats have.
const (
	self          = "smscodec"
	sonicName     = "sonic"
	byHand        = "bytes.Cut by hand"
	strconvByHand = "strconv.Append by hand"
)
