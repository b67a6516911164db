// Package secrets takes logins, passwords and API keys out of texts that somebody
// will read: errors and logs.
package secrets

import (
	"regexp"
	"slices"
	"strings"
)

// Parameters are those of a request that are nobody's business.
func Parameters() []string { return []string{"login", "psw", "apikey"} }

const ellipsis = "…"

// inText finds what stands behind a parameter's name.
var inText = []*regexp.Regexp{
	// psw=… in a URL or a form; the "=" may have been percent-escaped, and escaped
	// again. An escaped & goes with the value, as it may be a part of it.
	regexp.MustCompile(name + `(?:=|%(?:25)*3d)` + bare),
	// "psw": "…" in JSON, 'psw' => '…' in PHP, and both in HTML.
	regexp.MustCompile(name + quote + `\]?\s*(?:=>?|:)\s*(?:string\([0-9]+\)\s*)?` +
		`(?:"((?:\\.|[^"\\])*)|'((?:\\.|[^'\\])*)|` + quote + `?` + bare + `)`),
	// [psw] => … where PHP prints an array.
	regexp.MustCompile(name + `\]\s*=>\s*([^\r\n]*)`),
	// name="psw" in multipart/form-data.
	regexp.MustCompile(name + `"(?:\r?\n[^\r\n]+)*\r?\n\r?\n([^\r\n]*)`),
}

const (
	name  = `(?i)(?:login|psw|apikey)`
	bare  = `((?:&(?:amp|lt|gt|apos|quot|#[0-9a-fx]+);|[^&\s"'<>])*)`
	quote = `(?:\\?["']|&(?:quot|apos|#0?3[49]|#x2[27]);)`
)

// Redact puts "…" in place of what stands behind the name of a parameter in a text,
// as where a page or a value quotes a URL, also if that is percent-escaped, and in
// place of the values given, wherever they are, as they are or escaped as in HTML,
// URLs and JSON, twice at most.
func Redact(text string, values ...string) string {
	var found []span
	if hasName(text) { // the patterns are slow, and most texts have none
		for _, pattern := range inText {
			found = appendGroups(found, pattern.FindAllStringSubmatchIndex(text, -1))
		}
	}
	if values = spellings(values); len(values) > 0 {
		asWritten(text).each(2, func(r reading) {
			for _, value := range values {
				found = r.find(found, value)
			}
		})
	}
	if found == nil {
		return text
	}
	// Of spans that overlap, the first begins and the last to end ends.
	slices.SortFunc(found, func(a, b span) int { return a.start - b.start })
	var b strings.Builder
	end := 0
	for i, s := range found {
		if i == 0 || s.start > end {
			b.WriteString(text[end:s.start])
			b.WriteString(ellipsis)
		}
		end = max(end, s.end)
	}
	b.WriteString(text[end:])
	return b.String()
}

// hasName reports whether a parameter's name is anywhere in a text.
func hasName(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(Parameters(), func(name string) bool { return strings.Contains(text, name) })
}

// appendGroups appends what the groups of a pattern match.
func appendGroups(found []span, matches [][]int) []span {
	for _, at := range matches {
		for group := 2; group < len(at); group += 2 {
			if at[group] < at[group+1] {
				found = append(found, span{at[group], at[group+1]})
			}
		}
	}
	return found
}

type span struct{ start, end int }
