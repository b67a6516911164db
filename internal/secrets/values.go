package secrets

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// maxName bounds how far before a separator a parameter's name begins, which may
// have been percent-escaped over and over.
const maxName = 64

var (
	// escapedEquals is what stands for "=" where a URL is quoted in a query or in
	// JSON.
	escapedEquals = regexp.MustCompile(`^(?:%(?:25)*3[dD]|\\u003[dD])`)
	// nameBefore, memberBefore and elementBefore find a parameter's name at the end
	// of a text: in a URL, quoted before the colon of a member, in an XML tag.
	nameBefore    = regexp.MustCompile(escapable() + `$`)
	memberBefore  = regexp.MustCompile(`["']` + name + `\\*["']\s*$`)
	elementBefore = regexp.MustCompile(`<` + name + `$`)
	// inText ends where that of a URL ends in a page; an escaped & goes with it, as
	// that may be a part of it.
	inText      = regexp.MustCompile(`^(?:&(?:amp|lt|gt|quot|apos|#[0-9a-fx]+);|[^&\s"'<>])*`)
	memberValue = regexp.MustCompile(`(?s)^\s*(?:\\+"((?:[^"\\]|\\[^"])*)|"((?:[^"\\]|\\.)*)|\\*'((?:[^'\\]|\\[^'])*)|([0-9]+))`)
)

// escapable is a pattern of the parameters' names, each letter as it is or escaped.
func escapable() string {
	names := make([]string, 0, len(Parameters()))
	for _, name := range Parameters() {
		var pattern strings.Builder
		for _, c := range name {
			fmt.Fprintf(&pattern, `(?i:%c|%%(?:25)*(?:%x|%x))`, c, c, c-'a'+'A')
		}
		names = append(names, pattern.String())
	}
	return `(?:` + strings.Join(names, "|") + `)`
}

// Values finds those of Parameters in any text: as parameters, also
// of a URL that is quoted and escaped, as members of JSON and as elements of XML.
func Values(text []byte) []Span {
	var found []Span
	for at := 0; ; at++ {
		n := bytes.IndexAny(text[at:], `=%\:>`)
		if n < 0 {
			return found
		}
		at += n
		s := spanAt(text, at)
		if s.Start < s.End {
			found = append(found, s)
			at = s.End - 1
		}
	}
}

// spanAt finds the value behind a separator that may stand at text[at].
func spanAt(text []byte, at int) (s Span) {
	before, after := text[max(0, at-maxName):at], text[at+1:]
	switch text[at] {
	case ':':
		if at := memberValue.FindSubmatchIndex(after); at != nil && memberBefore.Match(before) {
			for group := 2; group < len(at); group += 2 {
				if at[group] >= 0 {
					s = Span{at[group], at[group+1]}
				}
			}
		}
	case '>':
		if elementBefore.Match(before) {
			s.End = bytes.IndexByte(after, '<')
			if s.End < 0 {
				s.End = len(after)
			}
		}
	default:
		if text[at] != '=' {
			separator := escapedEquals.Find(text[at:])
			if separator == nil {
				return s
			}
			s.Start = len(separator) - 1
		}
		if !endsWithName(before) {
			return Span{}
		}
		s.End = s.Start + len(inText.Find(after[s.Start:]))
		if s.End < len(after) && (after[s.End] == '"' || after[s.End] == '\'') {
			// What escapes the quote is no part of the value.
			s.End = s.Start + len(bytes.TrimRight(after[s.Start:s.End], `\`))
		}
	}
	return Span{at + 1 + s.Start, at + 1 + s.End}
}

// endsWithName reports whether a parameter's name is at the end of a text. Only one
// that is escaped takes a pattern.
func endsWithName(text []byte) bool {
	for _, name := range Parameters() {
		if n := len(text) - len(name); n >= 0 && bytes.EqualFold(text[n:], []byte(name)) {
			return true
		}
	}
	return bytes.IndexByte(text, '%') >= 0 && nameBefore.Match(text)
}
