package lint

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/captured"
	"github.com/smscodec/smscodec/internal/wire"
)

// A Linter checks exchanges, one after the other. The zero value is ready for use.
// It remembers what comes again and again, so several goroutines need one each.
type Linter struct {
	Columns *smscodec.Columns // as in smscodec.Codec
	// Request is what was asked where the capture does not say. With none, an
	// answer without its request is read in all ways that the documentation allows.
	Request *smscodec.Request

	exchange *capture.Exchange
	secrets  captured.Finders
	findings []Finding
	keys     []key // of the findings
	garbled  bool  // the body has been read in a charset that is not its own
	requests memo[request]
	types    memo[contentType]
	seen     nameSet
	written  []byte
}

// A Result is what there is to say of an exchange.
type Result struct {
	Elsewhere bool             // the request went elsewhere, or was a browser's question whether it may; nothing was checked
	Request   smscodec.Request // what was asked; the zero Request if that is not known
	Reply     smscodec.Reply   // what was answered, the server's refusal too; nil if that is no answer, or more than one
	Readings  []Reading        // of an answer without its request, if there are several
	Findings  []Finding        // in the order of the body
}

// A Reading is a way to read an answer.
type Reading struct {
	Request smscodec.Request
	Reply   smscodec.Reply
}

// A Finding is something that departs from the documentation.
type Finding struct {
	Rule    *Rule
	Message string // a line, without a part of the body but for the name of a member
	Field   string // what it is about, as in smscodec.ParseError, or a header; or ""
	Row     int    // index of the sender, from 0, or -1

	// Where it is in the body, the first time if Count is more than 1. Line is 0
	// for what is about the exchange as a whole.
	Offset    int // bytes, from 0
	Line, Col int // from 1; columns are bytes
	Count     int // how often it is there, with the same rule, field and message

	// Others says that this stands for Count findings of the rule, of whatever fields
	// and messages, behind so many that have been told of one by one.
	Others bool
}

// maxOfRule bounds the findings of a rule in an exchange that are told of one by one:
// undocumented members can have any names.
const maxOfRule = 16

// addExchange adds a finding about the exchange as a whole.
func (l *Linter) addExchange(rule *Rule, field, message string) {
	l.add(Finding{Rule: rule, Field: field, Message: message, Row: -1})
}

// addAt adds a finding about a place in the body.
func (l *Linter) addAt(rule *Rule, field, message string, row, offset int) {
	before := l.exchange.Response.Body[:offset]
	l.add(Finding{
		Rule: rule, Field: field, Message: message, Row: row,
		Offset: offset, Line: bytes.Count(before, []byte("\n")) + 1, Col: offset - bytes.LastIndexByte(before, '\n'),
	})
}

// addError adds a finding that smscodec has made, and more that there is to say.
func (l *Linter) addError(rule *Rule, e *smscodec.ParseError, more string) {
	what := strings.TrimSuffix(e.What(), " ["+rule.ID+"]") + more
	l.add(Finding{Rule: rule, Field: e.Field, Message: what, Row: e.Row, Offset: e.Offset, Line: e.Line, Col: e.Col})
}

// A key is what findings that count as one have in common.
type key struct {
	rule           *Rule
	field, message string
	isPlaced       bool // the others are of the exchange as a whole
	others         bool // of any field and message
}

// add adds a finding, unless there is the same already.
func (l *Linter) add(f Finding) {
	k := key{rule: f.Rule, field: f.Field, message: f.Message, isPlaced: f.Line > 0}
	if l.again(k) {
		return
	}
	if l.isFull(f.Rule) {
		k = key{rule: f.Rule, others: true}
		f.Others, f.Field, f.Row = true, "", -1
	}
	l.keys = append(l.keys, k)
	f.Count = 1
	if f.Field != "" && !l.isOwnWord(f.Field) {
		f.Field = shown(l.mask(f.Field))
	}
	if f.Line > 0 { // it may quote the body
		f.Message = l.mask(f.Message)
	}
	l.findings = append(l.findings, f)
}

// mask hides the secrets of the exchange in a text.
func (l *Linter) mask(text string) string {
	return l.secrets.Of(l.exchange).Mask(text)
}

// again counts a finding with one that is the same, or that stands for the others of
// the rule, if there is one.
func (l *Linter) again(k key) bool {
	for i, of := range l.keys {
		if of == k || of.others && of.rule == k.rule {
			l.findings[i].Count++
			return true
		}
	}
	return false
}

// isFull reports whether there are so many findings of a rule that the next one has to
// stand for all others.
func (l *Linter) isFull(rule *Rule) bool {
	n := 0
	for i := range l.keys {
		if l.keys[i].rule == rule {
			n++
		}
	}
	return n == maxOfRule
}

// registrations is what smscodec calls the codes of all operators together.
const registrations = "registrations"

// isOwnWord reports whether the name of a field is no part of the body.
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

// maxShown bounds the name of a member in a finding.
const maxShown = 60

// shown gives a text with what does not print escaped, shortened.
func shown(text string) string {
	quoted := strconv.QuoteToGraphic(text)
	quoted = quoted[1 : len(quoted)-1]
	if len(quoted) > maxShown {
		quoted = strings.ToValidUTF8(quoted[:maxShown], "") + "…"
	}
	return quoted
}
