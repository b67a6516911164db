package lint

// The checks of sender names: length, alphabet, duplicates, formulas.

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// alphabet is the set of the bytes in sender names: the documented ones, and ~ & @, which
// have been seen.
var alphabet = func() (set [256]bool) {
	for c := range set {
		switch {
		case '0' <= c && c <= '9', 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z':
			set[c] = true
		}
	}
	for _, c := range []byte(wire.NameMarks + "~&@") {
		set[c] = true
	}
	return set
}()

// checkNames checks the names of a piece of a list that begins with a row.
func (l *Linter) checkNames(start int, piece smscodec.List, body []byte, req smscodec.Request) {
	add := func(rule *Rule, row int, message string) {
		if !l.countAgain(key{rule: rule, field: wire.KeyName, message: message, about: rule.About, isPlaced: true}) {
			l.addAt(rule, wire.KeyName, message, row, nameOffset(body, req.Format, row))
		}
	}
	for i := range piece {
		row, name := start+i, piece[i].Name
		if message := lengthMessage(name); message != "" {
			add(ruleNameLength, row, message)
		}
		if message := alphabetMessage(name); message != "" {
			add(ruleNameAlphabet, row, message)
		}
		if req.Format == smscodec.CSV && strings.IndexByte("=+-@", name[0]) >= 0 {
			add(ruleCSVFormula, row, "begins with "+name[:1])
		}
		if l.seen.add(name, row) >= 0 {
			add(ruleDuplicateName, row, "the same name as an earlier sender")
		}
	}
}

// checkNumber adds a finding if a list has more names than are searched for duplicates.
func (l *Linter) checkNumber() {
	if l.seen.left > 0 {
		l.addExchange(ruleLongList, "", fmt.Sprintf("%d names after the first %d different ones were not searched for duplicates among them", l.seen.left, maxNames))
	}
}

// lengthMessage describes an unusual length of a name. It returns "" for any other name.
func lengthMessage(name string) string {
	if len(name) <= wire.MaxName {
		return ""
	}
	length := utf8.RuneCountInString(name)
	isNumber := strings.IndexFunc(name, func(r rune) bool { return r < '0' || r > '9' }) < 0
	switch {
	case isNumber && length > wire.MaxNameDigits:
		return fmt.Sprintf("%d digits, want at most %d", length, wire.MaxNameDigits)
	case isNumber, length <= wire.MaxName, strings.IndexByte(name, '@') > 0:
		return ""
	}
	return fmt.Sprintf("%d characters, want at most %d", length, wire.MaxName)
}

// alphabetMessage names the first character that is not in the alphabet. It returns "" if
// all are.
func alphabetMessage(name string) string {
	if isLettersAndDigits(name) {
		return ""
	}
	for i := range len(name) {
		if !alphabet[name[i]] {
			r, _ := utf8.DecodeRuneInString(name[i:])
			return fmt.Sprintf("contains the character %#U", r)
		}
	}
	return ""
}

// isLettersAndDigits reports whether a name consists of letters and digits, as most do. It
// returns false for names that are not 4 to 16 bytes long.
func isLettersAndDigits(name string) bool {
	n := len(name)
	switch {
	case n > 16 || n < 4:
		return false
	case n < 8:
		return areLettersAndDigits(load4(name) | load4(name[n-4:])<<32)
	}
	return areLettersAndDigits(load8(name)) && areLettersAndDigits(load8(name[n-8:]))
}

// areLettersAndDigits reports whether the eight bytes of a word are letters and digits.
func areLettersAndDigits(word uint64) bool {
	const (
		each  = 0x0101010101010101
		highs = 0x80 * each
	)
	// In bytes below 0x80, adding up to 0x80 never carries into the next byte; adding
	// 0x80-c sets the high bit if the byte is c or more.
	low := word &^ highs
	lower := low | 0x20*each
	letters := (lower + (0x80-'a')*each) &^ (lower + (0x7F-'z')*each)
	digits := (low + (0x80-'0')*each) &^ (low + (0x7F-'9')*each)
	return (letters|digits)&^word&highs == highs
}
