package secrets

import (
	"slices"
	"strings"
)

// Parameters are those of a request that are nobody's business.
func Parameters() []string { return []string{"login", "psw", "apikey"} }

// headerNames are those of headers whose values are secret wherever a text has them
// as a header or a member. More are found by their words.
var headerNames = []string{"authorization", "proxy-authorization", "authentication", "cookie", "cookie2", "set-cookie", "set-cookie2"}

// words are in the names of what is secret.
var words = []string{"password", "passwd", "passphrase", "secret", "token", "session", "credential", "apikey", "api-key", "api_key", "auth-key", "auth_key", "x-auth"}

// MaxName bounds the length of a name.
const MaxName = 64

// IsHeader reports whether a header of a name, in lower case, authorizes or is a
// cookie.
func IsHeader(name string) bool { return slices.Contains(headerNames, name) }

// IsName reports whether what bears a name, in lower case, is a secret: a parameter, a
// header or a member.
func IsName(name string) bool {
	if slices.Contains(Parameters(), lastWord(name)) || IsHeader(name) {
		return true
	}
	isName := len(name) <= MaxName && !strings.ContainsAny(name, "=?&/:")
	return isName && slices.ContainsFunc(words, func(word string) bool { return strings.Contains(name, word) })
}

// lastWord gives the word at the end of a name such as X-Psw, psw[] or data[psw].
func lastWord(name string) string {
	name = strings.TrimRight(name, "[]0123456789")
	return name[strings.LastIndexAny(name, "-_.[")+1:]
}
