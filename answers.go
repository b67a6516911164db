package smscodec

import "strings"

// The fast path for answers that are no lists.
//
// answerLayouts are made from the tables of the vendor's page. An answer is written in
// that layout. documentedAnswer decodes an answer in that layout by comparing it as a
// whole; its format's grammar would read the same.

// An answerLayout is how a format lays out the answers that are no lists.
type answerLayout struct {
	done     string
	added    [2]string // around the id
	refusals [len(recordedTexts)]refusalLayout
}

// A refusalLayout is the text around the code of a refusal, with one of the recorded texts.
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

// documentedAnswer decodes a reply other than a List that is byte for byte in the
// documented layout, with a documented code and a recorded text if it is a refusal. It
// returns neither a reply nor a refusal for any other body.
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

// documentedCode returns the documented code with these digits, or 0.
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

// cutAround returns the data between a beginning and an end, and whether it has both.
func cutAround(data []byte, before, after string) (inside []byte, ok bool) {
	n := len(data) - len(after)
	if n < len(before) || string(data[:len(before)]) != before || string(data[n:]) != after {
		return nil, false
	}
	return data[len(before):n], true
}
