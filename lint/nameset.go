package lint

import (
	"hash/maphash"
	"math/bits"

	"github.com/smscodec/smscodec"
)

// A nameSet finds names that a list has twice. A map would take most of the time
// that checking a list takes.
type nameSet struct {
	seed  maphash.Seed
	keys  [2]uint64 // made of the seed
	slots []int32   // rows from 1; a power of two of them, at most a quarter of them full
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

// add adds the name of a row. It gives the first row with the same name, or -1.
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

// hash gives a hash that nobody can foresee. Nearly all names have up to 16 bytes: two
// words are multiplied, as in wyhash, which takes a fraction of the time of maphash.
func (s *nameSet) hash(name string) uint64 {
	n := len(name)
	var first, last uint64 // with the length, they tell names apart
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
