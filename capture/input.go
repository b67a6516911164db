package capture

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Input: a capture as a stream of UTF-8, decompressed and converted from UTF-16.

const (
	// window is how many bytes of a capture are examined to recognise it.
	window = 64 << 10

	utf8BOM = "\xEF\xBB\xBF"
)

// An input is a capture that is being read.
type input struct {
	buf *bufio.Reader
	at  Position // of the next byte, if only methods have been used to read
}

// open returns the input of a file. It recognises compression and UTF-16, and undoes them.
func open(src io.Reader) (*input, error) {
	buf := bufio.NewReaderSize(src, window)
	isGzip, err := begins(buf, gzipMagic)
	if err != nil {
		return nil, err
	}
	isZstd, err := begins(buf, zstdMagic)
	if err != nil {
		return nil, err
	}
	if isWide, err := isUTF16(buf); err != nil {
		return nil, err
	} else if isWide {
		text := transform.NewReader(buf, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder())
		return &input{bufio.NewReaderSize(text, window), start()}, nil
	}
	u := &unpacker{packed: packed{from: buf}}
	switch {
	case isGzip:
		g := new(gzipReader)
		u.unpacked, err = g, g.reset(bufio.NewReader(&u.packed))
	case isZstd:
		// Concurrency 1 starts no goroutines, which would have to be stopped.
		u.unpacked, err = zstd.NewReader(&u.packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow))
	default:
		return &input{buf, start()}, nil
	}
	if err != nil {
		return nil, u.failure(err)
	}
	return &input{bufio.NewReaderSize(u, window), start()}, nil
}

// isUTF16 reports whether text is in UTF-16, in which Windows PowerShell writes what a
// command prints into a file. A byte order mark alone does not show it, since in
// windows-1251 it is two letters: an ASCII character must follow.
func isUTF16(text *bufio.Reader) (bool, error) {
	for i, mark := range []string{"\xFF\xFE", "\xFE\xFF"} {
		if isMarked, err := begins(text, mark); err != nil {
			return false, err
		} else if isMarked {
			beginning, _ := text.Peek(len(mark) + 2)
			return len(beginning) == len(mark)+2 && beginning[len(beginning)-1-i] == 0, nil
		}
	}
	return false, nil
}

// begins reports whether a text begins with another. It reads no more bytes than needed: a
// client that writes an empty line may wait for the result.
func begins(text *bufio.Reader, with string) (bool, error) {
	for n := range len(with) {
		beginning, err := text.Peek(n + 1)
		if err == io.EOF {
			return false, nil
		}
		if err != nil || beginning[n] != with[n] {
			return false, err
		}
	}
	return true, nil
}

// beginning returns the first bytes of a capture, up to a window, without a byte order
// mark. An error other than io.EOF is the error of reading more.
func (in *input) beginning() ([]byte, error) {
	text, err := in.buf.Peek(window)
	if err == io.EOF {
		err = nil
	}
	return bytes.TrimPrefix(text, []byte(utf8BOM)), err
}

// skip skips n bytes that have been peeked at.
func (in *input) skip(n int) {
	seen, _ := in.buf.Peek(n)
	in.at = in.at.after(seen)
	in.buf.Discard(len(seen))
}

// skipBOM skips a byte order mark.
func (in *input) skipBOM() {
	if isMark, _ := begins(in.buf, utf8BOM); isMark {
		in.skip(len(utf8BOM))
	}
}

// An unpacker reads a compressed file, and fails if it grows too much.
type unpacker struct {
	packed   packed
	unpacked io.Reader
	out      int64
}

func (u *unpacker) Read(p []byte) (int, error) {
	if u.out > leastExpansion+u.packed.in*maxExpansion {
		return 0, &Error{Err: ErrTooLarge, Detail: "the file grows too much when decompressed"}
	}
	n, err := u.unpacked.Read(p)
	u.out += int64(n)
	if err != nil && err != io.EOF {
		err = u.failure(err)
	}
	return n, err
}

// failure distinguishes an error of the file from one of its compression.
func (u *unpacker) failure(err error) error {
	switch {
	case u.packed.err != nil:
		return u.packed.err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &Error{Err: io.ErrUnexpectedEOF, Detail: "the compressed file is cut off"}
	case isOverMemory(err):
		return &Error{Err: ErrTooLarge, Detail: "decompression needs too much memory"}
	}
	return &Error{Err: ErrEncoding, Detail: "the compressed file is damaged"}
}

// packed is the source of an unpacker. It counts the bytes read, and keeps the error.
type packed struct {
	from io.Reader
	in   int64
	err  error // of from, except io.EOF
}

func (p *packed) Read(b []byte) (int, error) {
	n, err := p.from.Read(b)
	p.in += int64(n)
	if err != nil && err != io.EOF {
		p.err = err
	}
	return n, err
}
