package capture

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// Content-Encoding: decodes the bodies of messages.

const (
	// maxEncodings bounds how many encodings of a body are undone.
	maxEncodings = 4
	// zstdWindow bounds the memory of decompression. Only data of zstd --ultra and --long
	// needs more.
	zstdWindow = 32 << 20
	// maxExpansion bounds the decompressed size, as a multiple of the compressed size. The
	// maximum of gzip is 1032.
	maxExpansion = 1 << 10
	// leastExpansion is a decompressed size that is always allowed.
	leastExpansion = 64 << 10

	gzipMagic = "\x1f\x8b"
	zstdMagic = "\x28\xb5\x2f\xfd"
)

// A contentDecoder undoes encodings of bodies, one after the other.
type contentDecoder struct {
	limit int        // bytes of a decoded body
	gzip  gzipReader // which takes long to make
}

// decode undoes the encodings of a body, which headers list, as far as they were really applied:
// tools keep the header of a response whose body they have decoded. The defect is ErrTrailing, or
// says why the rest is missing, which may be ErrTooLarge.
func (d *contentDecoder) decode(r *Response, list string) (defect *Defect) {
	encodings := strings.Split(list, ",")
	if len(encodings) > maxEncodings {
		return &Defect{ErrEncoding, "too many encodings"}
	}
	for _, encoding := range slices.Backward(encodings) {
		if len(r.Body) == 0 || defect != nil && defect.Err != ErrTrailing {
			break
		}
		decoded, isUndone, failure := d.undo(r.Body, strings.TrimPrefix(strings.ToLower(strings.TrimSpace(encoding)), "x-"))
		if isUndone {
			r.Body, r.Decoded = decoded, true
		}
		defect = cmp.Or(failure, defect)
	}
	if list != "" && !r.Decoded && defect == nil && bytes.HasPrefix(r.Body, []byte(gzipMagic[:1])) && !bytes.HasPrefix(r.Body, []byte(gzipMagic)) { // no answer begins so
		return &Defect{ErrEncoding, "the encoded body was changed as if it was text"}
	}
	return defect
}

// undo undoes one encoding, if the body has it.
func (d *contentDecoder) undo(body []byte, encoding string) (decoded []byte, isUndone bool, defect *Defect) {
	if encoding == "" || encoding == "identity" {
		return nil, false, nil
	}
	src := bytes.NewReader(body)
	unpacked, err := d.open(src, encoding)
	if unpacked == nil {
		return nil, false, &Defect{ErrEncoding, "an unknown Content-Encoding"}
	}
	limit := min(d.limit, leastExpansion+len(body)*maxExpansion)
	decoded = []byte{}
	if err == nil {
		decoded, err = io.ReadAll(io.LimitReader(unpacked, int64(limit)+1))
	}
	switch {
	case len(decoded) > limit:
		decoded, defect = nil, &Defect{ErrTooLarge, "a body when decoded"}
	case err == nil && src.Len() > 0, err == ErrTrailing:
		defect = &Defect{ErrTrailing, "bytes after the end of a compressed body were omitted"}
	case err != nil:
		defect = unpackDefect(err, "the encoded body")
	}
	isOther := len(decoded) == 0 && (err == gzip.ErrHeader || err == zstd.ErrMagicMismatch)
	if isOther || (defect != nil || len(decoded) == 0) && !bytes.ContainsFunc(body, isBinary) {
		return nil, false, nil
	}
	return decoded, true, defect
}

// isBinary reports whether a character is a control character, of which compressed data
// has many, and text has none.
func isBinary(c rune) bool { return c < ' ' && c != '\t' && c != '\n' && c != '\r' }

// open returns the decoded src, or nil if the encoding is unknown.
func (d *contentDecoder) open(src *bytes.Reader, encoding string) (io.Reader, error) {
	switch encoding {
	case "gzip":
		return &d.gzip, d.gzip.open(src)
	case "zstd":
		return newZstdReader(src)
	case "br":
		return brotli.NewReader(src), nil
	case "deflate":
		// QUIRK: by RFC 9110, 8.4.1.2 it is the zlib format, but some servers send bare deflate.
		if decoded, err := zlib.NewReader(src); err == nil {
			return decoded, nil
		}
		src.Seek(0, io.SeekStart)
		return flate.NewReader(src), nil
	}
	return nil, nil
}

// newZstdReader returns the decompressed src. Without concurrency it starts no goroutines, which
// would have to be stopped.
func newZstdReader(src io.Reader) (io.Reader, error) {
	return zstd.NewReader(src, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow))
}

// A gzipReader decompresses the members of a gzip file or body. If other data follows, as tools
// pad the files that they save, and append to them, it ends with ErrTrailing.
type gzipReader struct {
	member gzip.Reader
	src    bufio.Reader
}

// open starts reading another file or body.
func (g *gzipReader) open(src io.Reader) error {
	g.src.Reset(src)
	return g.next()
}

func (g *gzipReader) next() error {
	err := g.member.Reset(&g.src)
	g.member.Multistream(false)
	return err
}

func (g *gzipReader) Read(p []byte) (int, error) {
	n, err := g.member.Read(p)
	if err != io.EOF {
		return n, err
	}
	following, err := g.src.Peek(len(gzipMagic))
	switch {
	case string(following) == gzipMagic:
		err = g.next()
	case len(following) > 0 && (err == nil || err == io.EOF):
		err = ErrTrailing
	}
	return n, err
}

// unpackDefect returns the defect of data that cannot be unpacked.
func unpackDefect(err error, what string) *Defect {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &Defect{io.ErrUnexpectedEOF, what + " is cut off"}
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return &Defect{ErrTooLarge, what + " needs too much memory to decompress"}
	}
	return &Defect{ErrEncoding, what + " is damaged"}
}
