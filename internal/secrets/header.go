package secrets

import (
	"encoding/base64"
	"regexp"
	"strings"
)

// OfHeader gives what is secret of a line of an HTTP header: what authorizes, the
// values of cookies, and what its name says is secret.
func OfHeader(name, value string) []string {
	switch strings.ToLower(name) {
	case "authorization", "proxy-authorization":
		return ofAuthorization(value)
	case "cookie":
		var values []string
		for cookie := range strings.SplitSeq(value, ";") {
			values = append(values, ofCookie(cookie))
		}
		return values
	case "set-cookie":
		cookie, _, _ := strings.Cut(value, ";") // attributes follow
		return []string{ofCookie(cookie)}
	}
	if IsName(strings.ToLower(name)) {
		return []string{value}
	}
	return nil
}

func ofAuthorization(value string) []string {
	scheme, token, found := strings.Cut(strings.TrimSpace(value), " ")
	if !found {
		token = scheme
	}
	token = strings.TrimSpace(token)
	if decoded, err := base64.StdEncoding.DecodeString(token); err == nil && strings.EqualFold(scheme, "Basic") {
		user, password, _ := strings.Cut(string(decoded), ":")
		return append(OfCredentials(user, password), token)
	}
	values := []string{token}
	for _, at := range digestUser.FindAllStringSubmatch(token, -1) {
		values = append(values, strings.Trim(at[1], `"`))
	}
	return values
}

// digestUser finds the user in what follows the scheme Digest.
var digestUser = regexp.MustCompile(`(?i)\busername(?:=|\*=[A-Za-z0-9-]*'[A-Za-z0-9-]*')("[^"]*"?|[^\s,"]*)`)

// OfCredentials gives what is secret of a user and a password, in a URL or a header.
func OfCredentials(user, password string) []string {
	return []string{user, password, base64.StdEncoding.EncodeToString([]byte(user + ":" + password))}
}

func ofCookie(cookie string) string {
	_, value, _ := strings.Cut(cookie, "=")
	return strings.Trim(value, ` "`)
}
