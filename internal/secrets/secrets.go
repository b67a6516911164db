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

// A Span is text[Start:End].
type Span struct{ Start, End int }

// Spans finds the values of login, psw and apikey in a text, as Values does, and the
// values given, wherever they are. The spans are in order and apart.
func Spans(text string, values ...string) []Span {
	found := Values([]byte(text))
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
	slices.SortFunc(found, func(a, b Span) int { return a.Start - b.Start })
	apart := found[:0]
	for _, s := range found {
		if n := len(apart); n > 0 && s.Start <= apart[n-1].End {
			apart[n-1].End = max(apart[n-1].End, s.End)
		} else {
			apart = append(apart, s)
		}
	}
	return apart
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
