package main

// The peers that decode XML.

import (
	"bytes"
	"encoding/xml"
	"strings"

	"github.com/orisano/gosax"
)

var xmlPeers = []peer{
	{
		name:    "gosax",
		module:  "github.com/orisano/gosax",
		decoder: gosaxDecoder,
		accepts: []string{"invalid UTF-8", "control character", "trailing data", "missing end tag", "mismatched end tag", "duplicate attribute", "DOCTYPE", "empty name", "leading zero", "error inside the list"},
	},
	{
		name:    "encoding/xml",
		decoder: encodingXMLDecoder,
		accepts: []string{"trailing data", "duplicate attribute", "DOCTYPE", "empty name", "leading zero", "error inside the list"},
	},
}

// gosaxDecoder decodes with gosax. The buffer has the size of gosax's own example; the
// default is 2 MiB.
func gosaxDecoder(s shape) decoder {
	newReader := func(body []byte) *gosax.Reader { return gosax.NewReaderSize(bytes.NewReader(body), 16<<10) }
	if s.isList() {
		return newRowsDecoder(func(body []byte) ([]row, error) { return gosaxRows(newReader(body)) })
	}
	return newAnswerDecoder(func(body []byte) (answer, error) { return gosaxAnswer(newReader(body)) })
}

func gosaxRows(r *gosax.Reader) ([]row, error) {
	var rows []row
	var sender *row // the row of the open element
	for {
		e, err := r.Event()
		if err != nil {
			return nil, err
		}
		switch e.Type() {
		case gosax.EventStart:
			element, attributes := gosax.Name(e.Bytes)
			if string(element) != "sender" {
				continue
			}
			rows = append(rows, row{})
			sender = &rows[len(rows)-1]
			if err := gosaxAttributes(sender, attributes); err != nil {
				return nil, err
			}
		case gosax.EventText:
			if sender != nil {
				name, err := gosax.Unescape(e.Bytes)
				if err != nil {
					return nil, err
				}
				sender.Name = string(name)
			}
		case gosax.EventEnd:
			sender = nil
		case gosax.EventEOF:
			return rows, nil
		}
	}
}

func gosaxAttributes(r *row, attributes []byte) error {
	for len(attributes) > 0 {
		a, rest, err := gosax.NextAttribute(attributes)
		if err != nil {
			return err
		}
		attributes = rest
		if len(a.Value) < 2 {
			return errNumber
		}
		n, err := parseCode(a.Value[1 : len(a.Value)-1]) // without its quotes
		if err != nil {
			return err
		}
		index := columnIndex(a.Key)
		switch {
		case index >= 0:
			r.setCode(index, n)
		case string(a.Key) == "status":
			r.Status = n
		default:
			return errMember
		}
	}
	return nil
}

func gosaxAnswer(r *gosax.Reader) (a answer, err error) {
	const (
		outside = iota
		inResult
		inError
		inCode
		inID
	)
	inside := outside
	for {
		e, err := r.Event()
		if err != nil {
			return a, err
		}
		switch e.Type() {
		case gosax.EventStart:
			switch element, _ := gosax.Name(e.Bytes); string(element) {
			case "result":
				inside = inResult
			case "error":
				inside = inError
			case "error_code":
				inside = inCode
			case "id":
				inside = inID
			}
		case gosax.EventText:
			var text []byte
			if text, err = gosax.Unescape(e.Bytes); err != nil {
				return a, err
			}
			switch inside {
			case inResult:
				a.OK = string(text) == "OK"
			case inError:
				a.Error = string(text)
			case inCode:
				var n int64
				n, err = parseNumber(text)
				a.Code = int(n)
			case inID:
				a.ID, err = parseNumber(text)
			}
			if err != nil {
				return a, err
			}
		case gosax.EventEnd:
			inside = outside
		case gosax.EventEOF:
			return a, nil
		}
	}
}

type xmlOperators struct {
	Mega      uint8  `xml:"mega,attr"`
	Mts       uint8  `xml:"mts,attr"`
	MegaStep  uint8  `xml:"mega_step,attr"`
	BeeStep   uint8  `xml:"bee_step,attr"`
	MotivStep uint8  `xml:"motiv_step,attr"`
	MtsStep   uint8  `xml:"mts_step,attr"`
	Tele2Step uint8  `xml:"tele2_step,attr"`
	Tele2     uint8  `xml:"tele2,attr"`
	UaReg     uint8  `xml:"ua_reg,attr"`
	UaInt     uint8  `xml:"ua_int,attr"`
	Sender    string `xml:",chardata"`
}

func (r xmlOperators) row() row {
	return row{Name: r.Sender, Codes: []uint8{r.Mega, r.Mts, r.MegaStep, r.BeeStep, r.MotivStep,
		r.MtsStep, r.Tele2Step, r.Tele2, r.UaReg, r.UaInt}}
}

func xmlOperatorsOf(r row) xmlOperators {
	c := r.Codes
	return xmlOperators{c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], r.Name}
}

type xmlStatus struct {
	Status uint8  `xml:"status,attr"`
	Sender string `xml:",chardata"`
}

func (r xmlStatus) row() row { return row{Name: r.Sender, Status: r.Status} }

type xmlName struct {
	Sender string `xml:",chardata"`
}

func (r xmlName) row() row { return row{Name: r.Sender} }

type xmlList[R any] struct {
	XMLName xml.Name `xml:"list"`
	Senders []R      `xml:"sender"`
}

type xmlAnswer struct {
	Text  string `xml:",chardata"`
	ID    int64  `xml:"id"`
	Error string `xml:"error"`
	Code  int    `xml:"error_code"`
}

func (a xmlAnswer) answer() any {
	return answer{Error: a.Error, Code: a.Code, ID: a.ID, OK: strings.TrimSpace(a.Text) == "OK"}
}

// encodingXMLDecoder decodes with encoding/xml.
func encodingXMLDecoder(s shape) decoder {
	switch s {
	case operators:
		return encodingXMLListDecoder[xmlOperators]()
	case statuses:
		return encodingXMLListDecoder[xmlStatus]()
	case names:
		return encodingXMLListDecoder[xmlName]()
	}
	return newDecoder(func(body []byte) (a xmlAnswer, err error) {
		err = xml.Unmarshal(body, &a)
		return a, err
	}, xmlAnswer.answer)
}

func encodingXMLListDecoder[R taggedRow]() decoder {
	return newDecoder(func(body []byte) ([]R, error) {
		var list xmlList[R]
		err := xml.Unmarshal(body, &list)
		return list.Senders, err
	}, rowsOfTagged)
}
