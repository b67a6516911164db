package lint

// The readings of an answer whose request is unknown, without keeping long lists in memory.

import (
	"bytes"
	"errors"
	"hash/maphash"
	"iter"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/response"
	"github.com/smscodec/smscodec/internal/wire"
)

// A Reading is one way to read an answer.
type Reading struct {
	Request smscodec.Request
	Reply   smscodec.Reply // of a list, the first sender at most
	Senders int            // in the list
}

// readings yields the readings that smscodec.Readings does, in some of the formats.
func readings(body []byte, formats ...smscodec.Format) iter.Seq[Reading] {
	return func(yield func(Reading) bool) {
		var seen distinct
		for _, charset := range charsetsOf(body) {
			for _, format := range formats {
				for r := range readingsIn(body, format, charset) {
					if !seen.add(body, r) {
						continue
					}
					if !yield(r) {
						return
					}
				}
			}
		}
	}
}

// charsetsOf returns the charsets that a body can be in.
func charsetsOf(body []byte) []smscodec.Charset {
	if utf8.Valid(body) {
		return []smscodec.Charset{smscodec.UTF8}
	}
	return []smscodec.Charset{smscodec.Windows1251, smscodec.KOI8R}
}

// formatsOfReadings are all formats, in the order of smscodec.Readings.
var formatsOfReadings = []smscodec.Format{smscodec.JSON, smscodec.XML, smscodec.Plain, smscodec.CSV}

// strict accepts no departure.
var strict = smscodec.Codec{Reject: smscodec.AllQuirks}

// readingsIn yields the readings in a format and charset, with repetitions.
func readingsIn(body []byte, format smscodec.Format, charset smscodec.Charset) iter.Seq[Reading] {
	return func(yield func(Reading) bool) {
		for _, req := range []smscodec.Request{
			{Op: smscodec.OpGet, Operators: true},
			{Op: smscodec.OpGet, All: true},
			{Op: smscodec.OpAdd},
			{Op: smscodec.OpChange},
			{Op: smscodec.OpGet},
		} {
			req.Format, req.Charset = format, charset
			a, err := decode(strict, body, req)
			if err != nil {
				continue
			}
			if refusal, ok := a.reply.(*smscodec.APIError); ok {
				// A refusal may answer any request, and has no other reading.
				yield(Reading{Request: smscodec.Request{Op: smscodec.OpGet, Format: format, Charset: charset}, Reply: refusal})
				return
			}
			if !yield(Reading{req, a.reply, a.senders}) {
				return
			}
		}
	}
}

// departing returns the readings of an answer with departures, in the format that it begins as: those
// with the fewest. If it has none, it returns the request under which the error comes last, with a
// preference for one that the text before it answers. It returns nil if the text does not begin as
// an answer.
func departing(columns *smscodec.Columns, body []byte, charsets []smscodec.Charset) (found []Reading) {
	best := -1
	var seen distinct
	for _, req := range requestsOf(body) {
		for _, req.Charset = range charsets {
			score := math.MaxInt
			a, err := decode(smscodec.Codec{Columns: columns, Report: func(*smscodec.ParseError) { score-- }}, body, req)
			if wrong, ok := errors.AsType[*smscodec.ParseError](err); ok {
				score = 2 * wrong.Offset
				if _, err := decode(strict, body[:wrong.Offset], req); err == nil { // trailing data follows
					score++
				}
			}
			if score > best {
				best, found, seen = score, nil, distinct{}
			}
			r := Reading{req, a.reply, a.senders}
			if score == best && (len(found) == 0 || err == nil) && seen.add(body, r) {
				found = append(found, r)
			}
		}
	}
	return found
}

// requestsOf returns the requests that a text can answer by its beginning. A refusal is read as one
// of get: it can answer any request.
func requestsOf(body []byte) []smscodec.Request {
	format, isAnswer := response.FormatOf(body)
	request := func(op smscodec.Op) smscodec.Request { return smscodec.Request{Op: op, Format: format} }
	all, operators := request(smscodec.OpGet), request(smscodec.OpGet)
	all.All, operators.Operators = true, true

	text := bytes.TrimPrefix(body[:min(len(body), maxBeginning)], []byte(utf8BOM))
	kind, root := wire.Begins(body), string(wire.XMLRoot(text))
	isObject := kind == wire.JSONAnswer && bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{"))
	isRefusal := (isObject || root == wire.KeyResult) && bytes.Contains(text, []byte(wire.KeyError))
	firstRow, _, _ := bytes.Cut(text, []byte(rowEnds[format]))
	switch {
	case !isAnswer:
		return nil
	case isRefusal, kind == wire.PlainRefusal, kind == wire.CSVRefusal:
		return []smscodec.Request{request(smscodec.OpGet)}
	case kind == wire.PlainAdded, kind == wire.XMLAnswer && root == wire.KeySender:
		return []smscodec.Request{request(smscodec.OpAdd)}
	case kind == wire.BareOK, kind == wire.XMLAnswer && root == wire.KeyResult:
		return []smscodec.Request{request(smscodec.OpChange)}
	case isObject:
		return []smscodec.Request{request(smscodec.OpAdd), request(smscodec.OpChange)}
	case rowMember.Match(firstRow):
		return []smscodec.Request{all, operators}
	}
	return []smscodec.Request{request(smscodec.OpGet)}
}

// maxBeginning is how many bytes of an answer are searched for what it is.
const maxBeginning = 64 << 10

// rowEnds are texts at or after the end of a list's row.
var rowEnds = map[smscodec.Format]string{smscodec.Plain: "\n", smscodec.XML: "</" + wire.KeySender, smscodec.JSON: "}"}

// rowMember matches a member of a row that only all or operators request.
var rowMember = regexp.MustCompile(`(?:, |["\s])(?:` + wire.KeyStatus + `|` + strings.Join(slices.Concat(wire.DocumentedOperators(), wire.OtherOperators()), "|") + `)(?: = |"\s*:|\s*=\s*["'])`)

// distinct collects readings that differ from each other.
type distinct struct {
	readings []Reading
	sums     []uint64 // of the names of long lists
	seed     maphash.Seed
}

// add adds a reading, unless an equal one of the same format is there.
func (d *distinct) add(body []byte, r Reading) bool {
	sum := uint64(0)
	if r.Senders > 1 {
		sum = d.sum(body, r.Request)
	}
	for i, of := range d.readings {
		if of.Request.Format == r.Request.Format && of.Senders == r.Senders && d.sums[i] == sum && smscodec.Equal(of.Reply, r.Reply) {
			return false
		}
	}
	d.readings, d.sums = append(d.readings, r), append(d.sums, sum)
	return true
}

// sum returns a hash of the names of a list. Lists of the same names that begin with the
// same sender are the same: they differ in their charset alone.
func (d *distinct) sum(body []byte, req smscodec.Request) uint64 {
	if d.seed == (maphash.Seed{}) {
		d.seed = maphash.MakeSeed()
	}
	var h maphash.Hash
	h.SetSeed(d.seed)
	for s := range strict.Senders(body, req) {
		h.WriteString(s.Name)
		h.WriteByte(0)
	}
	return h.Sum64()
}

// fittingReadings returns the readings in formats that fit, or all if none does.
func fittingReadings(all []Reading, fits func(smscodec.Format) bool) []Reading {
	fitting := slices.DeleteFunc(slices.Clone(all), func(r Reading) bool { return !fits(r.Request.Format) })
	if len(fitting) == 0 {
		return all
	}
	return fitting
}
