// Package secrets takes logins, passwords and API keys out of texts that somebody
// will read: errors and logs.
package secrets

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

const ellipsis = "…"

// byPHP finds what stands behind a parameter's name where PHP prints what it has, and
// where a form in parts is quoted. Values finds all else.
var byPHP = []*regexp.Regexp{
	// 'psw' => '…', and "psw": "…" too, in HTML.
	regexp.MustCompile(name + quote + `\]?\s*(?:=>?|:)\s*(?:string\([0-9]+\)\s*)?` +
		`(?:"((?:\\.|[^"\\])*)|'((?:\\.|[^'\\])*)|` + quote + `?` + bare + `)`),
	// [psw] => … of an array.
	regexp.MustCompile(name + `\]\s*=>\s*([^\r\n]*)`),
	// "psw";s:1:"…"; serialized.
	regexp.MustCompile(name + quote + `;s:[0-9]+:\\?"((?:[^"\\]|\\[^"])*)`),
	// name="psw" in multipart/form-data.
	regexp.MustCompile(name + `"(?:\r?\n[^\r\n]+)*\r?\n\r?\n([^\r\n]*)`),
}

// name is a pattern of the parameters' names. What follows it is without case, too.
var name = `(?i)(?:` + strings.Join(Parameters(), "|") + `)`

const (
	bare  = `((?:&(?:amp|lt|gt|apos|quot|#[0-9a-fx]+);|[^&\s"'<>])*)`
	quote = `(?:\\?["']|&(?:quot|apos|#0?3[49]|#x2[27]);)`
)

// A Span is text[Start:End].
type Span struct{ Start, End int }

// Spans finds what stands behind the name of a parameter in a text, as Values does and
// as PHP prints it, what Headers does, and the values given, wherever they are, as they are or escaped as
// in HTML, URLs and JSON, twice at most. The spans are in order and apart.
func Spans(text string, values ...string) []Span {
	return apart(spans(text, NewFinder(1, values...)))
}

// SpansOfCut finds what Spans does, and at the very end of a text that may be cut off
// there the beginning of a value.
func SpansOfCut(text string, values ...string) []Span {
	f := NewFinder(1, values...)
	found := spans(text, f)
	if cut, ok := f.CutOff(text); ok {
		found = append(found, cut)
	}
	return apart(found)
}

func spans(text string, f *Finder) []Span {
	found := Values([]byte(text))
	if hasName(text) { // the patterns are slow, and most texts have none
		for _, pattern := range byPHP {
			found = appendGroups(found, pattern.FindAllStringSubmatchIndex(text, -1))
		}
	}
	for _, s := range Headers([]byte(text)) {
		found = append(found, s)
	}
	return f.find(found, text)
}

// Redact puts "…" in place of what Spans finds.
func Redact(text string, values ...string) string {
	spans := Spans(text, values...)
	if len(spans) == 0 {
		return text
	}
	var b strings.Builder
	end := 0
	for _, s := range spans {
		b.WriteString(text[end:s.Start])
		b.WriteString(ellipsis)
		end = s.End
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
func appendGroups(found []Span, matches [][]int) []Span {
	for _, at := range matches {
		for group := 2; group < len(at); group += 2 {
			if at[group] < at[group+1] {
				found = append(found, Span{at[group], at[group+1]})
			}
		}
	}
	return found
}

// Spellings gives the ways in which a text most often quotes a secret: as it is, and as
// escaped in a query, a path, a page and a JSON string.
func Spellings(secret string) []string {
	if secret == "" {
		return nil
	}
	inJSON, _ := json.Marshal(secret)
	all := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret), string(inJSON[1 : len(inJSON)-1])}
	slices.Sort(all)
	return slices.Compact(all)
}
