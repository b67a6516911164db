package findings

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/response"
)

// Asked is the request of answers whose request was not captured, as flags describe it.
type Asked struct {
	smscodec.Request
	FindCharset bool // from the answer
	Captured    bool // given as captured, by --query or --url
}

// In returns the request for a body, and a note about its charset if the body can mean
// something else in another one, and nothing says which it is.
func (a Asked) In(body []byte) (req smscodec.Request, note string) {
	if !a.FindCharset {
		return a.Request, ""
	}
	isDefault := false
	switch a.Charset, isDefault = response.CharsetOf(body); {
	case isDefault:
		note = fmt.Sprintf("read as %v, the server's default, as it is not UTF-8; --charset says otherwise", a.Charset)
	case a.Captured && a.Charset == smscodec.UTF8 && !isASCII(body):
		note = fmt.Sprintf("read as UTF-8, as it is that, though the request has no charset, for which the server answers in %v", smscodec.Windows1251)
	}
	return a.Request, note
}

func isASCII(body []byte) bool {
	return !slices.ContainsFunc(body, func(b byte) bool { return b >= utf8.RuneSelf })
}
