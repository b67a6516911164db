package lint

// Check, and the sequence of its checks: the capture's defects, the HTTP status, the
// request, the header, the bytes, the body.

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/response"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
)

// Check checks an exchange. The result is valid until the next call.
func (l *Linter) Check(x *capture.Exchange) Result {
	if x.Request.IsElsewhere() || x.Request.Method == http.MethodOptions {
		return Result{Elsewhere: true}
	}
	l.exchange, l.unread = x, nil
	l.findings, l.keys, l.garbled, l.assumed = l.findings[:0], l.keys[:0], false, false
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
				l.add(Finding{Rule: r.rule, About: r.about, Message: d.Detail, Row: -1})
			}
		}
	}
	failed := l.checkStatus()
	switch {
	case x.Response.Lost:
		l.addExchange(ruleNoBody, "", "the capture has no response")
		return Result{NoBody: true, Request: l.request().Request}
	case x.Response.BodyOmitted:
		l.addExchange(ruleNoBody, "", l.omittedText(x.Response.Omitted))
		return Result{NoBody: true, Request: l.request().Request}
	case lacksParameters(&x.Request) && l.Request == nil:
		l.addExchange(ruleNoRequest, "", "the capture does not have the parameters of the request")
	}
	if response.IsPage(x.Response.Body) {
		l.addAt(ruleNotAnAnswer, "", "an HTML page", -1, 0)
		return Result{Request: l.request().Request}
	}
	req := l.request()
	switch {
	case response.IsEmpty(x.Response.Body) && x.Request.Method == http.MethodHead:
		return Result{NoBody: true, Request: req.Request} // none is expected
	case failed && wire.Begins(x.Response.Body) == wire.NoAnswer:
		return Result{Request: req.Request} // nearly any text is a list of names in plain and CSV
	case req.err != nil:
		l.addExchange(ruleRequest, "", requestMessage(req.err))
		return Result{}
	case !req.known:
		return l.checkReadings()
	}
	kind := l.contentType()
	l.checkContentType(kind, req.Format)
	req.Charset = l.wireCharset(kind, req)
	l.checkBytes(req.Charset)
	l.checkLength(req.Charset, false)
	a := l.checkBody(req.Request)
	return Result{Request: req.Request, Reply: a.reply, Senders: a.senders}
}

// omittedText describes a body that the capture does not have.
func (l *Linter) omittedText(o capture.Omitted) string {
	text := "the capture does not have the body of the response"
	if o.Kind != "" {
		text += ": " + l.mask(o.Kind+", "+strconv.Itoa(o.Size)) + " bytes"
	}
	return text
}

// checkStatus adds a finding if the HTTP status is not a success, and reports whether it
// did. A browser shows a cached body with the 304 that confirmed it.
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

// checkBody checks the body, and returns the answer, or the zero answer if the body is not
// an answer. The charset of the request is the one of the bytes as sent.
func (l *Linter) checkBody(req smscodec.Request) answer {
	body := l.exchange.Response.Body
	charset := req.Charset
	if l.exchange.Response.Text {
		req.Charset = smscodec.UTF8
		if req.Format == smscodec.XML {
			body = redeclared(body, charset)
		}
	}
	codec := smscodec.Codec{Columns: l.Columns, EmptyList: true, Report: l.report}
	a, err := decode(codec, body, req)
	if wrong, ok := errors.AsType[*smscodec.ParseError](err); ok {
		l.checkFailure(wrong, body, req)
		if wire.Begins(body) == wire.NoAnswer { // so it is not quoted
			for i := range l.findings {
				if f := &l.findings[i]; f.Line > 0 && f.Field != "" && !l.isOwnWord(f.Field) {
					f.Field = secrets.Everything.Mask(f.Field)
				}
			}
		}
		return answer{}
	}
	if l.garbled {
		return a // its names are garbled
	}
	codec.Report = nil
	trip := roundTrip{linter: l, codec: codec, body: body, req: req, wire: charset}
	if _, ok := a.reply.(smscodec.List); !ok {
		trip.check(0, a.reply, true)
		return a
	}
	l.seen.reset(a.senders)
	survives := true
	for row, piece := range a.pieces(codec, body, req) {
		survives = survives && trip.check(row, piece, len(piece) == a.senders)
		l.checkNames(row, piece, body, req)
	}
	l.checkNumber()
	return a
}

