package smscodec_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"
	"golang.org/x/text/encoding/charmap"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/draw"
)

// The laws: what holds whatever the codec, the request, the reply and the
// bytes. Each is a function that says how it is broken; the properties below
// ask it of generated cases and the fuzz targets of mutated ones. The numbers
// are those of docs/contract.md.

// An exchange is a reply on its way to the wire.
type exchange struct {
	codec   smscodec.Codec
	request smscodec.Request
	reply   smscodec.Reply
}

// An answer is bytes from the wire.
type answer struct {
	codec   smscodec.Codec
	request smscodec.Request
	body    []byte
}

type encodingLaw struct {
	name  string
	holds func(exchange) error
}

type decodingLaw struct {
	name  string
	holds func(answer) error
}

var encodingLaws = []encodingLaw{
	{"what is written reads back as the same", lawAppendDecodes},
	{"appending leaves what is there", lawAppendAppends},
	{"a refusal to write says which value", lawEncodeError},
	{"encoding/json and encoding/xml lose nothing", func(x exchange) error { return lawReplyForms(x.reply) }},
}

var decodingLaws = []decodingLaw{
	{"JSON and UTF-8 carry all that is read", lawJSONCarries},
	{"what any format writes of it reads back as the same", lawConverts},
	{"what strict accepts all read the same", lawStrictReads},
	{"what departs from nothing strict accepts", lawUnreported},
	{"a lenient codec reads all that a stricter one does", lawLeniency},
	{"a departure is refused where it is reported", lawRejected},
	{"a departure that is refused can be accepted", lawAcceptable},
	{"a stricter codec refuses no later", lawRefusedNoLater},
	{"what strict accepts says what strict writes", lawStrictSaysNoMore},
	{"departures are reported once and in order", lawReports},
	{"an error has a position and a kind and prints", lawParseError},
	{"rows by themselves are those of the list", lawSenders},
	{"the model is complete", lawModel},
	{"rows with the same operators share their columns", lawSharedColumns},
	{"the input is neither written to nor kept", lawInput},
	{"bytes that are no text come before all else", lawCharset},
	{"an error is never read as data", lawErrorIsNoData},
	{"an error is one under every request", lawErrorUnderEveryRequest},
}

// check asks all laws of an answer.
func (a answer) check() error {
	for _, law := range decodingLaws {
		if err := law.holds(a); err != nil {
			return fmt.Errorf("%s: %w", law.name, err)
		}
	}
	return nil
}

// check asks all laws of an exchange, and of the answer that it makes.
func (x exchange) check() error {
	for _, law := range encodingLaws {
		if err := law.holds(x); err != nil {
			return fmt.Errorf("%s: %w", law.name, err)
		}
	}
	body, err := x.codec.Append(nil, x.reply, x.request)
	if err != nil {
		return nil
	}
	return answer{x.codec, x.request, body}.check()
}

func (x exchange) String() string {
	return fmt.Sprintf("%s, %s, reply %#v", codecString(x.codec), requestString(x.request), x.reply)
}

func (a answer) String() string {
	return fmt.Sprintf("%s, %s, body %q", codecString(a.codec), requestString(a.request), a.body)
}

func codecString(c smscodec.Codec) string {
	return fmt.Sprintf("codec rejects %q, columns %q, empty lists %t", c.Reject, slices.Collect(c.Columns.All()), c.EmptyList)
}

func requestString(r smscodec.Request) string {
	return fmt.Sprintf("request %v %v %v all=%t operators=%t", r.Op, r.Format, r.Charset, r.All, r.Operators)
}

// read decodes. The server's refusal is a reply here, as it is for Append.
func (a answer) read() (smscodec.Reply, *smscodec.ParseError) { return a.readBy(a.codec) }

func (a answer) readBy(c smscodec.Codec) (smscodec.Reply, *smscodec.ParseError) {
	reply, err := c.Decode(a.body, a.request)
	switch err := err.(type) {
	case nil:
		return reply, nil
	case *smscodec.APIError:
		return err, nil
	case *smscodec.ParseError:
		return nil, err
	}
	panic(fmt.Sprintf("Decode gave an error of type %T", err))
}

// readReporting is readBy with the departures that were accepted.
func (a answer) readReporting(c smscodec.Codec) (smscodec.Reply, []*smscodec.ParseError, *smscodec.ParseError) {
	var reports []*smscodec.ParseError
	c.Report = func(e *smscodec.ParseError) { reports = append(reports, e) }
	reply, err := a.readBy(c)
	return reply, reports, err
}

// rejecting returns a codec that is like another but for what it rejects and reports.
func rejecting(c smscodec.Codec, q smscodec.Quirk) smscodec.Codec {
	c.Reject, c.Report = q, nil
	return c
}

// identical compares replies to the last bit: nil and empty differ, and so does
// the order of columns.
var identical = cmp.Comparer(func(a, b smscodec.Registrations) bool {
	return slices.Equal(slices.Collect(a.Columns().All()), slices.Collect(b.Columns().All())) && a.Equal(b)
})

func differs(want, got smscodec.Reply) string {
	if cmp.Equal(want, got, identical) {
		return ""
	}
	return "(-want +got):\n" + cmp.Diff(want, got, identical)
}

// differsBeyond compares replies as far as an answer to the request holds them:
// a status only under All, registrations only under Operators, an error's text
// not in CSV. The order of operators is no part of the value.
func differsBeyond(req smscodec.Request, want, got smscodec.Reply) string {
	want, got = carried(req, want), carried(req, got)
	if cmp.Equal(want, got, cmpopts.EquateEmpty()) {
		return ""
	}
	return "(-want +got):\n" + cmp.Diff(want, got, cmpopts.EquateEmpty())
}

// carried gives what an answer to the request holds of a reply.
func carried(req smscodec.Request, r smscodec.Reply) smscodec.Reply {
	switch r := r.(type) {
	case smscodec.List:
		r = slices.Clone(r)
		for i := range r {
			if !req.All {
				r[i].Status = smscodec.NoStatus
			}
			if !req.Operators {
				r[i].Registrations = smscodec.Registrations{}
			}
		}
		return r
	case *smscodec.APIError:
		if req.Format == smscodec.CSV && r != nil {
			return &smscodec.APIError{Code: r.Code, Extra: r.Extra}
		}
	}
	return r
}

