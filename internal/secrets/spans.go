package secrets

// Spans: parts of a text.

import "slices"

// A Span is text[Start:End].
type Span struct{ Start, End int }

// push appends a span that ends no earlier than the others, and joins it with the spans
// that it touches.
func push(spans []Span, s Span) []Span {
	for n := len(spans); n > 0 && spans[n-1].End >= s.Start; n-- {
		s.Start, s.End = min(s.Start, spans[n-1].Start), max(s.End, spans[n-1].End)
		spans = spans[:n-1]
	}
	return append(spans, s)
}

// apart sorts spans, and joins spans that touch.
func apart(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return a.Start - b.Start })
	joined := spans[:0]
	for _, s := range spans {
		joined = push(joined, s)
	}
	return joined
}
