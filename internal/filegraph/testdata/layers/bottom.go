package layers

const bottom = 1

type size int

func (s size) double() int { return int(2 * s) }
