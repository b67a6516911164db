// Package view makes what the page shows of a capture: the exchanges in it, what is wrong
// with each, and the reading of its answer. It has no secrets of an exchange: logins,
// passwords, keys and cookies are masked, and text that may hold one is not converted.
//
//	copy.go      the redacted copy
//	session.go   a capture that was opened, and its exchanges
//	exchange.go  one exchange: request, findings, readings
//	link.go      the link to an answer
//	convert.go   the answer in another format
//	check.go     one exchange, checked; how its request is known
//	suppose.go   the request that a damaged answer looks like an answer to
//	table.go     a reply as a table
//	text.go      the text of an answer, with places marked
//	request.go   what was asked; answer.go: the kinds of answers
package view

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"maps"
	"slices"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/lint"
)

// The bounds of what a Session keeps. Exchanges beyond them are only counted.
const (
	maxDamaged = 1000      // exchanges with findings
	maxClean   = 200       // exchanges without
	maxHeld    = 128 << 20 // bytes of their bodies
)

// A Session is a capture that was opened.
type Session struct {
	Opened Opened

	src    func() io.Reader
	reader capture.Reader
	chosen *smscodec.Request
	isText bool
	held   []capture.Exchange
	listed map[bool]int // how many are held, with and without findings
	size   int          // of their bodies
}

// Opened is what there is to say of a capture as a whole.
type Opened struct {
	Format  string    `json:"format"`            // as in capture, or "" if it could not be opened
	Packing string    `json:"packing,omitempty"` // gzip, zstd or utf-16
	Guess   *Failure  `json:"guess,omitempty"`   // why it was not recognised, and read as the body of an answer
	Failure *Failure  `json:"failure,omitempty"` // why it could not be read, as a whole
	Broken  []Failure `json:"broken"`            // parts that could not be read

	Answers   int     `json:"answers"`
	Refusals  int     `json:"refusals"` // answers that are an error of the server
	Others    int     `json:"others"`   // responses that are no answer, or have several readings
	Missing   int     `json:"missing"`  // responses that the capture does not have
	Elsewhere int     `json:"elsewhere"`
	Findings  []Count `json:"findings"` // the most severe first
	Rows      []Row   `json:"rows"`
	Unlisted  int     `json:"unlisted"`
}

// A Failure is why something could not be read.
type Failure struct {
	Entry int    `json:"entry,omitempty"`
	Line  int    `json:"line,omitempty"`
	Col   int    `json:"col,omitempty"`
	What  string `json:"what"`
	Hint  string `json:"hint,omitempty"`
}

// A Count is how often a rule was broken.
type Count struct {
	ID       string `json:"id"`
	Severity string `json:"severity"`
	Count    int    `json:"count"`
}

// A Row is an exchange in the list of all.
type Row struct {
	Entry    int    `json:"entry"`
	Asked    string `json:"asked"`    // such as "get json", or ""
	Answer   string `json:"answer"`   // list, added, done, error, several, missing or none
	Worst    string `json:"worst"`    // a severity, or ""
	Findings int    `json:"findings"` // their number
}

// maxBroken bounds the failures that are listed.
const maxBroken = 100

// Open recognises a capture. src returns it from the beginning, each time that it is
// called. Chosen is the request of exchanges whose capture has none, or nil. isText reports
// that the capture was pasted: then it is UTF-8, whatever charset the server sent.
func Open(src func() io.Reader, chosen *smscodec.Request, isText bool) *Session {
	s := &Session{src: src, reader: capture.Reader{Asked: chosen != nil}, chosen: chosen, listed: make(map[bool]int)}
	s.Opened.Packing = packing(src())
	format, err := s.reader.Recognise(src())
	if errors.Is(err, capture.ErrNotRecognised) && chosen == nil {
		first := failureOf(err)
		first.Hint = ""
		s.reader.Asked = true
		if format, err = s.reader.Recognise(src()); err == nil {
			s.Opened.Guess = first
		}
	}
	if err != nil {
		s.Opened.Failure = failureOf(err)
		return s
	}
	s.Opened.Format, s.reader.Format = format.String(), format
	s.isText = isText && (format == capture.Body || format == capture.Dump) // the others say what is text
	return s
}