// sameError compares by value, the kind by identity.
func sameError(a, b *smscodec.ParseError) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// sameErrors compares the errors that Decode and Senders give.
func sameErrors(a, b error) bool {
	switch a := a.(type) {
	case *smscodec.ParseError:
		b, ok := b.(*smscodec.ParseError)
		return ok && sameError(a, b)
	case *smscodec.APIError:
		b, ok := b.(*smscodec.APIError)
		return ok && differs(a, b) == ""
	}
	return a == b
}

// Law 1: Append(r) ok ⇒ Decode(Append(r)) = r, as far as the request goes.
func lawAppendDecodes(x exchange) error {
	body, err := x.codec.Append(nil, x.reply, x.request)
	if err != nil {
		return nil
	}
	got, parseErr := answer{x.codec, x.request, body}.read()
	if parseErr != nil {
		return fmt.Errorf("%q was written, but: %w", body, parseErr)
	}
	if diff := differsBeyond(x.request, x.reply, got); diff != "" {
		return fmt.Errorf("%q reads as another reply %s", body, diff)
	}
	return nil
}

// Law 7: Append(dst) = dst + Append(nil), whether dst has room or not; and
// whether it succeeds or not, what was in dst stays. Equal replies give equal
// bytes.
func lawAppendAppends(x exchange) error {
	alone, wantErr := x.codec.Append(nil, x.reply, x.request)
	for _, before := range []string{"", "name = a", "ERROR = 1 (x)\n", "\xEF\xBB\xBF"} {
		for _, room := range []int{0, 1, 4096} {
			dst := append(make([]byte, 0, len(before)+room), before...)
			got, err := x.codec.Append(dst, x.reply, x.request)
			switch {
			case string(dst) != before:
				return fmt.Errorf("changed what was in dst, %q, to %q", before, dst)
			case !sameEncodeErrors(wantErr, err):
				return fmt.Errorf("behind %q: error %v, want %v", before, err, wantErr)
			case err != nil && (string(got) != before || cap(got) != cap(dst)):
				return fmt.Errorf("failed and gave %q of capacity %d, dst was %q of %d", got, cap(got), before, cap(dst))
			case err == nil && string(got) != before+string(alone):
				return fmt.Errorf("behind %q: gave %q, want %q in the end", before, got, alone)
			}
		}
	}
	return nil
}

func sameEncodeErrors(a, b error) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, ok := a.(*smscodec.EncodeError)
	y, ok2 := b.(*smscodec.EncodeError)
	return ok && ok2 && *x == *y
}

// What Append returns as an error is an *EncodeError of a known kind, about a
// row that there is; it prints, and an invalid request is told from the rest.
func lawEncodeError(x exchange) error {
	_, err := x.codec.Append(nil, x.reply, x.request)
	if err == nil {
		return nil
	}
	e, ok := err.(*smscodec.EncodeError)
	if !ok {
		return fmt.Errorf("an error of type %T", err)
	}
	list, _ := x.reply.(smscodec.List)
	kinds := []error{smscodec.ErrUnrepresentable, smscodec.ErrShape, smscodec.ErrValue, smscodec.ErrRequest}
	switch {
	case e.Format != x.request.Format:
		return fmt.Errorf("%v is said of %v", e, e.Format)
	case e.Row < -1 || e.Row >= max(len(list), 1):
		return fmt.Errorf("%v: row %d of %d", e, e.Row, len(list))
	case !slices.Contains(kinds, e.Err):
		return fmt.Errorf("%v: no kind of an EncodeError", e)
	case (e.Err == smscodec.ErrRequest) == validRequest(x.request):
		return fmt.Errorf("%v, though the request's being valid is %t", e, validRequest(x.request))
	}
	return printsSafely(e)
}

// validRequest is the rule on requests, in its own words.
func validRequest(r smscodec.Request) bool {
	get := r.Op == smscodec.OpGet
	return r.Op >= smscodec.OpGet && r.Op <= smscodec.OpDelete && r.Format <= smscodec.JSON && r.Charset <= smscodec.KOI8R &&
		(get || !r.All) && (get || !r.Operators) && !(r.All && r.Operators)
}

// Law 2: Decode(b) = r ⇒ Append(r) ok in JSON and UTF8 with the rest of the
// request and the codec unchanged, and what it gives decodes to r.
func lawJSONCarries(a answer) error {
	reply, parseErr := a.read()
	if parseErr != nil {
		return nil
	}
	req := a.request
	req.Format, req.Charset = smscodec.JSON, smscodec.UTF8
	body, err := a.codec.Append(nil, reply, req)
	if err != nil {
		return fmt.Errorf("read as %#v, which JSON does not carry: %w", reply, err)
	}
	got, parseErr := answer{a.codec, req, body}.read()
	if parseErr != nil {
		return fmt.Errorf("its JSON %q: %w", body, parseErr)
	}
	if diff := differsBeyond(req, reply, got); diff != "" {
		return fmt.Errorf("its JSON %q reads as another reply %s", body, diff)
	}
	return nil
}

// Law 1 of every reply that was decoded, in every format and charset.
func lawConverts(a answer) error {
	reply, parseErr := a.read()
	if parseErr != nil {
		return nil
	}
	req := a.request
	for req.Format = range smscodec.JSON + 1 {
		for req.Charset = range smscodec.KOI8R + 1 {
			if err := lawAppendDecodes(exchange{a.codec, req, reply}); err != nil {
				return fmt.Errorf("as %v in %v: %w", req.Format, req.Charset, err)
			}
		}
	}
	return nil
}

// readsAs says how a codec does not read an answer as a reply.
func (a answer) readsAs(c smscodec.Codec, want smscodec.Reply) error {
	got, err := a.readBy(c)
	if err != nil {
		return fmt.Errorf("rejecting %q: %w", c.Reject, err)
	}
	if diff := differs(want, got); diff != "" {
		return fmt.Errorf("rejecting %q, it reads as another reply %s", c.Reject, diff)
	}
	return nil
}

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

// What strict accepts, strict writes: the same bytes in plain and CSV, but for
// one final line end; in JSON the same values and in XML the same elements, as
// other decoders see them. So nothing is passed over in silence. It is written
// in UTF-8, as references and escapes reach beyond a charset.
func lawStrictSaysNoMore(a answer) error {
	strict := rejecting(a.codec, smscodec.AllQuirks)
	reply, parseErr := a.readBy(strict)
	if parseErr != nil {
		return nil
	}
	req := a.request
	req.Charset = smscodec.UTF8
	body, err := strict.Append(nil, reply, req)
	if err != nil {
		return fmt.Errorf("strict reads it as %#v, but: %w", reply, err)
	}
	said, written := contentOf(a), contentOf(answer{strict, req, body})
	if said != "" && said != written {
		return fmt.Errorf("strict accepts it as what it writes as %q:\nsaid    %q\nwritten %q", body, said, written)
	}
	return nil
}

