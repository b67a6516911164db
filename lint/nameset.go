package lint

// A hash set of the names of a list, to find duplicates.

import (
	"hash/maphash"
	"math/bits"

	"github.com/smscodec/smscodec"
)

// A nameSet finds duplicate names in a list. A map would take most of the time of
// checking a list.
type nameSet struct {
	seed  maphash.Seed
	keys  [2]uint64 // derived from the seed
	slots []int32   // rows from 1; their number is a power of two, and at most a quarter is used
}

func (s *nameSet) reset(names int) {
	size := 16
	for size < 4*names {
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
func (s *nameSet) add(list smscodec.List, row int) int {
	mask := uint64(len(s.slots) - 1)
	for at := s.hash(list[row].Name) & mask; ; at = (at + 1) & mask {
		switch first := int(s.slots[at]) - 1; {
		case first < 0:
			s.slots[at] = int32(row) + 1
			return -1
		case list[first].Name == list[row].Name:
			return first
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
