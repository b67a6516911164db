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
	// escapedEquals is what stands for "=" where a URL is quoted in a query, in JSON or
	// in a script.
	escapedEquals = regexp.MustCompile(`^(?:%(?:25)*3[dD]|\\(?:u00|x)3[dD])`)
	// nameBefore finds a parameter's name at the end of a text, in a URL.
	nameBefore = regexp.MustCompile(escapable() + `$`)
	// inText ends where that of a URL ends in a page; an escaped & goes with it, as
	// that may be a part of it.
	inText = regexp.MustCompile(`^(?:&(?:amp|lt|gt|quot|apos|#[0-9a-fx]+);|[^&\s"'<>])*`)
	// inQuotes finds the quoted value of a parameter, where the quote may rather end
	// what the parameter is in.
	inQuotes = regexp.MustCompile(`^(?:"[^\s"<>,]*"|'[^\s'<>,]*')`)
	digits   = regexp.MustCompile(`^[0-9]+`)

	// elementOf and namedTag find tags of XML and HTML whose content or value is that of
	// a parameter; cdata what may be around it.
	elementOf = regexp.MustCompile(`^<(?:[^\s<>:/]*:)?` + name + `(?:\s[^<>]*)?$`)
	namedTag  = regexp.MustCompile(`(?i)\s(?:name|id|key)\s*=\s*["']?` + name + `(?:["'\s/]|$)`)
	valueOf   = regexp.MustCompile(`(?i)\svalue\s*=\s*`)
	cdata     = regexp.MustCompile(`^\s*<!\[CDATA\[`)
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

// endsNames are the bytes that parameters' names end with, as they are or escaped.
var endsNames = func() (ends [256]bool) {
	for _, name := range Parameters() {
		last := name[len(name)-1:]
		for _, spelling := range []string{last, strings.ToUpper(last)} {
			for _, escaped := range []string{spelling, fmt.Sprintf("%x", spelling), fmt.Sprintf("%X", spelling)} {
				ends[escaped[len(escaped)-1]] = true
			}
		}
	}
	return ends
}()