// report adds a finding for a departure that smscodec accepted.
func (l *Linter) report(departure *smscodec.ParseError) {
	l.addError(Lookup(departure.Quirk.String()), 0, departure, "")
}

// checkFailure adds a finding for the error that makes a body no answer.
func (l *Linter) checkFailure(wrong *smscodec.ParseError, body []byte, req smscodec.Request) {
	switch {
	case response.IsEmpty(body):
		l.addExchange(ruleNotAnAnswer, "", "an empty body")
		return
	case l.garbled && errors.Is(wrong, smscodec.ErrCharset):
		return
	case isDeclaredEncoding(body, wrong):
		l.addError(ruleCharset, 0, wrong, "")
		return
	}
	for _, k := range kindRules {
		if errors.Is(wrong, k.kind) {
			about := k.rule.About
			isShort := (k.kind == io.ErrUnexpectedEOF || l.assumed) && l.hasDefect(capture.ErrTrailing) // the rest was taken for trailing data
			if isShort || l.hasDefect(io.ErrUnexpectedEOF) || l.hasDefect(capture.ErrEncoding) || l.hasDefect(capture.ErrBody) {
				about = Capture
			}
			hint := l.hint(body, wrong, req)
			if l.assumed {
				hint += "; read as the answer to " + assumedText(req) + ", because the request is not known"
			}
			l.addError(k.rule, about, wrong, hint)
			return
		}
	}
}

// assumedText returns a request as a message names it.
func assumedText(req smscodec.Request) string {
	text := req.Op.String()
	switch {
	case req.All:
		text += " with all"
	case req.Operators:
		text += " with operators"
	}
	return text + " in " + req.Format.String()
}

// hint returns a possible cause of an error: a body that was cut at a wrong Content-Length,
// trailing data, such as curl -w adds, or another format in which the body is a valid answer.
// Short texts are often valid plain or CSV by chance, so these readings do not count.
func (l *Linter) hint(body []byte, wrong *smscodec.ParseError, req smscodec.Request) string {
	if errors.Is(wrong, io.ErrUnexpectedEOF) && l.hasDefect(capture.ErrTrailing) {
		return " at the Content-Length, after which the body continues"
	}
	if isElided(body[wrong.Offset:]) {
		return ": dots, as if text was left out here"
	}
	asked := req.Format
	isLastLine := wrong.Col == 1 && !bytes.Contains(bytes.TrimSpace(body[wrong.Offset:]), []byte("\n"))
	if (asked == smscodec.XML || asked == smscodec.JSON || asked == smscodec.Plain && isLastLine) && errors.Is(wrong, smscodec.ErrSyntax) {
		if _, err := decode(smscodec.Codec{Columns: l.Columns}, body[:wrong.Offset], req); err == nil {
			return "; the text before it is a complete answer: remove the trailing data, such as the output of curl -w"
		}
	}
	others := slices.DeleteFunc([]smscodec.Format{smscodec.JSON, smscodec.XML, smscodec.Plain}, func(f smscodec.Format) bool { return f == asked })
	for r := range readings(body, others...) {
		if r.Request.Format == smscodec.Plain && r.Request.Op == smscodec.OpChange {
			continue
		}
		return "; it is a valid answer in " + r.Request.Format.String()
	}
	return ""
}

// isElided reports whether a text begins with the dots that people put in place of what they leave
// out.
func isElided(text []byte) bool {
	return bytes.HasPrefix(text, []byte("...")) || bytes.HasPrefix(text, []byte("…"))
}

