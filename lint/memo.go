package lint

// A cache of parsed texts.

// A memo caches the results of parsing texts. URLs and headers repeat in a capture, and
// are slow to parse.
type memo[T any] struct {
	last   string // the text of the previous call, and its result
	value  T
	values map[string]T
}

// Bounds of a memo: the number of texts, and the bytes of each.
const (
	maxTexts   = 1 << 10
	maxTextLen = 1 << 10
)

func (m *memo[T]) get(text string, parse func(string) T) T {
	if text == m.last && m.values != nil {
		return m.value
	}
	value, ok := m.values[text]
	if !ok {
		value = parse(text)
		if len(text) > maxTextLen {
			return value
		}
		if len(m.values) == 0 || len(m.values) == maxTexts {
			m.values = make(map[string]T)
		}
		m.values[text] = value
	}
	m.last, m.value = text, value
	return value
}
