package capture

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"io"
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

	zstdMagic = "\x28\xb5\x2f\xfd"
)

// A contentDecoder undoes encodings, one body after the other.
type contentDecoder struct {
	limit int // bytes of a decoded body
	src   bytes.Reader
	buf   *bufio.Reader // of src, for gzip
	gzip  gzipReader
	zstd  *zstd.Decoder
}

// A content is a body whose encodings were undone, as far as possible.
type content struct {
	bytes  []byte
	undone bool    // an encoding was undone, so bytes are not a part of the encoded body
	defect *Defect // ErrTrailing, or why the rest is missing, which may be ErrTooLarge
}

// decode undoes the encodings that headers list, as far as they were really applied:
// tools keep the header of a response whose body they have decoded.
func (d *contentDecoder) decode(body []byte, list string) content {
	encodings := strings.Split(list, ",")
	if len(encodings) > maxEncodings {
		return content{body, false, &Defect{ErrEncoding, "too many encodings"}}
	}
	all := content{bytes: body}
	for len(encodings) > 0 && len(all.bytes) > 0 && (all.defect == nil || all.defect.Err == ErrTrailing) {
		last := len(encodings) - 1
		one := d.undo(all.bytes, strings.ToLower(strings.TrimSpace(encodings[last])))
		all.bytes, all.undone = one.bytes, all.undone || one.undone
		if one.defect != nil {
			all.defect = one.defect
		}
		encodings = encodings[:last]
	}
	return all
}

// undo undoes one encoding.
func (d *contentDecoder) undo(body []byte, encoding string) (out content) {
	asItIs := content{bytes: body}
	d.src.Reset(body)
	switch encoding {
	case "", "identity":
		return asItIs
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(body, []byte(gzipMagic)) {
			return asItIs
		}
		return d.undoGzip(len(body))
	case "zstd":
		if !bytes.HasPrefix(body, []byte(zstdMagic)) {
			return asItIs
		}
		if d.zstd == nil {
			d.zstd, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow))
		}
		if err := d.zstd.Reset(&d.src); err != nil {
			return content{[]byte{}, true, unpackDefect(err, "the encoded body")}
		}
		return d.read(d.zstd, len(body))
	case "br":
		out = d.read(brotli.NewReader(&d.src), len(body))
	case "deflate", "x-deflate":
		out = d.undoDeflate(body)
	default:
		return content{body, false, &Defect{ErrEncoding, "an unknown Content-Encoding"}}
	}
	// The beginning of a body does not show these two encodings.
	if (out.defect != nil || len(out.bytes) == 0) && isText(body) {
		return asItIs
	}
	return out
}

func (d *contentDecoder) undoGzip(encoded int) content {
	if d.buf == nil {
		d.buf = bufio.NewReader(nil)
	}
	d.buf.Reset(&d.src)
	if err := d.gzip.reset(d.buf); err != nil {
		return content{[]byte{}, true, unpackDefect(err, "the encoded body")}
	}
	out := d.read(&d.gzip, encoded)
	if out.defect == nil && d.gzip.trailing {
		out.defect = &Defect{ErrTrailing, "bytes after the end of a compressed body were omitted"}
	}
	return out
}

// undoDeflate undoes the encoding deflate.
//
// QUIRK: by RFC 9110, 8.4.1.2 it is the zlib format, but some servers send bare deflate.
func (d *contentDecoder) undoDeflate(body []byte) content {
	if unpacked, err := zlib.NewReader(&d.src); err == nil {
		return d.read(unpacked, len(body))
	}
	d.src.Reset(body)
	out := d.read(flate.NewReader(&d.src), len(body))
	if out.defect == nil && d.src.Len() > 0 {
		out.defect = &Defect{ErrEncoding, "more than was encoded"}
	}
	return out
}

// read reads the output of a decoder, within bounds.
func (d *contentDecoder) read(src io.Reader, encoded int) content {
	limit := min(int64(d.limit), leastExpansion+int64(encoded)*maxExpansion)
	out, err := io.ReadAll(io.LimitReader(src, limit+1))
	if int64(len(out)) > limit {
		return content{nil, true, &Defect{ErrTooLarge, "a body when decoded"}}
	}
	if err != nil {
		return content{out, true, unpackDefect(err, "the encoded body")}
	}
	return content{out, true, nil}
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

// isText reports whether a body has none of the control characters that compressed
// data is full of.
func isText(body []byte) bool {
	for _, c := range body {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return false
		}
	}
	return true
}
