// Package credentials collects the secret values in the URL, the form and the header fields
// of a request, and in those of a response. The values are as captured: package secrets
// finds them with and without their escapes.
package credentials

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/secrets"
)

// userInfo finds the user and password of a URL, also without a scheme.
var userInfo = regexp.MustCompile(`(?:^|//)([^/?#]*)@`)

// AppendURL appends the secret values in a URL: user, password and secret parameters.
func AppendURL(values []string, captured string) []string {
	values = appendUserInfo(values, captured)
	captured, fragment, _ := strings.Cut(captured, "#")
	path, query, _ := strings.Cut(captured, "?")
	values = appendQuery(appendQuery(values, query), fragment)
	return appendAnywhere(values, strings.ReplaceAll(path, "/", "&"))
}

// appendUserInfo appends the user and password in URLs.
func appendUserInfo(values []string, text string) []string {
	for _, at := range userInfo.FindAllStringSubmatch(text, -1) {
		values = appendUser(values, at[1])
	}
	return values
}

// AppendText appends the secret values in text around messages: URLs, lines of a header, and
// command lines of curl and HTTPie.
func AppendText(values []string, text string) []string {
	values = appendAnywhere(values, text)
	if strings.Contains(text, `^"`) { // a command line of Windows
		values = AppendText(values, caret.ReplaceAllString(text, "$1"))
	}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		values = AppendURL(values, line)
		for word := range strings.FieldsSeq(line) { // it may begin a URL without a scheme
			if user, _, _ := strings.Cut(word, "@"); user != word && strings.Contains(user, ":") {
				values = appendUserInfo(values, strings.Trim(word, `'"`))
			}
		}
		name, value, _ := strings.Cut(strings.TrimLeft(line, "<> "), ":")
		if name = strings.TrimSpace(name); !strings.ContainsAny(name, " \t\"'{[<") {
			values = AppendHeader(values, name, value)
		}
	}
	for _, option := range options {
		for _, at := range option.FindAllStringSubmatch(text, -1) {
			for _, argument := range argumentsOf(at[3]) {
				values = appendArgument(values, at[1]+at[2], argument)
			}
		}
	}
	for _, at := range item.FindAllStringSubmatch(text, -1) {
		values = AppendHeader(values, at[1]+at[3]+at[5], strings.Trim(strings.TrimPrefix(at[2]+at[4]+at[6], "="), `'"`))
	}
	return values
}

// argumentsOf returns what a word of a command line may mean: without the quotes and escapes around
// it, which may be those of a text around the command, or up to an operator of the shell, or without
// all of its quotes, or also of its escapes.
func argumentsOf(word string) []string {
	trimmed := strings.Trim(escapedQuote.ReplaceAllString(word, "$1"), `'"`)
	beforeOperator := trimmed[:strings.IndexAny(trimmed+";", ";|&<>),*")]
	unquoted := quoted.ReplaceAllString(word, "$1$2$3$4")
	return slices.Compact([]string{trimmed, beforeOperator, unquoted, escaped.ReplaceAllString(unquoted, "$1")})
}

// appendArgument appends the secret values in the argument of an option of curl or HTTPie.
func appendArgument(values []string, option, argument string) []string {
	switch option {
	case "u", "U", "E", "a", "user", "proxy-user", "cert", "auth":
		return appendUser(values, argument)
	case "pass", "proxy-pass", "oauth2-bearer", "bearer", "tlspassword", "proxy-tlspassword":
		return append(values, argument)
	case "H", "header", "proxy-header":
		name, value, _ := strings.Cut(argument, ":")
		return AppendHeader(values, name, value)
	case "b", "cookie":
		return appendCookies(values, argument, nil)
	}
	name, value, _ := strings.Cut(argument, "=") // not encoded, as --data-urlencode has it
	return appendNamed(AppendForm(values, []byte(argument)), name, value)
}

// optionName matches the name of an option that has an argument, and what is before that.
const optionName = `\s-(?:[#0-9A-Za-z]*?([uUEHbdFa])|-((?:proxy-)?(?:user|header|pass|tlspassword)|cert|auth|bearer|oauth2-bearer|cookie|data|form|json)[-a-z]*[\s=])\s*`

