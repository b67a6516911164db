package smscodec

import (
	"io"
	"slices"

	"github.com/smscodec/smscodec/internal/block"
)

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

// columns gives the columns in use.
func (c Codec) columns() *Columns {
	if c.Columns.Len() == 0 {
		return documentedColumns
	}
	return c.Columns
}

// A decoder reads one answer. A format's file has two methods for it: open,
// which reads all of an answer but the rows of a list, and next, which reads
// one row.
//
// Failures are of two classes. What breaks the format, fail: the lowest offset
// is the first that is met, so reading ends there. What is well formed but no
// answer, refuse: reading goes on, as the format may break further on, which
// goes before, and a refusal at a lower offset may come up.
type decoder struct {
	codec   Codec
	req     Request
	page    *formatPage // of the format
	answer  answerKind  // to the operation
	columns *Columns
	layouts *layoutTable // of the rows asked for, nil if the columns have none
	data    []byte
	pos     int

	rows    bool // open found a list; next reads it
	row     int  // index of the row being read
	inRow   bool
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
		// A broken row departs from nothing.
		d.reports = slices.DeleteFunc(d.reports, func(e *ParseError) bool { return d.inRow && e.Row == d.row })
	}
	return false
}

// cutOff is the failure that the data ends early.
func (d *decoder) cutOff() bool {
	detail := ""
	if len(d.data) == 0 {
		detail = "empty"
	}
	return d.fail(io.ErrUnexpectedEOF, len(d.data), "", detail)
}

// refuse records that well-formed data is no answer.
func (d *decoder) refuse(kind error, offset int, field, detail string) {
	d.gathered.sample.departed = true
	if d.refused == nil || offset < d.refused.Offset {
		d.refused = d.parseError(kind, offset, field, detail)
	}
}

// refuseAnswer records that well-formed data is another answer than that to the operation.
func (d *decoder) refuseAnswer(offset int) { d.refuse(ErrShape, offset, "", want[d.answer]) }

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

// flushReports reports the departures of what has been read, up to a refusal.
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

// lines is where reading them stands.
type lines struct {
	end     int                        // of the body, without its final line end
	crlfEnd bool                       // that line end was CR LF
	current span                       // the current line; d.pos is where the next one begins
	crlf    bool                       // it ended in CR LF
	kind    lineKind                   // of the current line
	kindOf  func(line []byte) lineKind // of the format
	ahead   bool                       // it has been looked at only; nextLine gives it again
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
	untyped    valueKind = iota // plain and XML do not tell text from numbers
	jsonString                  // value is what stands between the quotes
	jsonNumber
	jsonLiteral // true or false
	jsonNull
	jsonComposite // an object or an array
	refusedValue  // an error about it is recorded
)

// A textForm is what must be undone in the bytes of a value, beside the
// charset.
type textForm uint8

const (
	formBare    textForm = iota // nothing
	formJSON                    // escapes
	formContent                 // XML: references, CDATA, comments, line ends
	formAttr                    // XML: references, line ends and tabs
)

// A role is what a member of a row is by its name. Below maxMembers it is the
// place of an operator column among the Codec's, from there on that among
// listedOperators; the others follow.
type role uint8

const (
	roleStatus    role = 2*maxMembers - 1 - iota
	roleSender         // JSON: the name
	roleError          // never part of a row
	roleErrorCode      // never part of a row
	roleOther          // an undocumented member
	noRole             // none of these
)

func (r role) isColumn() bool { return r < noRole }

// columnRoles are those of a roleSet's second half that are columns.
const columnRoles = 1<<(noRole-maxMembers) - 1

// rolesInOrder are those of all columns.
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

// A row gathers the members of a sender. Its columns are in the order of the
// wire.
type row struct {
	members   int     // how many there are, the name counted
	roles     roleSet // theirs, but for roleOther
	next      role    // the column that follows the last one
	columns   int     // how many of them are columns
	misplaced int     // offset of the first column that is not where it should be, or -1
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

// A columnTable remembers the columns of the rows so far, for rows with the same
// operators to share.
type columnTable struct {
	full   *Columns             // of rows with exactly the operators of the Codec
	places [maxMembers]uint8    // of the Codec's columns in these
	sets   map[roleSet]*Columns // of rows with others
	first  roleSet              // plain: of the first row, none if that has the columns of the Codec
}

// setFull sets the columns of rows with exactly the operators of the Codec, given
// by the places that they have there.
func (t *columnTable) setFull(c *Columns, columns []role) {
	t.full = c
	for place, column := range columns {
		t.places[column] = uint8(place)
	}
}
