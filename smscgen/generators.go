package smscgen

// The generators of requests, codecs and replies. shrink.go shrinks what they draw.

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

// A Generator makes random replies for a Codec to encode and decode. Its four kinds of
// replies include each other, in this order:
//
//   - DocumentedReply makes the replies that the vendor documents.
//   - Reply makes those that the Codec can encode in the request's format.
//   - FittingReply makes those that answer the request, whether or not the format can
//     represent them.
//   - AnyReply makes others too: answers to other requests, values out of range, bytes
//     that are not text.
//
// They shrink towards the documented ones.
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

// DocumentedReply makes documented refusals and answers to the request. Every format can
// represent them, and a strict Codec decodes them.
func (g Generator) DocumentedReply(req smscodec.Request) gopter.Gen {
	return g.replies(func(rng *rand.Rand) smscodec.Reply { return drawDocumented(rng, g.Codec, req) })
}

// Reply makes refusals and answers that the Codec can encode for the request, and shrinks
// to such replies only. For an invalid request it makes refusals, which no Codec encodes.
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

// FittingReply makes refusals and answers to the request, with values in range.
func (g Generator) FittingReply(req smscodec.Request) gopter.Gen {
	return g.replies(func(rng *rand.Rand) smscodec.Reply { return drawFitting(rng, g.Codec, req) })
}

// AnyReply makes any smscodec.Reply, nil included.
func (g Generator) AnyReply(req smscodec.Request) gopter.Gen {
	return g.replies(func(rng *rand.Rand) smscodec.Reply {
		if draw.Chance(rng, 4) {
			return drawFitting(rng, g.Codec, req)
		}
		return drawHostile(rng, g.Codec, req)
	})
}

// Sender makes rows of a list that answers the request, with values in range.
func (g Generator) Sender(req smscodec.Request) gopter.Gen {
	return draw.Generator(func(rng *rand.Rand) smscodec.Sender {
		return drawSender(rng, g.Codec, req, draw.Columns(g.Codec), false)
	}, smallerSenders)
}

func (g Generator) replies(drawReply func(*rand.Rand) smscodec.Reply) gopter.Gen {
	return draw.Generator(drawReply, smallerReplies)
}

// columns returns the columns of operators that are known to be valid.
func columns(operators ...smscodec.Operator) *smscodec.Columns {
	c, err := smscodec.NewColumns(operators...)
	if err != nil {
		return smscodec.DocumentedColumns()
	}
	return c
}

// ColumnSets returns columns that a codec may have: nil, none, the documented ones, the 13
// of another generation of the documentation, some in another order, words with another
// meaning in a format, and the largest number.
func ColumnSets() []*smscodec.Columns { return slices.Clone(columnSets()) }

var columnSets = sync.OnceValue(func() []*smscodec.Columns {
	var most []smscodec.Operator
	for i := range 63 {
		most = append(most, smscodec.Operator(fmt.Sprintf("op_%d", i)))
	}
	var otherGeneration []smscodec.Operator
	for _, name := range wire.OtherGeneration() {
		otherGeneration = append(otherGeneration, smscodec.Operator(name))
	}
	documented := smscodec.Operators()
	return []*smscodec.Columns{
		nil, new(smscodec.Columns), smscodec.DocumentedColumns(), columns(otherGeneration...),
		columns(documented[1], documented[0]), columns(wire.KeyID, "x"), columns(most...),
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
			op = smscodec.Operator(draw.Pick(rng, "a", "_", "z", wire.KeyList, wire.KeyResult) + strings.Repeat(draw.Pick(rng, "0", "b", "_"), rng.Intn(9)))
		}
		if !slices.Contains(operators, op) {
			operators = append(operators, op)
		}
	}
	return columns(operators...)
}

