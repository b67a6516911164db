package main

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
)

var plainPeers = []peer{
	{
		name:   byHand,
		reads:  readPlainByHand,
		passes: []string{"invalid UTF-8", "control character", "empty name", "member twice", "no members", "leading zero"},
	},
	{
		name:   "regexp",
		reads:  readRegexp,
		passes: []string{"invalid UTF-8", "control character", "empty name", "member twice", "no members", "leading zero", "another line", "error in the list"},
	},
}

var (
	segmentEnd  = []byte(", ")
	equals      = []byte(" = ")
	nameKey     = []byte("name = ")
	idKey       = []byte("ID = ")
	errorKey    = []byte("ERROR = ")
	beforeText  = []byte(" (")
	behindText  = []byte(")")
	listPattern = map[shape]*regexp.Regexp{
		operators: regexp.MustCompile(`(?m)^name = (.+?), ` + strings.Join(columns[:], ` = (\d+), `) + ` = (\d+)$`),
		statuses:  regexp.MustCompile(`(?m)^name = (.+?), status = (\d+)$`),
		names:     regexp.MustCompile(`(?m)^name = (.+)$`),
	}
)

// readPlainByHand reads with a loop over bytes.Cut.
func readPlainByHand(s shape) reading {
	if s.isList() {
		return keepRows(plainRows)
	}
	return keepAnswer(plainAnswer)
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
		name, segments, _ := bytes.Cut(line, segmentEnd)
		rows = append(rows, row{Name: string(name)})
		r := &rows[len(rows)-1]
		for len(segments) > 0 {
			var segment []byte
			segment, segments, _ = bytes.Cut(segments, segmentEnd)
			key, value, _ := bytes.Cut(segment, equals)
			n, err := strconv.ParseUint(string(value), 10, 8)
			if err != nil {
				return nil, err
			}
			place := column(key)
			switch {
			case place >= 0:
				r.setCode(place, uint8(n))
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
		a.ID, err = number(id)
		return a, err
	}
	refusal, ok := bytes.CutPrefix(body, errorKey)
	if !ok {
		return a, errWord
	}
	digits, text, _ := bytes.Cut(refusal, beforeText)
	n, err := number(digits)
	text, ok = bytes.CutSuffix(text, behindText)
	if err != nil || !ok {
		return a, errWord
	}
	return answer{Error: string(text), Code: int(n)}, nil
}

// readRegexp reads with a regular expression that matches a line.
func readRegexp(s shape) reading {
	pattern := listPattern[s]
	if pattern == nil {
		return reading{}
	}
	return keepRows(func(body []byte) ([]row, error) {
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
