package main

// The peers that decode CSV.

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
)

var csvPeers = []peer{
	{
		name:    byHand,
		decoder: csvByHandDecoder,
		accepts: []string{"invalid UTF-8", "control character", "leading zero", "HTML tag as name"},
	},
	{
		name:    "encoding/csv",
		decoder: encodingCSVDecoder,
		accepts: []string{"invalid UTF-8", "control character", "empty name", "leading zero", "HTML tag as name"},
	},
}

var (
	comma = []byte(",")
	minus = []byte(",-")
)

// csvByHandDecoder decodes with a loop over bytes.Cut.
func csvByHandDecoder(s shape) decoder {
	switch s {
	case operators:
		return newRowsDecoder(func(body []byte) ([]row, error) { return csvRows(body, csvCodes) })
	case statuses:
		return newRowsDecoder(func(body []byte) ([]row, error) { return csvRows(body, csvStatus) })
	case names:
		return newRowsDecoder(func(body []byte) ([]row, error) { return csvRows(body, csvNoFields) })
	}
	return newAnswerDecoder(csvAnswer)
}

// csvRows decodes lines. It decodes the name of each and calls decodeFields for the other
// fields.
func csvRows(body []byte, decodeFields func(r *row, fields []byte) error) ([]row, error) {
	var rows []row
	for len(body) > 0 {
		var line []byte
		line, body, _ = bytes.Cut(body, newline)
		name, fields, _ := bytes.Cut(line, comma)
		if len(name) == 0 {
			return nil, errLine
		}
		rows = append(rows, row{Name: string(name)})
		if err := decodeFields(&rows[len(rows)-1], fields); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func csvCodes(r *row, fields []byte) error {
	for i := range columns {
		var field []byte
		field, fields, _ = bytes.Cut(fields, comma)
		n, err := strconv.ParseUint(string(field), 10, 8)
		if err != nil {
			return err
		}
		r.setCode(i, uint8(n))
	}
	return csvNoFields(r, fields)
}

func csvStatus(r *row, field []byte) error {
	n, err := strconv.ParseUint(string(field), 10, 8)
	r.Status = uint8(n)
	return err
}

func csvNoFields(_ *row, fields []byte) error {
	if len(fields) > 0 {
		return errLine
	}
	return nil
}

func csvAnswer(body []byte) (a answer, err error) {
	if bytes.Equal(body, wordOK) {
		return answer{OK: true}, nil
	}
	id, digits, isError := bytes.Cut(body, minus)
	if isError {
		var n int64
		n, err = parseNumber(digits)
		return answer{Code: int(n)}, err
	}
	a.ID, err = parseNumber(id)
	return a, err
}

// encodingCSVDecoder decodes with encoding/csv.
func encodingCSVDecoder(s shape) decoder {
	var fields int
	switch s {
	case operators:
		fields = 1 + len(columns)
	case statuses:
		fields = 2
	case names:
		fields = 1
	default:
		return decoder{} // small answers have one line, for which nobody would use a CSV reader
	}
	return newRowsDecoder(func(body []byte) ([]row, error) {
		r := csv.NewReader(bytes.NewReader(body))
		r.FieldsPerRecord = fields
		r.ReuseRecord = true
		var rows []row
		for {
			record, err := r.Read()
			if errors.Is(err, io.EOF) {
				return rows, nil
			}
			if err != nil {
				return nil, err
			}
			rows = append(rows, row{Name: record[0]})
			if err := csvRecord(&rows[len(rows)-1], record[1:]); err != nil {
				return nil, err
			}
		}
	})
}

func csvRecord(r *row, fields []string) error {
	for i, field := range fields {
		n, err := strconv.ParseUint(field, 10, 8)
		if err != nil {
			return err
		}
		if len(fields) == 1 {
			r.Status = uint8(n)
		} else {
			r.setCode(i, uint8(n))
		}
	}
	return nil
}
