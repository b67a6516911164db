package smsctest

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"sync"

	"github.com/leanovate/gopter"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/draw"
	"github.com/smscodec/smscodec/internal/wire"
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
func GenRequest() gopter.Gen { return draw.Generator(drawRequest, smallerRequests) }

// GenCodec makes codecs, strict ones and lenient ones, with any columns.
func GenCodec() gopter.Gen { return draw.Generator(drawCodec, smallerCodecs) }

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
	drawWritten := func(rng *rand.Rand) smscodec.Reply {
		for range 20 {
			if r := drawFitting(rng, g.Codec, req); written(r) {
				return r
			}
		}
		return drawDocumented(rng, g.Codec, req)
	}
	return draw.Generator(drawWritten, func(r smscodec.Reply) []smscodec.Reply {
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
		if draw.Chance(rng, 4) {
			return drawFitting(rng, g.Codec, req)
		}
		return drawHostile(rng, g.Codec, req)
	})
}

// Sender makes a row of a list that answers the request, with values in range.
func (g Generator) Sender(req smscodec.Request) gopter.Gen {
	return draw.Generator(func(rng *rand.Rand) smscodec.Sender {
		return drawSender(rng, g.Codec, req, draw.Columns(g.Codec), false)
	}, smallerSenders)
}

func (g Generator) replies(drawReply func(*rand.Rand) smscodec.Reply) gopter.Gen {
	return draw.Generator(drawReply, smallerReplies)
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

func drawColumns(rng *rand.Rand) *smscodec.Columns {
	if !draw.Chance(rng, 4) {
		return draw.Pick(rng, columnSets()...)
	}
	var operators []smscodec.Operator
	for range 1 + rng.Intn(draw.Pick(rng, 3, 14, 63)) {
		op := draw.Pick(rng, smscodec.Operators()...)
		if draw.Chance(rng, 2) {
			op = smscodec.Operator(draw.Pick(rng, "a", "_", "z", "list", "result") + strings.Repeat(draw.Pick(rng, "0", "b", "_"), rng.Intn(9)))
		}
		if !slices.Contains(operators, op) {
			operators = append(operators, op)
		}
	}
	return columns(operators...)
}

func drawCodec(rng *rand.Rand) smscodec.Codec {
	c := smscodec.Codec{Columns: drawColumns(rng)}
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
		Format:  draw.Pick(rng, smscodec.Plain, smscodec.CSV, smscodec.XML, smscodec.JSON),
		Charset: draw.Pick(rng, smscodec.UTF8, smscodec.UTF8, smscodec.Windows1251, smscodec.KOI8R),
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
	if !hostile && !draw.Chance(rng, 4) {
		return draw.Pick(rng, documentedText...)
	}
	var b strings.Builder
	for range 1 + rng.Intn(3) {
		if !hostile || draw.Chance(rng, 2) {
			b.WriteString(draw.Pick(rng, documentedText...))
		}
		if hostile || draw.Chance(rng, 2) {
			b.WriteString(draw.Pick(rng, hostileText...))
		}
	}
	return b.String()
}

// drawExtra draws undocumented members, most of which are harmless if they are
// not to be hostile.
func drawExtra(rng *rand.Rand, hostile bool) []smscodec.Field {
	var fields []smscodec.Field
	if !hostile && !draw.Chance(rng, 5) {
		return nil
	}
	names, values := memberNames, memberValues
	if !hostile {
		names, values = names[:3], values[:4]
	}
	for range rng.Intn(4) {
		f := smscodec.Field{Name: draw.Pick(rng, names...), Value: draw.Pick(rng, values...)}
		if hostile && draw.Chance(rng, 6) {
			f = smscodec.Field{Name: drawText(rng, true), Value: drawText(rng, true)}
		}
		if hostile || !slices.ContainsFunc(fields, func(g smscodec.Field) bool { return g.Name == f.Name }) {
			fields = append(fields, f)
		}
	}
	if hostile && draw.Chance(rng, 20) {
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

func drawError(rng *rand.Rand, hostile bool) *smscodec.APIError {
	e := &smscodec.APIError{
		Code: draw.Pick(rng, smscodec.ErrorCodes()...),
		Text: draw.Pick(rng, append(wire.RecordedTexts(), drawText(rng, hostile))...),
	}
	if draw.Chance(rng, 6) {
		e.Code = draw.Pick[smscodec.ErrorCode](rng, 0, 6, 12, 255, 9999)
	}
	if draw.Chance(rng, 4) {
		e.Extra = []smscodec.Field{{Name: wire.KeyID, Value: draw.Pick(rng, "34", "1", "9223372036854775807")}}
	}
	if hostile {
		e.Extra = append(e.Extra, drawExtra(rng, true)...)
		if draw.Chance(rng, 6) {
			e.Code = draw.Pick[smscodec.ErrorCode](rng, -1, 10000, 1<<31-1)
		}
	}
	return e
}

func drawList(rng *rand.Rand, c smscodec.Codec, req smscodec.Request, hostile bool) smscodec.List {
	list := smscodec.List{}
	own := draw.Reordered(rng, draw.Columns(c))
	for range draw.Pick(rng, 0, 1, 1, 2, 3, 12) {
		list = append(list, drawSender(rng, c, req, own, hostile))
	}
	return list
}

// drawSender draws a row; own are columns that it may have in place of the codec's.
func drawSender(rng *rand.Rand, c smscodec.Codec, req smscodec.Request, own *smscodec.Columns, hostile bool) smscodec.Sender {
	s := smscodec.Sender{Name: drawText(rng, hostile), Status: smscodec.NoStatus, Extra: drawExtra(rng, hostile)}
	if req.All {
		s.Status = smscodec.Status(rng.Intn(3))
		if draw.Chance(rng, 8) {
			s.Status = draw.Pick[smscodec.Status](rng, 3, 7, 255)
		}
	}
	if req.Operators {
		bound := draw.Pick(rng, 7, 7, 7, 256)
		s.Registrations = drawRegistrations(rng, draw.Pick(rng, draw.Columns(c), draw.Columns(c), own), bound)
		if draw.Chance(rng, 8) {
			s.Registrations = drawRegistrations(rng, columnSets()[2+rng.Intn(3)], bound)
		}
	}
	if hostile && draw.Chance(rng, 4) {
		s.Name = draw.Pick(rng, "", drawText(rng, true))
		s.Status = draw.Pick[smscodec.Status](rng, -32768, -2, -1, 0, 256, 32767)
		s.Registrations = draw.Pick(rng, smscodec.Registrations{}, drawRegistrations(rng, draw.Columns(drawCodec(rng)), 256))
	}
	return s
}

// drawFitting draws a reply of a kind that answers the request, with values in
// range; most of them every format can carry.
func drawFitting(rng *rand.Rand, c smscodec.Codec, req smscodec.Request) smscodec.Reply {
	switch {
	case draw.Chance(rng, 6):
		return drawError(rng, false)
	case req.Op == smscodec.OpGet:
		return drawList(rng, c, req, false)
	case req.Op == smscodec.OpAdd:
		return smscodec.Added{ID: draw.Pick(rng, 0, 1, 24608, 1<<63-1, rng.Int63())}
	}
	return smscodec.Done{}
}

// drawHostile draws any reply.
func drawHostile(rng *rand.Rand, c smscodec.Codec, req smscodec.Request) smscodec.Reply {
	switch rng.Intn(8) {
	case 0:
		return draw.Pick[smscodec.Reply](rng, nil, (*smscodec.APIError)(nil), smscodec.List(nil))
	case 1:
		return draw.Pick[smscodec.Reply](rng, smscodec.Done{}, smscodec.Added{ID: -1}, smscodec.Added{ID: -1 << 63}, smscodec.Added{ID: 1})
	case 2, 3:
		return drawError(rng, true)
	}
	return drawList(rng, c, req, true)
}

// drawDocumented draws a reply as the vendor's page has them.
func drawDocumented(rng *rand.Rand, c smscodec.Codec, req smscodec.Request) smscodec.Reply {
	switch {
	case draw.Chance(rng, 6):
		return &smscodec.APIError{
			Code: draw.Pick(rng, smscodec.ErrorCodes()...),
			Text: draw.Pick(rng, append(wire.RecordedTexts(), "")...),
		}
	case req.Op == smscodec.OpGet:
		list := smscodec.List{}
		for range 1 + rng.Intn(5) {
			s := smscodec.Sender{Name: draw.Pick(rng, documentedText...) + draw.Pick(rng, documentedText...), Status: smscodec.NoStatus}
			if req.All {
				s.Status = smscodec.Status(rng.Intn(3))
			}
			if req.Operators {
				s.Registrations = drawRegistrations(rng, draw.Pick(rng, draw.Columns(c), draw.Reordered(rng, draw.Columns(c))), 7)
			}
			list = append(list, s)
		}
		return list
	case req.Op == smscodec.OpAdd:
		return smscodec.Added{ID: rng.Int63()}
	}
	return smscodec.Done{}
}
