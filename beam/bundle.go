package beam

import (
	"errors"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/credentials"
	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/internal/shown"
)

// A bundle is the state with which a worker checks exchanges, one after the other. Nothing
// of it is shared.
type bundle struct {
	checker  findings.Checker
	baseline findings.Baseline
	held     map[findings.Known]int // findings of the current element that may be known
	counts   counts
}

// An output is where the outcome of a check goes, in JSON Lines.
type output struct {
	findings   func(string)
	held       func(string, heldFinding)
	unreadable func(string)
	totals     func(string, int64)
}

// A place is where a text that is read begins in its file.
type place struct {
	offset  int64 // bytes before it
	lines   int   // before it
	entries int   // before it
}

// label returns a file as it is shown: validate shows it alike.
func label(file string) string {
	if file == "" {
		return ""
	}
	return shown.Label(credentials.HideParameters(file))
}

// exchange checks an exchange, or reports why it could not be read. The file is named as it
// is shown.
func (b *bundle) exchange(x *capture.Exchange, err error, file string, at place, to output) {
	var checked findings.Checked
	day := ""
	if err == nil {
		checked = b.checker.Check(x)
		day = dayOf(x.Time)
	} else {
		checked = findings.Unreadable(err)
		checked.Err = at.moveError(err)
	}
	at.move(&checked)
	total := totalOf(&checked, day)
	b.count(total, to)
	if err != nil {
		to.unreadable(line(newUnreadable(file, &checked)))
		return
	}
	total.What = Findings
	for i := range checked.Findings {
		f := &checked.Findings[i]
		total.ID = f.Rule.ID
		text := line(findings.NewJSON(file, &checked, f))
		if b.isHeld(f.Known) {
			to.held(keyOf(f.Known), heldFinding{file, int64(checked.Entry), int64(i), text, total})
			continue
		}
		to.findings(text)
		b.count(total, to)
	}
}

// isHeld reports whether a finding may be one of those that the baseline leaves out.
// More findings of an element than the baseline has are not: those before them are first.
func (b *bundle) isHeld(k findings.Known) bool {
	if b.baseline[k] <= b.held[k] {
		return false
	}
	if b.held == nil {
		b.held = make(map[findings.Known]int)
	}
	b.held[k]++
	return true
}

func (b *bundle) count(t Total, to output) {
	if b.counts == nil {
		b.counts = make(counts)
	}
	if b.counts[t]++; len(b.counts) >= maxCounts {
		b.counts.emit(to.totals)
	}
}

// end ends an element. Its counts are emitted here, not at the end of the bundle, for them
// to be in the element's window.
func (b *bundle) end(to output) {
	b.counts.emit(to.totals)
	clear(b.held)
}

func (p place) position(at *capture.Position) {
	if at.Line > 0 {
		at.Offset += p.offset
		at.Line += p.lines
	}
}

// move makes places in the text those in the file.
func (p place) move(x *findings.Checked) {
	x.Entry += p.entries
	p.position(&x.Pos)
	for i := range x.Findings {
		p.position(&x.Findings[i].Pos)
	}
}

func (p place) moveError(err error) error {
	if wrong, ok := errors.AsType[*capture.Error](err); ok {
		moved := *wrong
		p.position(&moved.Position)
		return &moved
	}
	return err
}

// An unreadable is an exchange or a file that cannot be read, in JSON.
type unreadable struct {
	File  string                 `json:"file"`
	Entry int                    `json:"entry,omitempty"` // as in a finding
	At    *findings.PositionJSON `json:"at,omitempty"`    // likewise
	Error string                 `json:"error"`
}

func newUnreadable(file string, x *findings.Checked) unreadable {
	out := unreadable{File: file, Entry: x.Entry, Error: x.Reason()}
	if at := x.ErrorPosition(); at.Line > 0 {
		out.At = &findings.PositionJSON{Offset: at.Offset, Line: at.Line, Col: at.Col}
	}
	return out
}
