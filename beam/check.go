package beam

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"strings"

	sdk "github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/smscodec/smscodec/capture"
)

// A Line is a line of JSON Lines with its place: an exchange, as docs/schemas/exchange.json
// describes it.
type Line struct {
	File   string // a name of where the line is from, such as a file or a topic
	Number int64  // of the line there, from 1; 0 if it is not known
	Offset int64  // of the line there, in bytes
	Text   string
}

// Checked are the collections that Check returns, each of JSON Lines without line ends.
type Checked struct {
	Findings   sdk.PCollection // as docs/schemas/finding.json describes them
	Unreadable sdk.PCollection // lines that are not an exchange: their file, entry, place, and an error
	Totals     sdk.PCollection // a Total each
}

// Check checks a PCollection of Lines, or of strings: lines whose place is not known. The
// lines may be unbounded; then windows bound what Totals and a baseline count.
// It panics if the options are not valid.
func Check(s sdk.Scope, lines sdk.PCollection, o Options) Checked {
	s = s.Scope("smscodec.Check")
	if err := o.Validate(); err != nil {
		panic(fmt.Sprintf("smscodec: %v", err))
	}
	if lines.Type().Type() == reflect.TypeFor[string]() {
		lines = sdk.ParDo(s, lineOf, lines)
	}
	return newResults(sdk.ParDo4(s, &lineFn{Options: o}, lines)).checked(s, o)
}

func lineOf(text string) Line { return Line{Text: text} }

// results are the collections that a check makes.
type results struct {
	findings, held, unreadable, counts sdk.PCollection
}

func newResults(findings, held, unreadable, counts sdk.PCollection) results {
	return results{findings, held, unreadable, counts}
}

// checked returns the results without what the baseline has.
func (r results) checked(s sdk.Scope, o Options) Checked {
	counts := []sdk.PCollection{r.counts}
	if len(o.Baseline) > 0 {
		unknown, counted := withoutKnown(s, r.held, o.Baseline)
		r.findings = sdk.Flatten(s, r.findings, unknown)
		counts = append(counts, counted)
	}
	return Checked{Findings: r.findings, Unreadable: r.unreadable, Totals: sum(s, counts...)}
}

// A lineFn checks lines.
type lineFn struct {
	Options Options

	bundle *bundle
	feed   *feed
}

func (fn *lineFn) StartBundle(context.Context, func(string), func(string, heldFinding), func(string), func(string, int64)) (err error) {
	fn.bundle, err = fn.Options.newBundle()
	fn.feed = newFeed()
	return err
}

func (fn *lineFn) ProcessElement(_ context.Context, l Line, findings func(string), held func(string, heldFinding), unreadable func(string), totals func(string, int64)) error {
	to := output{findings, held, unreadable, totals}
	defer fn.bundle.end(to)
	x, at, err := fn.feed.read(l.Text)
	switch {
	case errors.Is(err, capture.ErrBlankLine):
		return nil
	case errors.Is(err, errFeed):
		return err
	}
	at.offset += l.Offset
	at.lines += int(max(l.Number, 1)) - 1
	at.entries += int(l.Number) - 1
	fn.bundle.exchange(x, err, label(l.File), at, to)
	return nil
}

func (fn *lineFn) FinishBundle(context.Context, func(string), func(string, heldFinding), func(string), func(string, int64)) {
	fn.feed.stop()
}

// Teardown ends what a bundle that failed has left.
func (fn *lineFn) Teardown() {
	if fn.feed != nil {
		fn.feed.stop()
	}
}

// A feed is a capture that gets its lines one by one. The reader of captures yields what a
// line has before it reads more: a client may wait for it.
type feed struct {
	text   string // of the current line, not yet read
	at     place  // of the next line
	next   func() (*capture.Exchange, error, bool)
	cancel func()
}

var errFeed = errors.New("the reader of lines has ended")

func newFeed() *feed {
	// It begins with a line end, so the first line does not begin as anything but a line.
	f := &feed{text: "\n", at: place{1, 1, 1}}
	f.next, f.cancel = iter.Pull2(capture.Reader{Format: capture.JSONLines, BlankLines: true}.Exchanges(f))
	f.next()
	return f
}

func (f *feed) stop() { f.cancel() }

// Read implements io.Reader.
func (f *feed) Read(p []byte) (int, error) {
	if f.text == "" {
		return 0, io.EOF // after cancel
	}
	n := copy(p, f.text)
	f.text = f.text[n:]
	return n, nil
}

// read reads a line. The place is that at which the feed seems to begin in the line.
func (f *feed) read(text string) (*capture.Exchange, place, error) {
	// Line ends within a line are white space between members: strings have none.
	f.text = strings.ReplaceAll(text, "\n", " ") + "\n"
	at := place{-f.at.offset, -f.at.lines, -f.at.entries}
	f.at.offset += int64(len(f.text))
	f.at.lines++
	f.at.entries++
	x, err, ok := f.next()
	if !ok {
		err = errFeed
	}
	return x, at, err
}

func init() {
	register.Function1x1(lineOf)
	register.DoFn6x1[context.Context, Line, func(string), func(string, heldFinding), func(string), func(string, int64), error](&lineFn{})
}
