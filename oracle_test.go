package smscodec_test

import (
	"errors"
	"regexp"
	"strings"

	"github.com/smscodec/smscodec"
)

// The obvious reader: it finds what a body means with the standard library's JSON
// and XML and with regular expressions. It is slow, and accepts much that is not an
// answer, so it is used only on bodies that were accepted.

// meaning returns the reply that a body means.
func meaning(body []byte, req smscodec.Request, columns *smscodec.Columns) (smscodec.Reply, error) {
	text, ok := inUTF8(body, req.Charset)
	if !ok {
		return nil, errors.New("not text in the charset")
	}
	if req.Charset == smscodec.UTF8 {
		text = strings.TrimPrefix(text, "\uFEFF")
	}
	r := stdReader{req, columns}
	lines := textLines(text)
	switch {
	case len(lines) > 0 && strings.HasPrefix(lines[0], "ERROR = "):
		return r.plainError(lines)
	case req.Format == smscodec.Plain:
		return r.plain(lines)
	case req.Format == smscodec.CSV:
		return r.csv(lines)
	case len(lines) == 1 && lines[0] == "OK":
		return r.lineDone(lines)
	case req.Format == smscodec.XML:
		tree, err := readXMLTree(text)
		if err != nil {
			return nil, err
		}
		return r.xml(tree)
	}
	tree, err := readJSONTree(text)
	if err != nil {
		return nil, err
	}
	return r.json(tree)
}

// textLines returns the lines that are not empty.
func textLines(text string) []string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSuffix(line, "\r"); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

var (
	plainErrorLine = regexp.MustCompile(`^ERROR = (\d+) \((.*)\)(?:, ID - (\d+))?$`)
	plainIDLine    = regexp.MustCompile(`^ID = (\d+)$`)
	plainRowLine   = regexp.MustCompile(`^name = (.*?)((?:, [a-z0-9_]+ = \d+)*)$`)
	plainMember    = regexp.MustCompile(`, ([a-z0-9_]+) = (\d+)`)
	csvErrorLine   = regexp.MustCompile(`^(\d+),-(\d+)$`)
	csvIDLine      = regexp.MustCompile(`^(\d+)$`)
)

func (r stdReader) plain(lines []string) (smscodec.Reply, error) {
	if r.req.Op != smscodec.OpGet {
		return r.line(lines, plainIDLine)
	}
	list := smscodec.List{}
	for _, line := range lines {
		row := plainRowLine.FindStringSubmatch(line)
		if row == nil {
			return nil, errNoAnswer
		}
		var members []stdMember
		for _, m := range plainMember.FindAllStringSubmatch(row[2], -1) {
			members = append(members, stdMember{m[1], m[2]})
		}
		s, err := r.sender(row[1], members)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

func (r stdReader) csv(lines []string) (smscodec.Reply, error) {
	if len(lines) > 0 {
		if e := csvErrorLine.FindStringSubmatch(lines[0]); e != nil {
			id := e[1]
			if id == "0" {
				id = "" // the error is not about an object
			}
			return r.lineError(lines, e[2], "", id)
		}
	}
	if r.req.Op != smscodec.OpGet {
		return r.line(lines, csvIDLine)
	}
	var codes []string
	switch {
	case r.req.All:
		codes = []string{"status"}
	case r.req.Operators:
		for op := range r.columns.All() {
			codes = append(codes, string(op))
		}
	}
	list := smscodec.List{}
	for _, line := range lines {
		fields := strings.Split(line, ",")
		first := len(fields) - len(codes)
		if first < 1 {
			return nil, errNoAnswer
		}
		var members []stdMember
		for i, code := range codes {
			members = append(members, stdMember{code, strings.Trim(fields[first+i], " ")})
		}
		s, err := r.sender(strings.Join(fields[:first], ","), members)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// line reads an answer that is one line.
func (r stdReader) line(lines []string, id *regexp.Regexp) (smscodec.Reply, error) {
	if r.req.Op != smscodec.OpAdd {
		return r.lineDone(lines)
	}
	if len(lines) == 1 {
		if n := id.FindStringSubmatch(lines[0]); n != nil {
			return r.only("id", []stdMember{{"id", n[1]}})
		}
	}
	return nil, errNoAnswer
}

func (r stdReader) lineDone(lines []string) (smscodec.Reply, error) {
	if len(lines) != 1 || r.req.Op == smscodec.OpGet || r.req.Op == smscodec.OpAdd {
		return nil, errNoAnswer
	}
	return r.only("result", []stdMember{{"result", lines[0]}})
}

func (r stdReader) plainError(lines []string) (smscodec.Reply, error) {
	e := plainErrorLine.FindStringSubmatch(lines[0])
	if e == nil {
		return nil, errNoAnswer
	}
	return r.lineError(lines, e[1], e[2], e[3])
}

func (r stdReader) lineError(lines []string, code, text, id string) (smscodec.Reply, error) {
	members := []stdMember{{"error", text}, {"error_code", code}}
	if id != "" {
		members = append(members, stdMember{"id", id})
	}
	if len(lines) > 1 {
		return nil, errNoAnswer
	}
	return r.refusal(members)
}
