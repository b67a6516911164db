package secrets

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A reading is a text with escapes undone.
type reading struct {
	text string
	at   []int // where each of its bytes, and its end, is in the text as it is written
}

func asWritten(text string) reading {
	at := make([]int, len(text)+1)
	for i := range at {
		at[i] = i
	}
	return reading{text, at}
}

// An escape is a way to write characters by others.
type escape struct {
	written *regexp.Regexp
	meaning func(written string) string
}

// escapes are those of the languages that a value may have come through. How each
// writes a quote depends on who wrote it: Go has &#39;, PHP &#039;, and others &apos;.
var escapes = []escape{
	{regexp.MustCompile(`&(?:[A-Za-z]+|#[0-9]+|#[xX][0-9A-Fa-f]+);`), html.UnescapeString},
	{regexp.MustCompile(`\+|%[0-9A-Fa-f]{2}`), unescapeQuery},
	{regexp.MustCompile(`(?i)\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\u[0-9a-f]{4}|\\.`), unescapeJSON},
}

func unescapeQuery(written string) string {
	meant, err := url.QueryUnescape(written)
	if err != nil {
		return written
	}
	return meant
}

func unescapeJSON(written string) string {
	var meant string
	if json.Unmarshal([]byte(`"`+written+`"`), &meant) != nil {
		return written[1:] // \', which is not JSON's but PHP's
	}
	return meant
}

// each calls f with the text as it is, and with each kind of escapes undone, up to
// so many times.
func (r reading) each(times int, f func(reading)) {
	f(r)
	if times == 0 {
		return
	}
	for _, e := range escapes {
		if found := e.written.FindAllStringIndex(r.text, -1); found != nil {
			r.undo(e, found).each(times-1, f)
		}
	}
}

// undo puts what is meant in place of what is written in the places found.
func (r reading) undo(e escape, found [][]int) reading {
	var text strings.Builder
	at := make([]int, 0, len(r.at))
	end := 0
	for _, place := range found {
		text.WriteString(r.text[end:place[0]])
		at = append(at, r.at[end:place[0]]...)
		meant := e.meaning(r.text[place[0]:place[1]])
		text.WriteString(meant)
		at = append(at, slices.Repeat([]int{r.at[place[0]]}, len(meant))...)
		end = place[1]
	}
	text.WriteString(r.text[end:])
	return reading{text.String(), append(at, r.at[end:]...)}
}

// find adds where a value is in the text as it is written, an escape that it shares
// with its neighbour included.
func (r reading) find(found []Span, value string) []Span {
	for from := 0; ; {
		i := strings.Index(r.text[from:], value)
		if i < 0 {
			return found
		}
		start := from + i
		from = start + len(value)
		end := from
		for end < len(r.text) && r.at[end] == r.at[end-1] {
			end++
		}
		found = append(found, Span{r.at[start], r.at[end]})
	}
}

// spellings gives the values as they may be in a text: also with spaces for pluses,
// which a reading of a URL has, and in other charsets.
func spellings(values []string) []string {
	var all []string
	for _, value := range values {
		all = append(all, value, strings.ReplaceAll(value, "+", " "))
		for _, charset := range []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R} {
			if utf8.ValidString(value) {
				value, _ := charset.NewEncoder().String(value)
				all = append(all, value)
			} else {
				value, _ := charset.NewDecoder().String(value)
				all = append(all, value)
			}
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(value string) bool { return value == "" })
}
