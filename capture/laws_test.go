package capture_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/jsonscan"
)

// events returns what a reader yields of a capture, each as text.
func events(r capture.Reader, src io.Reader) (all []string, last error) {
	for x, err := range r.Exchanges(src) {
		last = err
		if err != nil {
			all = append(all, fmt.Sprintf("%v %#v", err, err))
			continue
		}
		all = append(all, fmt.Sprintf("%+v", *x))
	}
	return all, last
}

// checkOneByte is a law: how the bytes of a capture arrive makes no difference.
func checkOneByte(t *testing.T, r capture.Reader, file []byte) {
	t.Helper()
	whole, _ := events(r, bytes.NewReader(file))
	single, _ := events(r, iotest.OneByteReader(bytes.NewReader(file)))
	if diff := firstDifference(whole, single); diff != "" {
		t.Fatalf("at once, and byte by byte: %s", diff)
	}
}

// checkCut is a law: of a capture that is cut off, what was whole is yielded, and
// then an error, if it lacks anything.
func checkCut(t *testing.T, r capture.Reader, beginning []byte, whole []string) (failed bool) {
	t.Helper()
	cut, last := events(r, bytes.NewReader(beginning))
	if last != nil {
		cut = cut[:len(cut)-1]
	}
	if diff := firstDifference(whole[:min(len(cut), len(whole))], cut); diff != "" {
		t.Fatalf("whole, and cut at %d: %s", len(beginning), diff)
	}
	return last != nil
}

func firstDifference(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("event %d:\n%s\n%s", i+1, a[i], b[i])
		}
	}
	if len(a) != len(b) {
		return fmt.Sprintf("%d events and %d", len(a), len(b))
	}
	return ""
}

// checkBodyPositions is a law: where a position says that a byte of the body is,
// that byte is there, or the escape that represents its character; of base64
// the character that has the first of its bits.
func checkBodyPositions(t *testing.T, file []byte, x *capture.Exchange) {
	t.Helper()
	if x.Response.Decoded { // its bytes are not in the file
		return
	}
	begin := x.Response.Position(0)
	line := bytes.Count(file[:begin.Offset], []byte("\n")) + 1
	col := int(begin.Offset) - bytes.LastIndexByte(file[:begin.Offset], '\n')
	for i, b := range x.Response.Body {
		p := x.Response.Position(i)
		if p.Line != line || p.Col != col+int(p.Offset-begin.Offset) { // no string has a line end
			t.Fatalf("entry %d, byte %d: %+v, where the body begins in line %d, column %d", x.Entry, i, p, line, col)
		}
		there := file[p.Offset:]
		character := []byte{there[0]}
		if there[0] == '\\' {
			_, r := jsonscan.Escape(there)
			character = []byte(string(r))
		}
		if x.Response.Text {
			if !bytes.Contains(character, []byte{b}) {
				t.Fatalf("entry %d, byte %d: %q is not at %+v: %.12q", x.Entry, i, b, p, there)
			}
			continue
		}
		const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
		sextet := strings.IndexByte(alphabet, character[0])
		if sextet < 0 || byte(sextet)&(0x3f>>(i%3*2)) != b>>(2+i%3*2) {
			t.Fatalf("entry %d, byte %d: the first bits of %#x are not at %+v: %.12q", x.Entry, i, b, p, there)
		}
	}
}
