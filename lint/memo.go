package lint

// A memo remembers what was made of a text. URLs and headers come again and again
// in a capture, and are slow to parse.
type memo[T any] map[string]T

// Bounds of a memo: how many texts, and the bytes of each.
const (
	maxTexts   = 1 << 10
	maxTextLen = 1 << 10
)

func (m *memo[T]) get(text string, parse func(string) T) T {
	if value, ok := (*m)[text]; ok {
		return value
	}
	value := parse(text)
	if len(text) <= maxTextLen {
		if len(*m) == 0 || len(*m) == maxTexts {
			*m = make(memo[T])
		}
		(*m)[text] = value
	}
	return value
}
