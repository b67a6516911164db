package credentials

// Hiding: what of a URL or a file name may be shown.

import (
	"regexp"
	"strings"

	"github.com/smscodec/smscodec/internal/secrets"
)

// parameter finds a parameter in a text, such as a file name that was made from a URL.
var parameter = regexp.MustCompile(`([^\s?@&;,"'<>=#/]+)=([^&#]+)`)

// HideParameters returns a text with "…" in place of the values of secret parameters, and
// of the user and password in a URL.
func HideParameters(text string) string {
	text = user.ReplaceAllString(text, "://…@")
	return parameter.ReplaceAllStringFunc(text, func(pair string) string {
		name, _, _ := strings.Cut(pair, "=")
		if !secrets.IsName(name) {
			return pair
		}
		return name + "=…"
	})
}

// user finds the user and password of a URL. The password may have an @.
var user = regexp.MustCompile(`://[^/]*@`)
