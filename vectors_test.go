package smscodec_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
)

// The conformance vectors: every case holds in both directions.

// The bodies of a case are read as its reply, the same in every format, or are
// refused where the case says.
func TestVectorsDecode(t *testing.T) {
	eachVector(t, func(t *testing.T, v vector) {
		if *update {
			v.save(t)
			var err error
			if v, err = loadVector(v.name); err != nil {
				t.Fatal(err)
			}
		}
		if len(v.bodies) == 0 {
			t.Error("the case has no body")
		}
		for _, f := range v.Formats() {
			reply, reports, err := v.decodeReporting(f)
			if v.reply == nil {
				if err == nil {
					t.Errorf("%v: read as %v, want it refused", f, reply)
				} else if diff := cmp.Diff(v.refused[f], refusal(err)); diff != "" {
					t.Errorf("%v: the refusal differs (-want +got), %v:\n%s", f, err, diff)
				}
				continue
			}
			if err != nil {
				t.Errorf("%v: %v", f, err)
				continue
			}
			if diff := cmp.Diff(v.ReplyIn(f), reply); diff != "" {
				t.Errorf("%v: the reply differs (-want +got):\n%s", f, diff)
			}
			if diff := cmp.Diff(v.reports[f], reports); diff != "" {
				t.Errorf("%v: the departures differ (-want +got):\n%s", f, diff)
			}
		}
		for f := range v.reports {
			if v.bodies[f] == nil || v.reply == nil {
				t.Errorf("%v: the case has departures of a body that is not accepted", f)
			}
		}
		for f := range v.refused {
			if v.bodies[f] == nil || v.reply != nil {
				t.Errorf("%v: the case has an error of a body that is not refused", f)
			}
		}
	})
}

// Lines and columns match the offsets.
func TestVectorsPositions(t *testing.T) {
	eachVector(t, func(t *testing.T, v vector) {
		for _, f := range v.Formats() {
			findings := v.reports[f]
			if at, ok := v.refused[f]; ok {
				findings = append(findings, at)
			}
			for _, at := range findings {
				before := v.bodies[f][:at.Offset]
				line := 1 + bytes.Count(before, []byte("\n"))
				col := at.Offset - bytes.LastIndexByte(before, '\n')
				if at.Line != line || at.Col != col {
					t.Errorf("%v: offset %d is %d:%d, the case says %d:%d", f, at.Offset, line, col, at.Line, at.Col)
				}
			}
		}
	})
}

// The reply is written as its bodies, unless they are variants.
func TestVectorsAppend(t *testing.T) {
	eachVector(t, func(t *testing.T, v vector) {
		if v.reply == nil {
			return
		}
		for f := smscodec.Plain; f <= smscodec.JSON; f++ {
			body, err := v.codec.Append(nil, v.reply, v.RequestIn(f))
			refused, unrepresentable := v.Want.Unrepresentable[f]
			switch {
			case v.variant:
				if v.bodies[f] != nil && err == nil && bytes.Equal(body, v.bodies[f]) {
					t.Errorf("%v: not a variant, Append writes it", f)
				}
			case unrepresentable:
				if err == nil {
					t.Errorf("%v: wrote %q, want it refused", f, body)
				} else if diff := cmp.Diff(refused, encodeRefusal(err)); diff != "" {
					t.Errorf("%v: the refusal differs (-want +got), %v:\n%s", f, err, diff)
				}
			case err != nil:
				t.Errorf("%v: %v", f, err)
			case v.bodies[f] == nil:
				t.Errorf("%v: the case has no body", f)
			default:
				if diff := cmp.Diff(string(v.bodies[f]), string(body)); diff != "" {
					t.Errorf("%v: the body differs (-want +got):\n%s", f, diff)
				}
			}
		}
	})
}

// If a departure is rejected, the error is at its position. Rejecting departures that
// a body does not have changes nothing.
func TestVectorsRejectQuirks(t *testing.T) {
	eachVector(t, func(t *testing.T, v vector) {
		for _, f := range v.Formats() {
			if v.reply == nil {
				v.checkStrictRefusal(t, f)
				continue
			}
			first := map[smscodec.Quirk]finding{}
			var departures smscodec.Quirk
			for _, at := range v.reports[f] {
				if departures&at.Quirk == 0 {
					departures |= at.Quirk
					first[at.Quirk] = at
				}
			}
			c := v.codec
			for quirk, at := range first {
				c.Reject = quirk
				_, err := v.decode(c, f)
				got := refusal(err)
				at.Kind = got.Kind // the contract leaves it open
				if diff := cmp.Diff(at, got); diff != "" {
					t.Errorf("%v: rejecting %v (-want +got):\n%s", f, quirk, diff)
				}
			}
			c.Reject = smscodec.AllQuirks &^ departures
			reply, err := v.decode(c, f)
			if diff := cmp.Diff(v.ReplyIn(f), reply); err != nil || diff != "" {
				t.Errorf("%v: rejecting %v: %v (-want +got):\n%s", f, c.Reject, err, diff)
			}
		}
	})
}

// checkStrictRefusal checks that strict refuses a body too. A syntax error comes
// before rejected departures, so then the error is the same.
func (v vector) checkStrictRefusal(t *testing.T, f smscodec.Format) {
	strict := v.codec
	strict.Reject = smscodec.AllQuirks
	reply, err := v.decode(strict, f)
	if err == nil {
		t.Errorf("%v: strict reads it as %v", f, reply)
		return
	}
	switch v.refused[f].Kind {
	case "syntax", "eof", "charset", "duplicate", "unsupported":
		if diff := cmp.Diff(v.refused[f], refusal(err)); diff != "" && v.refused[f].Quirk == 0 {
			t.Errorf("%v: the refusal of strict differs (-want +got):\n%s", f, diff)
		}
	}
}

// Rows with the same operators share their Columns, whatever the order of the
// operators in each row.
func TestVectorsShareColumns(t *testing.T) {
	eachVector(t, func(t *testing.T, v vector) {
		for _, f := range v.Formats() {
			reply, _ := v.decode(v.codec, f)
			list, _ := reply.(smscodec.List)
			for i, a := range list {
				for _, b := range list[i+1:] {
					same := operatorSet(a) == operatorSet(b)
					if shared := a.Registrations.Columns() == b.Registrations.Columns(); same != shared {
						t.Errorf("%v: %q and %q: same operators %t, same Columns %t", f, a.Name, b.Name, same, shared)
					}
				}
			}
		}
	})
}

// operatorSet returns a sender's operators, sorted.
func operatorSet(s smscodec.Sender) string {
	var operators []string
	for op := range s.Registrations.All() {
		operators = append(operators, string(op))
	}
	slices.Sort(operators)
	return strings.Join(operators, " ")
}