// checkReadings checks an answer whose request is unknown.
func (l *Linter) checkReadings() Result {
	body := l.exchange.Response.Body
	if response.IsEmpty(body) {
		l.addExchange(ruleNotAnAnswer, "", "an empty body")
		return Result{}
	}
	kind := l.contentType()
	charset := smscodec.UTF8
	if declared, ok := response.DeclaredCharset(body); ok && l.exchange.Response.Text && (!kind.known || kind.wire == declared) {
		charset = declared // before the capture turned it into UTF-8
		body = redeclared(body, charset)
	}
	var found []Reading
	for r := range readings(body, formatsOfReadings...) {
		if kind.known && r.Request.Charset != kind.wire && r.Request.Charset != smscodec.UTF8 {
			continue // single-byte charsets all read the same bytes; the header decides
		}
		found = append(found, r)
	}
	found = fittingReadings(found, kind.fits)
	if len(found) == 0 {
		charsets := charsetsOf(body)
		declared, isDeclared := response.DeclaredCharset(body)
		switch {
		case isDeclared && !kind.known && !l.exchange.Response.Text:
			charsets = []smscodec.Charset{declared}
		case kind.known && slices.Contains(charsets, kind.wire):
			charsets = []smscodec.Charset{kind.wire}
		case kind.known: // which will be a finding
			charsets = charsets[:1]
		}
		found = departing(l.Columns, body, charsets)
	}
	if kind.fits(smscodec.JSON) && string(bytes.TrimRight(body, "\r\n")) == wire.OK {
		// QUIRK: the real server was recorded answering del so under fmt=3.
		found = slices.Insert(found, 0, Reading{Request: smscodec.Request{Op: smscodec.OpDelete, Format: smscodec.JSON}, Reply: smscodec.Done{}})
	}
	switch len(found) {
	case 0:
		switch {
		case slices.ContainsFunc(l.findings, func(f Finding) bool { return f.Rule.Severity > Note }): // which may be the reason
		case l.hasDefect(capture.ErrTrailing):
			l.add(Finding{Rule: ruleNotAnAnswer, About: Capture, Message: "not an answer up to its Content-Length, after which the body continues", Row: -1})
		default:
			l.addExchange(ruleNotAnAnswer, "", "not a documented answer to any request; give the request to see why")
		}
		return Result{}
	case 1:
		req := found[0].Request
		if req.Format == smscodec.CSV && wire.Begins(body) == wire.NoAnswer && kind.media != "text/csv" {
			// Nearly any text is a list in CSV.
			l.addExchange(ruleAmbiguous, "", "a list in CSV, or not an answer at all, because the request is not known")
			return Result{Readings: found}
		}
		if l.exchange.Response.Text {
			req.Charset = charset
		}
		l.checkContentType(kind, req.Format)
		req.Charset = l.wireCharset(kind, request{Request: req, assumed: true})
		l.checkBytes(req.Charset)
		l.checkLength(req.Charset, kind.charset == "")
		l.assumed = found[0].Reply == nil
		a := l.checkBody(req)
		if a.reply == nil {
			req = smscodec.Request{}
		}
		return Result{Request: req, Reply: a.reply, Senders: a.senders}
	}
	l.addExchange(ruleAmbiguous, "", strconv.Itoa(len(found))+" possible readings, because the request is not known")
	return Result{Readings: found}
}

// request returns the request of the exchange, as far as it is known.
func (l *Linter) request() request {
	asked := &l.exchange.Request
	switch {
	case asked.URL == "" && len(asked.Body) == 0, lacksParameters(asked):
		if l.Request == nil {
			return request{}
		}
		return request{Request: *l.Request, known: true, assumed: true}
	case len(asked.Body) == 0:
		return l.requests.Get(asked.URL, len(asked.URL), func() (request, bool) { return parseRequest(asked), true })
	}
	return parseRequest(asked)
}
