// Package fields has a field of point.go that line.go reads. That is no arrow, as
// line.go names only what pair.go declares.
package fields

func width(p pair) int { return p.to.x - p.from.x }
