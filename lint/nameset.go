package lint

// A hash set of the names of a list, to find duplicates.

import (
	"hash/maphash"
	"math/bits"
)

// A nameSet finds duplicate names in a list. A map would take most of the time of
// checking a list.
type nameSet struct {
	seed  maphash.Seed
	keys  [2]uint64 // derived from the seed
	slots []int32   // indexes into names, from 1; their number is a power of two, and at most a quarter is used
	names []namedRow
	left  int // names that the set had no room for
}

// A namedRow is a name and the first row that has it.
type namedRow struct {
	name string
	row  int
}

// maxNames bounds the names in a set: three times as many as fit into an answer with
// registrations that capture reads.
const maxNames = 1 << 17

// reset empties the set, and makes room for a number of names.
func (s *nameSet) reset(names int) {
	clear(s.names)
	s.names, s.left = s.names[:0], 0
	size := 16
	for size < 4*min(names, maxNames) {
		size *= 2
	}
	if size > cap(s.slots) {
		s.slots = make([]int32, size)
		s.seed = maphash.MakeSeed()
		s.keys = [...]uint64{maphash.String(s.seed, "0"), maphash.String(s.seed, "1")}
		return
	}
	s.slots = s.slots[:size]
	clear(s.slots)
}

// add adds the name of a row. It returns the first row with the same name, or -1.
func (s *nameSet) add(name string, row int) int {
	mask := uint64(len(s.slots) - 1)
	for at := s.hash(name) & mask; ; at = (at + 1) & mask {
		switch i := int(s.slots[at]) - 1; {
		case i < 0 && len(s.names) == maxNames:
			s.left++
			return -1
		case i < 0:
			s.names = append(s.names, namedRow{name, row})
			s.slots[at] = int32(len(s.names))
			return -1
		case s.names[i].name == name:
			return s.names[i].row
		}
	}
}

// hash returns a hash that an attacker cannot predict. Nearly all names have up to 16
// bytes: multiplying two words, as wyhash does, takes a fraction of the time of maphash.
func (s *nameSet) hash(name string) uint64 {
	n := len(name)
	var first, last uint64 // with the length, they determine the name
	switch {
	case n > 16:
		return maphash.String(s.seed, name)
	case n >= 8:
		first, last = load8(name), load8(name[n-8:])
	case n >= 4:
		first, last = load4(name), load4(name[n-4:])
	case n > 0:
		first, last = uint64(name[0])|uint64(name[n/2])<<8, uint64(name[n-1])
	}
	high, low := bits.Mul64(first^s.keys[0], last^s.keys[1]^uint64(n)<<56)
	return high ^ low
}

func load8(s string) uint64 { return load4(s) | load4(s[4:])<<32 }

func load4(s string) uint64 {
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24
}
