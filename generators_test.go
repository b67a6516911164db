package smscodec_test

import (
	"bytes"
	"fmt"
	"math/rand"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/leanovate/gopter"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/draw"
	"github.com/smscodec/smscodec/internal/vectors"
	"github.com/smscodec/smscodec/smscgen"
)

// The generated cases: exchanges whose reply fits the request, is hostile or is
// documented, and answers as Append writes them or with departures. Each shrinks
// towards the examples of the vendor's documentation.

var (
	fittingExchanges    = draw.Generator(fittingExchange, smallerExchanges)
	hostileExchanges    = draw.Generator(hostileExchange, smallerExchanges)
	documentedExchanges = draw.Generator(documentedExchange, smallerExchanges)

	writtenAnswers   = draw.Generator(writtenAnswer, smallerAnswers)
	departingAnswers = draw.Generator(departingAnswer, smallerAnswers)
)

// columnSets are columns that a codec is likely to have.
var columnSets = smscgen.ColumnSets()

// The parts of texts.
var (
	documentedText = smscgen.DocumentedNames()
	hostileText    = smscgen.HostileTexts()
)

// sample draws a value from a generator.
func sample[T any](rng *rand.Rand, gen gopter.Gen) T {
	value, _ := gen(&gopter.GenParameters{Rng: rng}).Result.(T) // a reply may be nil
	return value
}

// smaller returns the values to which a generator's shrinker shrinks a value.
func smaller[T any](gen gopter.Gen, value T) []T {
	var out []T
	shrink := gen(gopter.DefaultGenParameters()).Shrinker(value)
	for next, ok := shrink(); ok; next, ok = shrink() {
		v, _ := next.(T)
		out = append(out, v)
	}
	return out
}

func drawCodec(rng *rand.Rand) smscodec.Codec {
	return sample[smscodec.Codec](rng, smscgen.GenCodec())
}

func drawRequest(rng *rand.Rand) smscodec.Request {
	return sample[smscodec.Request](rng, smscgen.GenRequest())
}

// drawBadRequest draws an invalid request.
func drawBadRequest(rng *rand.Rand) smscodec.Request {
	r := drawRequest(rng)
	switch rng.Intn(5) {
	case 0:
		r.Op = draw.Pick[smscodec.Op](rng, 0, 7, 255)
	case 1:
		r.Format = draw.Pick[smscodec.Format](rng, 4, 255)
	case 2:
		r.Charset = draw.Pick[smscodec.Charset](rng, 3, 255)
	case 3:
		r.All, r.Operators = true, true
	case 4:
		r.Op = draw.Pick(rng, smscodec.OpAdd, smscodec.OpDelete)
		r.All = true
	}
	return r
}

// fittingExchange draws a reply of the type that answers the request, with values in
// range. Most of them can be written in every format.
func fittingExchange(rng *rand.Rand) exchange {
	x := exchange{codec: drawCodec(rng), request: drawRequest(rng)}
	x.reply = sample[smscodec.Reply](rng, smscgen.Generator{Codec: x.codec}.FittingReply(x.request))
	return x
}

// hostileExchange draws any reply to any request.
func hostileExchange(rng *rand.Rand) exchange {
	x := exchange{codec: drawCodec(rng), request: drawRequest(rng)}
	switch {
	case draw.Chance(rng, 10):
		x.request = drawBadRequest(rng)
	case !draw.Chance(rng, 4):
		x.request.Op = smscodec.OpGet
	}
	x.reply = sample[smscodec.Reply](rng, smscgen.Generator{Codec: x.codec}.AnyReply(x.request))
	return x
}

// documentedExchange draws a reply as in the vendor's documentation, to be written by
// a strict codec.
func documentedExchange(rng *rand.Rand) exchange {
	x := exchange{codec: drawCodec(rng), request: drawRequest(rng)}
	x.codec.Reject = smscodec.AllQuirks
	x.reply = sample[smscodec.Reply](rng, smscgen.Generator{Codec: x.codec}.DocumentedReply(x.request))
	return x
}

// smallerExchanges returns exchanges that are smaller in one place.
func smallerExchanges(x exchange) []exchange {
	var out []exchange
	for _, c := range smaller(smscgen.GenCodec(), x.codec) {
		out = append(out, exchange{c, x.request, x.reply})
	}
	for _, r := range smaller(smscgen.GenAnyReply(x.request), x.reply) {
		out = append(out, exchange{x.codec, x.request, r})
	}
	if x.request.Charset != smscodec.UTF8 {
		req := x.request
		req.Charset = smscodec.UTF8
		out = append(out, exchange{x.codec, req, x.reply})
	}
	return out
}

