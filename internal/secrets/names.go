package secrets

// Names: the names of parameters, headers and members whose values must not be shown.

import (
	"slices"
	"strings"
)

// wholeWords are secret as the last word of a name: X-Login, psw[], data[key].
var wholeWords = []string{"login", "psw", "code", "key", "pass", "pin", "otp", "sid", "user", "username", "apikey"}

// partsOfNames make a name secret wherever they are in it.
var partsOfNames = []string{
	"psw", "passw", "pwd", "passphrase", "secret", "token", "sess", "credential", "cookie",
	"auth", "apikey", "api-key", "api_key", "signature", "csrf", "xsrf", "jwt", "bearer",
}

// maxName bounds the length of a name. Longer texts are not names.
const maxName = 128

// IsName reports whether a parameter, header, cookie or member with a name has a secret
// value. It ignores case.
func IsName(name string) bool {
	if len(name) > maxName {
		return false
	}
	name = strings.ToLower(name)
	return slices.Contains(wholeWords, lastWord(name)) ||
		slices.ContainsFunc(partsOfNames, func(part string) bool { return strings.Contains(name, part) })
}

// lastWord returns the word at the end of a name such as x-psw, psw[0] or data[psw].
func lastWord(name string) string {
	name = strings.TrimRight(name, "[]0123456789")
	return name[strings.LastIndexAny(name, "-_.[")+1:]
}