// contentOf gives what an answer says, layout aside, or "" if encoding/xml does
// not read a document that we do.
func contentOf(a answer) string {
	text := a.text()
	switch a.request.Format {
	case smscodec.JSON:
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		var value any
		if err := d.Decode(&value); err != nil {
			return err.Error()
		}
		return fmt.Sprintf("%#v", value)
	case smscodec.XML:
		var elements []string
		isError := false
		err := eachElement(text, func(start xml.StartElement, leaf bool, text string) {
			if !leaf || start.Name.Local == "list" {
				text = "" // layout
			}
			elements = append(elements, fmt.Sprintf("%q %q", start, text))
			isError = isError || start.Name.Local == "error"
		})
		if err != nil {
			return ""
		}
		if isError {
			slices.Sort(elements) // its two parts have no order
		}
		return strings.Join(elements, " ")
	}
	return strings.TrimSuffix(text, "\n") + "\n"
}

// eachElement gives the elements of a document as they end, with their text if
// they hold no others.
func eachElement(text string, visit func(start xml.StartElement, leaf bool, text string)) error {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var open []xml.StartElement
	var content strings.Builder
	leaf := false
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			open = append(open, token.Copy())
			leaf = true
			content.Reset()
		case xml.CharData:
			content.Write(token)
		case xml.EndElement:
			if len(open) == 0 {
				return errors.New("an end without a start")
			}
			visit(open[len(open)-1], leaf, content.String())
			open = open[:len(open)-1]
			leaf = false
		}
	}
}

// A report is of one quirk that is not rejected, has a position and prints; none
// comes twice, their offsets do not fall, and none is after the error.
func lawReports(a answer) error {
	_, reports, failure := a.readReporting(a.codec)
	for i, e := range reports {
		if failure != nil && e.Offset > failure.Offset {
			return fmt.Errorf("report %d at %d: %w: after the error at %d: %w", i, e.Offset, e, failure.Offset, failure)
		}
		if err := wellFormed(e, a); err != nil {
			return err
		}
		switch {
		case e.Quirk == 0 || e.Quirk&(e.Quirk-1) != 0 || e.Quirk&^smscodec.AllQuirks != 0:
			return fmt.Errorf("report %d: %w: not one quirk", i, e)
		case e.Quirk&a.codec.Reject != 0:
			return fmt.Errorf("report %d: %w: rejected", i, e)
		case i > 0 && e.Offset < reports[i-1].Offset:
			return fmt.Errorf("report %d at %d: %w: behind the one at %d", i, e.Offset, e, reports[i-1].Offset)
		}
		for _, earlier := range reports[:i] {
			if earlier.Offset == e.Offset && earlier.Quirk == e.Quirk {
				return fmt.Errorf("report %d: %w: reported twice", i, e)
			}
		}
	}
	return nil
}

// Law 5: Every ParseError has 0 ≤ Offset ≤ len, Line, Col ≥ 1 and a kind;
// printing it never fails. What is well formed but refused has a place too.
func lawParseError(a answer) error {
	_, err := a.read()
	if err == nil {
		return nil
	}
	if (err.Err == smscodec.ErrRequest) == validRequest(a.request) {
		return fmt.Errorf("%w, though the request's being valid is %t", err, validRequest(a.request))
	}
	if err.Quirk&^a.codec.Reject != 0 {
		return fmt.Errorf("%w: refused for a quirk that is accepted", err)
	}
	return wellFormed(err, a)
}

// wellFormed says what is wrong with a ParseError itself.
func wellFormed(e *smscodec.ParseError, a answer) error {
	kinds := []error{
		smscodec.ErrSyntax, io.ErrUnexpectedEOF, smscodec.ErrCharset, smscodec.ErrDuplicate,
		smscodec.ErrUnsupported, smscodec.ErrShape, smscodec.ErrValue, smscodec.ErrRequest,
	}
	if e.Offset < 0 || e.Offset > len(a.body) {
		return fmt.Errorf("offset %d in %d bytes", e.Offset, len(a.body))
	}
	before := a.body[:e.Offset]
	line := 1 + bytes.Count(before, []byte{'\n'})
	col := e.Offset - bytes.LastIndexByte(before, '\n')
	switch {
	case e.Line != line || e.Col != col:
		return fmt.Errorf("%w: offset %d is %d:%d", e, e.Offset, line, col)
	case e.Format != a.request.Format:
		return fmt.Errorf("%w: said of %v", e, e.Format)
	case !slices.Contains(kinds, e.Err):
		return fmt.Errorf("%w: no kind of a ParseError", e)
	case e.Row < -1 || e.Row > len(a.body):
		return fmt.Errorf("%w: row %d", e, e.Row)
	case e.Row >= 0 && a.request.Op != smscodec.OpGet:
		return fmt.Errorf("%w: row %d of an answer to %v", e, e.Row, a.request.Op)
	case !utf8.ValidString(e.Field):
		return fmt.Errorf("%w: field %q is no text", e, e.Field)
	}
	return printsSafely(e)
}

// printsSafely is rule 12: one line of at most 300 bytes, which nothing in the
// input can reorder, break or colour.
func printsSafely(err error) error {
	text := err.Error()
	switch {
	case text == "":
		return errors.New("prints as nothing")
	case len(text) > 300:
		return fmt.Errorf("prints as %d bytes: %q", len(text), text)
	case !utf8.ValidString(text):
		return fmt.Errorf("prints as no UTF-8: %q", text)
	}
	for _, r := range text {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return fmt.Errorf("prints %U: %q", r, text)
		}
	}
	return nil
}

