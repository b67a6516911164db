package oldredact

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"iter"
	"regexp"
	"strconv"
	"strings"
)

const (
	// A phone number has so many digits.
	minPhone, maxPhone = 10, 15
	// maxNumber bounds the digits of a number that is replaced: two times nine.
	maxNumber = 18
	rounds    = 10
)

// digits replaces numbers by others of as many digits, under a key.
type digits struct{ mac hash.Hash }

func newDigits(key []byte) *digits { return &digits{hmac.New(sha256.New, key)} }

// replace replaces a number. Different numbers become different ones, as it is a
// Feistel network: of two halves each in turn has something added that the other
// determines. A number that begins with 0, or does not, stays so, for JSON; it goes
// through the network until it does.
func (d *digits) replace(number []byte) {
	if len(number) > maxNumber {
		return
	}
	half := len(number) / 2
	left, _ := strconv.ParseUint(string("0"+string(number[:half])), 10, 64)
	right, _ := strconv.ParseUint(string(number[half:]), 10, 64)
	sizeLeft, sizeRight := power(half), power(len(number)-half)
	startsWithZero := number[0] == '0'
	for {
		for round := range uint64(rounds) {
			if round%2 == 0 {
				left = (left + d.number(round, len(number), right)) % sizeLeft
			} else {
				right = (right + d.number(round, len(number), left)) % sizeRight
			}
		}
		spell(number[:half], left)
		spell(number[half:], right)
		if (number[0] == '0') == startsWithZero {
			return
		}
	}
}

// number gives a number that a half determines.
func (d *digits) number(round uint64, length int, half uint64) uint64 {
	var text, sum [sha256.Size]byte
	binary.BigEndian.PutUint64(text[:], round)
	binary.BigEndian.PutUint64(text[8:], uint64(length))
	binary.BigEndian.PutUint64(text[16:], half)
	d.mac.Reset()
	d.mac.Write(text[:])
	return binary.BigEndian.Uint64(d.mac.Sum(sum[:0])) >> 1 // so that a sum does not overflow
}

func power(n int) uint64 {
	p := uint64(1)
	for range n {
		p *= 10
	}
	return p
}

// spell fills text with the digits of a number.
func spell(text []byte, number uint64) {
	for i := len(text) - 1; i >= 0; i-- {
		text[i] = '0' + byte(number%10)
		number /= 10
	}
}

var (
	// namedRows finds names that are all digits in answers to get in plain and XML.
	namedRows = regexp.MustCompile(`(?m)^name = ([0-9]+)[ \t]*(?:,|\r?$)|<sender(?:\s[^<>]*)?>([0-9]+)</sender>`)
	// csvRows finds them in CSV, where an error is "0,-2".
	csvRows = regexp.MustCompile(`(?m)^([0-9]+)[ \t]*(?:,[ \t]*[0-9]|\r?$)`)
	// unknownRows finds them where the request is not known. It may be an id as well.
	unknownRows = regexp.MustCompile(`(?m)^([0-9]{3,15})[ \t]*(?:,[ \t]*[0-9]|\r?$)`)
)

// numbers masks phone numbers, and sender names that are all digits.
func (m *masker) numbers(text []byte, p place) {
	replaced := make(map[int]bool) // by where they begin
	replace := func(from, to int) {
		if !replaced[from] {
			replaced[from] = true
			m.digits.replace(text[from:to])
		}
	}
	if !p.isID() {
		grouped(text, p.form, func(groups [][2]int) {
			m.replaceGroups(text, groups)
			for _, at := range groups {
				replaced[at[0]] = true
			}
		})
	}
	inAnswer := m.asked.get || !m.asked.other
	switch {
	case isPhoneName(p.name):
		for from, to := range runs(text) {
			replace(from, to)
		}
	case p.name == "sender" && (p.param || inAnswer):
		if number := bytes.TrimLeft(text, "+"); isDigits(number) {
			replace(len(text)-len(number), len(text))
		}
	}
	if p.form {
		m.inForm(text, replace)
	}
	if !p.isID() {
		phones(text, replace)
	}
	if !inAnswer {
		return
	}
	patterns := []*regexp.Regexp{namedRows}
	switch {
	case !p.isBody():
	case m.asked.get && m.asked.csv:
		patterns = append(patterns, csvRows)
	case !m.asked.known:
		patterns = append(patterns, unknownRows)
	}
	for _, pattern := range patterns {
		for _, at := range pattern.FindAllSubmatchIndex(text, -1) {
			for group := 2; group < len(at); group += 2 {
				if at[group] >= 0 {
					replace(at[group], at[group+1])
				}
			}
		}
	}
}

// inForm masks the parameters of a URL or a form that are numbers.
func (m *masker) inForm(text []byte, replace func(from, to int)) {
	done := 0 // up to where all numbers have been replaced: values lie in one another
	for name, s := range parameters(text) {
		value := text[s.Start:s.End]
		switch {
		case isPhoneName(name) && s.Start >= done:
			for from, to := range runs(value) {
				replace(s.Start+from, s.Start+to)
			}
			done = s.End
		case name == "sender":
			plus := plusSign.Find(value)
			if isDigits(value[len(plus):]) {
				replace(s.Start+len(plus), s.End)
			}
		}
	}
}

