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
// characters.
func documentedAnswer(data []byte, req Request) (Reply, bool) {
	if req.problem() != "" {
		return nil, false
	}
	l := &answerLayouts[req.Format]
	switch {
	case req.Op > OpAdd && string(data) == l.done:
		return Done{}, true
	case req.Op == OpAdd:
		if id, ok := cutAround(data, l.added[0], l.added[1]); ok {
			if n, problem := parseDecimal(id, maxID); problem == "" {
				return Added{ID: n}, true
			}
		}
	}
	inside, ok := cutAround(data, l.refusal[0], l.refusal[2])
	if !ok {
		return nil, false
	}
	number, text := inside, []byte(nil)
	if l.hasText {
		if l.textFirst {
			end := len(inside) - digitsAtEnd(inside)
			number = inside[end:]
			text, ok = bytes.CutSuffix(inside[:end], []byte(l.refusal[1]))
		} else {
			end := digits(inside)
			number = inside[:end]
			text, ok = bytes.CutPrefix(inside[end:], []byte(l.refusal[1]))
		}
		if !ok {
			return nil, false
		}
	}
	code, problem := parseDecimal(number, maxErrorCode)
	if problem != "" || !ErrorCode(code).Documented() {
		return nil, false
	}
	if known := recordedText(text); known != "" || !l.hasText {
		return &APIError{Code: ErrorCode(code), Text: known}, true
	}
	if len(text) == 0 || req.Format.alphabet().scan(text, 0) < len(text) {
		return nil, false
	}
	return &APIError{Code: ErrorCode(code), Text: string(text)}, true
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
