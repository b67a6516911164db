// Package memo remembers the results of computations on texts that repeat.
package memo

// Bounds of a Memo: the number of values, and the bytes of a key.
const (
	maxValues = 1 << 10
	maxKey    = 1 << 10
)

// A Memo remembers values by their keys. The zero value is ready for use by one goroutine.
type Memo[K comparable, V any] struct {
	values map[K]V
	last   K // the key of the latest remembered call
	value  V
}

// Get returns the value of a key of size bytes. If the value is not known, it calls make,
// which returns false with a value that must not be remembered.
func (m *Memo[K, V]) Get(key K, size int, make func() (V, bool)) V {
	if key == m.last && m.values != nil {
		return m.value
	}
	value, known := m.values[key]
	if !known {
		var isLasting bool
		if value, isLasting = make(); !isLasting || size > maxKey {
			return value
		}
		m.add(key, value)
	}
	m.last, m.value = key, value
	return value
}

func (m *Memo[K, V]) add(key K, value V) {
	if len(m.values) == 0 || len(m.values) == maxValues {
		m.values = make(map[K]V)
	}
	m.values[key] = value
}