var plusSign = regexp.MustCompile(`^(?:\+|%2[bB])`)

// isID reports whether a place has an identifier, which may look like a number.
func (p place) isID() bool {
	return strings.HasSuffix(p.name, "id") || p.name == "pageref" || p.name == "connection"
}

var idBefore = regexp.MustCompile(`(?i)(?:\b|_)id["']?\s*[=:]\s*["']?$`)

// phones finds digits that are like a phone number: alone, and no part of a
// fraction, a time, a UUID or another code.
func phones(text []byte, replace func(from, to int)) {
	for from, to := range runs(text) {
		if to-from < minPhone || to-from > maxPhone {
			continue
		}
		before, after := text[max(0, from-reach):from], text[to:]
		if wordBefore.Match(before) && !escapeBefore.Match(before) || wordAfter.Match(after) || idBefore.Match(before) {
			continue
		}
		replace(from, to)
	}
}

var (
	// groupedNumber is digits with what is put between those of a phone number, and
	// groupedInForm where a plus is a space.
	groupedNumber = regexp.MustCompile(`\+?[0-9]+(?:(?:[ ()-]|` + escapedBetween + `){1,3}[0-9]+)+`)
	groupedInForm = regexp.MustCompile(`\+?[0-9]+(?:(?:[ ()+-]|` + escapedBetween + `){1,3}[0-9]+)+`)
	date          = regexp.MustCompile(`^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}-[0-9]{4})(?:[^0-9-]|$)`)
	groupBefore   = regexp.MustCompile(`[0-9]-$`)
	timeAfter     = regexp.MustCompile(`^:[0-9]`)
)

const escapedBetween = `%(?:25)*(?:20|28|29|2[dD])`

// grouped finds phone numbers whose digits are in groups: where those are. If there are
// more digits than a number has, it takes the groups up to one of ten digits, or of
// eleven with a country's. A group that may be a number by itself is taken for one,
// unless only a plus and a country's are before it.
func grouped(text []byte, inForm bool, replace func(groups [][2]int)) {
	number := groupedNumber
	if inForm {
		number = groupedInForm
	}
	for _, whole := range number.FindAllIndex(text, -1) {
		var groups [][2]int
		for from, to := range runs(text[whole[0]:whole[1]]) {
			groups = append(groups, [2]int{whole[0] + from, whole[0] + to})
		}
		for len(groups) > 1 {
			n := numberOf(text, groups, inForm)
			if n > 0 {
				replace(groups[:n])
			}
			groups = groups[max(n, 1):]
		}
	}
}

// numberOf gives how many of the groups are a phone number.
func numberOf(text []byte, groups [][2]int, inForm bool) int {
	start := groups[0][0]
	hasPlus := start > 0 && text[start-1] == '+'
	if hasPlus && inForm && wordBefore.Match(text[max(0, start-1-reach):start-1]) {
		hasPlus = false // a space
	}
	if hasPlus {
		start--
	}
	before := text[max(0, start-reach):start]
	if wordBefore.Match(before) && !escapeBefore.Match(before) || idBefore.Match(before) || groupBefore.Match(before) {
		return 0
	}
	enough := minPhone
	if c := text[groups[0][0]]; hasPlus || c == '7' || c == '8' {
		enough++
	}
	all := 0
	for _, at := range groups[:min(len(groups), maxPhone+1)] {
		all += at[1] - at[0]
	}
	number, digits := 0, 0
	for i, at := range groups {
		size := at[1] - at[0]
		digits += size
		if size >= minPhone && !(hasPlus && i == 1) || digits > maxPhone || date.Match(text[at[0]:]) {
			break
		}
		after := text[at[1]:]
		if i == 0 || digits < minPhone || wordAfter.Match(after) || timeAfter.Match(after) {
			continue
		}
		if number = i + 1; digits >= enough && all > maxPhone {
			break
		}
	}
	return number
}

// replaceGroups replaces a number whose digits are in groups as if they were not.
func (m *masker) replaceGroups(text []byte, groups [][2]int) {
	var number []byte
	for _, at := range groups {
		number = append(number, text[at[0]:at[1]]...)
	}
	m.digits.replace(number)
	for _, at := range groups {
		number = number[copy(text[at[0]:at[1]], number):]
	}
}

// reach is how far before a number is looked for what it is.
const reach = 16

var (
	wordBefore   = regexp.MustCompile(`(?i)(?:[a-z0-9_]|[0-9]\.|[0-9a-f]{4}-)$`)
	wordAfter    = regexp.MustCompile(`(?i)^(?:[a-z_]|\.[0-9]|-[0-9a-f]{4}-)`)
	escapeBefore = regexp.MustCompile(`(?:\\[nrt]|` + percent + `)$`)
)

// percent is a character escaped in a URL, once or more.
const percent = `%(?:25)*[0-9A-Fa-f]{2}`

var digitsOrEscape = regexp.MustCompile(percent + `|[0-9]+`)

// runs yields where digits begin and end, but for those of escapes.
func runs(text []byte) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for _, at := range digitsOrEscape.FindAllIndex(text, -1) {
			if text[at[0]] != '%' && !yield(at[0], at[1]) {
				return
			}
		}
	}
}
