package secrets

// Values: the secret values in a request, and in the headers of a response.

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
)

// AppendURL appends the secret values in a URL: user, password and secret parameters.
func AppendURL(values []string, captured string) []string {
	address, query, _ := strings.Cut(captured, "?")
	query, fragment, _ := strings.Cut(query, "#")
	if _, rest, ok := strings.Cut(address, "//"); ok {
		authority, _, _ := strings.Cut(rest, "/")
		if at := strings.LastIndexByte(authority, '@'); at >= 0 {
			user, password, _ := strings.Cut(authority[:at], ":")
			values = appendCredentials(values, unescape(user), unescape(password))
		}
	}
	values = appendParameters(values, smscodec.ParseForm(query))
	return appendParameters(values, smscodec.ParseForm(fragment))
}

// part finds a parameter of a multipart form, also of one that is malformed.
var part = regexp.MustCompile(`(?is)content-disposition:[^\n]*?[\s;]name="?([^"\n;]*)[^\n]*\n(?:[^\n]*[^\s][^\n]*\n)*\r?\n(.*?)\r?(?:\n--|$)`)

// AppendForm appends the secret values in a request's body: a form or JSON.
func AppendForm(values []string, body []byte) []string {
	var members any
	if json.Unmarshal(body, &members) == nil {
		return appendMembers(values, members)
	}
	parts := part.FindAllSubmatch(body, -1)
	parameters := make(url.Values)
	for _, at := range parts {
		parameters.Add(string(at[1]), string(at[2]))
	}
	if len(parts) == 0 {
		parameters = smscodec.ParseForm(string(bytes.TrimSpace(body)))
	}
	return appendParameters(values, parameters)
}

// appendParameters appends the values of secret parameters, and the secret values in any
// parameter that is itself a query.
func appendParameters(values []string, parameters url.Values) []string {
	for name, all := range parameters {
		if IsName(name) {
			values = append(values, all...)
		}
		for _, value := range all {
			values = appendLoose(values, value)
		}
	}
	return values
}

// appendMembers appends the values of members with a secret name, and values such as that
// of {"key": "psw", "value": "…"}.
func appendMembers(values []string, of any) []string {
	switch of := of.(type) {
	case []any:
		for _, element := range of {
			values = appendMembers(values, element)
		}
	case map[string]any:
		key, _ := of["key"].(string)
		name, _ := of["name"].(string)
		for member, value := range of {
			text, isText := value.(string)
			isValue := member == "value" && (IsName(key) || IsName(name))
			if isText && (IsName(member) && member != "key" || isValue) {
				values = append(values, text)
			}
			values = appendMembers(values, value)
		}
	case string:
		values = appendLoose(values, of)
	}
	return values
}

// AppendHeader appends the secret values in a header field.
func AppendHeader(values []string, name, value string) []string {
	lower := strings.ToLower(name)
	switch {
	case strings.Contains(lower, "cookie"):
		for cookie := range strings.SplitSeq(value, ";") {
			values = appendCookie(values, cookie)
		}
	case strings.Contains(lower, "authori") || strings.Contains(lower, "authenti"):
		values = appendAuthorization(values, value)
	case IsName(name):
		values = append(values, value)
	}
	if strings.Contains(value, "://") {
		values = AppendURL(values, value)
	}
	return appendLoose(values, value)
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
		name := text[max(0, equals-maxName):equals]
		name = name[strings.LastIndexAny(name, around)+1:]
		text = text[equals+1:]
		if name == "" || !IsName(unescape(name)) {
			continue
		}
		value := text
		if end := strings.IndexAny(text, around); end >= 0 {
			value = text[:end]
		}
		values = append(values, unescape(value))
	}
}

// attributes are the attributes of cookies, whose values are not secret.
var attributes = []string{"expires", "max-age", "domain", "path", "samesite", "secure", "httponly", "partitioned", "priority", "version", "comment"}

func appendCookie(values []string, cookie string) []string {
	name, value, hasName := strings.Cut(strings.TrimSpace(cookie), "=")
	switch {
	case slices.Contains(attributes, strings.ToLower(name)):
		return values
	case !hasName:
		value = name
	}
	return append(values, strings.Trim(value, `" `))
}

// digestField finds the parameters of Digest authorization that identify the client.
var digestField = regexp.MustCompile(`(?i)\b(?:username|response|nonce|cnonce|opaque)\*?="?([^",]*)`)

func appendAuthorization(values []string, value string) []string {
	scheme, token, found := strings.Cut(strings.TrimSpace(value), " ")
	if !found {
		token = scheme
	}
	token = strings.TrimSpace(token)
	for _, at := range digestField.FindAllStringSubmatch(token, -1) {
		values = append(values, at[1])
	}
	if decoded, err := base64.StdEncoding.DecodeString(token); err == nil && strings.EqualFold(scheme, "Basic") {
		user, password, _ := strings.Cut(string(decoded), ":")
		values = appendCredentials(values, user, password)
	}
	return append(values, token)
}

func appendCredentials(values []string, user, password string) []string {
	return append(values, user, password, base64.StdEncoding.EncodeToString([]byte(user+":"+password)))
}

// parameter finds a parameter in a text, such as a file name that was made from a URL.
var parameter = regexp.MustCompile(`([^\s?&;,"'<>=#/]+)=([^&#]+)`)

// HideParameters returns a text with "…" in place of the values of secret parameters, and
// of the user and password in a URL.
func HideParameters(text string) string {
	text = userInfo.ReplaceAllString(text, "://"+ellipsis+"@")
	return parameter.ReplaceAllStringFunc(text, func(pair string) string {
		name, _, _ := strings.Cut(pair, "=")
		if !IsName(unescape(name)) {
			return pair
		}
		return name + "=" + ellipsis
	})
}

var userInfo = regexp.MustCompile(`://[^/@]*@`)

const ellipsis = "…"

func unescape(text string) string {
	meant, err := url.QueryUnescape(text)
	if err != nil {
		return text
	}
	return meant
}
