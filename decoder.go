package smscodec

import (
	"io"
	"slices"

	"github.com/smscodec/smscodec/internal/block"
)

// The Codec and the decoder, without an entry point: those are in decode.go and read.go.
//
// A decoder is the state of decoding one answer, and its methods here record failures:
// fail, refuse and quirk. The grammars in plain.go, csv.go, xml.go and json.go use it, and
// what they share is in lines.go, members.go and rows.go. A member is what a grammar
// finds; the row gathers those of a sender.

// A Codec reads and writes answers. The zero value accepts every departure from the
// vendor's documentation that loses nothing, and writes what is documented. A Codec
// may be used by several goroutines at once if its Report may.
type Codec struct {
	Reject  Quirk             // departures from the documentation to refuse; AllQuirks is strict
	Report  func(*ParseError) // called for each departure accepted, in order of offset, while decoding; an error may still follow
	Columns *Columns          // the operator columns, in the order of CSV; nil means DocumentedColumns

	// EmptyList treats an empty plain or CSV body as an empty list, in both directions.
	// Without it such a body is io.ErrUnexpectedEOF, as an answer that was lost looks the
	// same, and an empty list cannot be written in plain or CSV.
	EmptyList bool
	_         struct{}
}

// columns returns the columns in use.
func (c Codec) columns() *Columns {
	if c.Columns.Len() == 0 {
		return documentedColumns
	}
	return c.Columns
}

// A decoder reads one answer. Failures are of two classes:
//
//   - fail: a syntax error. The first one found has the lowest offset, so reading ends.
//   - refuse: well-formed data that does not answer the request. Reading goes on, as a
//     later syntax error takes precedence, and a refusal at a lower offset may follow.
type decoder struct {
	codec   Codec
	req     Request
	page    *formatPage // of the format
	answer  answerKind  // to the operation
	columns *Columns
	layouts *layoutTable // of the rows asked for, nil if the columns have none
	data    []byte
	pos     int

	rows    bool // a list follows
	row     int  // index of the row being read
	inRow   bool // the offsets of errors are in that row
	failed  *ParseError
	refused *ParseError
	reports []*ParseError // of the current row, to be reported
	cursor  cursor        // for the reports

	lines    lines              // plain, CSV
	tags     inlineList[span]   // XML: names of the open elements
	members  inlineList[member] // of the current object, element or line
	names    []byte             // of those members that need decoding
	scratch  []byte             // text of the value being decoded
	fields   []Field            // undocumented members of the current row
	gathered row                // the current row

	table columnTable
	arena arena
}

// A span is data[start:end].
type span struct{ start, end int }

func (s span) size() int { return s.end - s.start }

func (d *decoder) bytes(s span) []byte { return d.data[s.start:s.end] }

// string keeps text.
func (d *decoder) string(text []byte) string { return d.arena.string(text, d.pos) }

// fail records what breaks the format; nothing is read after it. It returns
// false, for the caller to return.
func (d *decoder) fail(kind error, offset int, field, detail string) bool {
	if d.failed == nil {
		d.failed = d.parseError(kind, offset, field, detail)
		// A broken row departs from nothing, and what follows the failure is not read.
		d.reports = slices.DeleteFunc(d.reports, func(e *ParseError) bool { return d.inRow && e.Row == d.row || e.Offset > offset })
	}
	return false
}

// cutOff fails because the data ends early.
func (d *decoder) cutOff() bool {
	detail := ""
	if len(d.data) == 0 {
		detail = "empty body"
	}
	return d.fail(io.ErrUnexpectedEOF, len(d.data), "", detail)
}

// refuse records that well-formed data does not answer the request.
func (d *decoder) refuse(kind error, offset int, field, detail string) {
	d.gathered.sample.departed = true
	if d.refused == nil || offset < d.refused.Offset {
		d.refused = d.parseError(kind, offset, field, detail)
	}
}

// wrongAnswer records that something was found that does not answer the operation.
func (d *decoder) wrongAnswer(offset int, found string) {
	d.refuse(ErrShape, offset, "", "found "+found+", want "+answerTexts[d.answer])
}

// quirk accepts a departure from the documentation, or refuses it.
func (d *decoder) quirk(q Quirk, offset int, field string) {
	d.gathered.sample.departed = true
	rejected := d.codec.Reject&q != 0
	if d.refused != nil && d.refused.Offset <= offset || !rejected && d.codec.Report == nil {
		return
	}
	e := d.parseError(q.kind(), offset, field, "")
	e.Quirk = q
	if rejected {
		d.refused = e
	} else {
		d.reports = append(d.reports, e)
	}
}

