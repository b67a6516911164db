package smsctest

import (
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/leanovate/gopter"

	"github.com/smscodec/smscodec"
)

// A Generator makes replies at random, to be written and read by a Codec. Of its
// four kinds of replies each has the one before in it:
//
//   - DocumentedReply makes what the vendor's page shows.
//   - Reply makes what the Codec can write in the request's format.
//   - FittingReply makes what answers the request, whether the format has a place
//     for it or not.
//   - AnyReply makes the rest too: other answers, values out of range, no text.
//
// What they make is shrunk towards what the page shows.
type Generator struct {
	Codec smscodec.Codec
}

// GenReply is Reply of the zero Generator.
func GenReply(req smscodec.Request) gopter.Gen { return Generator{}.Reply(req) }

// GenAnyReply is AnyReply of the zero Generator.
func GenAnyReply(req smscodec.Request) gopter.Gen { return Generator{}.AnyReply(req) }

// GenSender is Sender of the zero Generator.
func GenSender(req smscodec.Request) gopter.Gen { return Generator{}.Sender(req) }

// GenRequest makes requests that have an answer.
func GenRequest() gopter.Gen { return generate(drawRequest, smallerRequests) }

// GenCodec makes codecs, strict ones and lenient ones, with any columns.
func GenCodec() gopter.Gen { return generate(drawCodec, smallerCodecs) }

// DocumentedReply makes a refusal or the answer to the request, as the page has
// them, which every format carries and a strict Codec reads.
func (g Generator) DocumentedReply(req smscodec.Request) gopter.Gen {
	return g.replies(func(rng *rand.Rand) smscodec.Reply { return drawDocumented(rng, g.Codec, req) })
}

// Reply makes a refusal or an answer that the Codec writes for the request, and
// nothing smaller that it does not. For a request that nothing answers it makes a
// refusal, which nothing writes.
func (g Generator) Reply(req smscodec.Request) gopter.Gen {
	written := func(r smscodec.Reply) bool {
		_, err := g.Codec.Append(nil, r, req)
		return err == nil
	}
	draw := func(rng *rand.Rand) smscodec.Reply {
		for range 20 {
			if r := drawFitting(rng, g.Codec, req); written(r) {
				return r
			}
		}
		return drawDocumented(rng, g.Codec, req)
	}
	return generate(draw, func(r smscodec.Reply) []smscodec.Reply {
		return slices.DeleteFunc(smallerReplies(r), func(r smscodec.Reply) bool { return !written(r) })
	})
}

// FittingReply makes a refusal or an answer to the request with values in range.
func (g Generator) FittingReply(req smscodec.Request) gopter.Gen {
	return g.replies(func(rng *rand.Rand) smscodec.Reply { return drawFitting(rng, g.Codec, req) })
}

// AnyReply makes whatever is a smscodec.Reply, nil too.
func (g Generator) AnyReply(req smscodec.Request) gopter.Gen {
	return g.replies(func(rng *rand.Rand) smscodec.Reply {
		if chance(rng, 4) {
			return drawFitting(rng, g.Codec, req)
		}
		return drawHostile(rng, g.Codec, req)
	})
}

// Sender makes a row of a list that answers the request, with values in range.
func (g Generator) Sender(req smscodec.Request) gopter.Gen {
	return generate(func(rng *rand.Rand) smscodec.Sender {
		return drawSender(rng, g.Codec, req, columnsOf(g.Codec), false)
	}, smallerSenders)
}

func (g Generator) replies(draw func(*rand.Rand) smscodec.Reply) gopter.Gen {
	return generate(draw, smallerReplies)
}

// generate makes a generator of a function that draws a value and one that gives
// those next smaller.
func generate[T any](draw func(*rand.Rand) T, smaller func(T) []T) gopter.Gen {
	shrinker := func(v any) gopter.Shrink {
		value, _ := v.(T) // of an interface also nil
		candidates := smaller(value)
		return func() (any, bool) {
			if len(candidates) == 0 {
				return nil, false
			}
			next := candidates[0]
			candidates = candidates[1:]
			return next, true
		}
	}
	return func(p *gopter.GenParameters) *gopter.GenResult {
		return &gopter.GenResult{
			Result:     draw(p.Rng),
			ResultType: reflect.TypeFor[T](),
			Shrinker:   shrinker,
			Sieve:      func(any) bool { return true }, // without one, gopter passes nil over
		}
	}
}

// pick draws one of the values.
func pick[T any](rng *rand.Rand, values ...T) T { return values[rng.Intn(len(values))] }

