package main

// A report is a form of what validate writes.
type report interface {
	// append appends what is written of a checked exchange, at once and by many
	// goroutines.
	append(dst []byte, x checked) []byte
	// holds reports whether finish wants what has been checked.
	needsFindings() bool
	// finish appends what is written at the end.
	finish(dst []byte, h *collector, t *totals) ([]byte, error)
}
