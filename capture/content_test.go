package capture

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// encoders apply the encodings that a contentDecoder undoes.
var encoders = map[string]func(io.Writer) io.WriteCloser{
	"gzip": func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	"zlib": func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
	"br":   func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) },
	"deflate": func(w io.Writer) io.WriteCloser {
		encoder, _ := flate.NewWriter(w, flate.BestCompression)
		return encoder
	},
	"zstd": func(w io.Writer) io.WriteCloser {
		encoder, _ := zstd.NewWriter(w)
		return encoder
	},
}

// encode applies encodings, which are joined by commas, in order.
func encode(t testing.TB, text, encodings string) []byte {
	t.Helper()
	body := []byte(text)
	for encoding := range strings.SplitSeq(encodings, ",") {
		var encoded bytes.Buffer
		w := encoders[encoding](&encoded)
		if _, err := w.Write(body); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		body = encoded.Bytes()
	}
	return body
}

func TestContent(t *testing.T) {
	const text = "name = zxcabs\nname = SMSC.RU\n"
	d := contentDecoder{limit: 1 << 10}
	for _, tt := range []struct {
		name, body, list string
		want             string
		undone           bool
		kind             error
	}{
		{"none", text, "", text, false, nil},
		{"identity", text, "identity", text, false, nil},
		{"gzip", string(encode(t, text, "gzip")), "gzip", text, true, nil},
		{"gzip by another name", string(encode(t, text, "gzip")), "X-GZIP", text, true, nil},
		{"zlib", string(encode(t, text, "zlib")), "deflate", text, true, nil},
		{"bare deflate", string(encode(t, text, "deflate")), "x-deflate", text, true, nil},
		{"brotli", string(encode(t, text, "br")), "br", text, true, nil},
		{"zstd", string(encode(t, text, "zstd")), "zstd", text, true, nil},
		{"two", string(encode(t, text, "br,gzip")), "br, gzip", text, true, nil},
		{"three, one of which was undone before", string(encode(t, text, "gzip,zstd")), "gzip,zstd,gzip", text, true, nil},
		{"an empty body", "", "gzip", "", false, nil},
		{"an empty text", string(encode(t, "", "gzip")), "gzip", "", true, nil},

		{"undone before, gzip", text, "gzip", text, false, nil},
		{"undone before, gzip by another name, in bytes", "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09", "x-gzip", "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09", false, nil},
		{"undone before, zstd", text, "zstd", text, false, nil},
		{"undone before, brotli", text, "br", text, false, nil},
		{"undone before, deflate", text, "deflate", text, false, nil},
		{"undone before, with tabs and carriage returns", "a\tb\r\n", "br", "a\tb\r\n", false, nil},
		{"text that is an empty brotli stream", ";", "br", ";", false, nil},
		{"four", string(encode(t, text, "gzip,br,zlib,zstd")), "gzip,br,deflate,zstd", text, true, nil},

		{"gzip and more", string(encode(t, text, "gzip")) + "200", "gzip", text, true, ErrTrailing},
		{"gzip within gzip and more", string(encode(t, string(encode(t, text, "gzip"))+"200", "gzip")), "gzip,gzip", text, true, ErrTrailing},
		{"gzip within gzip, and more after both", string(encode(t, string(encode(t, text, "gzip"))+"200", "gzip")) + "200", "gzip,gzip", text, true, ErrTrailing},
		{"gzip within gzip that more follows", string(encode(t, text, "gzip,gzip")) + "200", "gzip,gzip", text, true, ErrTrailing},
		{"gzip and a byte more", string(encode(t, text, "gzip")) + "\x1f", "gzip", text, true, ErrTrailing},
		{"gzip and much more", string(encode(t, text, "gzip")) + strings.Repeat("x", 1<<14), "gzip", text, true, ErrTrailing},
		{"brotli after gzip that more follows", string(encode(t, text, "br")), "br", text, true, nil},
		{"bare deflate and a byte more", string(encode(t, text, "deflate")) + "\x01", "deflate", text, true, ErrTrailing},
		{"bare deflate and more", string(encode(t, text, "deflate")) + "\x01\x02", "deflate", text, true, ErrTrailing},
		{"gzip cut off in its header", "\x1f\x8b\x08", "gzip", "", true, io.ErrUnexpectedEOF},
		{"gzip with a damaged checksum", string(encode(t, text, "gzip")[:len(encode(t, text, "gzip"))-1]) + "\x01", "gzip", text, true, ErrEncoding},
		{"brotli under gzip that is cut off", string(encode(t, text, "br,gzip")[:len(encode(t, text, "br,gzip"))-8]), "br,gzip", string(encode(t, text, "br")), true, io.ErrUnexpectedEOF},
		{"brotli that is cut off", string(encode(t, text, "br")[:20]), "br", "name = zxcabs\nnam", true, io.ErrUnexpectedEOF},
		{"zlib that is cut off", string(encode(t, text, "zlib")[:len(encode(t, text, "zlib"))-1]), "deflate", text, true, io.ErrUnexpectedEOF},
		{"zstd that is cut off", string(encode(t, text, "zstd")[:20]), "zstd", "", true, io.ErrUnexpectedEOF},
		{"zstd with a window of 64 MiB", zstdMagic + "\x00\x80\x01\x00\x00", "zstd", "", true, ErrTooLarge},
		{"zstd of more than any memory", zstdMagic + "\xe0\x00\x00\x00\x00\x00\x00\x00\x7f\x01\x00\x00", "zstd", "", true, ErrTooLarge},
		{"zstd that is damaged", zstdMagic + "\xff\xff\xff\xff\x00", "zstd", "", true, ErrEncoding},
		{"an unknown encoding", text, "compress", text, false, ErrEncoding},
		{"an unknown encoding under gzip", string(encode(t, text, "gzip")), "compress,gzip", text, true, ErrEncoding},
		{"too many", text, "gzip,gzip,gzip,gzip,gzip", text, false, ErrEncoding},
		{"too large when decoded", string(encode(t, strings.Repeat("a", 1<<10+1), "gzip")), "gzip", "", true, ErrTooLarge},
		{"as large as allowed", string(encode(t, strings.Repeat("a", 1<<10), "gzip")), "gzip", strings.Repeat("a", 1<<10), true, nil},
	} {
		r := Response{Body: []byte(tt.body)}
		kind := error(nil)
		if defect := d.decode(&r, tt.list); defect != nil {
			kind = defect.Err
		}
		if string(r.Body) != tt.want || r.Decoded != tt.undone || !errors.Is(kind, tt.kind) {
			t.Errorf("%s: %q, undone %v, %v; want %q, %v, %v", tt.name, r.Body, r.Decoded, kind, tt.want, tt.undone, tt.kind)
		}
	}
}