var (
	// options match an option of curl or HTTPie for a user or password, a header field, a form
	// or cookies, and its argument: up to the next space or quote, and as a shell may read it.
	options = []*regexp.Regexp{
		regexp.MustCompile(optionName + `\$?(\^?"(?:[^"\\]|\\.)*|'[^']*|\S+)`),
		regexp.MustCompile(optionName + `((?:\$'(?:[^'\\]|\\.)*'?|'[^']*'?|"(?:[^"\\]|\\.)*"?|\\[^\n]|[^\s"'\\])+)`),
	}
	// item matches a header field in the command line of HTTPie.
	item = regexp.MustCompile(`\s(?:'([\w-]+):([^'\n]*)|"([\w-]+):([^"\n]*)|([\w-]+):('[^'\n]*|"[^"\n]*|\S+))`)
	// escapedQuote matches a quote, or the end of a word, that another text has escaped.
	escapedQuote = regexp.MustCompile(`[\\^]("|$)`)
	// quoted matches a part of a word in quotes, or a character with a backslash, escaped any of
	// these, and caret an escape of Windows. The closing quote may be cut off.
	quoted  = regexp.MustCompile(`\$'((?:[^'\\]|\\.)*)'?|'([^']*)'?|"((?:[^"\\]|\\.)*)"?|\\(.)`)
	escaped = regexp.MustCompile(`\\(.)`)
	caret   = regexp.MustCompile(`\^(.)`)
)

// appendUser appends a user and the password after a colon, also as one value.
func appendUser(values []string, both string) []string {
	user, password, _ := strings.Cut(both, ":")
	return append(values, both, user, password)
}

// AppendForm appends the secret values in a request's body: a form, JSON or XML, also one
// that is malformed.
func AppendForm(values []string, body []byte) []string {
	values = appendAnywhere(values, string(body))
	var members any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&members) == nil && !decoder.More() {
		return appendMembers(values, "", members)
	}
	return appendQuery(values, string(bytes.TrimSpace(body)))
}

func appendQuery(values []string, query string) []string {
	for name, all := range smscodec.ParseForm(query) {
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
	return appendAnywhere(values, value)
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
		for _, beside := range []string{"key", "name"} {
			if text, _ := value[beside].(string); secrets.IsName(text) {
				name = text
			}
		}
		for member, of := range value {
			if member == "value" {
				member = name
			}
			values = appendMembers(values, member, of)
		}
	case string, json.Number:
		values = appendNamed(values, name, fmt.Sprint(value))
	}
	return values
}

// AppendHeader appends the secret values in a header field.
func AppendHeader(values []string, name, value string) []string {
	lower, value := strings.ToLower(name), strings.TrimSpace(value)
	switch {
	case strings.Contains(lower, "set-cookie"):
		values = appendCookies(values, value, cookieAttributes)
	case strings.Contains(lower, "cookie"):
		values = appendCookies(values, value, nil)
	case secrets.IsName(name):
		if !strings.Contains(lower, "authori") && !strings.Contains(lower, "authenti") {
			values = append(values, value) // what looks like a scheme may be a part of it
		}
		values = appendAuthorization(values, value)
		first, _, isLong := strings.Cut(value, " ")
		if isLong && strings.Contains(lower, "authori") && !strings.Contains(first, "=") && !isScheme(first) {
			values = append(values, first)
		}
	}
	if strings.Contains(value, "//") {
		values = AppendURL(values, value)
	}
	return appendAnywhere(values, value)
}

// appendAuthorization appends a token that may have a scheme before it, its parameters, and
// what Basic encodes.
func appendAuthorization(values []string, token string) []string {
	if i := strings.IndexAny(token, " \t"); i >= 0 && !strings.Contains(token[:i], "=") {
		token = strings.TrimSpace(token[i:])
	}
	values = append(values, token)
	for i, pair := range strings.Split(token, ",") {
		values = appendPair(values, pair, digestAttributes)
		if scheme, _, _ := strings.Cut(strings.TrimSpace(pair), " "); i > 0 && isScheme(scheme) {
			values = appendAuthorization(values, strings.TrimSpace(pair))
		}
	}
	if decoded, err := base64.RawURLEncoding.DecodeString(urlAlphabet.Replace(token)); err == nil {
		token = string(decoded)
	}
	if strings.Contains(token, ":") {
		values = appendUser(values, token)
	}
	return values
}

// urlAlphabet changes base64 to the alphabet for URLs, without padding.
var urlAlphabet = strings.NewReplacer("+", "-", "/", "_", "=", "")

