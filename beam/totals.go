package beam

import (
	"encoding/json"
	"time"

	sdk "github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/internal/shown"
)

// A Total is the number of exchanges or findings of a kind.
type Total struct {
	Day    string `json:"day,omitempty"` // of the request, as 2026-11-30; "" if its time is not known
	Op     string `json:"op,omitempty"`  // the operation; "" if the request is not known
	Format string `json:"fmt,omitempty"` // likewise
	What   string `json:"what"`          // is counted, one of the constants
	ID     string `json:"id,omitempty"`  // of a finding
	Count  int64  `json:"count"`
}

// What is counted. Each exchange counts once, as one of the first eight.
const (
	Answers     = "answer"
	Refusals    = "refusal"     // answers that are an error of the server
	NotAnswers  = "no-answer"   // responses that are not an answer, or are ambiguous
	NoResponses = "no-response" // the capture has no response
	NoBodies    = "no-body"     // the capture does not have the body
	Heads       = "head"        // the request was a HEAD
	Elsewhere   = "elsewhere"   // the request went to another endpoint
	Unreadable  = "unreadable"  // exchanges and files
	Findings    = "finding"     // that are reported
	Known       = "known"       // findings that are left out, as the baseline has them
)

// totalOf returns what an exchange counts as.
func totalOf(x *findings.Checked, day string) Total {
	t := Total{Day: day}
	switch {
	case x.Err != nil:
		t.What = Unreadable
		return t
	case x.Elsewhere != "":
		t.What = Elsewhere
		return t
	case x.Absence != 0:
		t.What = [...]string{findings.NoResponse: NoResponses, findings.NoBody: NoBodies, findings.NoContent: Heads}[x.Absence]
	case x.Answer == "":
		t.What = NotAnswers
	case x.Answer == replyjson.Kind(&smscodec.APIError{}):
		t.What = Refusals
	default:
		t.What = Answers
	}
	if x.Request.Op != 0 {
		t.Op, t.Format = x.Request.Op.String(), x.Request.Format.String()
	}
	return t
}

// dayOf returns the date at the beginning of a time, "" if there is none. Each is of the
// time's own zone.
func dayOf(t string) string {
	if len(t) < len(time.DateOnly) {
		return ""
	}
	day := t[:len(time.DateOnly)]
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return ""
	}
	return day
}

// counts are totals without their counts, with them.
type counts map[Total]int64

// emit emits the counts by their keys, and forgets them.
func (c counts) emit(emit func(string, int64)) {
	for total, n := range c {
		emit(total.key(), n)
	}
	clear(c)
}

// maxCounts bounds how many totals a worker keeps: times in a capture can be any.
const maxCounts = 1 << 12

// key returns a total as a key of a collection.
func (t Total) key() string {
	text, _ := json.Marshal(t) // which always can be
	return string(text)
}

// sum adds up collections of counts, and returns the totals in JSON.
func sum(s sdk.Scope, keyed ...sdk.PCollection) sdk.PCollection {
	s = s.Scope("Totals")
	return sdk.ParDo(s, totalLine, sdk.CombinePerKey(s, add, sdk.Flatten(s, keyed...)))
}

func add(a, b int64) int64 { return a + b }

func totalLine(key string, n int64) (string, error) {
	var t Total
	err := json.Unmarshal([]byte(key), &t)
	t.Count = n
	return line(t), err
}

// line returns a value as a line of JSON Lines, without the line end.
func line(value any) string {
	text := shown.AppendJSONLine(nil, value)
	return string(text[:len(text)-1])
}

// Beam finds functions and types by what is registered.
func init() {
	register.Function2x1(add)
	register.Function2x2(totalLine)
	register.Emitter1[string]()
	register.Emitter2[string, int64]()
}