// Values finds those of Parameters in any text: as parameters, also of a URL that is
// quoted and escaped, as variables, as members of JSON, as elements and attributes of
// XML and as fields of a page, all this, and what Headers finds, also escaped as in HTML,
// a URL or JSON. They are in order and apart.
func Values(text []byte) []Span {
	found := values(text, len(text))
	if bytes.ContainsAny(text, `&%+\`) {
		eachPiece(string(text), pieceSize, maxEscapedValue, func(piece string, from int) {
			reading{text: piece}.each(1, func(r reading) {
				if r.at == nil {
					return
				}
				add := func(s Span) {
					s = r.span(s.Start, s.End)
					found = append(found, Span{from + s.Start, from + s.End})
				}
				for _, s := range values([]byte(r.text), len(r.text)) {
					add(s)
				}
				for name, s := range Headers([]byte(r.text)) {
					begin := max(0, s.Start-len(name)-len(": "))
					if r.written(s.Start)-r.written(begin) > s.Start-begin {
						add(s)
					}
				}
			})
		})
	}
	return apart(found)
}

// maxEscapedValue is how much of a text is looked at, at least, for a value behind an
// escaped name.
const maxEscapedValue = 4 << 10

// First finds the first of them in a text as it is, or the zero Span.
func First(text []byte) Span {
	if found := values(text, 1); len(found) > 0 {
		return found[0]
	}
	return Span{}
}

// values finds values in a text as it is, up to so many.
func values(text []byte, most int) (found []Span) {
	tag := -1 // where the last one begins, unless it has ended
	for at := 0; ; at++ {
		n := bytes.IndexAny(text[at:], `=%\:<>`)
		if n < 0 || len(found) >= most {
			return found
		}
		at += n
		switch text[at] {
		case '<':
			tag = at
		case '>':
			if tag >= 0 {
				for _, s := range ofTag(text, tag, at) {
					if s.Start < s.End {
						found = append(found, s)
						at = max(at, s.End-1)
					}
				}
				tag = -1
			}
		default:
			if s := spanAt(text, at); s.Start < s.End {
				found = append(found, s)
				at = s.End - 1
			}
		}
	}
}

// ofTag finds the values that belong to the tag text[begin:end]: its attribute, and
// the content behind it.
func ofTag(text []byte, begin, end int) (found []Span) {
	tag := text[begin:end]
	isElement := elementOf.Match(tag)
	if !isElement && !namedTag.Match(tag) {
		return nil
	}
	if at := valueOf.FindIndex(tag); at != nil {
		s := quotedValue(tag[at[1]:])
		if s == (Span{}) {
			s.End = len(inText.Find(tag[at[1]:]))
		}
		found = append(found, Span{begin + at[1] + s.Start, begin + at[1] + s.End})
	}
	if tag[len(tag)-1] == '/' || !isElement && found != nil {
		return found
	}
	start, until := end+1, "<"
	if mark := cdata.Find(text[start:]); mark != nil {
		start, until = start+len(mark), "]]>"
	}
	n := bytes.Index(text[start:], []byte(until))
	if n < 0 {
		n = len(text) - start
	}
	return append(found, Span{start, start + n})
}

// spanAt finds the value behind a separator that may stand at text[at].
func spanAt(text []byte, at int) Span {
	start := at + 1
	switch text[at] {
	case ':', '=':
		if bytes.HasPrefix(text[at:], []byte("=>")) { // of PHP and Ruby
			start++
		}
	default:
		separator := escapedEquals.Find(text[at:])
		if separator == nil {
			return Span{}
		}
		start = at + len(separator)
	}
	before := text[max(0, at-maxName):at]
	name := undecorated(before)
	begin := nameAtEnd(name)
	if begin < 0 {
		return Span{}
	}
	decoration := before[len(name):]
	if value := bytes.TrimLeft(text[start:], "= \t\r\n"); isQuoted(value) {
		start = len(text) - len(value)
		if len(decoration) == 0 && text[at] != ':' && begin > 0 && strings.IndexByte(`?&;"'`, name[begin-1]) >= 0 {
			if quoted := inQuotes.Find(value); quoted != nil {
				return Span{start + 1, start + len(quoted) - 1}
			}
			return Span{}
		}
		s := quotedValue(value)
		return Span{start + s.Start, start + s.End}
	}
	blanks := len(text[start:]) - len(bytes.TrimLeft(text[start:], " \t\r\n"))
	if text[at] == ':' {
		if bytes.ContainsAny(decoration, `"'`) {
			return Span{start + blanks, start + blanks + len(digits.Find(text[start+blanks:]))}
		}
		return Span{}
	}
	if blanks > 0 {
		if len(decoration) == 0 || bytes.ContainsAny(text[start:start+blanks], "\r\n") {
			return Span{}
		}
		start += blanks
	}
	end := start + len(inText.Find(text[start:]))
	if end < len(text) && (text[end] == '"' || text[end] == '\'') {
		// What escapes the quote is no part of the value.
		end = start + len(bytes.TrimRight(text[start:end], `\`))
	}
	return Span{start, end}
}

// isQuoted reports whether a text begins with a quote, which may be escaped.
func isQuoted(text []byte) bool {
	c := first(bytes.TrimLeft(text, `\`))
	return c == '"' || c == '\''
}

// undecorated takes from the end of a text what may be between a parameter's name and
// the separator: blanks, quotes, and brackets of an array, with an index or escaped.
func undecorated(text []byte) []byte {
	inBrackets := false
	for len(text) > 0 {
		last := text[len(text)-1]
		escaped := bytes.ToLower(text[max(0, len(text)-3):])
		switch {
		case last == ']':
			inBrackets = true
		case strings.IndexByte(" \t\r\n\"'\\[", last) >= 0 || inBrackets && isDigit(last):
		case string(escaped) == "%5d" || string(escaped) == "%5b":
			inBrackets = escaped[2] == 'd'
			text = text[:len(text)-2]
		default:
			return text
		}
		text = text[:len(text)-1]
	}
	return text
}

// nameAtEnd gives where the parameter's name begins that is at the end of a text, or
// -1. Only one that is escaped takes a pattern.
func nameAtEnd(text []byte) int {
	for _, name := range Parameters() {
		if n := len(text) - len(name); n >= 0 && bytes.EqualFold(text[n:], []byte(name)) {
			return n
		}
	}
	if len(text) > 0 && endsNames[text[len(text)-1]] && bytes.IndexByte(text, '%') >= 0 {
		if at := nameBefore.FindIndex(text); at != nil {
			return at[0]
		}
	}
	return -1
}
