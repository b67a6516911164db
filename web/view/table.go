package view

import (
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/text/encoding/charmap"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/secrets"
)

// A Table is a reply: the rows of a list, or the members of another answer.
type Table struct {
	Head    []string `json:"head"`
	Rows    [][]Cell `json:"rows"`
	Omitted int      `json:"omitted,omitempty"` // rows that are not shown
}

// A Cell is a value, and what it means.
type Cell struct {
	Parts   []Part `json:"parts"`
	Meaning string `json:"meaning,omitempty"`
}

// maxRows bounds the rows of a table.
const maxRows = 500

// tableOf returns the table of an answer that lint has read, of which it has the first
// sender.
func tableOf(x *capture.Exchange, req smscodec.Request, reply smscodec.Reply, hide *secrets.Finder) *Table {
	t := tableWriter{hide: hide}
	switch r := reply.(type) {
	case smscodec.List:
		t.list(x, req)
	case smscodec.Added:
		t.Head = []string{"id"}
		t.row(number(r.ID, ""))
	case *smscodec.APIError:
		t.Head = []string{"error", "text"}
		t.row(number(r.Code, meaning(r.Code, r.Code.Error())), t.text(r.Text))
		for _, extra := range r.Extra {
			t.Head = append(t.Head, shownText(hide.Mask(extra.Name)))
			t.Rows[0] = append(t.Rows[0], t.text(extra.Value))
		}
	default:
		t.Head = []string{"result"}
		t.row(t.text("OK"))
	}
	return &t.Table
}

type tableWriter struct {
	Table
	hide *secrets.Finder
}

func (t *tableWriter) row(cells ...Cell) { t.Rows = append(t.Rows, cells) }

func (t *tableWriter) text(text string) Cell {
	return Cell{Parts: appendParts([]Part{}, []byte(t.hide.Mask(text)), smscodec.UTF8)}
}

func number[T ~int | ~int64 | ~uint8](n T, meaning string) Cell {
	return Cell{Parts: []Part{{Text: strconv.FormatInt(int64(n), 10)}}, Meaning: meaning}
}

// meaning returns the meaning of a code, if it is documented.
func meaning(code interface{ Documented() bool }, text string) string {
	if !code.Documented() {
		return "undocumented"
	}
	return text
}

func (t *tableWriter) list(x *capture.Exchange, req smscodec.Request) {
	body, req := decodable(x, req)
	var list smscodec.List
	for s := range codec.Senders(body, req) { // lint has found no error
		if len(list) == maxRows {
			t.Omitted++
			continue
		}
		list = append(list, s)
	}
	var operators []smscodec.Operator
	hasExtra := false
	for _, s := range list {
		for operator := range s.Registrations.All() {
			if !slices.Contains(operators, operator) {
				operators = append(operators, operator)
			}
		}
		hasExtra = hasExtra || len(s.Extra) > 0
	}
	t.Head = []string{"name"}
	if req.All {
		t.Head = append(t.Head, "status")
	}
	for _, operator := range operators {
		t.Head = append(t.Head, string(operator))
	}
	if hasExtra {
		t.Head = append(t.Head, "other members")
	}
	for _, s := range list {
		cells := []Cell{t.text(s.Name)}
		if code, ok := s.Status.Code(); ok {
			cells = append(cells, number(code, meaning(s.Status, s.Status.String())))
		}
		for _, operator := range operators {
			cell := Cell{Parts: []Part{}}
			if status, ok := s.Registrations.Status(operator); ok {
				cell = number(status, meaning(status, status.String()))
			}
			cells = append(cells, cell)
		}
		if hasExtra {
			extra := ""
			for _, f := range s.Extra {
				extra += fmt.Sprintf("%s = %s ", f.Name, f.Value)
			}
			cells = append(cells, t.text(extra))
		}
		t.row(cells...)
	}
}

// codec reads what lint reads.
var codec = smscodec.Codec{EmptyList: true}

// decodable returns the body of an exchange and the request to decode it with. A body that
// the capturing tool has converted to UTF-8 is converted back, since it may declare its
// own charset.
func decodable(x *capture.Exchange, req smscodec.Request) ([]byte, smscodec.Request) {
	body := x.Response.Body
	if !x.Response.Text || req.Charset == smscodec.UTF8 {
		return body, req
	}
	table := charmap.Windows1251
	if req.Charset == smscodec.KOI8R {
		table = charmap.KOI8R
	}
	if wire, err := table.NewEncoder().Bytes(body); err == nil {
		return wire, req
	}
	req.Charset = smscodec.UTF8
	return body, req
}