// Law 6: Senders yields Decode's rows, or some of them and then Decode's error;
// of an answer that is no list, the error if there is one. It stops when told.
func lawSenders(a answer) error {
	reply, wantErr := a.codec.Decode(a.body, a.request)
	list, _ := reply.(smscodec.List)
	rows := smscodec.List{}
	var gotErr error
	for s, err := range a.codec.Senders(a.body, a.request) {
		if gotErr != nil {
			return fmt.Errorf("yields something behind the error %w", gotErr)
		}
		if gotErr = err; err == nil {
			rows = append(rows, s)
		} else if diff := cmp.Diff(smscodec.Sender{}, s); diff != "" {
			return fmt.Errorf("yields a row beside the error %w", err)
		}
	}
	if !sameErrors(wantErr, gotErr) {
		return fmt.Errorf("yields the error %v, Decode has %v", gotErr, wantErr)
	}
	// The rows before an error are those in front of it, as a codec has them that
	// reads on.
	if e, ok := wantErr.(*smscodec.ParseError); ok {
		if e.Row >= 0 && len(rows) > e.Row {
			return fmt.Errorf("yields %d rows, the error is in row %d", len(rows), e.Row)
		}
		whole, _ := a.readBy(rejecting(a.codec, 0))
		if all, ok := whole.(smscodec.List); ok && (len(rows) > len(all) || differs(all[:len(rows)], rows) != "") {
			return fmt.Errorf("yields rows before the error that are not those of the list: %#v", rows)
		}
	}
	if wantErr == nil && len(rows) != len(list) {
		return fmt.Errorf("yields %d rows, Decode has %d", len(rows), len(list))
	}
	if wantErr == nil && len(list) > 0 {
		if diff := differs(list, rows); diff != "" {
			return fmt.Errorf("yields other rows than Decode %s", diff)
		}
	}
	n := 0
	for range a.codec.Senders(a.body, a.request) {
		n++
		break
	}
	if n != min(len(rows), 1) && gotErr == nil {
		return fmt.Errorf("stopped at the first row, yields %d", n)
	}
	return nil
}

// A decoded reply has what the declarations promise and no more: that of the
// operation, a list that is never nil, names that are never empty, text that is
// UTF-8, a status under All alone, registrations under Operators alone.
func lawModel(a answer) error {
	reply, err := a.codec.Decode(a.body, a.request)
	if err != nil {
		if reply != nil {
			return fmt.Errorf("a reply beside the error %w", err)
		}
		refused, ok := err.(*smscodec.APIError)
		if !ok {
			return nil
		}
		if refused.Code < 0 || refused.Code > 9999 || !utf8.ValidString(refused.Text) {
			return fmt.Errorf("an error %d with the text %q", int(refused.Code), refused.Text)
		}
		if a.request.Format == smscodec.CSV && refused.Text != "" && a.codec.Reject&smscodec.QuirkOtherForm != 0 {
			return fmt.Errorf("CSV with the text %q", refused.Text)
		}
		if !errors.Is(err, refused.Code) {
			return errors.New("an error that is not its code")
		}
		for _, f := range refused.Extra {
			if id, ok := refused.ID(); f.Name == "id" && (!ok || fmt.Sprint(id) != f.Value) {
				return fmt.Errorf("an error with the id %q, ID gives %d", f.Value, id)
			}
		}
		if err := printsSafely(refused); err != nil {
			return err
		}
		return modelOfExtra(refused.Extra)
	}
	switch r := reply.(type) {
	case smscodec.List:
		if a.request.Op != smscodec.OpGet || r == nil {
			return fmt.Errorf("a list, nil is %t, as answer to %v", r == nil, a.request.Op)
		}
		for i, s := range r {
			switch _, hasStatus := s.Status.Code(); {
			case s.Name == "" || !utf8.ValidString(s.Name):
				return fmt.Errorf("row %d: the name %q", i, s.Name)
			case a.request.All != hasStatus, !a.request.All && s.Status != smscodec.NoStatus:
				return fmt.Errorf("row %d: the status %d", i, s.Status)
			case a.request.Operators != (s.Registrations.Len() > 0), s.Registrations.Len() != s.Registrations.Columns().Len():
				return fmt.Errorf("row %d: the registrations %v", i, s.Registrations)
			case a.request.Format == smscodec.CSV && a.request.Operators && strings.Contains(s.Name, ","):
				return fmt.Errorf("row %d: the name %q beside operators", i, s.Name)
			case a.request.Format == smscodec.CSV && s.Extra != nil:
				return fmt.Errorf("row %d: CSV with the members %q", i, s.Extra)
			}
			if err := modelOfExtra(s.Extra); err != nil {
				return fmt.Errorf("row %d: %w", i, err)
			}
		}
	case smscodec.Added:
		if a.request.Op != smscodec.OpAdd || r.ID < 0 {
			return fmt.Errorf("the id %d as answer to %v", r.ID, a.request.Op)
		}
	case smscodec.Done:
		if a.request.Op == smscodec.OpGet || a.request.Op == smscodec.OpAdd {
			return fmt.Errorf("OK as answer to %v", a.request.Op)
		}
	default:
		return fmt.Errorf("a reply of type %T without an error", reply)
	}
	return nil
}

// modelOfExtra: nil if there are none, each name once.
func modelOfExtra(fields []smscodec.Field) error {
	if fields != nil && len(fields) == 0 {
		return errors.New("members that are empty but not nil")
	}
	seen := map[string]bool{}
	for _, f := range fields {
		if seen[f.Name] || !utf8.ValidString(f.Name) || !utf8.ValidString(f.Value) {
			return fmt.Errorf("the member %q of %q", f, fields)
		}
		seen[f.Name] = true
	}
	return nil
}

// Rows with the same operators share one Columns, in the order of the first.
func lawSharedColumns(a answer) error {
	reply, err := a.codec.Decode(a.body, a.request)
	if err != nil {
		return nil
	}
	list, _ := reply.(smscodec.List)
	shared := map[string]*smscodec.Columns{}
	for i, s := range list {
		c := s.Registrations.Columns()
		if c == nil {
			continue
		}
		operators := fmt.Sprint(slices.Sorted(c.All()))
		if first, ok := shared[operators]; ok && first != c {
			return fmt.Errorf("row %d has columns of its own", i)
		}
		shared[operators] = c
	}
	return nil
}

// Decoding does not write to its input, and overwriting the input afterwards
// changes nothing decoded, reported or yielded.
func lawInput(a answer) error {
	want, wantReports, wantErr := a.readReporting(a.codec)

	b := a
	b.body = bytes.Clone(a.body)
	got, reports, err := b.readReporting(b.codec)
	rows := smscodec.List{}
	for s, rowErr := range b.codec.Senders(b.body, b.request) {
		if rowErr == nil {
			rows = append(rows, s)
		}
	}
	if !bytes.Equal(a.body, b.body) {
		return fmt.Errorf("input changed to %q", b.body)
	}
	for i := range b.body {
		b.body[i] = '#'
	}
	if diff := differs(want, got); diff != "" {
		return fmt.Errorf("input overwritten, the reply changed %s", diff)
	}
	if list, ok := want.(smscodec.List); ok && differs(list, rows) != "" {
		return errors.New("input overwritten, the rows changed")
	}
	if !sameError(wantErr, err) || !slices.EqualFunc(wantReports, reports, sameError) {
		return errors.New("input overwritten, the error or the reports changed")
	}
	return nil
}

