package capture

import (
	"bytes"
	"io"

	"github.com/smscodec/smscodec/internal/curl"
)

// InUTF8 returns a capture in UTF-8 if it is in UTF-16, and whether it was.
func InUTF8(data []byte) ([]byte, bool) {
	if wide := newLookahead(bytes.NewReader(data)).isUTF16(); !wide {
		return data, false
	}
	in, err := open(bytes.NewReader(data))
	if err != nil {
		return data, false
	}
	text, _ := io.ReadAll(in)
	return text, true
}

var IsVerbose = curl.IsVerbose
