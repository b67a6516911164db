package lint

import (
	"fmt"
	"hash/maphash"
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

// checkNames looks at the names of a list.
func (l *Linter) checkNames(list smscodec.List, body []byte, req smscodec.Request) {
	add := func(rule *Rule, row int, message string) {
		if !l.again(key{rule: rule, field: "name", message: message, isPlaced: true}) {
			l.addAt(rule, "name", message, row, nameOffset(body, req.Format, row))
		}
	}
	l.seen.reset(len(list))
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
		first := l.seen.add(list, row)
		if first >= 0 {
			add(ruleDuplicateName, row, fmt.Sprintf("the name of sender %d again", first+1))
		}
	}
}

// A nameSet finds names that a list has twice. A map would take most of the time
// that checking a list takes.
type nameSet struct {
	seed  maphash.Seed
	slots []int32 // rows from 1; a power of two of them, at most half of them full
}

func (s *nameSet) reset(names int) {
	size := 16
	for size < 2*names {
		size *= 2
	}
	if size > cap(s.slots) {
		s.slots = make([]int32, size)
		s.seed = maphash.MakeSeed()
		return
	}
	s.slots = s.slots[:size]
	clear(s.slots)
}

// add adds the name of a row. It gives the first row with the same name, or -1.
func (s *nameSet) add(list smscodec.List, row int) int {
	mask := uint64(len(s.slots) - 1)
	for at := maphash.String(s.seed, list[row].Name) & mask; ; at = (at + 1) & mask {
		switch first := int(s.slots[at]) - 1; {
		case first < 0:
			s.slots[at] = int32(row) + 1
			return -1
		case list[first].Name == list[row].Name:
			return first
		}
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
		return fmt.Sprintf("%d digits, more than %d", length, maxDigits)
	case isNumber, length <= maxCharacters, strings.IndexByte(name, '@') > 0:
		return ""
	}
	return fmt.Sprintf("%d characters, more than %d", length, maxCharacters)
}

// alphabetProblem names the first character that sender names do not have, or
// nothing.
func alphabetProblem(name string) string {
	for i := range len(name) {
		if !alphabet[name[i]] {
			r, _ := utf8.DecodeRuneInString(name[i:])
			return fmt.Sprintf("the character %#U", r)
		}
	}
	return ""
}