// Bytes that are not text in the charset are refused as such, wherever they
// are and whatever else is wrong, at the first of them; no others are.
func lawCharset(a answer) error {
	if !validRequest(a.request) {
		return nil
	}
	at := -1
	switch {
	case a.request.Charset == smscodec.UTF8:
		for i := 0; i < len(a.body) && at < 0; {
			r, n := utf8.DecodeRune(a.body[i:])
			if r == utf8.RuneError && n == 1 {
				at = i
			}
			i += n
		}
	case bytes.HasPrefix(a.body, []byte("\xEF\xBB\xBF")):
		at = 0
	case a.request.Charset == smscodec.Windows1251:
		at = bytes.IndexByte(a.body, 0x98)
	}
	_, err := a.read()
	switch {
	case at < 0 && err != nil && err.Err == smscodec.ErrCharset:
		return fmt.Errorf("all of it is text, but: %w", err)
	case at >= 0 && (err == nil || err.Err != smscodec.ErrCharset):
		return fmt.Errorf("the byte at %d is no text, but the error is %v", at, err)
	case at >= 0 && err.Offset != at:
		return fmt.Errorf("the byte at %d is no text, but the error is at %d", at, err.Offset)
	}
	return nil
}

// Rule 1: An error is never read as data. A List, an Added or a Done is not
// read from bytes that hold an error as the format has them: a plain or CSV
// line that begins with "ERROR = ", a CSV line that begins with digits and ",-"
// or like another format; a JSON object, bare or in an array, that has a member
// error or error_code; an XML element or attribute of that name.
func lawErrorIsNoData(a answer) error {
	reply, err := a.read()
	if err != nil {
		return nil
	}
	if _, ok := reply.(*smscodec.APIError); ok {
		return nil
	}
	if sign := signOfError(a); sign != "" {
		return fmt.Errorf("read as %#v, though it has %s", reply, sign)
	}
	return nil
}

// signOfError finds an error in bytes that are an answer, by other means than
// the decoder's.
func signOfError(a answer) string {
	text := a.text()
	switch a.request.Format {
	case smscodec.Plain, smscodec.CSV:
		for line := range strings.SplitSeq(text, "\n") {
			if strings.HasPrefix(line, "ERROR = ") {
				return "the line " + line
			}
			if a.request.Format == smscodec.Plain {
				continue
			}
			rest := strings.TrimLeft(line, "0123456789")
			if len(rest) < len(line) && strings.HasPrefix(rest, ",-") || strings.HasPrefix(line, "<") ||
				strings.HasPrefix(line, "{") || strings.HasPrefix(line, "[") {
				return "the line " + line
			}
		}
	case smscodec.JSON:
		var value any
		if json.Unmarshal([]byte(text), &value) != nil {
			return "" // the bare OK
		}
		objects, ok := value.([]any)
		if !ok {
			objects = []any{value}
		}
		for _, object := range objects {
			members, _ := object.(map[string]any)
			for _, key := range []string{"error", "error_code"} {
				if _, ok := members[key]; ok {
					return "the member " + key
				}
			}
		}
	case smscodec.XML:
		sign := ""
		// What stops encoding/xml is the bare OK or well formed all the same.
		_ = eachElement(text, func(start xml.StartElement, _ bool, _ string) {
			names := []xml.Name{start.Name}
			for _, attr := range start.Attr {
				names = append(names, attr.Name)
			}
			for _, name := range names {
				if name.Space == "" && (name.Local == "error" || name.Local == "error_code") {
					sign = "the element or attribute " + name.Local
				}
			}
		})
		return sign
	}
	return ""
}

// text gives the body in UTF-8, without a byte order mark.
func (a answer) text() string {
	switch a.request.Charset {
	case smscodec.Windows1251:
		return decodeCharmap(charmap.Windows1251, a.body)
	case smscodec.KOI8R:
		return decodeCharmap(charmap.KOI8R, a.body)
	}
	return strings.TrimPrefix(string(a.body), "\uFEFF")
}

func decodeCharmap(m *charmap.Charmap, text []byte) string {
	var b strings.Builder
	for _, c := range text {
		b.WriteRune(m.DecodeByte(c))
	}
	return b.String()
}

// What is read as an error under one request is the same error under every
// other one in its format and charset.
func lawErrorUnderEveryRequest(a answer) error {
	reply, err := a.read()
	if err != nil {
		return nil
	}
	if _, ok := reply.(*smscodec.APIError); !ok {
		return nil
	}
	for _, req := range requestsIn(a.request.Format, a.request.Charset) {
		b := a
		b.request = req
		if err := b.readsAs(a.codec, reply); err != nil {
			return fmt.Errorf("under %s: %w", requestString(req), err)
		}
	}
	return nil
}

// requestsIn gives the valid requests for a format and charset, by operation.
func requestsIn(f smscodec.Format, c smscodec.Charset) []smscodec.Request {
	requests := []smscodec.Request{
		{Op: smscodec.OpGet, Format: f, Charset: c},
		{Op: smscodec.OpGet, Format: f, Charset: c, All: true},
		{Op: smscodec.OpGet, Format: f, Charset: c, Operators: true},
	}
	for op := smscodec.OpAdd; op <= smscodec.OpDelete; op++ {
		requests = append(requests, smscodec.Request{Op: op, Format: f, Charset: c})
	}
	return requests
}

// lawReadings: Readings yields what strict reads under the valid requests, in
// the documented order, each distinct reading of a format once.
func lawReadings(body []byte) error {
	type reading struct {
		request smscodec.Request
		reply   smscodec.Reply
	}
	charsets := []smscodec.Charset{smscodec.UTF8}
	if !utf8.Valid(body) {
		charsets = []smscodec.Charset{smscodec.Windows1251, smscodec.KOI8R}
	}
	var want []reading
	for _, charset := range charsets {
		for _, format := range []smscodec.Format{smscodec.JSON, smscodec.XML, smscodec.Plain, smscodec.CSV} {
			var readings []reading
			for _, req := range requestsIn(format, charset) {
				a := answer{smscodec.Codec{Reject: smscodec.AllQuirks}, req, body}
				if reply, err := a.read(); err == nil {
					readings = append(readings, reading{req, reply})
				}
			}
			// By operation they are already.
			slices.SortStableFunc(readings, func(a, b reading) int {
				return readingRank(a.request, a.reply) - readingRank(b.request, b.reply)
			})
			for _, r := range readings {
				known := func(k reading) bool {
					return k.request.Format == format && differs(k.reply, r.reply) == ""
				}
				if !slices.ContainsFunc(want, known) {
					want = append(want, r)
				}
			}
		}
	}

	n := 0
	for req, reply := range smscodec.Readings(body) {
		if n == len(want) {
			return fmt.Errorf("reading %d: %s, %#v, want no more", n, requestString(req), reply)
		}
		if req != want[n].request {
			return fmt.Errorf("reading %d: %s, want %s", n, requestString(req), requestString(want[n].request))
		}
		if diff := differs(want[n].reply, reply); diff != "" {
			return fmt.Errorf("reading %d: %s: another reply %s", n, requestString(req), diff)
		}
		n++
	}
	if n < len(want) {
		return fmt.Errorf("%d readings, want also %s", n, requestString(want[n].request))
	}
	for range smscodec.Readings(body) {
		break
	}
	return nil
}

