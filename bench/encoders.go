package main

// The ways to encode a list with registration codes: smscodec and, for each format,
// others.

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"github.com/mailru/easyjson/jwriter"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/bench/easyrows"
)

// An encoder encodes a list with registration codes. prepare converts the list to the
// encoder's own types and returns a function that encodes it.
type encoder struct {
	name    string
	prepare func(list smscodec.List) func(buffer []byte) ([]byte, error) // appends to buffer[:0]
}

// encoders are all encoders except smscodec's, by format.
var encoders = map[smscodec.Format][]encoder{
	smscodec.JSON: {
		{"easyjson", easyJSONEncoder},
		{encodingJSON, encodingJSONEncoder(marshalServerLayout)},
		{encodingJSON + ", compact", encodingJSONEncoder(json.Marshal)},
	},
	smscodec.XML:   {{"fmt.Fprintf", fprintfEncoder}, {"encoding/xml", encodingXMLEncoder}},
	smscodec.CSV:   {{strconvByHand, csvByHandEncoder}},
	smscodec.Plain: {{strconvByHand, plainByHandEncoder}},
}

// smscodecEncoder encodes with smscodec, as its documentation shows.
func smscodecEncoder(list smscodec.List, format smscodec.Format) func([]byte) ([]byte, error) {
	req := operators.request(format)
	return func(buffer []byte) ([]byte, error) { return smscodec.Append(buffer[:0], list, req) }
}

func easyJSONEncoder(list smscodec.List) func([]byte) ([]byte, error) {
	rows := make(easyrows.OperatorsList, len(list))
	for i, r := range rowsOf(list) {
		rows[i] = easyrows.Operators(jsonOperatorsOf(r))
	}
	return func(buffer []byte) ([]byte, error) {
		w := jwriter.Writer{NoEscapeHTML: true}
		w.Buffer.Buf = buffer[:0]
		rows.MarshalEasyJSON(&w)
		return w.BuildBytes()
	}
}

// encodingJSONEncoder returns the prepare of an encoder that calls a function like
// json.Marshal.
func encodingJSONEncoder(marshal func(v any) ([]byte, error)) func(smscodec.List) func([]byte) ([]byte, error) {
	return func(list smscodec.List) func([]byte) ([]byte, error) {
		rows := make([]jsonOperators, len(list))
		for i, r := range rowsOf(list) {
			rows[i] = jsonOperatorsOf(r)
		}
		return func(buffer []byte) ([]byte, error) {
			body, err := marshal(rows)
			return append(buffer[:0], body...), err
		}
	}
}

// marshalServerLayout writes the server's line ends and spaces, and one more line end at
// both ends of the list.
func marshalServerLayout(v any) ([]byte, error) { return json.MarshalIndent(v, "", "") }

func fprintfEncoder(list smscodec.List) func([]byte) ([]byte, error) {
	rows := rowsOf(list)
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	format := "<sender " + strings.Join(columns[:], `="%d" `) + `="%d">`
	return func(buffer []byte) ([]byte, error) {
		b := bytes.NewBuffer(buffer[:0])
		b.WriteString("<list>\n")
		for i := range rows {
			c := rows[i].Codes
			fmt.Fprintf(b, format, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9])
			if _, err := escape.WriteString(b, rows[i].Name); err != nil {
				return nil, err
			}
			b.WriteString("</sender>\n")
		}
		b.WriteString("</list>")
		return b.Bytes(), nil
	}
}

func encodingXMLEncoder(list smscodec.List) func([]byte) ([]byte, error) {
	rows := xmlList[xmlOperators]{Senders: make([]xmlOperators, len(list))}
	for i, r := range rowsOf(list) {
		rows.Senders[i] = xmlOperatorsOf(r)
	}
	return func(buffer []byte) ([]byte, error) {
		b := bytes.NewBuffer(buffer[:0])
		err := xml.NewEncoder(b).Encode(&rows)
		return b.Bytes(), err
	}
}

func csvByHandEncoder(list smscodec.List) func([]byte) ([]byte, error) {
	rows := rowsOf(list)
	return func(buffer []byte) ([]byte, error) {
		b := buffer[:0]
		for i := range rows {
			if i > 0 {
				b = append(b, '\n')
			}
			b = append(b, rows[i].Name...)
			for _, c := range rows[i].Codes {
				b = append(b, ',')
				b = strconv.AppendUint(b, uint64(c), 10)
			}
		}
		return b, nil
	}
}

func plainByHandEncoder(list smscodec.List) func([]byte) ([]byte, error) {
	rows := rowsOf(list)
	return func(buffer []byte) ([]byte, error) {
		b := buffer[:0]
		for i := range rows {
			if i > 0 {
				b = append(b, '\n')
			}
			b = append(b, "name = "...)
			b = append(b, rows[i].Name...)
			for j, c := range rows[i].Codes {
				b = append(b, ", "...)
				b = append(b, columns[j]...)
				b = append(b, " = "...)
				b = strconv.AppendUint(b, uint64(c), 10)
			}
		}
		return b, nil
	}
}
