package main

// What a client would suffer from a decoder or an encoder, by its failed cases.

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
)

// differences returns what is lost or altered when a reply is taken for another.
func differences(want, got smscodec.Reply) []string {
	switch want := want.(type) {
	case *smscodec.APIError:
		got, ok := got.(*smscodec.APIError)
		if !ok || got == nil {
			return []string{"takes refusals by the server for success and loses error codes"}
		}
		return slices.Concat(
			different(want.Code == got.Code, got.Code == 0, "error codes"),
			different(want.Text == got.Text, got.Text == "", "error texts"),
			different(slices.Equal(want.Extra, got.Extra), len(got.Extra) < len(want.Extra), "ids and other members of errors"),
		)
	case smscodec.List:
		if got, ok := got.(smscodec.List); ok {
			return listDifferences(want, got)
		}
	case smscodec.Added:
		if _, ok := got.(smscodec.Added); ok {
			return []string{"alters ids"}
		}
	}
	if _, ok := got.(*smscodec.APIError); ok {
		return []string{"takes successes for refusals by the server"}
	}
	return []string{"takes an answer for one of another kind"}
}

func listDifferences(want, got smscodec.List) []string {
	switch {
	case len(got) < len(want):
		return []string{"loses sender names"}
	case len(got) > len(want):
		return []string{"invents sender names"}
	}
	var texts []string
	for i, w := range want {
		g := got[i]
		texts = slices.Concat(texts,
			different(w.Name == g.Name, g.Name == "", "sender names"),
			different(w.Status == g.Status, g.Status == smscodec.NoStatus, "statuses"),
			different(w.Registrations.Equal(g.Registrations), g.Registrations.Len() < w.Registrations.Len(), "registrations with operators"),
			different(slices.Equal(w.Extra, g.Extra), len(g.Extra) < len(w.Extra), "undocumented members of senders"),
		)
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

func different(isSame, isMissing bool, what string) []string {
	switch {
	case isSame:
		return nil
	case isMissing:
		return []string{"loses " + what}
	}
	return []string{"alters " + what}
}

// refusalLoss describes the refusal of a valid answer or reply.
func refusalLoss(c conformCase) string {
	if c.departures != 0 {
		return fmt.Sprintf("refuses valid answers with a known departure (%v)", c.departures)
	}
	if c.request.Charset != smscodec.UTF8 {
		return fmt.Sprintf("refuses valid answers in %v", c.request.Charset)
	}
	switch c.reply.(type) {
	case smscodec.List:
		return "refuses valid lists"
	case smscodec.Added:
		return "refuses valid ids"
	case *smscodec.APIError:
		return "refuses valid refusals by the server and loses error codes"
	}
	return "refuses a valid OK"
}

// acceptanceLoss describes the acceptance of a malformed body.
func acceptanceLoss(refused error) string {
	for _, k := range []struct {
		kind error
		text string
	}{
		{io.ErrUnexpectedEOF, "accepts truncated answers"},
		{smscodec.ErrCharset, "accepts bytes that are not text in the charset"},
		{smscodec.ErrDuplicate, "accepts duplicate members"},
		{smscodec.ErrShape, "accepts what does not answer the request"},
		{smscodec.ErrValue, "accepts values out of range"},
	} {
		if errors.Is(refused, k.kind) {
			return k.text
		}
	}
	return "accepts malformed answers"
}

// A loss is a line of the summary: what is lost, where, and how often.
type loss struct {
	verdict verdict // the worst
	text    string
	formats []string
	count   int
	example string // the first case
}

// lossesOf returns the losses of the results, the worst first.
func lossesOf(results []conformResult) []loss {
	var losses []loss
	for _, r := range results {
		for _, text := range r.losses {
			i := slices.IndexFunc(losses, func(l loss) bool { return l.text == text })
			if i < 0 {
				i = len(losses)
				losses = append(losses, loss{verdict: r.verdict, text: text, example: r.name})
			}
			l := &losses[i]
			l.count++
			l.verdict = min(l.verdict, r.verdict)
			if format := formatTitle(r.request.Format); !slices.Contains(l.formats, format) {
				l.formats = append(l.formats, format)
			}
		}
	}
	slices.SortStableFunc(losses, func(a, b loss) int {
		return cmp.Or(cmp.Compare(a.verdict, b.verdict), cmp.Compare(b.count, a.count))
	})
	return losses
}

func (l loss) String() string {
	cases := "1 case"
	if l.count > 1 {
		cases = fmt.Sprint(l.count, " cases")
	}
	return fmt.Sprintf("%s in %s: %s, such as %s", l.text, strings.Join(l.formats, ", "), cases, l.example)
}

// formatTitle returns the name of a format in a sentence.
func formatTitle(f smscodec.Format) string {
	if f == smscodec.Plain {
		return "plain text"
	}
	return strings.ToUpper(f.String())
}