// writtenAnswer draws an answer as a lenient codec writes it, to be read by another
// codec. In half of the cases the columns are in another order.
func writtenAnswer(rng *rand.Rand) answer {
	for {
		x := fittingExchange(rng)
		columns := draw.Pick(rng, x.codec.Columns, draw.Reordered(rng, draw.Columns(x.codec)))
		body, err := smscodec.Codec{Columns: columns, EmptyList: x.codec.EmptyList}.Append(nil, x.reply, x.request)
		if err == nil {
			return answer{x.codec, x.request, body}
		}
	}
}

// departingAnswer draws an answer that departs from what Append writes, in ways that
// have been seen or in others.
func departingAnswer(rng *rand.Rand) answer {
	a := writtenAnswer(rng)
	for range 1 + rng.Intn(3) {
		a.body = draw.Pick(rng, departures...)(rng, bytes.Clone(a.body))
	}
	if draw.Chance(rng, 20) {
		a.request = drawBadRequest(rng)
	}
	return a
}

var (
	quotedNumber = regexp.MustCompile(`"([0-9]+)"`)
	bareNumber   = regexp.MustCompile(`: ([0-9]+)`)
	anyNumber    = regexp.MustCompile(`[0-9]+`)
)

// departures change a body: roughly, first the quirks, then what XML and JSON allow,
// then damage.
var departures = []func(rng *rand.Rand, body []byte) []byte{
	func(rng *rand.Rand, body []byte) []byte { return append([]byte("\xEF\xBB\xBF"), body...) },
	func(rng *rand.Rand, body []byte) []byte { return bytes.ReplaceAll(body, []byte("\n"), []byte("\r\n")) },
	func(rng *rand.Rand, body []byte) []byte {
		return append(body, draw.Pick(rng, "\n", "\r\n", "\n\n", " ")...)
	},
	func(rng *rand.Rand, body []byte) []byte {
		return replaceOne(rng, body, "\n", draw.Pick(rng, "\n\n", "\r\n", "\r"))
	},
	func(rng *rand.Rand, body []byte) []byte {
		return replaceOne(rng, body, ",", draw.Pick(rng, ", ", " ,", ",,"))
	},
	func(rng *rand.Rand, body []byte) []byte {
		at := bytes.LastIndexByte(body, ',') + 1
		return slices.Insert(body, at, []byte(draw.Pick(rng, " ", " ", "1,", "12 ,", "1234,"))...)
	},
	func(rng *rand.Rand, body []byte) []byte { return quotedNumber.ReplaceAll(body, []byte("$1")) },
	func(rng *rand.Rand, body []byte) []byte { return bareNumber.ReplaceAll(body, []byte(`: "$1"`)) },
	func(rng *rand.Rand, body []byte) []byte { return replaceNumber(rng, body) },
	func(rng *rand.Rand, body []byte) []byte {
		return replaceOne(rng, body, "mts", draw.Pick(rng, "motiv", "mega", "x"))
	},
	func(rng *rand.Rand, body []byte) []byte {
		return replaceOne(rng, body, "<sender", draw.Pick(rng, `<sender x="1"`, "<!-- c --><sender", "<?pi?><sender", "<x/><sender"))
	},
	func(rng *rand.Rand, body []byte) []byte {
		return replaceOne(rng, body, "</", draw.Pick(rng, "<!-- c --></", "<![CDATA[&]]></", "&#65;</", "<x>1</x></", "<id>34</id></"))
	},
	func(rng *rand.Rand, body []byte) []byte {
		return append([]byte(draw.Pick(rng, `<?xml version="1.0"?>`, `<?xml version="1.0" encoding="UTF-8"?>`,
			`<?xml version="1.0" encoding="windows-1251"?>`, "<!DOCTYPE list>")), body...)
	},
	func(rng *rand.Rand, body []byte) []byte {
		return replaceOne(rng, body, "{", "{\"x\": "+draw.Pick(rng, "1", "true", "null", `"1"`, "{}")+",")
	},
	func(rng *rand.Rand, body []byte) []byte { return replaceOne(rng, body, "sender", `\u0073ender`) },
	func(rng *rand.Rand, body []byte) []byte {
		return []byte(draw.Pick(rng, "OK", "OK\n", "ERROR = 2 (authorise error)", "ERROR = 7 (invalid number), ID - 34",
			"0,-2", "34,-7", "", "\n", "\r\n"))
	},
	func(rng *rand.Rand, body []byte) []byte {
		n := 60 + rng.Intn(8)
		body = replaceOne(rng, body, "<sender", "<sender"+repeatNumbered(n, ` m%d="1"`))
		body = replaceOne(rng, body, "<error>", repeatNumbered(n, "<m%d>1</m%[1]d>")+"<error>")
		body = replaceOne(rng, body, "{", "{"+repeatNumbered(n, `"m%d":"1",`))
		return replaceOne(rng, body, "\nname", repeatNumbered(n, ", m%d = 1")+"\nname")
	},
	func(rng *rand.Rand, body []byte) []byte { return insert(rng, body, draw.Pick(rng, hostileText...)) },
	func(rng *rand.Rand, body []byte) []byte { return insert(rng, body, draw.Pick(rng, documentedText...)) },
	func(rng *rand.Rand, body []byte) []byte { return body[:rng.Intn(len(body)+1)] },
	func(rng *rand.Rand, body []byte) []byte {
		return replaceOne(rng, body, "", string([]byte{byte(rng.Intn(256))}))
	},
	func(rng *rand.Rand, body []byte) []byte {
		start, end := part(rng, body)
		return slices.Delete(body, start, end)
	},
	func(rng *rand.Rand, body []byte) []byte {
		start, end := part(rng, body)
		return insert(rng, body, string(body[start:end]))
	},
}

