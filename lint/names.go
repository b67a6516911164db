package lint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
)

// The longest sender names.
const (
	maxCharacters = 11
	maxDigits     = 15
)

// alphabet has the bytes of sender names: those documented, and ~ & @, which have
// been seen.
var alphabet = func() (set [256]bool) {
	for c := range set {
		switch {
		case '0' <= c && c <= '9', 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z':
			set[c] = true
		}
	}
	for _, c := range []byte(" !?-_.()~&@") {
		set[c] = true
	}
	return set
}()

// fewNames is up to how many names are compared each with each.
const fewNames = 8

// checkNames looks at the names of a list.
func (l *Linter) checkNames(list smscodec.List, body []byte, req smscodec.Request) {
	add := func(rule *Rule, row int, message string) {
		if !l.again(rule, "name") {
			l.addAt(rule, "name", message, row, nameOffset(body, req.Format, row))
		}
	}
	areFew := len(list) <= fewNames
	if !areFew && l.names == nil {
		l.names = make(map[string]int)
	}
	for row := range list {
		name := list[row].Name
		if problem := lengthProblem(name); problem != "" {
			add(ruleNameLength, row, problem)
		}
		if problem := alphabetProblem(name); problem != "" {
			add(ruleNameAlphabet, row, problem)
		}
		if req.Format == smscodec.CSV && strings.IndexByte("=+-@", name[0]) >= 0 {
			add(ruleCSVFormula, row, "begins with "+name[:1])
		}
		first := -1
		if areFew {
			first = slices.IndexFunc(list[:row], func(s smscodec.Sender) bool { return s.Name == name })
		} else if r, ok := l.names[name]; ok {
			first = r
		} else {
			l.names[name] = row
		}
		if first >= 0 {
			add(ruleDuplicateName, row, fmt.Sprintf("sender %d has the name of sender %d", row+1, first+1))
		}
	}
	if !areFew {
		clear(l.names)
	}
}

// lengthProblem says what is wrong with the length of a name, or nothing.
func lengthProblem(name string) string {
	if len(name) <= maxCharacters {
		return ""
	}
	length := utf8.RuneCountInString(name)
	isNumber := strings.IndexFunc(name, func(r rune) bool { return r < '0' || r > '9' }) < 0
	switch {
	case isNumber && length > maxDigits:
		return strconv.Itoa(length) + " digits"
	case isNumber, length <= maxCharacters, strings.IndexByte(name, '@') > 0:
		return ""
	}
	return strconv.Itoa(length) + " characters"
}

// alphabetProblem names the first character that sender names do not have, or
// nothing.
func alphabetProblem(name string) string {
	for i := range len(name) {
		if !alphabet[name[i]] {
			r, _ := utf8.DecodeRuneInString(name[i:])
			return fmt.Sprintf("the character %U", r)
		}
	}
	return ""
}
