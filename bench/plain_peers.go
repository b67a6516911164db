package main

// The peers that decode plain text.

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
)

var plainPeers = []peer{
	{
		name:    byHand,
		decoder: plainByHandDecoder,
		accepts: []string{"invalid UTF-8", "control character", "empty name", "duplicate member", "missing members", "leading zero"},
	},
	{
		name:    "regexp",
		decoder: regexpDecoder,
		accepts: []string{"invalid UTF-8", "control character", "empty name", "duplicate member", "missing members", "leading zero", "unknown line", "error inside the list"},
	},
}

var (
	fieldEnd    = []byte(", ")
	equals      = []byte(" = ")
	nameKey     = []byte("name = ")
	idKey       = []byte("ID = ")
	errorKey    = []byte("ERROR = ")
	textBegin   = []byte(" (")
	textEnd     = []byte(")")
	listPattern = map[shape]*regexp.Regexp{
		operators: regexp.MustCompile(`(?m)^name = (.+?), ` + strings.Join(columns[:], ` = (\d+), `) + ` = (\d+)$`),
		statuses:  regexp.MustCompile(`(?m)^name = (.+?), status = (\d+)$`),
		names:     regexp.MustCompile(`(?m)^name = (.+)$`),
	}
)

// plainByHandDecoder decodes with a loop over bytes.Cut.
func plainByHandDecoder(s shape) decoder {
	if s.isList() {
		return newRowsDecoder(plainRows)
	}
	return newAnswerDecoder(plainAnswer)
}

func plainRows(body []byte) ([]row, error) {
	var rows []row
	for len(body) > 0 {
		var line []byte
		line, body, _ = bytes.Cut(body, newline)
		line, ok := bytes.CutPrefix(line, nameKey)
		if !ok {
			return nil, errLine
		}
		name, fields, _ := bytes.Cut(line, fieldEnd)
		rows = append(rows, row{Name: string(name)})
		r := &rows[len(rows)-1]
		for len(fields) > 0 {
			var part []byte
			part, fields, _ = bytes.Cut(fields, fieldEnd)
			key, value, _ := bytes.Cut(part, equals)
			n, err := strconv.ParseUint(string(value), 10, 8)
			if err != nil {
				return nil, err
			}
			index := columnIndex(key)
			switch {
			case index >= 0:
				r.setCode(index, uint8(n))
			case string(key) == "status":
				r.Status = uint8(n)
			default:
				return nil, errMember
			}
		}
	}
	return rows, nil
}

func plainAnswer(body []byte) (a answer, err error) {
	if bytes.Equal(body, wordOK) {
		return answer{OK: true}, nil
	}
	if id, ok := bytes.CutPrefix(body, idKey); ok {
		a.ID, err = parseNumber(id)
		return a, err
	}
	rest, ok := bytes.CutPrefix(body, errorKey)
	if !ok {
		return a, errAnswer
	}
	digits, text, _ := bytes.Cut(rest, textBegin)
	n, err := parseNumber(digits)
	text, ok = bytes.CutSuffix(text, textEnd)
	if err != nil || !ok {
		return a, errAnswer
	}
	return answer{Error: string(text), Code: int(n)}, nil
}

// regexpDecoder decodes with a regular expression that matches a line.
func regexpDecoder(s shape) decoder {
	pattern := listPattern[s]
	if pattern == nil {
		return decoder{}
	}
	return newRowsDecoder(func(body []byte) ([]row, error) {
		var rows []row
		for _, at := range pattern.FindAllSubmatchIndex(body, -1) {
			group := func(i int) string { return string(body[at[2*i]:at[2*i+1]]) }
			rows = append(rows, row{Name: group(1)})
			r := &rows[len(rows)-1]
			for i := 2; i < len(at)/2; i++ {
				n, err := strconv.ParseUint(group(i), 10, 8)
				if err != nil {
					return nil, err
				}
				if s == statuses {
					r.Status = uint8(n)
				} else {
					r.setCode(i-2, uint8(n))
				}
			}
		}
		return rows, nil
	})
}