func (d *decoder) parseError(kind error, offset int, field, detail string) *ParseError {
	row := -1
	if d.inRow {
		row = d.row
	}
	return &ParseError{Format: d.req.Format, Offset: offset, Row: row, Field: field, Err: kind, Detail: detail}
}

// flushReports reports the departures of the data read, up to a refusal.
func (d *decoder) flushReports() {
	slices.SortStableFunc(d.reports, func(a, b *ParseError) int { return a.Offset - b.Offset })
	for _, e := range d.reports {
		if d.refused != nil && e.Offset >= d.refused.Offset {
			break
		}
		e.Line, e.Col = d.cursor.position(d.data, e.Offset)
		d.codec.Report(e)
	}
	d.reports = d.reports[:0]
}

// lines is the position in a body of lines.
type lines struct {
	end     int                        // of the body, without its final line end
	crlfEnd bool                       // its final line end is CR LF
	current span                       // the current line; d.pos is where the next one begins
	crlf    bool                       // it ends in CR LF
	kind    lineKind                   // of the current line
	kindOf  func(line []byte) lineKind // of the format
	ahead   bool                       // nextLine must return it again
	done    bool                       // it is the last one
}

// A lineKind is what a line is by its beginning.
type lineKind uint8

const (
	lineMalformed lineKind = iota
	lineForeign            // another format
	lineRefusal
	lineRow
	lineAdded
	lineDone
)

// A member is a named value in the data.
type member struct {
	at    int    // offset of the name
	name  []byte // in UTF-8
	value span
	role  role // in a row, what the name means
	kind  valueKind
	form  textForm // how the value becomes text
}

type valueKind uint8

const (
	untyped    valueKind = iota // plain, CSV and XML do not distinguish text from numbers
	jsonString                  // the value is the text between the quotes
	jsonNumber
	jsonLiteral // true or false
	jsonNull
	jsonComposite // an object or an array
	refusedValue  // an error is recorded for it
)

// A textForm is how the bytes of a value are decoded, beside their charset.
type textForm uint8

const (
	formBare    textForm = iota // as they are
	formJSON                    // escapes
	formContent                 // XML: references, CDATA, comments, line ends
	formAttr                    // XML: references, line ends and tabs
)

// A role is what a member of a row is by its name: below maxMembers an operator column,
// numbered as in the Codec's Columns; then one that only listedOperators has, numbered
// from maxMembers on; then the roles below.
type role uint8

const (
	roleStatus    role = 2*maxMembers - 1 - iota
	roleSender         // in JSON, the name
	roleError          // never part of a row
	roleErrorCode      // never part of a row
	roleOther          // an undocumented member
	noRole             // none of these
)

func (r role) isColumn() bool { return r < noRole }

// columnRoles are the columns in the second half of a roleSet.
const columnRoles = 1<<(noRole-maxMembers) - 1

// rolesInOrder are the roles of the Codec's columns.
var rolesInOrder = func() (all [maxMembers]role) {
	for i := range all {
		all[i] = role(i)
	}
	return all
}()

// A roleSet has a bit for each role.
type roleSet [2]uint64

func (s *roleSet) has(r role) bool { return s[r/64]&(1<<(r%64)) != 0 }

func (s *roleSet) add(r role) { s[r/64] |= 1 << (r % 64) }

// A row gathers the members of a sender, with its columns in the order of the data.
type row struct {
	members   int     // including the name
	roles     roleSet // of the members, but for roleOther
	next      role    // the column that usually follows the last one
	columns   int     // the number of columns
	misplaced int     // offset of the first column in another place than in the Codec's, or -1
	numbers   [maxMembers]role
	statuses  [maxMembers]byte

	sample sample
}

// A sample is what a skeleton can be learned from: where the name and the codes of a row
// are.
type sample struct {
	start    int                  // where reading the row began
	name     span                 // the name, if it has no escapes
	digits   int                  // codes that are documented, one digit each
	digitAt  [block.MaxDigits]int // offsets of the first of them
	departed bool                 // the row departs from the vendor's page, or is refused
}

// A columnTable has the Columns of the rows so far, as rows with the same operators share
// them.
type columnTable struct {
	full   *Columns             // of rows with exactly the operators of the Codec
	places [maxMembers]uint8    // of the Codec's columns in full
	sets   map[roleSet]*Columns // of rows with others
	first  roleSet              // plain: of the first row, none if that has the columns of the Codec
}

// setFull sets the Columns of rows with exactly the operators of the Codec, whose order is
// that of the given columns.
func (t *columnTable) setFull(c *Columns, columns []role) {
	t.full = c
	for place, column := range columns {
		t.places[column] = uint8(place)
	}
}