// chance is true once in n times.
func chance(rng *rand.Rand, n int) bool { return rng.Intn(n) == 0 }

// listedOperators are the columns that some generation of the vendor's page
// names; the first ten are the page's.
var listedOperators = []smscodec.Operator{
	"mega", "mts", "mega_step", "bee_step", "motiv_step", "mts_step", "tele2_step", "tele2", "ua_reg", "ua_int",
	"mega_int", "motiv_int", "mts_int", "sber_step", "motiv", "winmob_step", "volnamob_step", "by_reg",
}

// ColumnSets gives the columns that a codec may well have: unset, none, the page's,
// the 13 of its other generation, some in another order, words that formats know
// from elsewhere, and as many as there may be.
func ColumnSets() []*smscodec.Columns { return slices.Clone(columnSets()) }

var columnSets = sync.OnceValue(func() []*smscodec.Columns {
	var most []smscodec.Operator
	for i := range 63 {
		most = append(most, smscodec.Operator(fmt.Sprintf("op_%d", i)))
	}
	return []*smscodec.Columns{
		nil, new(smscodec.Columns), smscodec.DocumentedColumns(), columns13(),
		columns("mts", "mega"), columns("id", "x"), columns(most...),
	}
})

// columns gives the columns of names that are known to be good ones.
func columns(operators ...smscodec.Operator) *smscodec.Columns {
	c, err := smscodec.NewColumns(operators...)
	if err != nil {
		return smscodec.DocumentedColumns()
	}
	return c
}

// columnsOf gives the columns that a codec reads: without any, the page's.
func columnsOf(c smscodec.Codec) *smscodec.Columns {
	if c.Columns.Len() == 0 {
		return smscodec.DocumentedColumns()
	}
	return c.Columns
}

func drawColumns(rng *rand.Rand) *smscodec.Columns {
	if !chance(rng, 4) {
		return pick(rng, columnSets()...)
	}
	var operators []smscodec.Operator
	for range 1 + rng.Intn(pick(rng, 3, 14, 63)) {
		op := pick(rng, listedOperators...)
		if chance(rng, 2) {
			op = smscodec.Operator(pick(rng, "a", "_", "z", "list", "result") + strings.Repeat(pick(rng, "0", "b", "_"), rng.Intn(9)))
		}
		if !slices.Contains(operators, op) {
			operators = append(operators, op)
		}
	}
	return columns(operators...)
}

func drawCodec(rng *rand.Rand) smscodec.Codec {
	c := smscodec.Codec{Columns: drawColumns(rng), EmptyList: chance(rng, 2)}
	switch rng.Intn(4) {
	case 0:
		c.Reject = smscodec.AllQuirks
	case 1:
		c.Reject = smscodec.Quirk(rng.Int63()) & smscodec.AllQuirks
	case 2:
		c.Reject = smscodec.Quirk(1) << rng.Intn(12)
	}
	return c
}

func drawRequest(rng *rand.Rand) smscodec.Request {
	r := smscodec.Request{
		Op:      smscodec.OpGet,
		Format:  pick(rng, smscodec.Plain, smscodec.CSV, smscodec.XML, smscodec.JSON),
		Charset: pick(rng, smscodec.UTF8, smscodec.UTF8, smscodec.Windows1251, smscodec.KOI8R),
	}
	switch rng.Intn(10) {
	case 0, 1, 2, 3:
		r.Op = smscodec.OpAdd + smscodec.Op(rng.Intn(5))
	case 4, 5:
		r.All = true
	case 6, 7:
		r.Operators = true
	}
	return r
}

