package smscodec

import "strings"

// How the answers that are no lists are laid out. They are written so, and one
// that is laid out so is read at a glance: member by member it could only be read
// as the same.

// An answerLayout is what stands around a number.
type answerLayout struct {
	done     string
	added    [2]string // around the id
	refusals [len(recordedTexts)]refusalLayout
}

// A refusalLayout is what stands around the code of a refusal with a text.
type refusalLayout struct{ before, after, text string }

var answerLayouts = func() (all [len(formats)]answerLayout) {
	for f := range formats {
		all[f] = newAnswerLayout(&formats[f])
	}
	return all
}()

func newAnswerLayout(f *formatPage) answerLayout {
	l := answerLayout{done: f.done}
	l.added[0], l.added[1], _ = strings.Cut(f.added, aNumber)
	refusal := f.refusal
	for i, text := range recordedTexts {
		if !strings.Contains(refusal, aText) {
			text = ""
		}
		before, after, _ := strings.Cut(strings.Replace(refusal, aText, text, 1), aNumber)
		l.refusals[i] = refusalLayout{before, after, text}
	}
	return l
}

// documentedAnswer reads an answer that is no list if it is as good as always:
// laid out as documented, with a documented code and a text that has been recorded.
// Otherwise it gives neither a reply nor the server's refusal.
func documentedAnswer(data []byte, req Request) (Reply, *APIError) {
	l := &answerLayouts[req.Format]
	switch {
	case req.Op.answer() == answerDone && string(data) == l.done:
		return Done{}, nil
	case req.Op.answer() == answerAdded:
		if id, ok := cutAround(data, l.added[0], l.added[1]); ok {
			if n, err := parseDecimal(id, maxID); err == nil {
				return Added{ID: n}, nil
			}
		}
	}
	for i := range l.refusals {
		r := &l.refusals[i]
		if n := len(data) - len(r.before) - len(r.after); n != 1 && n != 2 {
			continue
		}
		if digits, ok := cutAround(data, r.before, r.after); ok {
			if code := documentedCode(digits); code != 0 {
				return nil, &APIError{Code: code, Text: r.text}
			}
		}
	}
	return nil, nil
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