// TestExpansion: how much a body may grow when it is decoded.
func TestExpansion(t *testing.T) {
	d := contentDecoder{limit: 1 << 22}
	for _, tt := range []struct {
		name, encoding string
		size           int
		isTooLarge     bool
	}{
		{"gzip, as much as it can", "gzip", 1 << 22, false},
		{"zstd, a little", "zstd", leastExpansion, false},
		{"zstd, without bounds", "zstd", 1 << 22, true},
		{"gzip, to a byte more than the limit", "gzip", 1<<22 + 1, true},
	} {
		r := Response{Body: encode(t, strings.Repeat("a", tt.size), tt.encoding)}
		defect := d.decode(&r, tt.encoding)
		if isTooLarge := defect != nil && defect.Err == ErrTooLarge; isTooLarge != tt.isTooLarge || !isTooLarge && len(r.Body) != tt.size {
			t.Errorf("%s: %d bytes, %v", tt.name, len(r.Body), defect)
		}
	}
}

// FuzzContent: what was encoded is decoded, and of anything else no more comes than the
// limit allows.
func FuzzContent(f *testing.F) {
	f.Add([]byte("name = zxcabs"), "gzip,br")
	f.Add([]byte("\x1f\x8b\x08\x00"), "gzip")
	f.Add([]byte{}, "zstd")
	f.Fuzz(func(t *testing.T, body []byte, list string) {
		d := contentDecoder{limit: 1 << 12}
		r := Response{Body: body}
		if d.decode(&r, list); len(r.Body) > max(d.limit, len(body)) {
			t.Fatalf("%d bytes of %d", len(r.Body), len(body))
		}
		if len(body) > d.limit {
			return
		}
		for encoding := range encoders {
			name := encoding
			if name == "zlib" {
				name = "deflate"
			}
			r := Response{Body: encode(t, string(body), encoding)}
			if defect := d.decode(&r, name); r.Decoded && (defect != nil || !bytes.Equal(r.Body, body)) {
				t.Fatalf("%s: %q, %v", encoding, r.Body, defect)
			}
		}
	})
}
