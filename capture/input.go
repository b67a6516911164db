package capture

import (
	"cmp"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Input: a capture as UTF-8, decompressed and converted from UTF-16.

// open returns the text of a file. It recognises compression and UTF-16, and undoes them.
func open(src io.Reader) (*lookahead, error) {
	file := newLookahead(src)
	u := &unpacker{file: file}
	var err error
	switch {
	case file.begins(gzipMagic):
		g := new(gzipReader)
		u.unpacked, err = g, g.open(file)
	case file.begins(zstdMagic):
		u.unpacked, err = newZstdReader(file)
	case file.isUTF16():
		text := newLookahead(transform.NewReader(file, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()))
		text.converted = true
		return text, nil
	default:
		return file, nil
	}
	if err != nil {
		return file, u.failure(err)
	}
	return newLookahead(u), nil
}

// isUTF16 reports whether text is in UTF-16, in which Windows PowerShell writes what a
// command prints into a file. A byte order mark alone does not show it, since in
// windows-1251 it is two letters: an ASCII character must follow.
func (l *lookahead) isUTF16() bool {
	return l.begins("\xFE\xFF\x00") || l.begins("\xFF\xFE") && len(l.upTo(4)) == 4 && l.text[3] == 0
}

// An unpacker reads a compressed file, and fails if it grows too much.
type unpacker struct {
	file     *lookahead
	unpacked io.Reader
	out      int64
}

func (u *unpacker) Read(p []byte) (int, error) {
	if u.out > leastExpansion+u.file.at.Offset*maxExpansion {
		return 0, &Error{Err: ErrTooLarge, Detail: "the file grows too much when decompressed"}
	}
	n, err := u.unpacked.Read(p)
	u.out += int64(n)
	switch err {
	case nil, io.EOF:
		return n, err
	case ErrTrailing: // gzip(1) ignores it too
		return n, io.EOF
	}
	return n, u.failure(err)
}

// failure distinguishes an error of reading the file from one of its compression.
func (u *unpacker) failure(err error) error {
	return cmp.Or[error](u.file.failure(), unpackDefect(err, "the compressed file").failure(Auto, 0, Position{}))
}
