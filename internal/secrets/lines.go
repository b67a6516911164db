package secrets

import (
	"bytes"
	"iter"
	"regexp"
	"slices"
	"strings"
)

// credentialHeaders are those that Headers finds anywhere in a line, the longer of two
// that end alike first.
var credentialHeaders = []string{"set-cookie2", "set-cookie", "cookie2", "cookie", "proxy-authorization", "authorization"}

// maxGap bounds what stands between a header's name and its colon.
const maxGap = 32

var (
	// nameGap is what a terminal, JSON or a dump of an array has between a name and
	// what separates it from its value.
	nameGap = regexp.MustCompile(`(?:[ \t"'\\\]]|\x1b\[[0-9;]*m)+$`)
	// valueGap is the same before the value.
	valueGap = regexp.MustCompile(`^(?:[ \t]|\x1b\[[0-9;]*m)*`)
	// sgr is the rest of what makes a terminal write bold, before a name.
	sgr = regexp.MustCompile(`^[0-9]*m`)
	// traced is how curl --trace-ascii begins a line.
	traced = regexp.MustCompile(`^[0-9a-f]{4,8}: `)
)

// tracedWidth is how many characters such a line has that goes on in the next.
const tracedWidth = 64

// continued is the name that Headers gives to what goes on with a header in another
// line.
const continued = "continued"

// Headers yields the cookies, what authorizes, and the X-… headers whose names say that
// they are secret, wherever in a line of a text they are, as behind the time in a log:
// their names, in lower case, and their values, which go to the end of the line or to
// the next of them, or to a quote if the name is quoted.
func Headers(text []byte) iter.Seq2[string, Span] {
	return func(yield func(string, Span) bool) {
		isOpen := false // the header at the end of the line before goes on
		at := 0
		for line := range bytes.Lines(text) {
			found := headersOfLine(line, isOpen)
			isOpen = false
			for _, h := range found {
				if h.value.Start < h.value.End && !yield(h.name, Span{at + h.value.Start, at + h.value.End}) {
					return
				}
				isOpen = h.isOpen
			}
			at += len(line)
		}
	}
}

// IsAnywhere reports whether Headers finds a header of a name, in lower case.
func IsAnywhere(name string) bool { return slices.Contains(credentialHeaders, name) }

type header struct {
	name   string
	value  Span
	isOpen bool // it may go on in the next line
}

// headersOfLine finds the headers of a line; the first is what goes on with that of the
// line before.
func headersOfLine(line []byte, goesOn bool) (found []header) {
	text := bytes.TrimRight(line, " \t\r\n")
	begin := len(traced.Find(text))
	isWide := begin > 0 && len(bytes.TrimRight(line, "\r\n")) >= begin+tracedWidth
	if goesOn && (begin > 0 || first(text) == ' ' || first(text) == '\t') {
		found = append(found, header{name: continued, value: Span{begin, len(text)}, isOpen: isWide})
	}
	for at := 0; ; {
		n := bytes.IndexAny(text[at:], ":>")
		if n < 0 {
			break
		}
		at += n + 1
		before := text[:at-1]
		isArrow := text[at-1] == '>'
		if isArrow {
			var ok bool
			if before, ok = bytes.CutSuffix(before, []byte("=")); !ok {
				continue
			}
		}
		name, start, isQuoted := headerBefore(before)
		if name == "" {
			continue
		}
		if n := len(found); n > 0 && found[n-1].value.End > start {
			// What is between the two is no part of either, as it tells where the next begins.
			v := &found[n-1].value
			v.End = v.Start + len(bytes.TrimRight(text[v.Start:max(start, v.Start)], " \t;,\"'([{"))
		}
		h := header{name: name, value: Span{at + len(valueGap.Find(text[at:])), len(text)}}
		if value := quotedValue(text[h.value.Start:]); isQuoted && value != (Span{}) {
			at = h.value.Start + value.End
			h.value = Span{h.value.Start + value.Start, at}
		} else {
			last := text[len(text)-1]
			h.isOpen = isWide || last == ',' || last == ';' || isArrow && h.value.Start == len(text)
		}
		found = append(found, h)
	}
	return found
}

// headerBefore gives the name of a header at the end of a text, where it begins, and
// whether it is quoted.
func headerBefore(text []byte) (name string, start int, isQuoted bool) {
	from := max(0, len(text)-maxGap)
	end := from + len(bytes.TrimRight(text[from:], " \t\"'\\]"))
	if end > 0 && text[end-1] == 'm' { // it may be a terminal's
		if at := nameGap.FindIndex(text[from:]); at != nil {
			end = from + at[0]
		}
	}
	isQuoted = bytes.ContainsAny(text[end:], `"'`)
	start = end
	for start > max(0, end-MaxName) && isInName(text[start-1]) {
		start--
	}
	if c := first(text[:start][max(0, start-1):]); c == '[' || c == ';' {
		start += len(sgr.Find(text[start:end]))
	}
	name = strings.ReplaceAll(strings.ToLower(string(text[start:end])), "_", "-") // HTTP_COOKIE
	for _, header := range credentialHeaders {
		if strings.HasSuffix(name, header) {
			return header, end - len(header), isQuoted
		}
	}
	if cut := strings.TrimPrefix(name, "http-"); strings.HasPrefix(cut, "x-") && IsName(cut) {
		return cut, end - len(cut), isQuoted
	}
	return "", 0, false
}

func isInName(c byte) bool { return isAlphanumeric(c) || c == '-' || c == '_' }

// first gives the first byte of a text, or 0.
func first(text []byte) byte {
	if len(text) == 0 {
		return 0
	}
	return text[0]
}

// quoted finds a string in quotes, which may be escaped, or its beginning.
var quoted = regexp.MustCompile(`(?s)^(?:\\+"((?:[^"\\]|\\[^"])*)|"((?:[^"\\]|\\.)*)|\\+'((?:[^'\\]|\\[^'])*)|'((?:[^'\\]|\\.)*))`)

// quotedValue gives what is in the quotes that a text begins with, or the zero Span.
func quotedValue(text []byte) Span {
	if c := first(text); c != '"' && c != '\'' && c != '\\' {
		return Span{}
	}
	at := quoted.FindSubmatchIndex(text)
	for group := 2; group < len(at); group += 2 {
		if at[group] >= 0 {
			return Span{at[group], at[group+1]}
		}
	}
	return Span{}
}
