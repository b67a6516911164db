// Package interfaces has no circle: the interface is declared below its users, and
// calls of its method lead nowhere else.
package interfaces

type shape interface{ area() int }

func twice(s shape) int { return 2 * s.area() }