func drawCodec(rng *rand.Rand) smscodec.Codec {
	c := smscodec.Codec{Columns: drawColumns(rng), EmptyList: draw.Chance(rng, 2)}
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

// The parts that names and other text are made of.
var (
	documentedText = []string{
		"SMSC", "SMSC.RU", "zxcabs", "79001234567", "123456789012345", "A", "7", wire.OK, "sms ", "!", "?", "-", "_", ".",
		"(a)", "~", "a@b.ru", "b&b",
	}
	hostileText = []string{
		",", "=", "<", ">", `"`, "'", "&", "{", "[", "}", "]", `\`, "/", " ", "  ", ";", "#", ":",
		", x = 1", wire.PlainComma + wire.KeyStatus + wire.PlainEquals + "1", wire.PlainComma + wire.DocumentedOperators()[0] + wire.PlainEquals + "2",
		", x = ", " = 1", ",1", ", 1", wire.PlainName, wire.PlainID + "5", wire.PlainError, wire.PlainError + "1" + wire.PlainText + "x)",
		"0" + wire.CSVError + "1", "34" + wire.CSVError + "7", wire.CSVError, wire.PlainErrorID + "34", ")", wire.PlainText,
		"]]>", "<!--", "-->", "<![CDATA[", "&amp;", "&#1;", "</" + wire.KeySender + ">", "<?xml",
		`\u0000`, `"}`, "0", "007", "9223372036854775808",
		"Привет", "ж", "№", "é", "И\u0306", "😀", "\U0010FFFF",
		"\u00A0", "\u00AD", "\u2028", "\u0085", "\u200B", "\u202E", "\u2066", "\u061C",
		"\uFEFF", "п»ї", "О╩©", "\uFFFD", "\uFFFE", "\uFFFF",
		"\x00", "\x01", "\t", "\n", "\r", "\r\n", "\x1B[2J", "\x7F",
		"\xFF", "\x98", "\xC3", strings.Repeat("\x80", 100), "\xED\xA0\x80", "\xF4\x90\x80\x80",
		strings.Repeat("a", 100), strings.Repeat("ж", 300),
	}
	harmlessNames = []string{wire.KeyID, "x", "comment"}
	memberNames   = slices.Concat(harmlessNames, wire.Keys(), wire.DocumentedOperators()[:2], wire.OtherOperators()[:1], []string{
		"op_1", "", " ", "X", "9", "a-b", "a:b", "xmlns", "xml:lang", "имя", "\u00B7", "a\u00B7", "\xFF", "\uFEFF",
		`"`, "<", "a=", "\n", strings.Repeat("n", 100), strings.Repeat("\x80", 100),
	})
	memberValues = []string{"1", "0", "00", "42", "9223372036854775807", "9223372036854775808", "true", "null", "", "text", "-1", "1.5"}
)

// DocumentedNames returns sender names that are documented or have been seen.
func DocumentedNames() []string { return slices.Clone(documentedText) }

// HostileTexts returns parts of a name or another text that may be mistaken for something
// else: separators and words of the formats, characters that only some charsets have,
// line breaks, control characters, and bytes that are not UTF-8.
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

// drawExtra draws undocumented members. Unless they are hostile, most are harmless.
func drawExtra(rng *rand.Rand, hostile bool) []smscodec.Field {
	var fields []smscodec.Field
	if !hostile && !draw.Chance(rng, 5) {
		return nil
	}
	names, values := memberNames, memberValues
	if !hostile {
		names, values = harmlessNames, values[:4]
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

// drawSender draws a row; own are columns that it may have instead of the codec's.
func drawSender(rng *rand.Rand, c smscodec.Codec, req smscodec.Request, own *smscodec.Columns, hostile bool) smscodec.Sender {
	s := smscodec.Sender{Name: drawText(rng, hostile), Extra: drawExtra(rng, hostile)}
	if req.All {
		s.Status = smscodec.NewStatus(uint8(rng.Intn(3)))
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
		s.Status = draw.Pick[smscodec.Status](rng, 0, 1, 256, 257, 1<<15, 1<<16-1)
		s.Registrations = draw.Pick(rng, smscodec.Registrations{}, drawRegistrations(rng, draw.Columns(drawCodec(rng)), 256))
	}
	return s
}

// drawFitting draws a reply of a type that answers the request, with values in range. Every
// format can represent most of them.
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

// drawDocumented draws a documented reply.
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
			s := smscodec.Sender{Name: draw.Pick(rng, documentedText...) + draw.Pick(rng, documentedText...)}
			if req.All {
				s.Status = smscodec.NewStatus(uint8(rng.Intn(3)))
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
