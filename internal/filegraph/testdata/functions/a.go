// Package functions has a circle of functions through three files, and a file beside
// it.
package functions

func a(n int) int { return b(n) }