// What names and other text are made of.
var (
	documentedText = []string{
		"SMSC", "SMSC.RU", "zxcabs", "79001234567", "123456789012345", "A", "7", "OK", "sms ", "!", "?", "-", "_", ".",
		"(a)", "~", "a@b.ru", "b&b",
	}
	hostileText = []string{
		",", "=", "<", ">", `"`, "'", "&", "{", "[", "}", "]", `\`, "/", " ", "  ", ";", "#", ":",
		", x = 1", ", status = 1", ", mega = 2", ", x = ", " = 1", ",1", ", 1", "name = ", "ID = 5", "ERROR = ", "ERROR = 1 (x)",
		"0,-1", "34,-7", ",-", "), ID - 34", ")", " (", "]]>", "<!--", "-->", "<![CDATA[", "&amp;", "&#1;", "</sender>", "<?xml",
		`\u0000`, `"}`, "0", "007", "9223372036854775808",
		"Привет", "ж", "№", "é", "И\u0306", "😀", "\U0010FFFF",
		"\u00A0", "\u00AD", "\u2028", "\u0085", "\u200B", "\u202E", "\u2066", "\u061C",
		"\uFEFF", "п»ї", "О╩©", "\uFFFD", "\uFFFE", "\uFFFF",
		"\x00", "\x01", "\t", "\n", "\r", "\r\n", "\x1B[2J", "\x7F",
		"\xFF", "\x98", "\xC3", strings.Repeat("\x80", 100), "\xED\xA0\x80", "\xF4\x90\x80\x80",
		strings.Repeat("a", 100), strings.Repeat("ж", 300),
	}
	memberNames = []string{
		"id", "x", "comment", "status", "sender", "name", "error", "error_code", "mega", "mts", "mts_int", "op_1",
		"list", "result", "", " ", "X", "9", "a-b", "a:b", "xmlns", "xml:lang", "имя", "\u00B7", "a\u00B7", "\xFF", "\uFEFF",
		`"`, "<", "a=", "\n", strings.Repeat("n", 100), strings.Repeat("\x80", 100),
	}
	memberValues = []string{"1", "0", "00", "42", "9223372036854775807", "9223372036854775808", "true", "null", "", "text", "-1", "1.5"}
)

// DocumentedNames gives sender names as the page allows them, and as they are
// seen.
func DocumentedNames() []string { return slices.Clone(documentedText) }

// HostileTexts gives what a name or another text may have in it to be taken for
// something else, or for no text: separators and words of the formats, characters
// that only some charsets have, line breaks and controls, bytes that are no UTF-8.
func HostileTexts() []string { return slices.Clone(hostileText) }

func drawText(rng *rand.Rand, hostile bool) string {
	if !hostile && !chance(rng, 4) {
		return pick(rng, documentedText...)
	}
	var b strings.Builder
	for range 1 + rng.Intn(3) {
		if !hostile || chance(rng, 2) {
			b.WriteString(pick(rng, documentedText...))
		}
		if hostile || chance(rng, 2) {
			b.WriteString(pick(rng, hostileText...))
		}
	}
	return b.String()
}

// drawExtra draws undocumented members, most of which are harmless if they are
// not to be hostile.
func drawExtra(rng *rand.Rand, hostile bool) []smscodec.Field {
	var fields []smscodec.Field
	if !hostile && !chance(rng, 5) {
		return nil
	}
	names, values := memberNames, memberValues
	if !hostile {
		names, values = names[:3], values[:4]
	}
	for range rng.Intn(4) {
		f := smscodec.Field{Name: pick(rng, names...), Value: pick(rng, values...)}
		if hostile && chance(rng, 6) {
			f = smscodec.Field{Name: drawText(rng, true), Value: drawText(rng, true)}
		}
		if hostile || !slices.ContainsFunc(fields, func(g smscodec.Field) bool { return g.Name == f.Name }) {
			fields = append(fields, f)
		}
	}
	if hostile && chance(rng, 20) {
		for i := range 58 + rng.Intn(10) {
			fields = append(fields, smscodec.Field{Name: fmt.Sprintf("m%d", i), Value: "1"})
		}
	}
	return fields
}

// drawRegistrations draws a status below the bound for each column.
func drawRegistrations(rng *rand.Rand, c *smscodec.Columns, bound int) smscodec.Registrations {
	statuses := make([]smscodec.RegistrationStatus, c.Len())
	for i := range statuses {
		statuses[i] = smscodec.RegistrationStatus(rng.Intn(bound))
	}
	r, err := smscodec.NewRegistrations(c, statuses...)
	if err != nil {
		return smscodec.Registrations{} // there are no columns
	}
	return r
}

// reordered gives the operators in another order.
func reordered(rng *rand.Rand, c *smscodec.Columns) *smscodec.Columns {
	operators := slices.Collect(c.All())
	rng.Shuffle(len(operators), func(i, k int) { operators[i], operators[k] = operators[k], operators[i] })
	return columns(operators...)
}

