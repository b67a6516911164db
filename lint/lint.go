package lint

import (
	"bytes"
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/oldredact"
	"github.com/smscodec/smscodec/internal/response"
	"github.com/smscodec/smscodec/internal/secrets"
)

// A Linter checks exchanges, one after the other. The zero value is ready for use.
// It remembers what comes again and again, so several goroutines need one each.
type Linter struct {
	Columns *smscodec.Columns // as in smscodec.Codec
	// Request is what was asked where the capture does not say. With none, an
	// answer without its request is read in all ways that the documentation allows.
	Request *smscodec.Request

	exchange *capture.Exchange
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
	NoBody    bool             // the capture does not have the body of the response; it was not checked
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

// Check says what there is to say of an exchange. The result is valid until the
// next call.
func (l *Linter) Check(x *capture.Exchange) Result {
	if x.Request.IsElsewhere() || x.Request.Method == http.MethodOptions {
		return Result{Elsewhere: true}
	}
	l.exchange = x
	l.findings, l.keys, l.garbled = l.findings[:0], l.keys[:0], false
	result := l.check()
	for i := range l.findings {
		if f := &l.findings[i]; f.Others {
			f.Message = "and " + strconv.Itoa(f.Count) + " more like it"
		}
	}
	slices.SortStableFunc(l.findings, func(a, b Finding) int { return cmp.Compare(a.Offset, b.Offset) })
	result.Findings = l.findings
	return result
}

func (l *Linter) check() Result {
	x := l.exchange
	for _, d := range x.Defects {
		for _, r := range defectRules {
			if errors.Is(d.Err, r.kind) {
				l.addExchange(r.rule, "", d.Detail)
			}
		}
	}
	failed := l.checkStatus()
	switch {
	case x.Response.Lost:
		l.addExchange(ruleNotAnAnswer, "", "the capture has no response")
		return Result{Request: l.request().Request}
	case x.Response.BodyOmitted:
		l.addExchange(ruleNoBody, "", omitted(x.Response.Omitted))
		return Result{NoBody: true, Request: l.request().Request}
	case x.Request.BodyOmitted && l.Request == nil:
		l.addExchange(ruleNoRequest, "", "the capture does not have the form of the request")
	}
	if response.IsPage(x.Response.Body) {
		l.addAt(ruleNotAnAnswer, "", "an HTML page", -1, 0)
		return Result{Request: l.request().Request}
	}
	req := l.request()
	switch {
	case response.IsEmpty(x.Response.Body) && (failed || x.Request.Method == http.MethodHead):
		return Result{Request: req.Request} // all has been said
	case req.problem != "":
		l.addExchange(ruleRequest, "", req.problem)
		return Result{}
	case !req.known:
		return l.checkReadings()
	}
	kind := l.contentType()
	l.checkContentType(kind, req.Format)
	req.Charset = l.wireCharset(kind, req)
	l.checkBytes(req.Charset)
	l.checkLength(req.Charset)
	return Result{Request: req.Request, Reply: l.checkBody(req.Request)}
}

// omitted describes a body that a capture does not have.
func omitted(o capture.Omitted) string {
	what := "the capture does not have the body of the response"
	if o.Kind != "" {
		what += ": " + o.Kind + " of " + strconv.Itoa(o.Size) + " bytes"
	}
	return what
}

// checkStatus reports, and tells, whether the status is no success. A browser that has
// an answer already shows it with the 304 that said so.
func (l *Linter) checkStatus() (failed bool) {
	status := l.exchange.Response.Status
	switch {
	case status == 0, status >= 200 && status <= 299:
		return false
	case status == http.StatusNotModified && len(l.exchange.Response.Body) > 0:
		return false
	}
	l.addExchange(ruleHTTPStatus, "", "HTTP status "+strconv.Itoa(status))
	return true
}

// checkBody reads the body, and gives the reply, nil if it is none. The charset of
// the request is that of the wire.
func (l *Linter) checkBody(req smscodec.Request) smscodec.Reply {
	body := l.exchange.Response.Body
	wire := req.Charset
	if l.exchange.Response.Text {
		req.Charset = smscodec.UTF8
		if req.Format == smscodec.XML {
			body = redeclared(body, wire)
		}
	}
	codec := smscodec.Codec{Columns: l.Columns, Report: l.report}
	reply, err := codec.Decode(body, req)
	if refusal, ok := errors.AsType[*smscodec.APIError](err); ok {
		reply, err = refusal, nil
	}
	if wrong, ok := errors.AsType[*smscodec.ParseError](err); ok {
		l.checkFailure(wrong, body, req)
		return nil
	}
	if l.garbled {
		return reply // of which nothing else can be said
	}
	codec.Report = nil
	l.checkRoundTrip(codec, reply, body, req, wire)
	if list, ok := reply.(smscodec.List); ok {
		l.checkNames(list, body, req)
	}
	return reply
}

// report tells of a departure that was accepted.
func (l *Linter) report(departure *smscodec.ParseError) {
	l.addError(Lookup(departure.Quirk.String()), departure, "")
}

// checkFailure tells why a body is no answer.
func (l *Linter) checkFailure(wrong *smscodec.ParseError, body []byte, req smscodec.Request) {
	switch {
	case response.IsEmpty(body):
		l.addExchange(ruleNotAnAnswer, "", "an empty body")
		return
	case l.garbled && errors.Is(wrong, smscodec.ErrCharset):
		return
	case isDeclaredEncoding(body, wrong):
		l.addError(ruleCharset, wrong, "")
		return
	}
	for _, k := range kindRules {
		if errors.Is(wrong, k.kind) {
			l.addError(k.rule, wrong, hint(body, req.Format))
			return
		}
	}
}

// hint says in which other format a body is an answer, if that cannot be a chance.
func hint(body []byte, asked smscodec.Format) string {
	for req := range smscodec.Readings(body) {
		if req.Format == asked || req.Format == smscodec.CSV || req.Format == smscodec.Plain && req.Op == smscodec.OpChange {
			continue
		}
		return "; in " + req.Format.String() + " it is an answer"
	}
	return ""
}

// checkReadings reads an answer whose request is not known.
func (l *Linter) checkReadings() Result {
	body := l.exchange.Response.Body
	if response.IsEmpty(body) {
		l.addExchange(ruleNotAnAnswer, "", "an empty body")
		return Result{}
	}
	kind := l.contentType()
	wire := smscodec.UTF8
	if declared, ok := declaredCharset(body); ok && l.exchange.Response.Text && (!kind.known || kind.wire == declared) {
		wire = declared // before the capture turned it into UTF-8
		body = redeclared(body, wire)
	}
	var readings []Reading
	for req, reply := range smscodec.Readings(body) {
		if kind.known && req.Charset != kind.wire && req.Charset != smscodec.UTF8 {
			continue // one of several in which the bytes are text
		}
		readings = append(readings, Reading{req, reply})
	}
	if fitting := slices.DeleteFunc(slices.Clone(readings), func(r Reading) bool { return !kind.fits(r.Request.Format) }); len(fitting) > 0 {
		readings = fitting
	}
	switch len(readings) {
	case 0:
		if len(l.findings) == 0 { // which may have said why
			l.addExchange(ruleNotAnAnswer, "", "nothing that is documented for any request; what was asked may tell more")
		}
		return Result{}
	case 1:
		req := readings[0].Request
		if l.exchange.Response.Text {
			req.Charset = wire
		}
		l.checkContentType(kind, req.Format)
		req.Charset = l.wireCharset(kind, request{Request: req, assumed: true})
		l.checkBytes(req.Charset)
		l.checkLength(req.Charset)
		return Result{Request: req, Reply: l.checkBody(req)}
	}
	l.addExchange(ruleAmbiguous, "", strconv.Itoa(len(readings))+" ways to read it, as what was asked is not known")
	return Result{Readings: readings}
}

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
		f.Field = shown(secrets.Redact(f.Field, oldredact.Secrets(l.exchange)...))
	}
	l.findings = append(l.findings, f)
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

// ownWords are the fields that smscodec names itself.
var ownWords = []string{"name", "sender", "status", "error", "error_code", "id", "result", "registrations"}

// isOwnWord reports whether the name of a field is no part of the body.
func (l *Linter) isOwnWord(field string) bool {
	if slices.Contains(ownWords, field) {
		return true
	}
	for _, columns := range []*smscodec.Columns{smscodec.DocumentedColumns(), l.Columns} {
		for operator := range columns.All() {
			if string(operator) == field {
				return true
			}
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