// repeatNumbered formats the numbers below n, one after another.
func repeatNumbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// part draws a range of at most 20 bytes.
func part(rng *rand.Rand, body []byte) (start, end int) {
	start = rng.Intn(len(body) + 1)
	return start, min(start+rng.Intn(20), len(body))
}

func insert(rng *rand.Rand, body []byte, text string) []byte {
	return slices.Insert(body, rng.Intn(len(body)+1), []byte(text)...)
}

// replaceOne replaces one occurrence, or a byte.
func replaceOne(rng *rand.Rand, body []byte, old, new string) []byte {
	n := bytes.Count(body, []byte(old))
	if old == "" {
		n = len(body)
	}
	if n == 0 {
		return body
	}
	at := 0
	if old == "" {
		at = rng.Intn(n)
		return slices.Replace(body, at, at+1, []byte(new)...)
	}
	for range 1 + rng.Intn(n) {
		at += bytes.Index(body[at:], []byte(old)) + len(old)
	}
	return slices.Replace(body, at-len(old), at, []byte(new)...)
}

func replaceNumber(rng *rand.Rand, body []byte) []byte {
	all := anyNumber.FindAllIndex(body, -1)
	if len(all) == 0 {
		return body
	}
	at := draw.Pick(rng, all...)
	return slices.Replace(body, at[0], at[1], []byte(draw.Pick(rng, "0", "2", "6", "7", "255", "256", "007", "-1", "1.0", "9999", "10000",
		"9223372036854775807", "9223372036854775808"))...)
}

// smallerAnswers returns answers that are smaller in one place.
func smallerAnswers(a answer) []answer {
	var out []answer
	for _, c := range smaller(smscgen.GenCodec(), a.codec) {
		out = append(out, answer{c, a.request, a.body})
	}
	for _, body := range draw.Shorter(a.body) {
		out = append(out, answer{a.codec, a.request, body})
	}
	return out
}

