package findings

import "io"

// An Input is a file that is read. It knows whether the file is empty: --allow-empty accepts
// that, but otherwise an empty file is not recognised as a capture.
type Input struct {
	io.Reader

	begun bool
	err   error
}

func (r *Input) Read(b []byte) (n int, err error) {
	n, r.err = r.Reader.Read(b)
	r.begun = r.begun || n > 0
	return n, r.err
}

// IsEmpty reports whether the file ended before its first byte.
func (r *Input) IsEmpty() bool { return !r.begun && r.err == io.EOF }
