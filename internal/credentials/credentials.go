// Package credentials collects the secret values in the URL, the form and the header fields
// of a request, and in those of a response. The values are as captured: package secrets
// finds them with and without their escapes.
package credentials

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/secrets"
)

// userInfo finds the user and password of a URL.
var userInfo = regexp.MustCompile(`//([^/?#]*)@`)

// AppendURL appends the secret values in a URL: user, password and secret parameters.
func AppendURL(values []string, captured string) []string {
	if at := userInfo.FindStringSubmatch(captured); at != nil {
		values = appendUser(values, at[1])
	}
	_, query, _ := strings.Cut(captured, "?")
	query, fragment, _ := strings.Cut(query, "#")
	return appendParameters(appendParameters(values, smscodec.ParseForm(query)), smscodec.ParseForm(fragment))
}

// appendUser appends a user and the password after a colon, also as one value.
func appendUser(values []string, both string) []string {
	user, password, _ := strings.Cut(both, ":")
	return append(values, both, user, password)
}

// part finds a parameter of a multipart form, also of one that is malformed.
var part = regexp.MustCompile(`(?is)content-disposition:[^\n]*?[\s;]name="?([^"\n;]*)[^\n]*\n(?:[^\n]*[^\s][^\n]*\n)*\r?\n(.*?)\r?(?:\n--|$)`)

// AppendForm appends the secret values in a request's body: a form or JSON.
func AppendForm(values []string, body []byte) []string {
	var members any
	if json.Unmarshal(body, &members) == nil {
		return appendMembers(values, "", members)
	}
	parameters := make(url.Values)
	for _, at := range part.FindAllSubmatch(body, -1) {
		parameters.Add(string(at[1]), string(at[2]))
	}
	if len(parameters) == 0 {
		parameters = smscodec.ParseForm(string(bytes.TrimSpace(body)))
	}
	return appendParameters(values, parameters)
}

func appendParameters(values []string, parameters url.Values) []string {
	for name, all := range parameters {
		for _, value := range all {
			values = appendNamed(values, name, value)
		}
	}
	return values
}

// appendNamed appends a value if its name is secret, and the secret values in it if it is
// itself a query.
func appendNamed(values []string, name, value string) []string {
	if secrets.IsName(name) {
		values = append(values, value)
	}
	return appendLoose(values, value)
}

// appendMembers appends the secret values in the value of a member. The name of a value may
// be a member beside it, as in {"key": "psw", "value": "…"}.
func appendMembers(values []string, name string, value any) []string {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			values = appendMembers(values, name, element)
		}
	case map[string]any:
		key, _ := value["key"].(string)
		beside, _ := value["name"].(string)
		for member, of := range value {
			switch {
			case member == "key":
				member = ""
			case member == "value" && secrets.IsName(key):
				member = key
			case member == "value":
				member = beside
			}
			values = appendMembers(values, member, of)
		}
	case string:
		values = appendNamed(values, name, value)
	}
	return values
}

// AppendHeader appends the secret values in a header field.
func AppendHeader(values []string, name, value string) []string {
	lower := strings.ToLower(name)
	switch {
	case strings.Contains(lower, "cookie"):
		values = appendPairs(values, value, ";")
	case strings.Contains(lower, "authori") || strings.Contains(lower, "authenti"):
		scheme, token, found := strings.Cut(strings.TrimSpace(value), " ")
		if !found {
			token = scheme
		}
		values = appendPairs(append(values, token), token, ",")
		if decoded, err := base64.StdEncoding.DecodeString(token); err == nil && strings.EqualFold(scheme, "Basic") {
			values = appendUser(values, string(decoded))
		}
	case secrets.IsName(name):
		values = append(values, value)
	}
	if strings.Contains(value, "://") {
		values = AppendURL(values, value)
	}
	return appendLoose(values, value)
}

// attributes are those of cookies and of Digest authorization whose values are not secret.
var attributes = []string{
	"expires", "max-age", "domain", "path", "samesite", "secure", "httponly", "partitioned", "priority", "version", "comment",
	"realm", "uri", "algorithm", "qop", "nc", "stale", "charset", "userhash",
}

// appendPairs appends the values of cookies, or of the parameters of an authorization.
func appendPairs(values []string, text, separator string) []string {
	for pair := range strings.SplitSeq(text, separator) {
		name, value, hasName := strings.Cut(strings.TrimSpace(pair), "=")
		switch {
		case slices.Contains(attributes, strings.ToLower(name)):
			continue
		case !hasName:
			value = name
		}
		values = append(values, strings.Trim(value, `" `))
	}
	return values
}

// around is the set of bytes that may be before and after a parameter in a text.
const around = " \t\r\n?&;,\"'<>#"

// appendLoose appends the values of secret parameters anywhere in a text, such as a URL or
// a header that has parameters.
func appendLoose(values []string, text string) []string {
	for {
		equals := strings.IndexByte(text, '=')
		if equals < 0 {
			return values
		}
		name := text[max(0, equals-secrets.MaxName):equals]
		text = text[equals+1:]
		if !secrets.IsName(name[strings.LastIndexAny(name, around)+1:]) {
			continue
		}
		end := strings.IndexAny(text, around)
		if end < 0 {
			end = len(text)
		}
		values = append(values, text[:end])
		text = text[end:]
	}
}