// readingRank is the order of the readings in a format: error, operators,
// status, id and OK, names.
func readingRank(req smscodec.Request, reply smscodec.Reply) int {
	_, isError := reply.(*smscodec.APIError)
	_, isList := reply.(smscodec.List)
	switch {
	case isError:
		return 0
	case req.Operators:
		return 1
	case req.All:
		return 2
	case !isList:
		return 3
	}
	return 4
}

// Law 9: json.Marshal of a reply fails, and only for text that is not UTF-8 or a
// Status without a number, or what json.Unmarshal reads of it into the same type is
// Equal, with the operators in the same order. The text forms that encoding/xml takes
// lose nothing either.
func lawReplyForms(r smscodec.Reply) error {
	if r == nil {
		return nil
	}
	text, err := json.Marshal(r)
	if err != nil {
		if hasJSON(r) {
			return fmt.Errorf("%#v has no JSON: %w", r, err)
		}
		return printsSafely(err)
	}
	if !hasJSON(r) {
		return fmt.Errorf("%#v has the JSON %s", r, text)
	}
	got, err := replyFromJSON(r, text)
	if err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	if diff := differs(r, got); !smscodec.Equal(r, got) || diff != "" && !isEmpty(r) {
		return fmt.Errorf("%s reads as another reply %s", text, diff)
	}
	list, _ := r.(smscodec.List)
	for _, s := range list {
		var status smscodec.Status
		var registrations smscodec.Registrations
		text, err := s.Status.MarshalText()
		if err == nil {
			err = status.UnmarshalText(text)
		}
		if err != nil || status != s.Status {
			return fmt.Errorf("%v has the text %q, which reads as %v, %w", s.Status, text, status, err)
		}
		if text, err = s.Registrations.MarshalText(); err == nil {
			err = registrations.UnmarshalText(text)
		}
		if err != nil || registrations.String() != s.Registrations.String() {
			return fmt.Errorf("%v has the text %q, which reads as %v, %w", s.Registrations, text, registrations, err)
		}
	}
	return nil
}

// isEmpty reports whether a reply has slices that are empty but not nil, or a nil
// list: JSON does not tell them apart.
func isEmpty(r smscodec.Reply) bool {
	switch r := r.(type) {
	case smscodec.List:
		return r == nil || slices.ContainsFunc(r, func(s smscodec.Sender) bool { return s.Extra != nil && len(s.Extra) == 0 })
	case *smscodec.APIError:
		return r != nil && r.Extra != nil && len(r.Extra) == 0
	}
	return false
}

// replyFromJSON reads a reply of the same type.
func replyFromJSON(like smscodec.Reply, text []byte) (smscodec.Reply, error) {
	switch like.(type) {
	case smscodec.List:
		var r smscodec.List
		err := json.Unmarshal(text, &r)
		return r, err
	case smscodec.Added:
		var r smscodec.Added
		err := json.Unmarshal(text, &r)
		return r, err
	case smscodec.Done:
		var r smscodec.Done
		err := json.Unmarshal(text, &r)
		return r, err
	}
	var r *smscodec.APIError
	err := json.Unmarshal(text, &r)
	return r, err
}

// hasJSON reports whether JSON can hold a reply.
func hasJSON(r smscodec.Reply) bool {
	var text []string
	fields := func(extra []smscodec.Field) {
		for _, f := range extra {
			text = append(text, f.Name, f.Value)
		}
	}
	switch r := r.(type) {
	case smscodec.List:
		for _, s := range r {
			if _, ok := s.Status.Code(); !ok && s.Status != smscodec.NoStatus {
				return false
			}
			text = append(text, s.Name)
			fields(s.Extra)
		}
	case *smscodec.APIError:
		if r != nil {
			text = append(text, r.Text)
			fields(r.Extra)
		}
	}
	return !slices.ContainsFunc(text, func(s string) bool { return !utf8.ValidString(s) })
}

// lawParseForm (law 10): ParseForm returns what url.ParseQuery returns, if that accepts the
// input, and has every parameter that url.ParseQuery reads of any other.
func lawParseForm(raw string) error {
	got := smscodec.ParseForm(raw)
	want, err := url.ParseQuery(raw)
	if err == nil && !maps.EqualFunc(got, want, slices.Equal) {
		return fmt.Errorf("read as %q, by net/url as %q", got, want)
	}
	for name, values := range want {
		for _, v := range values {
			if !slices.Contains(got[name], v) {
				return fmt.Errorf("read as %q, without %q=%q of net/url", got, name, v)
			}
		}
	}
	again := smscodec.ParseForm(got.Encode())
	if !maps.EqualFunc(got, again, slices.Equal) {
		return fmt.Errorf("read as %q, which is encoded and read again as %q", got, again)
	}
	return nil
}

