package secrets

// Names: which parameters, headers and members have values that must not be shown.

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

// maxName bounds the length of a name. What is longer is no name.
const maxName = 128

// IsName reports whether the value of what has a name, in any case, is secret: a
// parameter, a header, a cookie or a member.
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