func drawError(rng *rand.Rand, hostile bool) *smscodec.APIError {
	e := &smscodec.APIError{
		Code: pick[smscodec.ErrorCode](rng, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11),
		Text: pick(rng, "parameters error", "authorise error", "duplicate request, wait a minute", "can't to deliver", drawText(rng, hostile)),
	}
	if chance(rng, 6) {
		e.Code = pick[smscodec.ErrorCode](rng, 0, 6, 12, 255, 9999)
	}
	if chance(rng, 4) {
		e.Extra = []smscodec.Field{{Name: "id", Value: pick(rng, "34", "1", "9223372036854775807")}}
	}
	if hostile {
		e.Extra = append(e.Extra, drawExtra(rng, true)...)
		if chance(rng, 6) {
			e.Code = pick[smscodec.ErrorCode](rng, -1, 10000, 1<<31-1)
		}
	}
	return e
}

func drawList(rng *rand.Rand, c smscodec.Codec, req smscodec.Request, hostile bool) smscodec.List {
	list := smscodec.List{}
	own := reordered(rng, columnsOf(c))
	for range pick(rng, 0, 1, 1, 2, 3, 12) {
		list = append(list, drawSender(rng, c, req, own, hostile))
	}
	return list
}

// drawSender draws a row; own are columns that it may have in place of the codec's.
func drawSender(rng *rand.Rand, c smscodec.Codec, req smscodec.Request, own *smscodec.Columns, hostile bool) smscodec.Sender {
	s := smscodec.Sender{Name: drawText(rng, hostile), Extra: drawExtra(rng, hostile)}
	if req.All {
		s.Status = smscodec.NewStatus(uint8(rng.Intn(3)))
		if chance(rng, 8) {
			s.Status = pick[smscodec.Status](rng, 3, 7, 255)
		}
	}
	if req.Operators {
		bound := pick(rng, 7, 7, 7, 256)
		s.Registrations = drawRegistrations(rng, pick(rng, columnsOf(c), columnsOf(c), own), bound)
		if chance(rng, 8) {
			s.Registrations = drawRegistrations(rng, columnSets()[2+rng.Intn(3)], bound)
		}
	}
	if hostile && chance(rng, 4) {
		s.Name = pick(rng, "", drawText(rng, true))
		s.Status = pick[smscodec.Status](rng, 0, 1, 256, 257, 1<<15, 1<<16-1)
		s.Registrations = pick(rng, smscodec.Registrations{}, drawRegistrations(rng, columnsOf(drawCodec(rng)), 256))
	}
	return s
}

// drawFitting draws a reply of a kind that answers the request, with values in
// range; most of them every format can carry.
func drawFitting(rng *rand.Rand, c smscodec.Codec, req smscodec.Request) smscodec.Reply {
	switch {
	case chance(rng, 6):
		return drawError(rng, false)
	case req.Op == smscodec.OpGet:
		return drawList(rng, c, req, false)
	case req.Op == smscodec.OpAdd:
		return smscodec.Added{ID: pick(rng, 0, 1, 24608, 1<<63-1, rng.Int63())}
	}
	return smscodec.Done{}
}

// drawHostile draws any reply.
func drawHostile(rng *rand.Rand, c smscodec.Codec, req smscodec.Request) smscodec.Reply {
	switch rng.Intn(8) {
	case 0:
		return pick[smscodec.Reply](rng, nil, (*smscodec.APIError)(nil), smscodec.List(nil))
	case 1:
		return pick[smscodec.Reply](rng, smscodec.Done{}, smscodec.Added{ID: -1}, smscodec.Added{ID: -1 << 63}, smscodec.Added{ID: 1})
	case 2, 3:
		return drawError(rng, true)
	}
	return drawList(rng, c, req, true)
}

// drawDocumented draws a reply as the vendor's page has them.
func drawDocumented(rng *rand.Rand, c smscodec.Codec, req smscodec.Request) smscodec.Reply {
	switch {
	case chance(rng, 6):
		return &smscodec.APIError{
			Code: pick[smscodec.ErrorCode](rng, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11),
			Text: pick(rng, "", "parameters error", "duplicate request, wait a minute", "can't to deliver"),
		}
	case req.Op == smscodec.OpGet:
		list := smscodec.List{}
		for range 1 + rng.Intn(5) {
			s := smscodec.Sender{Name: pick(rng, documentedText...) + pick(rng, documentedText...)}
			if req.All {
				s.Status = smscodec.NewStatus(uint8(rng.Intn(3)))
			}
			if req.Operators {
				s.Registrations = drawRegistrations(rng, pick(rng, columnsOf(c), reordered(rng, columnsOf(c))), 7)
			}
			list = append(list, s)
		}
		return list
	case req.Op == smscodec.OpAdd:
		return smscodec.Added{ID: rng.Int63()}
	}
	return smscodec.Done{}
}
