package oldredact

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// maxEncodings bounds how many encodings of a body are undone.
const maxEncodings = 4

// A contentDecoder undoes Content-Encoding, one body after the other.
type contentDecoder struct {
	limit int // bytes of a decoded body
	gzip  gzip.Reader
	zstd  *zstd.Decoder
}

// decode undoes what a Content-Encoding header says, as far as it has really been
// done to the body: tools keep the header of a response whose body they have
// decoded. It says whether anything was undone. With a defect comes what could be
// decoded; ErrTooLarge is among them.
func (d *contentDecoder) decode(body []byte, header string) (content []byte, undone bool, defect *Defect) {
	encodings := strings.Split(header, ",")
	if len(encodings) > maxEncodings {
		return body, false, &Defect{ErrEncoding, "too many encodings"}
	}
	for len(encodings) > 0 && len(body) > 0 && defect == nil {
		last := len(encodings) - 1
		var this bool
		body, this, defect = d.undo(body, strings.ToLower(strings.TrimSpace(encodings[last])))
		undone = undone || this
		encodings = encodings[:last]
	}
	return body, undone, defect
}

// undo undoes one encoding.
func (d *contentDecoder) undo(body []byte, encoding string) (content []byte, undone bool, defect *Defect) {
	src := bytes.NewReader(body)
	switch encoding {
	case "", "identity":
		return body, false, nil
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(body, []byte("\x1f\x8b")) {
			return body, false, nil
		}
		if err := d.gzip.Reset(src); err != nil {
			return []byte{}, true, contentDefect(err)
		}
		return d.read(&d.gzip, len(body))
	case "zstd":
		if !bytes.HasPrefix(body, []byte("\x28\xb5\x2f\xfd")) {
			return body, false, nil
		}
		if d.zstd == nil {
			d.zstd, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow))
		}
		if err := d.zstd.Reset(src); err != nil {
			return []byte{}, true, contentDefect(err)
		}
		return d.read(d.zstd, len(body))
	case "br":
		content, undone, defect = d.read(brotli.NewReader(src), len(body))
	case "deflate", "x-deflate":
		// QUIRK: the encoding is zlib's by RFC 9110, 8.4.1.2, and servers were seen
		// that send deflate as it is.
		if unpacked, err := zlib.NewReader(src); err == nil {
			content, undone, defect = d.read(unpacked, len(body))
			break
		}
		src.Reset(body)
		content, undone, defect = d.read(flate.NewReader(src), len(body))
		if defect == nil && src.Len() > 0 {
			defect = &Defect{ErrEncoding, "more than was encoded"}
		}
	default:
		return body, false, &Defect{ErrEncoding, "no known Content-Encoding"}
	}
	// These two cannot be told by how they begin.
	if (defect != nil || len(content) == 0) && isText(body) {
		return body, false, nil
	}
	return content, undone, defect
}

// read reads all that a decoder gives, within bounds.
func (d *contentDecoder) read(src io.Reader, encoded int) ([]byte, bool, *Defect) {
	limit := min(int64(d.limit), window+int64(encoded)*maxExpansion)
	content, err := io.ReadAll(io.LimitReader(src, limit+1))
	if int64(len(content)) > limit {
		return nil, true, &Defect{ErrTooLarge, "a body when decoded"}
	}
	if err != nil {
		return content, true, contentDefect(err)
	}
	return content, true, nil
}

func contentDefect(err error) *Defect {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &Defect{io.ErrUnexpectedEOF, "the encoded body is cut off"}
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return &Defect{ErrTooLarge, "decoding wants too much memory"}
	}
	return &Defect{ErrEncoding, "the encoded body is damaged"}
}

// isText reports whether a body has none of the control characters that
// compressed data is full of.
func isText(body []byte) bool {
	for _, c := range body {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return false
		}
	}
	return true
}
