package main

// What decoders and encoders have in common: the shapes of answers, the types in which
// results are compared, and the parsing of numbers and operators for hand-written peers.

import (
	"errors"

	"github.com/smscodec/smscodec"
)

// formats are the formats in the order of the report.
var formats = []smscodec.Format{smscodec.JSON, smscodec.XML, smscodec.CSV, smscodec.Plain}

// A shape says what an answer consists of, in any format.
type shape string

const (
	operators shape = "operators" // a list of names with ten registration codes each
	statuses  shape = "status"    // a list of names with a status each
	names     shape = "names"     // a list of names
	failure   shape = "error"     // an error from the server
	added     shape = "id"        // the ID of a new name
	done      shape = "ok"        // OK
)

// isList reports whether an answer of the shape is a list.
func (s shape) isList() bool { return s == operators || s == statuses || s == names }

// request returns the request whose answer has the shape.
func (s shape) request(format smscodec.Format) smscodec.Request {
	req := smscodec.Request{Op: smscodec.OpGet, Format: format}
	switch s {
	case operators:
		req.Operators = true
	case statuses:
		req.All = true
	case added:
		req.Op = smscodec.OpAdd
	case done:
		req.Op = smscodec.OpDelete
	}
	return req
}

// A row is a sender name in the type that peers without struct tags decode into. It
// serves lists of all shapes and has room for as much as smscodec.Sender.
type row struct {
	Name   string
	Status uint8
	Codes  []uint8 // in the order of columns; nil if the answer has none
	Extra  []field
}

type field struct{ Name, Value string }

// setCode sets the code of the operator with an index in columns.
func (r *row) setCode(index int, code uint8) {
	if r.Codes == nil {
		r.Codes = make([]uint8, len(columns))
	}
	r.Codes[index] = code
}

// An answer is a small answer in the type that peers without struct tags decode into.
type answer struct {
	Error string
	Code  int
	ID    int64
	OK    bool
}

// columns are the operators, in the order of row.Codes.
var columns = [...]string{
	"mega", "mts", "mega_step", "bee_step", "motiv_step",
	"mts_step", "tele2_step", "tele2", "ua_reg", "ua_int",
}

// columnIndex returns the index of an operator in columns, or -1.
func columnIndex(key []byte) int {
	switch string(key) {
	case "mega":
		return 0
	case "mts":
		return 1
	case "mega_step":
		return 2
	case "bee_step":
		return 3
	case "motiv_step":
		return 4
	case "mts_step":
		return 5
	case "tele2_step":
		return 6
	case "tele2":
		return 7
	case "ua_reg":
		return 8
	case "ua_int":
		return 9
	}
	return -1
}

var (
	errNumber = errors.New("not a number in range")
	errMember = errors.New("unknown member")
	errLine   = errors.New("malformed line")
	errAnswer = errors.New("not an answer")
)

// Words that several formats share.
var (
	newline = []byte("\n")
	wordOK  = []byte("OK")
)

// parseCode parses a number from 0 to 255.
func parseCode(digits []byte) (uint8, error) {
	if len(digits) == 1 && digits[0]-'0' <= 9 {
		return digits[0] - '0', nil
	}
	n, err := parseNumber(digits)
	if err != nil || n > 255 {
		return 0, errNumber
	}
	return uint8(n), nil
}

// parseNumber parses 1 to 18 digits.
func parseNumber(digits []byte) (int64, error) {
	if len(digits) == 0 || len(digits) > 18 {
		return 0, errNumber
	}
	n := int64(0)
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, errNumber
		}
		n = n*10 + int64(c-'0')
	}
	return n, nil
}

// rowsOf converts smscodec's list to rows.
func rowsOf(list smscodec.List) []row {
	rows := make([]row, len(list))
	for i, s := range list {
		r := &rows[i]
		r.Name = s.Name
		r.Status, _ = s.Status.Code()
		for op, status := range s.Registrations.All() {
			r.setCode(columnIndex([]byte(op)), uint8(status))
		}
	}
	return rows
}

// A taggedRow is a row in the type of a peer that uses struct tags.
type taggedRow interface{ row() row }

// rowsOfTagged converts a list of tagged rows to rows.
func rowsOfTagged[R taggedRow](list []R) any {
	rows := make([]row, len(list))
	for i, r := range list {
		rows[i] = r.row()
	}
	return rows
}