// The generators reach both sides of every "if" in a law. A law would hold without
// meaning if its condition were never true.
func TestGeneratorsReachBothSides(t *testing.T) {
	const cases = 4000
	share := func(t *testing.T, what string, n, of, atLeast int) {
		t.Helper()
		t.Logf("%s: %d of %d", what, n, of)
		if 100*n < atLeast*of {
			t.Errorf("%s: %d of %d, want at least %d %%", what, n, of, atLeast)
		}
	}

	t.Run("exchanges", func(t *testing.T) {
		rng := rand.New(rand.NewSource(lawSeed))
		for _, flavour := range []struct {
			name             string
			draw             func(*rand.Rand) exchange
			written, refused int
		}{
			{"fitting", fittingExchange, 40, 10},
			{"hostile", hostileExchange, 10, 40},
		} {
			name := flavour.name
			total, written := map[smscodec.Format]int{}, map[smscodec.Format]int{}
			kinds := map[error]int{}
			for range cases {
				x := flavour.draw(rng)
				total[x.request.Format]++
				_, err := x.codec.Append(nil, x.reply, x.request)
				if err == nil {
					written[x.request.Format]++
				} else {
					kinds[err.(*smscodec.EncodeError).Err]++
				}
			}
			for f := range smscodec.JSON + 1 {
				share(t, fmt.Sprintf("%s in %v, written", name, f), written[f], total[f], flavour.written)
				share(t, fmt.Sprintf("%s in %v, refused", name, f), total[f]-written[f], total[f], flavour.refused)
			}
			t.Logf("%s: %v", name, kinds)
			if want := []error{smscodec.ErrUnrepresentable, smscodec.ErrShape, smscodec.ErrValue, smscodec.ErrRequest}; name == "hostile" {
				for _, kind := range want {
					share(t, fmt.Sprintf("refused as %v", kind), kinds[kind], cases, 2)
				}
			}
		}
	})

	t.Run("answers", func(t *testing.T) {
		rng := rand.New(rand.NewSource(lawSeed))
		type outcome struct {
			format smscodec.Format
			as     string
		}
		total, came := map[smscodec.Format]int{}, map[outcome]int{}
		quirks, kinds := map[smscodec.Quirk]int{}, map[string]int{}
		for range cases {
			a := departingAnswer(rng)
			f := a.request.Format
			total[f]++
			reply, reports, err := a.readReporting(rejecting(a.codec, 0))
			for _, e := range reports {
				quirks[e.Quirk]++
			}
			_, isError := reply.(*smscodec.APIError)
			switch {
			case err != nil:
				came[outcome{f, "malformed"}]++
				kinds[vectors.KindName(err.Err)]++
			case isError:
				came[outcome{f, "error"}]++
			case len(reports) > 0:
				came[outcome{f, "departing"}]++
			default:
				came[outcome{f, "documented"}]++
			}
		}
		for f := range smscodec.JSON + 1 {
			for as, atLeast := range map[string]int{"malformed": 20, "error": 3, "departing": 3, "documented": 3} {
				share(t, fmt.Sprintf("%v, %s", f, as), came[outcome{f, as}], total[f], atLeast)
			}
		}
		t.Logf("quirks %v, kinds %v", quirks, kinds)
		for quirk := smscodec.Quirk(1); quirk < smscodec.AllQuirks; quirk <<= 1 {
			if quirks[quirk] < 5 {
				t.Errorf("%v: reported %d times, want at least 5", quirk, quirks[quirk])
			}
		}
		for _, kind := range []string{"syntax", "eof", "charset", "duplicate", "unsupported", "shape", "value", "request"} {
			if kinds[kind] < 5 {
				t.Errorf("%v: returned %d times, want at least 5", kind, kinds[kind])
			}
		}
	})
}

// The shrinkers reduce a case that breaks a law to the smallest one.
func TestShrinkersReachTheSmallest(t *testing.T) {
	rng := rand.New(rand.NewSource(lawSeed))
	smallest := func(x exchange, broken func(exchange) bool) exchange {
		for {
			i := slices.IndexFunc(smallerExchanges(x), broken)
			if i < 0 {
				return x
			}
			x = smallerExchanges(x)[i]
		}
	}
	hasComma := func(x exchange) bool {
		list, _ := x.reply.(smscodec.List)
		return slices.ContainsFunc(list, func(s smscodec.Sender) bool { return strings.Contains(s.Name, ",") })
	}
	found := 0
	for range 200 {
		x := fittingExchange(rng)
		if !hasComma(x) {
			continue
		}
		found++
		x = smallest(x, hasComma)
		list := x.reply.(smscodec.List)
		if len(list) != 1 || list[0].Name != "," || len(list[0].Extra) > 0 || list[0].Registrations.Len() > 0 ||
			x.codec.Reject != 0 || x.codec.Columns != nil || x.request.Charset != smscodec.UTF8 {
			t.Errorf("not the smallest: %v", x)
		}
	}
	if found == 0 {
		t.Error("no name with a comma was drawn")
	}
}
