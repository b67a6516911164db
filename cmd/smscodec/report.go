package main

// What the forms of the output of validate have in common.

// A report is a form of the output of validate.
type report interface {
	// append appends what is written immediately about an exchange. Several
	// goroutines call it at once.
	append(dst []byte, x checked) []byte
	// needsFindings reports whether finish uses the collector.
	needsFindings() bool
	// finish appends what is written at the end.
	finish(dst []byte, h *collector, t *totals) ([]byte, error)
}
