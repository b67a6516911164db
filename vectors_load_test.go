package smscodec_test

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/vectors"
)

// Reading the conformance vectors in testdata/vectors, with internal/vectors.

const vectorDir = "testdata/vectors"

// A vector is one case.
type vector struct {
	vectors.Vector
	name    string
	request smscodec.Request // without the format; see RequestIn
	codec   smscodec.Codec
	reply   smscodec.Reply // nil if the bodies are refused
	variant bool           // the bodies are not spelled as Append spells them
	bodies  map[smscodec.Format][]byte
	reports map[smscodec.Format][]finding
	refused map[smscodec.Format]finding
}

type (
	finding       = vectors.Finding
	encodeFinding = vectors.EncodeFinding
)

// departure returns the finding of a departure that was accepted.
func departure(e *smscodec.ParseError) finding {
	return finding{Quirk: e.Quirk, Offset: e.Offset, Line: e.Line, Col: e.Col, Row: e.Row, Field: e.Field}
}

// refusal returns the finding of an error, which must be a *ParseError.
func refusal(err error) finding {
	var e *smscodec.ParseError
	if !errors.As(err, &e) {
		return finding{Kind: fmt.Sprintf("no ParseError: %v", err)}
	}
	f := departure(e)
	f.Kind = vectors.KindName(e.Err)
	return f
}

// decode reads one of the bodies, and returns the server's refusal as a reply.
func (v vector) decode(c smscodec.Codec, f smscodec.Format) (smscodec.Reply, error) {
	return decodeOf(c, v.bodies[f], v.RequestIn(f))
}

// decodeReporting is decode, and also returns the departures that were accepted.
func (v vector) decodeReporting(f smscodec.Format) (smscodec.Reply, []finding, error) {
	var reports []finding
	c := v.codec
	c.Report = func(e *smscodec.ParseError) { reports = append(reports, departure(e)) }
	reply, err := v.decode(c, f)
	return reply, reports, err
}

func loadVectors(tb testing.TB) []vector {
	tb.Helper()
	entries, err := os.ReadDir(vectorDir)
	if err != nil {
		tb.Fatal(err)
	}
	var all []vector
	for _, entry := range entries {
		v, err := loadVector(entry.Name())
		if err != nil {
			tb.Fatalf("%s/%s: %v", vectorDir, entry.Name(), err)
		}
		all = append(all, v)
	}
	return all
}

func loadVector(name string) (vector, error) {
	v, err := vectors.Read(os.DirFS(vectorDir), name)
	return vector{
		Vector: v, name: v.Name, request: v.Request, codec: v.Codec, reply: v.Reply, variant: v.Want.Variant, bodies: v.Bodies,
		reports: v.Want.Reports, refused: v.Want.Refused,
	}, err
}

// encodeRefusal returns the finding of an error, which must be an *EncodeError.
func encodeRefusal(err error) encodeFinding {
	var e *smscodec.EncodeError
	if !errors.As(err, &e) {
		return encodeFinding{Kind: fmt.Sprintf("no EncodeError: %v", err)}
	}
	return encodeFinding{Kind: vectors.KindName(e.Err), Row: e.Row, Field: e.Field}
}

// eachVector runs a test on every vector.
func eachVector(t *testing.T, test func(t *testing.T, v vector)) {
	for _, v := range loadVectors(t) {
		t.Run(v.name, func(t *testing.T) { test(t, v) })
	}
}
