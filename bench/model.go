package main

import (
	"errors"

	"github.com/smscodec/smscodec"
)

// formats are the formats in the order of the report.
var formats = []smscodec.Format{smscodec.JSON, smscodec.XML, smscodec.CSV, smscodec.Plain}

// A shape is what an answer consists of, in any format.
type shape string

const (
	operators shape = "operators" // a list with ten registration codes a name
	statuses  shape = "status"    // a list with a status a name
	names     shape = "names"     // a list of names
	failure   shape = "error"     // the server's refusal
	added     shape = "id"        // the id of a new name
	done      shape = "ok"        // OK
)

// isList reports whether an answer of the shape is a list.
func (s shape) isList() bool { return s == operators || s == statuses || s == names }

// request gives the request that an answer of the shape answers.
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

// A row is a sender name, as peers keep it that need no tags. Lists of all
// shapes are made of it, and it has room for as much as smscodec's Sender.
type row struct {
	Name   string
	Status uint8
	Codes  []uint8 // of the operators that the answer has; nil if there are none
	Extra  []field
}

type field struct{ Name, Value string }

// setCode sets the code of an operator by its place.
func (r *row) setCode(index int, code uint8) {
	if r.Codes == nil {
		r.Codes = make([]uint8, len(columns))
	}
	r.Codes[index] = code
}

// An answer is what the small answers say, as the same peers keep it.
type answer struct {
	Error string
	Code  int
	ID    int64
	OK    bool
}

// columns are the operators in the order of row.Codes.
var columns = [...]string{
	"mega", "mts", "mega_step", "bee_step", "motiv_step",
	"mts_step", "tele2_step", "tele2", "ua_reg", "ua_int",
}

// columnIndex gives the place of an operator in row.Codes, or -1.
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

var (
	newline = []byte("\n")
	wordOK  = []byte("OK")
)

// parseCode reads a number from 0 to 255.
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

// parseNumber reads 1 to 18 digits.
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

// rowsOf gives smscodec's list in rows.
func rowsOf(list smscodec.List) []row {
	rows := make([]row, len(list))
	for i, s := range list {
		r := &rows[i]
		r.Name = s.Name
		if s.Status != smscodec.NoStatus {
			r.Status = uint8(s.Status)
		}
		for op, status := range s.Registrations.All() {
			r.setCode(columnIndex([]byte(op)), uint8(status))
		}
	}
	return rows
}

// A tagged row is one of a peer that knows its fields by their tags.
type taggedRow interface{ row() row }

// rowsOfTagged gives a peer's own list in rows.
func rowsOfTagged[R taggedRow](list []R) any {
	rows := make([]row, len(list))
	for i, r := range list {
		rows[i] = r.row()
	}
	return rows
}
