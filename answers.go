package smscodec

import (
	"bytes"
	"strings"
)

// How the answers that are no lists are laid out. They are written so, and one
// that is laid out so is read at a glance: member by member it could only be read
// as the same.

// An answerLayout is what stands around a number and a text.
type answerLayout struct {
	done      string
	added     [2]string // around the id
	refusal   [3]string // around the code and the text
	textFirst bool      // before the code
	hasText   bool
}

const (
	aNumber = "$number"
	aText   = "$text"
)

var answerLayouts = [...]answerLayout{
	Plain: newAnswerLayout(wordOK, plainAddedLayout, plainRefusalLayout),
	CSV:   newAnswerLayout(wordOK, csvAddedLayout, csvRefusalLayout),
	XML:   newAnswerLayout(xmlDoneLayout, xmlAddedLayout, xmlRefusalLayout),
	JSON:  newAnswerLayout(jsonDoneLayout, jsonAddedLayout, jsonRefusalLayout),
}

func newAnswerLayout(done, added, refusal string) answerLayout {
	l := answerLayout{done: done}
	l.added[0], l.added[1], _ = strings.Cut(added, aNumber)
	first, last := aNumber, aText
	number, text := strings.Index(refusal, aNumber), strings.Index(refusal, aText)
	if l.hasText = text >= 0; l.hasText && text < number {
		l.textFirst = true
		first, last = last, first
	}
	l.refusal[0], refusal, _ = strings.Cut(refusal, first)
	l.refusal[1], l.refusal[2], _ = strings.Cut(refusal, last)
	return l
}

// documentedAnswer reads an answer that is no list if it is as good as always:
// laid out as documented, with a documented code and a text of ordinary
// characters. Otherwise it gives neither a reply nor the server's refusal.
func documentedAnswer(data []byte, req Request) (Reply, *APIError) {
	l := &answerLayouts[req.Format]
	switch {
	case req.Op > OpAdd && string(data) == l.done:
		return Done{}, nil
	case req.Op == OpAdd:
		if id, ok := cutAround(data, l.added[0], l.added[1]); ok {
			if n, problem := parseDecimal(id, maxID); problem == "" {
				return Added{ID: n}, nil
			}
		}
	}
	inside, ok := cutAround(data, l.refusal[0], l.refusal[2])
	if !ok {
		return nil, nil
	}
	number, text := inside, []byte(nil)
	if l.hasText {
		// What stands between them has no digit at either end.
		n := len(inside)
		if l.textFirst {
			n -= digitsAtEnd(inside)
			number = inside[n:]
			text, ok = bytes.CutSuffix(inside[:n], []byte(l.refusal[1]))
		} else {
			n = digits(inside)
			number = inside[:n]
			text, ok = bytes.CutPrefix(inside[n:], []byte(l.refusal[1]))
		}
	}
	code := documentedCode(number)
	if !ok || code == 0 {
		return nil, nil
	}
	known := recordedText(text)
	if known != "" || !l.hasText {
		return nil, &APIError{Code: code, Text: known}
	}
	if len(text) == 0 || req.Format.alphabet().scan(text, 0) < len(text) {
		return nil, nil
	}
	return nil, &APIError{Code: code, Text: string(text)}
}

// documentedCode gives the documented code that digits stand for, or 0.
func documentedCode(digits []byte) ErrorCode {
	code := ErrorCode(0)
	switch {
	case len(digits) == 1 && isDigit(digits[0]):
		code = ErrorCode(digits[0] - '0')
	case len(digits) == 2 && digits[0] == '1' && isDigit(digits[1]):
		code = 10 + ErrorCode(digits[1]-'0')
	}
	if !code.Documented() {
		return 0
	}
	return code
}

// cutAround gives what stands between a beginning and an end.
func cutAround(data []byte, before, after string) (inside []byte, ok bool) {
	n := len(data) - len(after)
	if n < len(before) || string(data[:len(before)]) != before || string(data[n:]) != after {
		return nil, false
	}
	return data[len(before):n], true
}

// recordedText gives the text of an error, without a copy, if it is one that has
// been recorded.
func recordedText(text []byte) string {
	for _, recorded := range recordedTexts {
		if string(text) == recorded {
			return recorded
		}
	}
	return ""
}

// errorText gives the text of an error as a string of its own.
func errorText(text []byte) string {
	if known := recordedText(text); known != "" {
		return known
	}
	return string(text)
}
