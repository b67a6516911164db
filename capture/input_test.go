package capture_test

import (
	"testing"

	"golang.org/x/text/encoding/unicode"

	"github.com/smscodec/smscodec/capture"
)

// What Windows PowerShell saves is in UTF-16. The letters of windows-1251 that look like
// its mark are those of a body.
func TestUTF16(t *testing.T) {
	const dump = "HTTP/1.1 200 OK\r\n\r\nname = №1"
	for name, order := range map[string]unicode.Endianness{"little endian": unicode.LittleEndian, "big endian": unicode.BigEndian} {
		text, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(dump)
		if err != nil {
			t.Fatal(err)
		}
		checkOutcomes(t, capture.Reader{}, []outcomeCase{{name, text, []string{`1 200 "name = №1" 3:1`}}})
	}
	checkOutcomes(t, capture.Reader{}, []outcomeCase{
		{"windows-1251", "\xff\xfeA", []string{`0 0 "\xff\xfeA" 1:1`}},
		{"a mark alone", "\xfe\xff", []string{`0 0 "\xfe\xff" 1:1`}},
	})
}
