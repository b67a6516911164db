// Package layers has no circle: top uses middle and bottom, middle uses bottom.
package layers

// Top adds.
func Top() int { return middle() + bottom }
