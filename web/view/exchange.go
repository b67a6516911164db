package view

import (
	"io"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/captured"
	"github.com/smscodec/smscodec/internal/credentials"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/lint"
)

// An Exchange is what is shown of one.
type Exchange struct {
	Entry       int              `json:"entry"`
	At          capture.Position `json:"at"` // of the answer in the file
	Method      string           `json:"method,omitempty"`
	URL         string           `json:"url,omitempty"` // with secrets masked
	Status      int              `json:"status,omitempty"`
	ContentType string           `json:"contentType,omitempty"`
	Request     *Request         `json:"request,omitempty"` // nil if it is not known
	Source      string           `json:"source,omitempty"`  // of the request: capture, chosen, deduced or supposed
	Answer      string           `json:"answer"`            // as in Row
	Senders     int              `json:"senders"`
	Findings    []Finding        `json:"findings"`
	Text        []Line           `json:"text"`
	Size        int              `json:"size"` // of the answer, in bytes
	Table       *Table           `json:"table,omitempty"`
	Readings    []Reading        `json:"readings,omitempty"`
	Link        Link             `json:"link"`
}

// A Finding is a departure, with its explanation.
type Finding struct {
	ID         string `json:"id"`
	Severity   string `json:"severity"`
	About      string `json:"about"`
	Message    string `json:"message"`
	Field      string `json:"field,omitempty"`
	Row        int    `json:"row"` // of the table, from 0, or -1
	Line       int    `json:"line,omitempty"`
	Col        int    `json:"col,omitempty"`
	Count      int    `json:"count"`
	Meaning    string `json:"meaning"`
	Remedy     string `json:"remedy"`
	Background string `json:"background,omitempty"`
}

// A Reading is one way to read an answer whose request is not known.
type Reading struct {
	Request Request `json:"request"`
	Answer  string  `json:"answer"`
	Senders int     `json:"senders"`
	Table   *Table  `json:"table"`
}

// newExchange returns what is shown of an exchange. Chosen is the request if the capture
// has none, or nil.
func newExchange(x *capture.Exchange, chosen *smscodec.Request) Exchange {
	result, source := check(&lint.Linter{Request: chosen}, x)
	hide := secrets.NewFinder(captured.Secrets(x))
	out := Exchange{
		Entry: x.Entry, At: x.Response.Position(0), Method: shownText(x.Request.Method), URL: shownText(hide.Mask(credentials.HideParameters(x.Request.URL))),
		Status: x.Response.Status, ContentType: shownText(hide.Mask(x.Response.Header.Get("Content-Type"))),
		Request: newRequest(result.Request), Source: source, Answer: answerOf(result), Senders: result.Senders, Size: len(x.Response.Body),
	}
	for _, f := range result.Findings {
		out.Findings = append(out.Findings, newFinding(f))
	}
	charset := charsetOf(x, result)
	out.Text = lines(x.Response.Body, charset, hide, result.Findings)
	if result.Reply != nil {
		out.Table = tableOf(x, result.Request, result.Reply, hide)
	}
	for _, r := range result.Readings {
		out.Readings = append(out.Readings, Reading{*newRequest(r.Request), replyjson.Kind(r.Reply), r.Senders, tableOf(x, r.Request, r.Reply, hide)})
	}
	out.Link = linkTo(x, result.Request)
	return out
}

// remedies are those of the page, for rules whose own names flags of the command.
var remedies = map[string]string{
	"ambiguous":  "Say what was asked, or choose the reading that it was. Better, capture the request too.",
	"no-request": "Say what was asked, or capture forms too.",
	"columns":    "Have the client read operators by name; CSV does not name them, so find out their order.",
}

// Remedy returns what the page says to do about findings of a rule.
func Remedy(rule *lint.Rule) string {
	if remedy := remedies[rule.ID]; remedy != "" {
		return remedy
	}
	return rule.Remedy
}

func newFinding(f lint.Finding) Finding {
	out := Finding{
		f.Rule.ID, f.Rule.Severity.String(), f.About.Text(), f.Message, f.Field, f.Row, f.Line, f.Col, f.Count,
		f.Rule.Meaning, Remedy(f.Rule), f.Rule.Background,
	}
	if f.Message == io.ErrUnexpectedEOF.Error() { // the meaning says it better
		out.Message = ""
	}
	return out
}

// charsetOf returns the charset in which an answer is shown.
func charsetOf(x *capture.Exchange, result lint.Result) smscodec.Charset {
	switch {
	case x.Response.Text:
		return smscodec.UTF8
	case len(result.Readings) > 0:
		return result.Readings[0].Request.Charset
	}
	return result.Request.Charset
}
