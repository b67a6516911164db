package main

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

// A writer is a way to write a list with registration codes. It is given the
// list beforehand, for its own types, and then writes it again and again.
type writer struct {
	name   string
	writes func(list smscodec.List) func(buffer []byte) ([]byte, error) // appends to buffer[:0]
}

// writers are all ways to write but smscodec's, by the format that they write.
var writers = map[smscodec.Format][]writer{
	smscodec.JSON: {
		{"easyjson", writeEasyJSON},
		{encodingJSON, writeEncodingJSON(marshalLaidOut)},
		{encodingJSON + ", no white space", writeEncodingJSON(json.Marshal)},
	},
	smscodec.XML:   {{"fmt.Fprintf", writeFprintf}, {"encoding/xml", writeEncodingXML}},
	smscodec.CSV:   {{strconvByHand, writeCSVByHand}},
	smscodec.Plain: {{strconvByHand, writePlainByHand}},
}

// writeOurs writes as smscodec is used.
func writeOurs(list smscodec.List, format smscodec.Format) func([]byte) ([]byte, error) {
	req := operators.request(format)
	return func(buffer []byte) ([]byte, error) { return smscodec.Append(buffer[:0], list, req) }
}

func writeEasyJSON(list smscodec.List) func([]byte) ([]byte, error) {
	own := make(easyrows.OperatorsList, len(list))
	for i, r := range rowsOf(list) {
		own[i] = easyrows.Operators(jsonOperatorsOf(r))
	}
	return func(buffer []byte) ([]byte, error) {
		w := jwriter.Writer{NoEscapeHTML: true}
		w.Buffer.Buf = buffer[:0]
		own.MarshalEasyJSON(&w)
		return w.BuildBytes()
	}
}

// writeEncodingJSON makes a writer of a function like json.Marshal.
func writeEncodingJSON(marshal func(v any) ([]byte, error)) func(smscodec.List) func([]byte) ([]byte, error) {
	return func(list smscodec.List) func([]byte) ([]byte, error) {
		own := make([]jsonOperators, len(list))
		for i, r := range rowsOf(list) {
			own[i] = jsonOperatorsOf(r)
		}
		return func(buffer []byte) ([]byte, error) {
			body, err := marshal(own)
			return append(buffer[:0], body...), err
		}
	}
}

// marshalLaidOut writes the line ends and spaces that the server writes, and
// smscodec; but for one more at both ends of the list.
func marshalLaidOut(v any) ([]byte, error) { return json.MarshalIndent(v, "", "") }

func writeFprintf(list smscodec.List) func([]byte) ([]byte, error) {
	own := rowsOf(list)
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	format := "<sender " + strings.Join(columns[:], `="%d" `) + `="%d">`
	return func(buffer []byte) ([]byte, error) {
		b := bytes.NewBuffer(buffer[:0])
		b.WriteString("<list>\n")
		for i := range own {
			c := own[i].Codes
			fmt.Fprintf(b, format, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9])
			if _, err := escape.WriteString(b, own[i].Name); err != nil {
				return nil, err
			}
			b.WriteString("</sender>\n")
		}
		b.WriteString("</list>")
		return b.Bytes(), nil
	}
}

func writeEncodingXML(list smscodec.List) func([]byte) ([]byte, error) {
	own := xmlList[xmlOperators]{Senders: make([]xmlOperators, len(list))}
	for i, r := range rowsOf(list) {
		own.Senders[i] = xmlOperatorsOf(r)
	}
	return func(buffer []byte) ([]byte, error) {
		b := bytes.NewBuffer(buffer[:0])
		err := xml.NewEncoder(b).Encode(&own)
		return b.Bytes(), err
	}
}

func writeCSVByHand(list smscodec.List) func([]byte) ([]byte, error) {
	own := rowsOf(list)
	return func(buffer []byte) ([]byte, error) {
		b := buffer[:0]
		for i := range own {
			if i > 0 {
				b = append(b, '\n')
			}
			b = append(b, own[i].Name...)
			for _, c := range own[i].Codes {
				b = append(b, ',')
				b = strconv.AppendUint(b, uint64(c), 10)
			}
		}
		return b, nil
	}
}

func writePlainByHand(list smscodec.List) func([]byte) ([]byte, error) {
	own := rowsOf(list)
	return func(buffer []byte) ([]byte, error) {
		b := buffer[:0]
		for i := range own {
			if i > 0 {
				b = append(b, '\n')
			}
			b = append(b, "name = "...)
			b = append(b, own[i].Name...)
			for j, c := range own[i].Codes {
				b = append(b, ", "...)
				b = append(b, columns[j]...)
				b = append(b, " = "...)
				b = strconv.AppendUint(b, uint64(c), 10)
			}
		}
		return b, nil
	}
}