// Read reads and checks the exchanges, unless the capture was not recognised.
func (s *Session) Read() {
	o := &s.Opened
	if o.Failure != nil {
		return
	}
	counts := make(map[*lint.Rule]int)
	linter := lint.Linter{Request: s.chosen}
	for x, err := range s.reader.Exchanges(s.src()) {
		if err != nil {
			if o.Broken = append(o.Broken, *failureOf(err)); len(o.Broken) > maxBroken {
				o.Broken = o.Broken[:maxBroken]
				o.Unlisted++
			}
			continue
		}
		x.Response.Text = x.Response.Text || s.isText
		result, _ := check(&linter, x)
		if result.Elsewhere {
			o.Elsewhere++
			continue
		}
		s.add(x, result)
		for _, f := range result.Findings {
			counts[f.Rule] += f.Count
		}
	}
	for _, rule := range slices.SortedFunc(maps.Keys(counts), func(a, b *lint.Rule) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(counts[b], counts[a]), cmp.Compare(a.ID, b.ID))
	}) {
		o.Findings = append(o.Findings, Count{ID: rule.ID, Severity: rule.Severity.String(), Count: counts[rule]})
	}
}

// Exchange returns what is shown of an exchange, by its index in Opened.Rows.
func (s *Session) Exchange(index int) Exchange { return newExchange(&s.held[index], s.chosen) }

// Convert returns the answer of an exchange in another format, in UTF-8.
func (s *Session) Convert(index int, to smscodec.Format) (string, error) {
	x := &s.held[index]
	return convert(x, requestOf(x, s.chosen), to)
}

// add counts an exchange, and keeps it if there is room.
func (s *Session) add(x *capture.Exchange, result lint.Result) {
	o := &s.Opened
	row := Row{Entry: x.Entry, Asked: shortRequest(result.Request), Answer: answerOf(result), Findings: len(result.Findings)}
	switch row.Answer {
	case "missing":
		o.Missing++
	case "none", "several":
		o.Others++
	case "error":
		o.Refusals++
		fallthrough
	default:
		o.Answers++
	}
	worst := lint.Severity(0)
	for _, f := range result.Findings {
		worst = max(worst, f.Rule.Severity)
	}
	if worst > 0 {
		row.Worst = worst.String()
	}
	room := maxClean
	if worst > 0 {
		room = maxDamaged
	}
	size := len(x.Response.Body) + len(x.Request.Body)
	if s.listed[worst > 0] >= room || s.size+size > maxHeld {
		o.Unlisted++
		return
	}
	s.size += size
	s.listed[worst > 0]++
	held := *x
	held.Request.Header, held.Response.Header = slices.Clone(x.Request.Header), slices.Clone(x.Response.Header)
	held.Request.Body, held.Response.Body = bytes.Clone(x.Request.Body), bytes.Clone(x.Response.Body)
	held.Defects = slices.Clone(x.Defects)
	s.held = append(s.held, held)
	o.Rows = append(o.Rows, row)
}

func failureOf(err error) *Failure {
	if wrong, ok := errors.AsType[*capture.Error](err); ok {
		what := wrong.Err.Error()
		if wrong.Detail != "" {
			what += ": " + wrong.Detail
		}
		return &Failure{Entry: wrong.Entry, Line: wrong.Line, Col: wrong.Col, What: what, Hint: wrong.Hint}
	}
	return &Failure{What: err.Error()}
}

// packings are what a file in a packing begins with.
var packings = []struct{ begins, name string }{
	{"\x1f\x8b", "gzip"}, {"\x28\xb5\x2f\xfd", "zstd"}, {"\xff\xfe", "utf-16"}, {"\xfe\xff", "utf-16"},
}

func packing(src io.Reader) string {
	var beginning [4]byte
	n, _ := io.ReadFull(src, beginning[:])
	for _, p := range packings {
		if bytes.HasPrefix(beginning[:n], []byte(p.begins)) {
			return p.name
		}
	}
	return ""
}