// isScheme reports whether a word is a scheme of HTTP authentication, by the registry of IANA or by
// wide use.
func isScheme(word string) bool { return slices.Contains(schemes, strings.ToLower(word)) }

var schemes = []string{
	"basic", "bearer", "concealed", "digest", "dpop", "gnap", "hoba", "mutual", "negotiate", "oauth", "privatetoken", "scram-sha-1",
	"scram-sha-256", "vapid", "apikey", "aws4-hmac-sha256", "hawk", "hmac", "ntlm", "token",
}

// The attributes of cookies and of Digest authorization whose values are not secret.
var (
	cookieAttributes = []string{"expires", "max-age", "domain", "path", "samesite", "secure", "httponly", "partitioned", "priority", "version", "comment"}
	digestAttributes = []string{"realm", "uri", "algorithm", "qop", "nc", "stale", "charset", "userhash"}
)

// appendCookies appends the values of cookies. The first one is not an attribute. Some tools
// join several header fields by a comma or a line ending, so what follows these may be
// another cookie, or else it is the rest of a value.
func appendCookies(values []string, text string, attributes []string) []string {
	for i, pair := range strings.Split(text, ";") {
		if i == 0 {
			values = appendPair(values, pair, nil)
		}
		values = appendPair(values, pair, attributes)
		for i, joined := range strings.FieldsFunc(pair, func(r rune) bool { return r == ',' || r == '\n' }) {
			if i == 0 || strings.Contains(joined, "=") {
				values = appendPair(values, joined, attributes)
			}
		}
	}
	return values
}

// appendPair appends the value of a name=value, or a value without a name, unless the name
// is one of some attributes.
func appendPair(values []string, pair string, attributes []string) []string {
	pair = strings.TrimSpace(pair)
	name, value, _ := strings.Cut(pair, "=")
	switch {
	case slices.Contains(attributes, strings.ToLower(name)):
		return values
	case strings.Trim(value, "=") == "": // no name, but perhaps the padding of base64
		value = pair
	}
	return append(values, strings.Trim(value, `" `))
}

// around is the set of bytes that may be before and after a parameter in a text.
const around = " \t\r\n?&;,\"'<>#"

// appendAnywhere appends the values of secret parameters, members of JSON, elements and
// attributes of XML, and parts of multipart forms, anywhere in a text, such as a URL, or a
// header that has parameters.
func appendAnywhere(values []string, text string) []string {
	for _, pattern := range named {
		for _, at := range pattern.FindAllStringSubmatch(text, -1) {
			if secrets.IsName(at[1]) {
				values = append(values, strings.Join(at[2:], ""))
			}
		}
	}
	for before, after, ok := strings.Cut(text, "="); ok; before, after, ok = strings.Cut(after, "=") {
		before = strings.TrimRight(before, " \t")
		name := before[max(0, len(before)-secrets.MaxName):]
		name = name[strings.LastIndexAny(name, around)+1:]
		if secrets.IsName(strings.TrimLeft(name, "([{`")) {
			at := assigned.FindStringSubmatch(after)
			value := strings.Join(at[1:], "")
			values = append(values, value)
			if inner := strings.TrimRight(value, ")]}`."); inner != value { // which may close what is around the parameter
				values = append(values, inner)
			}
			after = after[len(at[0]):]
		}
	}
	return values
}

// named are patterns of a name and its value, in texts that may be malformed or cut off.
var named = []*regexp.Regexp{
	// a member of JSON whose value is a string or a number
	regexp.MustCompile(`"((?:[^"\\]|\\.)*)"\s*:\s*(?:"((?:[^"\\]|\\.)*)|([-+.eE0-9]+))`),
	// an element of XML with text
	regexp.MustCompile(`<(?:[^\s<>/:]+:)?([^\s<>/:]+)[^<>]*>\s*(?:<!\[CDATA\[)?([^<\]]+)`),
	// a part of a multipart form
	regexp.MustCompile(`(?is)content-disposition:(?:[^\n]|\n[ \t])*?[\s;]+name(?:\*\s*=[^\n;']*'[^\n;']*'|\s*=\s*["']?)([^"'\r\n;]*)[^\n]*\n(?:[^\n]*[^\s][^\n]*\n)*\r?\n(.*?)\r?(?:\n--|$)`),
}

// assigned matches what follows a name and "=", which HTTPie doubles.
var assigned = regexp.MustCompile(`^=?[ \t]*(?:"([^"]*)|'([^']*)|([^` + around + `]*))`)