// lawParseQuery: A request that is read is valid, and Query gives it back.
// Parameters that the endpoint does not have change nothing, nor do all and
// operators beside another operation than get. An error is of kind ErrRequest
// and is the same whatever stands for a value that means nothing here: it may be
// a secret.
func lawParseQuery(q url.Values) error {
	r, err := smscodec.ParseQuery(q)
	masked, maskedErr := smscodec.ParseQuery(withMaskedValues(q))
	if masked != r || fmt.Sprint(maskedErr) != fmt.Sprint(err) {
		return fmt.Errorf("with other values for those that mean nothing: %s, %v; was %s, %v",
			requestString(masked), maskedErr, requestString(r), err)
	}
	if err != nil {
		if !errors.Is(err, smscodec.ErrRequest) || r != (smscodec.Request{}) {
			return fmt.Errorf("%s beside the error %w", requestString(r), err)
		}
		return printsSafely(err)
	}
	if !validRequest(r) {
		return fmt.Errorf("read as %s", requestString(r))
	}
	if got, err := smscodec.ParseQuery(r.Query()); err != nil || got != r {
		return fmt.Errorf("read as %s, whose query %v gives %s, %w", requestString(r), r.Query(), requestString(got), err)
	}

	more := maps.Clone(q)
	more.Set("psw", "1")
	more.Set("GET", "1")
	more["fmt"] = slices.Concat([]string{"x"}, q["fmt"]) // only the last value counts
	if len(q["fmt"]) == 0 {
		delete(more, "fmt")
	}
	if r.Op != smscodec.OpGet {
		more["all"] = []string{"1", "0"}
		more["operators"] = []string{"x"}
	}
	if got, err := smscodec.ParseQuery(more); err != nil || got != r {
		return fmt.Errorf("read as %s, but %v as %s, %w", requestString(r), more, requestString(got), err)
	}
	return nil
}

// withMaskedValues puts something else in the place of every value that no
// parameter has; what was equal stays so.
func withMaskedValues(q url.Values) url.Values {
	known := []string{"", "0", "1", "2", "3", "utf-8", "windows-1251", "koi8-r"}
	masks := map[string]string{}
	masked := url.Values{}
	for name, values := range q {
		for _, v := range values {
			if !slices.Contains(known, strings.ToLower(v)) {
				if masks[v] == "" {
					masks[v] = fmt.Sprintf("masked %d", len(masks))
				}
				v = masks[v]
			}
			masked.Add(name, v)
		}
	}
	return masked
}

// lawTextForms: What is read as a text form is written in one way, which reads
// as the same; the error about any other text prints, and so does that about a
// column which is no operator.
func lawTextForms(text string) error {
	if err := textForm(text, func(o *smscodec.Op, b []byte) error { return o.UnmarshalText(b) }); err != nil {
		return err
	}
	if err := textForm(text, func(f *smscodec.Format, b []byte) error { return f.UnmarshalText(b) }); err != nil {
		return err
	}
	if err := textForm(text, func(c *smscodec.Charset, b []byte) error { return c.UnmarshalText(b) }); err != nil {
		return err
	}
	if err := textForm(text, func(q *smscodec.Quirk, b []byte) error { return q.UnmarshalText(b) }); err != nil {
		return err
	}
	if err := textForm(text, func(s *smscodec.Status, b []byte) error { return s.UnmarshalText(b) }); err != nil {
		return err
	}
	var r, again smscodec.Registrations
	if err := r.UnmarshalText([]byte(text)); err != nil {
		if err := printsSafely(err); err != nil {
			return err
		}
	} else if err := again.UnmarshalText([]byte(r.String())); err != nil || r.String() != text || !r.Equal(again) {
		return fmt.Errorf("registrations %q read as %v, then %v, %w", text, r, again, err)
	}
	if _, err := smscodec.NewColumns("mega", smscodec.Operator(text)); err != nil {
		return printsSafely(err)
	}
	return nil
}

func textForm[T interface {
	comparable
	MarshalText() ([]byte, error)
}](text string, unmarshal func(*T, []byte) error) error {
	var read, unset, again T
	if err := unmarshal(&read, []byte(text)); err != nil {
		if read != unset {
			return fmt.Errorf("%T set to %v beside the error %w", read, read, err)
		}
		return printsSafely(err)
	}
	canonical, err := read.MarshalText()
	if err != nil {
		return err
	}
	if err := unmarshal(&again, canonical); err != nil || again != read {
		return fmt.Errorf("%T %v: %q reads as %v, %w", read, read, canonical, again, err)
	}
	return nil
}

// lawErrorsPrint: Errors print, whatever is in them that can come from an
// answer or from a caller's mistake.
func lawErrorsPrint(text string, number int, kind error) error {
	format, quirk := smscodec.Format(number), smscodec.Quirk(number)
	extra := []smscodec.Field{{Name: text, Value: text}, {Name: "id", Value: fmt.Sprint(number)}}
	for _, err := range []error{
		&smscodec.ParseError{Format: format, Offset: number, Line: number, Col: number, Row: number, Field: text, Err: kind},
		&smscodec.ParseError{Format: format, Offset: number, Line: number, Col: number, Row: number, Field: text, Quirk: quirk, Err: kind},
		&smscodec.EncodeError{Format: format, Row: number, Field: text, Err: kind},
		&smscodec.APIError{Code: smscodec.ErrorCode(number), Text: text, Extra: extra},
		&smscodec.APIError{Code: smscodec.ErrorCode(number), Text: text, Extra: []smscodec.Field{{Name: "id", Value: text}}},
		smscodec.ErrorCode(number),
	} {
		if problem := printsSafely(err); problem != nil {
			return fmt.Errorf("%T %w", err, problem)
		}
	}
	return nil
}

// propertyCases is how many cases each property is asked of. The race detector
// makes them ten times slower and is not there for them.
func propertyCases() int {
	if sampled {
		return 200
	}
	return 2000
}

// lawSeed makes the generated cases the same in every run.
const lawSeed = 20130527

// forAll asks a law of generated cases and shows the smallest that breaks it.
func forAll[T fmt.Stringer](t *testing.T, gen gopter.Gen, law func(T) error) {
	t.Helper()
	parameters := gopter.DefaultTestParametersWithSeed(lawSeed)
	parameters.MinSuccessfulTests = propertyCases()
	result := prop.ForAll(func(v T) string {
		if err := law(v); err != nil {
			return err.Error()
		}
		return ""
	}, gen).Check(parameters)
	if result.Passed() {
		return
	}
	t.Errorf("seed %d, broken after %d cases: %s %v %s",
		lawSeed, result.Succeeded, strings.Join(result.Labels, "\n"), result.Error, result.ErrorStack)
	for _, arg := range result.Args {
		t.Errorf("smallest: %s\nfound: %s", arg.ArgFormatted, arg.OrigArgFormatted)
	}
}

func TestEncodingLaws(t *testing.T) {
	for _, law := range encodingLaws {
		t.Run(law.name, func(t *testing.T) {
			t.Run("replies that fit", func(t *testing.T) { forAll(t, fittingExchanges, law.holds) })
			t.Run("hostile replies", func(t *testing.T) { forAll(t, hostileExchanges, law.holds) })
		})
	}
}

