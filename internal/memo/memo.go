// Package memo remembers what was made of texts that come again and again.
package memo

// Bounds of a Memo: the number of values, and the bytes of a key.
const (
	maxValues = 1 << 10
	maxKey    = 1 << 10
)

// A Memo remembers values by their keys. The zero value is ready for use, by one
// goroutine.
type Memo[K comparable, V any] struct{ values map[K]V }

// Get returns the value of a key of so many bytes, which make makes if it is not known.
// It reports false with a value that must not be remembered.
func (m *Memo[K, V]) Get(key K, size int, make func() (V, bool)) V {
	if value, known := m.values[key]; known {
		return value
	}
	value, isLasting := make()
	if isLasting && size <= maxKey {
		m.add(key, value)
	}
	return value
}

func (m *Memo[K, V]) add(key K, value V) {
	if len(m.values) == 0 || len(m.values) == maxValues {
		m.values = make(map[K]V)
	}
	m.values[key] = value
}
