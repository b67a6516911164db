package secrets

// Names: the names of parameters, headers and members whose values must not be shown.

import (
	"net/url"
	"slices"
	"strings"
)

// wholeWords are secret as the last word of a name: X-Login, code[], data[key].
var wholeWords = []string{"login", "code", "key", "pass", "pw", "pin", "pincode", "otp", "sig", "sign", "sid", "user", "username", "loginname", "parol", "пароль"}

// partsOfNames make a name secret wherever they are in it.
var partsOfNames = []string{
	"psw", "passw", "pwd", "passphrase", "secret", "token", "sess", "credential", "cookie",
	"userlogin", "passcode", "smscode", "otpcode", "appkey", "accesskey",
	"auth", "apikey", "api-key", "api_key", "signature", "csrf", "xsrf", "jwt", "bearer",
}

// MaxName bounds the length of a name. Longer texts are not names.
const MaxName = 128

// IsName reports whether a parameter, header, cookie or member with a name has a secret
// value. It ignores case and undoes the escapes of URLs.
func IsName(name string) bool {
	if len(name) > MaxName {
		return false
	}
	if unescaped, err := url.QueryUnescape(name); err == nil {
		name = unescaped
	}
	word := strings.ToLower(lastWord(name))
	name = strings.ToLower(name)
	return slices.Contains(wholeWords, word) || slices.Contains(wholeWords, lastWord(name)) ||
		slices.ContainsFunc(partsOfNames, func(part string) bool { return strings.Contains(name, part) })
}

// lastWord returns the word at the end of a name such as x-psw, psw[0], data[psw] or
// userPsw.
func lastWord(name string) string {
	name = strings.TrimRight(name, "[]0123456789")
	name = name[strings.LastIndexAny(name, "-_.[")+1:]
	for i := len(name) - 1; i > 0; i-- {
		if 'A' <= name[i] && name[i] <= 'Z' && 'a' <= name[i-1] && name[i-1] <= 'z' {
			return name[i:]
		}
	}
	return name
}
