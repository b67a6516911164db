package smscodec_test

import (
	"fmt"
	"io"
	"slices"

	"github.com/smscodec/smscodec"
)

// Law 3: What strict accepts, every codec with the same Columns reads the same,
// and there is nothing to report.
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
			return fmt.Errorf("rejecting %q, it departs: %w", reject, reports[0])
		}
	}
	return nil
}

// Law 4: What is accepted without a Report, strict accepts.
func lawUnreported(a answer) error {
	want, reports, err := a.readReporting(rejecting(a.codec, 0))
	if err != nil || len(reports) > 0 {
		return nil
	}
	return a.readsAs(rejecting(a.codec, smscodec.AllQuirks), want)
}

// Where quirks A are a part of B, what is accepted rejecting B reads the same
// rejecting A: for A short of B by one quirk, and so by any number.
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

// Take what the zero codec reports of an answer that it accepts, and any set of
// quirks. If none of the reports is of these quirks, rejecting them changes
// nothing, neither the reply nor the reports. Otherwise rejecting them refuses
// the answer, with the first of those reports as the error, as that is the
// lowest offset. What departs at lower offsets is still reported; what departs
// at the same one may be.
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
			return fmt.Errorf("rejecting %q, which it does not have: %w", reject, err)
		case first < 0:
			if diff := differs(want, got); diff != "" {
				return fmt.Errorf("rejecting %q, it reads as another reply %s", reject, diff)
			}
		case err == nil:
			return fmt.Errorf("rejecting %q, it is accepted though it has: %w", reject, departures[first])
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

// An error names a quirk only where it can be accepted: a codec that does so
// accepts the answer or finds something else, further on or another quirk at the
// same place.
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
	return fmt.Errorf("%w at %d: accepting that leads to %w at %d", err, err.Offset, next, next.Offset)
}

// Rule 8: What breaks the format goes before all that a codec may reject, so it
// is the same error for a stricter codec; and where an answer is refused as
// such, a stricter codec refuses it there or before.
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
			return fmt.Errorf("rejecting %q too, it is accepted; it was refused: %w", quirk, err)
		case broken && !sameError(err, stricter):
			return fmt.Errorf("rejecting %q too, the error is %w at %d, was %w at %d", quirk, stricter, stricter.Offset, err, err.Offset)
		case stricter.Offset > err.Offset:
			return fmt.Errorf("rejecting %q too, the error is %w at %d, was %w at %d", quirk, stricter, stricter.Offset, err, err.Offset)
		}
	}
	return nil
}
