package interfaces

type square int

func (s square) area() int { return int(s * s) }

func twiceSquare(s square) int { return twice(s) }