func TestDecodingLaws(t *testing.T) {
	for _, law := range decodingLaws {
		t.Run(law.name, func(t *testing.T) {
			t.Run("answers as written", func(t *testing.T) { forAll(t, writtenAnswers, law.holds) })
			t.Run("answers astray", func(t *testing.T) { forAll(t, strayAnswers, law.holds) })
		})
	}
}

func TestReadingsLaw(t *testing.T) {
	law := func(a answer) error { return lawReadings(a.body) }
	t.Run("answers as written", func(t *testing.T) { forAll(t, writtenAnswers, law) })
	t.Run("answers astray", func(t *testing.T) { forAll(t, strayAnswers, law) })
}

// Long text is copied by itself; it is the input's no more than short text is.
func TestLongTextIsCopied(t *testing.T) {
	long := strings.Repeat("a", 10000)
	list := smscodec.List{{Name: long}, {Name: "b"}, {Name: long + "b"}}
	withMember := smscodec.List{{Name: "b", Extra: []smscodec.Field{{Name: long, Value: long}}}}
	refused := &smscodec.APIError{Code: smscodec.ErrParams, Text: long}
	for f := range smscodec.JSON + 1 {
		for _, reply := range []smscodec.Reply{list, withMember, refused} {
			req := smscodec.Request{Op: smscodec.OpGet, Format: f}
			body, err := smscodec.Append(nil, reply, req)
			if err != nil {
				if f >= smscodec.XML {
					t.Error(err)
				}
				continue // plain and CSV have no such member
			}
			if err := lawInput(answer{request: req, body: body}); err != nil {
				t.Errorf("%v: %v", f, err)
			}
		}
	}
}

// What the vendor's page documents, every format carries for the strict codec:
// the laws above would hold for an Append that writes nothing.
func TestDocumentedRepliesAreCarried(t *testing.T) {
	forAll(t, documentedExchanges, func(x exchange) error {
		body, err := x.codec.Append(nil, x.reply, x.request)
		if err != nil {
			return err
		}
		_, reports, parseErr := answer{x.codec, x.request, body}.readReporting(rejecting(x.codec, 0))
		if parseErr != nil || len(reports) > 0 {
			return fmt.Errorf("%q: %v, reports %v", body, parseErr, reports)
		}
		return nil
	})
}

// Of UTF-8, JSON carries every reply whose values are in range and whose members
// are told apart.
func TestJSONCarriesEveryReply(t *testing.T) {
	forAll(t, fittingExchanges, func(x exchange) error {
		x.codec.Reject = 0
		x.request.Format, x.request.Charset = smscodec.JSON, smscodec.UTF8
		_, err := x.codec.Append(nil, x.reply, x.request)
		if err == nil {
			return nil
		}
		if encodeErr := err.(*smscodec.EncodeError); encodeErr.Err != smscodec.ErrUnrepresentable || jsonCannotCarry(x) {
			return nil
		}
		return err
	})
}

// jsonCannotCarry says whether a reply has text that is no UTF-8, a member by
// the name of a documented one or of another, an operator that nobody knows, or
// more members than are read.
func jsonCannotCarry(x exchange) bool {
	documented := []string{"error", "error_code"}
	extras := [][]smscodec.Field{}
	var text []string
	switch r := x.reply.(type) {
	case *smscodec.APIError:
		text = append(text, r.Text)
		extras = append(extras, r.Extra)
	case smscodec.List:
		documented = append(documented, "sender")
		if x.request.All {
			documented = append(documented, "status")
		}
		for _, s := range r {
			text = append(text, s.Name)
			extras = append(extras, s.Extra)
			if x.request.Operators && 1+s.Registrations.Len()+len(s.Extra) > 64 {
				return true
			}
			for op := range s.Registrations.Columns().All() {
				if x.request.Operators && !knownOperator(x.codec, string(op)) {
					return true
				}
			}
		}
	}
	for _, fields := range extras {
		for i, f := range fields {
			text = append(text, f.Name, f.Value)
			if slices.Contains(documented, f.Name) || x.request.Operators && knownOperator(x.codec, f.Name) ||
				slices.ContainsFunc(fields[:i], func(e smscodec.Field) bool { return e.Name == f.Name }) {
				return true
			}
		}
	}
	return !utf8.ValidString(strings.Join(text, ""))
}

// knownOperator says whether the codec or the vendor has a column of this name.
func knownOperator(c smscodec.Codec, name string) bool {
	op := smscodec.Operator(name)
	return slices.Contains(slices.Collect(draw.Columns(c).All()), op) || slices.Contains(smscodec.Operators(), op)
}

// ParseQuery(r.Query()) = r, for every valid request.
func TestParseQueryUndoesQuery(t *testing.T) {
	n := 0
	for f := range smscodec.JSON + 1 {
		for c := range smscodec.KOI8R + 1 {
			for _, req := range requestsIn(f, c) {
				n++
				if got, err := smscodec.ParseQuery(req.Query()); err != nil || got != req {
					t.Errorf("%s: %v gives %s, %v", requestString(req), req.Query(), requestString(got), err)
				}
			}
		}
	}
	if want := 4 * 3 * (3 + 5); n != want {
		t.Errorf("%d requests, want %d", n, want)
	}
}

// A value has a text form exactly if it has a name, and the text form gives the
// value.
func TestTextFormsRoundTrip(t *testing.T) {
	for n := range 256 {
		checkTextForm(t, smscodec.Op(n), n >= 1 && n <= 6, func(o *smscodec.Op, b []byte) error { return o.UnmarshalText(b) })
		checkTextForm(t, smscodec.Format(n), n <= 3, func(f *smscodec.Format, b []byte) error { return f.UnmarshalText(b) })
		checkTextForm(t, smscodec.Charset(n), n <= 2, func(c *smscodec.Charset, b []byte) error { return c.UnmarshalText(b) })
	}
	for q := smscodec.Quirk(0); q <= smscodec.AllQuirks+1; q++ {
		checkTextForm(t, q, q <= smscodec.AllQuirks, func(q *smscodec.Quirk, b []byte) error { return q.UnmarshalText(b) })
	}
}

func checkTextForm[T interface {
	comparable
	fmt.Stringer
	MarshalText() ([]byte, error)
}](t *testing.T, v T, named bool, unmarshal func(*T, []byte) error) {
	t.Helper()
	text, err := v.MarshalText()
	if (err == nil) != named {
		t.Errorf("%T %v: %q, %v", v, v, text, err)
		return
	}
	if !named {
		return
	}
	var got T
	if err := unmarshal(&got, text); err != nil || got != v || string(text) != v.String() {
		t.Errorf("%T %v: text form %q gives %v, %v", v, v, text, got, err)
	}
}
