package lint

// The Linter: its state, the types of its results, and how it collects findings. The
// checks that make findings are in the files above this one; check.go calls them.

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unique"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/captured"
	"github.com/smscodec/smscodec/internal/memo"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
)

// A Linter checks exchanges, one after the other. The zero value is ready for use.
// It caches data that repeats from exchange to exchange, so each goroutine needs its own.
type Linter struct {
	Columns *smscodec.Columns // as in smscodec.Codec
	// Request is the request of exchanges whose capture has none. If it is nil, such
	// an answer is read in every way that the documentation allows, or if there is none, in
	// those with the fewest departures from it.
	Request *smscodec.Request

	exchange *capture.Exchange
	secrets  captured.Finders
	unread   *bool // see isUnread
	findings []Finding
	keys     []key // of the findings
	garbled  bool  // the body was decoded in a charset that is not its own
	assumed  bool  // the request is not known, and the body is malformed as the answer to any
	requests memo.Memo[string, request]
	types    memo.Memo[string, contentType]
	seen     nameSet
	written  []byte
}

// A Result is the outcome of checking an exchange.
type Result struct {
	NoBody    bool             // the capture does not have the answer, or a HEAD has none; nothing was checked
	Elsewhere bool             // the request went to another endpoint, or was a CORS preflight; nothing was checked
	Request   smscodec.Request // the zero Request if it is not known
	Reply     smscodec.Reply   // including a refusal; a list has only the first sender; nil if the response is not an answer, or has several Readings
	Senders   int              // in the list
	Readings  []Reading        // of an answer whose request is unknown, if there are several
	Findings  []Finding        // in the order of the body
}

// A Finding is a departure from the documentation.
type Finding struct {
	Rule    *Rule
	About   Subject
	Message string // one line; from the body it quotes only names of members and single characters
	Field   string // as in smscodec.ParseError, or a header; or ""
	Row     int    // index of the sender, from 0, or -1

	// The position in the body, of the first occurrence if Count is more than 1. Line
	// is 0 for a finding about the exchange as a whole.
	Offset    int // bytes, from 0
	Line, Col int // from 1; columns are bytes
	Count     int // occurrences with the same rule, field and message

	// Others marks a summary of Count further findings of the rule, after the first 16.
	Others bool
}

// maxOfRule bounds the findings of a rule in an exchange that are reported one by one:
// undocumented members can have any names.
const maxOfRule = 16

// hasDefect reports whether the capture of the exchange has a kind of defect.
func (l *Linter) hasDefect(kind error) bool {
	return slices.ContainsFunc(l.exchange.Defects, func(d capture.Defect) bool { return errors.Is(d.Err, kind) })
}

// addExchange adds a finding about the exchange as a whole, and the subject of the rule.
func (l *Linter) addExchange(rule *Rule, field, message string) {
	l.add(Finding{Rule: rule, Field: field, Message: message, Row: -1})
}

// addAt adds a finding about a place in the body, and the subject of the rule.
func (l *Linter) addAt(rule *Rule, field, message string, row, offset int) {
	l.addPlaced(Finding{Rule: rule, Field: field, Message: message, Row: row}, offset)
}

// addPlaced adds a finding with its place in the body.
func (l *Linter) addPlaced(f Finding, offset int) {
	before := l.exchange.Response.Body[:offset]
	f.Offset, f.Line, f.Col = offset, bytes.Count(before, []byte("\n"))+1, offset-bytes.LastIndexByte(before, '\n')
	l.add(f)
}

// addError adds a finding for an error of smscodec, with a hint after its text.
func (l *Linter) addError(rule *Rule, about Subject, e *smscodec.ParseError, hint string) {
	what := strings.TrimSuffix(e.What(), " ["+rule.ID+"]") + hint
	l.add(Finding{Rule: rule, About: about, Field: e.Field, Message: what, Row: e.Row, Offset: e.Offset, Line: e.Line, Col: e.Col})
}

// A key identifies findings that are counted as one.
type key struct {
	rule           *Rule
	about          Subject
	field, message string
	isPlaced       bool // in the body; otherwise about the exchange as a whole
	others         bool // any field and message
}

// add adds a finding, or counts it with an equal one.
func (l *Linter) add(f Finding) {
	if f.About == 0 {
		f.About = f.Rule.About
	}
	k := key{rule: f.Rule, about: f.About, field: f.Field, message: f.Message, isPlaced: f.Line > 0}
	if l.countAgain(k) {
		return
	}
	if l.isFull(f.Rule) {
		k = key{rule: f.Rule, others: true}
		f.Others, f.About, f.Field, f.Row = true, f.Rule.About, "", -1
	}
	l.keys = append(l.keys, k)
	f.Count = 1
	switch {
	case f.Field == "", l.isOwnWord(f.Field):
	case l.isUnread(): // so the field may have a secret that is not known
		f.Field = secrets.Everything.Mask(f.Field)
	default:
		f.Field = shown(l.mask(f.Field))
	}
	if f.Line > 0 { // the message may quote the body
		f.Message = l.mask(f.Message)
	}
	f.Field, f.Message = unique.Make(f.Field).Value(), unique.Make(f.Message).Value() // many exchanges have the same
	l.findings = append(l.findings, f)
}

// isUnread reports whether not all secrets of the exchange may be known. It remembers that: reading
// a form takes long.
func (l *Linter) isUnread() bool {
	if l.unread == nil {
		unread := captured.IsUnread(l.exchange)
		l.unread = &unread
	}
	return *l.unread
}

// mask hides the secrets of the exchange in a text.
func (l *Linter) mask(text string) string {
	return l.secrets.Of(l.exchange).Mask(text)
}

// countAgain counts a finding with an equal one, or with the summary of its rule. It
// reports whether there is one.
func (l *Linter) countAgain(k key) bool {
	for i, of := range l.keys {
		if of == k || of.others && of.rule == k.rule {
			l.findings[i].Count++
			return true
		}
	}
	return false
}

// isFull reports whether a rule has so many findings that the next one must be the
// summary of all others.
func (l *Linter) isFull(rule *Rule) bool {
	n := 0
	for i := range l.keys {
		if l.keys[i].rule == rule {
			n++
		}
	}
	return n == maxOfRule
}

// registrations is the field that smscodec names for all operator columns together.
const registrations = "registrations"

// isOwnWord reports whether a field is a word of smscodec or the vendor, not of the body.
func (l *Linter) isOwnWord(field string) bool {
	if slices.Contains(wire.Keys(), field) || wire.IsOperator(field) || field == registrations {
		return true
	}
	for operator := range l.Columns.All() {
		if string(operator) == field {
			return true
		}
	}
	return false
}

// maxShown bounds the name of a member in a finding, in bytes.
const maxShown = 60

// shown returns a text shortened, with unprintable characters escaped.
func shown(text string) string {
	quoted := strconv.QuoteToGraphic(text)
	quoted = quoted[1 : len(quoted)-1]
	if len(quoted) > maxShown {
		quoted = strings.ToValidUTF8(quoted[:maxShown], "") + "…"
	}
	return quoted
}
