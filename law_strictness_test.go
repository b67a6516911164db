package smscodec_test

import (
	"fmt"
	"io"
	"slices"

	"github.com/smscodec/smscodec"
)

// Laws on departures: what a codec accepts, reports and rejects.

// Law 3: What strict accepts, every codec with the same Columns reads the same
// way, and reports nothing.
func lawStrictReads(a answer) error {
	want, err := a.readBy(rejecting(a.codec, smscodec.AllQuirks))
	if err != nil {
		return nil
	}
	for _, reject := range []smscodec.Quirk{a.codec.Reject, 0} {
		c := rejecting(a.codec, reject)
		if err := a.readsAs(c, want); err != nil {
			return err
		}
		if _, reports, _ := a.readReporting(c); len(reports) > 0 {
			return fmt.Errorf("rejecting %q, a departure is reported: %w", reject, reports[0])
		}
	}
	return nil
}

// Law 4: What the zero codec accepts without a Report, strict accepts.
func lawUnreported(a answer) error {
	want, reports, err := a.readReporting(rejecting(a.codec, 0))
	if err != nil || len(reports) > 0 {
		return nil
	}
	return a.readsAs(rejecting(a.codec, smscodec.AllQuirks), want)
}

// If the quirks A are a subset of B, what is accepted rejecting B reads the same
// rejecting A. The law is checked for A with one quirk less than B, from which it
// follows for any subset.
func lawLeniency(a answer) error {
	want, err := a.read()
	if err != nil {
		return nil
	}
	for quirk := smscodec.Quirk(1); quirk < smscodec.AllQuirks; quirk <<= 1 {
		if a.codec.Reject&quirk != 0 {
			if err := a.readsAs(rejecting(a.codec, a.codec.Reject&^quirk), want); err != nil {
				return err
			}
		}
	}
	return nil
}

// Let the zero codec accept an answer, and take any set of quirks. If no report is
// of these quirks, rejecting them changes neither the reply nor the reports.
// Otherwise the answer is refused, and the error is the first of those reports,
// as that has the lowest offset. Departures at lower offsets are still reported;
// departures at the same offset may be.
func lawRejected(a answer) error {
	lenient := rejecting(a.codec, 0)
	want, departures, err := a.readReporting(lenient)
	if err != nil {
		return nil
	}
	var all smscodec.Quirk
	sets := []smscodec.Quirk{a.codec.Reject, smscodec.AllQuirks}
	for _, e := range departures {
		all |= e.Quirk
		sets = append(sets, e.Quirk, smscodec.AllQuirks&^e.Quirk)
	}
	sets = append(sets, smscodec.AllQuirks&^all)
	slices.Sort(sets)
	for _, reject := range slices.Compact(sets) {
		got, reports, err := a.readReporting(rejecting(a.codec, reject))
		first := slices.IndexFunc(departures, func(e *smscodec.ParseError) bool { return e.Quirk&reject != 0 })
		atLeast, atMost := len(departures), len(departures)
		switch {
		case first < 0 && err != nil:
			return fmt.Errorf("rejecting %q, which was not reported: %w", reject, err)
		case first < 0:
			if diff := differs(want, got); diff != "" {
				return fmt.Errorf("rejecting %q, the reply differs %s", reject, diff)
			}
		case err == nil:
			return fmt.Errorf("rejecting %q, it is accepted, but was reported: %w", reject, departures[first])
		case !sameError(departures[first], err):
			return fmt.Errorf("rejecting %q: error %+v, want %+v", reject, *err, *departures[first])
		default:
			atLeast = slices.IndexFunc(departures, func(e *smscodec.ParseError) bool { return e.Offset == err.Offset })
			atMost = first
		}
		if n := len(reports); n < atLeast || n > atMost || !slices.EqualFunc(departures[:n], reports, sameError) {
			return fmt.Errorf("rejecting %q: %d departures reported, want the first %d to %d", reject, n, atLeast, atMost)
		}
	}
	return nil
}

// An error names a quirk only if it can be accepted: a codec that accepts it either
// accepts the answer, or finds another error, which is at a higher offset or of
// another quirk at the same offset.
func lawAcceptable(a answer) error {
	_, err := a.read()
	if err == nil || err.Quirk == 0 {
		return nil
	}
	_, next := a.readBy(rejecting(a.codec, a.codec.Reject&^err.Quirk))
	switch {
	case next == nil || next.Offset > err.Offset:
		return nil
	case next.Offset == err.Offset && next.Quirk&^err.Quirk != 0:
		return nil
	}
	return fmt.Errorf("%w at %d: a codec that accepts it has the error %w at %d", err, err.Offset, next, next.Offset)
}

// Rule 8: An error in the format comes before everything that a codec may reject, so
// it is the same for a stricter codec. Any other error of a stricter codec is at the
// same offset or a lower one.
func lawRefusedNoLater(a answer) error {
	_, err := a.read()
	if err == nil {
		return nil
	}
	broken := err.Quirk == 0 && err.Err != smscodec.ErrShape && err.Err != smscodec.ErrValue
	if err.Err == io.ErrUnexpectedEOF && a.request.Format == smscodec.Plain && a.request.Operators && err.Row > 0 {
		broken = false // the last row has fewer operators than the first one, which is of the class of ErrShape
	}
	for quirk := smscodec.Quirk(1); quirk < smscodec.AllQuirks; quirk <<= 1 {
		if a.codec.Reject&quirk != 0 {
			continue
		}
		c := rejecting(a.codec, a.codec.Reject|quirk)
		switch _, stricter := a.readBy(c); {
		case stricter == nil:
			return fmt.Errorf("rejecting %q too, it is accepted; without, it was refused: %w", quirk, err)
		case broken && !sameError(err, stricter):
			return fmt.Errorf("rejecting %q too, the error is %w at %d, was %w at %d", quirk, stricter, stricter.Offset, err, err.Offset)
		case stricter.Offset > err.Offset:
			return fmt.Errorf("rejecting %q too, the error is %w at %d, was %w at %d", quirk, stricter, stricter.Offset, err, err.Offset)
		}
	}
	return nil
}
