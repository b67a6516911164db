// Package secrets takes logins, passwords and API keys out of texts that somebody
// will read: errors and logs.
package secrets

import (
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strings"
)

// Parameters are those of a request that are nobody's business.
func Parameters() []string { return []string{"login", "psw", "apikey"} }

const ellipsis = "…"

// Redact puts "…" in place of the values of login, psw and apikey in a
// text, as where a page or a value quotes a URL, also if that is percent-escaped,
// and in place of the values given, wherever they are.
func Redact(text string, values ...string) string {
	found := Spans([]byte(text))
	for _, value := range values {
		for from := 0; value != ""; {
			at := strings.Index(text[from:], value)
			if at < 0 {
				break
			}
			found = append(found, Span{from + at, from + at + len(value)})
			from += at + len(value)
		}
	}
	if found == nil {
		return text
	}
	// Of spans that overlap, the first begins and the last to end ends.
	slices.SortFunc(found, func(a, b Span) int { return a.Start - b.Start })
	var b strings.Builder
	end := 0
	for i, s := range found {
		if i == 0 || s.Start > end {
			b.WriteString(text[end:s.Start])
			b.WriteString(ellipsis)
		}
		end = max(end, s.End)
	}
	b.WriteString(text[end:])
	return b.String()
}

// Spellings gives the ways in which a text may quote a secret: as it is, and as
// escaped in a query, a path, a page and a JSON string.
func Spellings(secret string) []string {
	if secret == "" {
		return nil
	}
	inJSON, _ := json.Marshal(secret)
	spellings := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret), string(inJSON[1 : len(inJSON)-1])}
	slices.Sort(spellings)
	return slices.Compact(spellings)
}
