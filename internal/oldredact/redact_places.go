package oldredact

import (
	"bytes"
	"iter"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/internal/secrets"
)

// isURLName reports whether what bears a name is a URL or a form.
func isURLName(name string) bool {
	switch name {
	case "url", "redirecturl", "documenturl", "referer", "location", "content-location", ":path", "post":
		return true
	}
	return false
}

// isPhoneName reports whether what bears a name is phone numbers.
func isPhoneName(name string) bool { return name == "phone" || name == "phones" }

// parameters yields the names of parameters, in lower case, and where their values
// are, up to the next "&". There is one at any "=": that in a value may be of a
// parameter of a URL in there.
func parameters(text []byte) iter.Seq2[string, secrets.Span] {
	return func(yield func(string, secrets.Span) bool) {
		for at := 0; at < len(text); {
			end := at + len(text[at:])
			if n := bytes.IndexByte(text[at:], '&'); n >= 0 {
				end = at + n
			}
			last := at + len(bytes.TrimRight(text[at:end], "\r\n"))
			for {
				n := bytes.IndexByte(text[at:last], '=')
				if n < 0 {
					break
				}
				name := text[at : at+n]
				name = name[bytes.LastIndexAny(name, "?#;/ \t\r\n")+1:]
				at += n + 1
				if !yield(parameterName(name), secrets.Span{Start: at, End: last}) {
					return
				}
			}
			at = end + 1
		}
	}
}

func parameterName(text []byte) string {
	name := string(text)
	if unescaped, err := url.QueryUnescape(name); err == nil {
		name = unescaped
	}
	return strings.ToLower(strings.TrimSpace(name))
}

// part finds the name and the value of a parameter in a form of parts.
var part = regexp.MustCompile(`(?i)\bname(?:=|\*=[a-z0-9-]*'[a-z0-9-]*')"?([^"\r\n;]+)(?:[";][^\n]*)?\r?\n(?:[^\r\n]+\r?\n)*\r?\n((?s:.*?))(?:\r?\n--|\r?\n?$)`)

// partsInBase64 tells of parts that are so encoded.
var partsInBase64 = regexp.MustCompile(`(?i)\bcontent-transfer-encoding:[ \t]*base64`)

// headerLines yields the names, in lower case, and the values of the lines of a text
// that are like a header, as it is or behind the marks of curl -v. Those that are
// cookies or authorize may stand anywhere in a line: secrets.Headers finds them.
func headerLines(text []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for line := range bytes.Lines(text) {
			name, value, ok := bytes.Cut(line, []byte(":"))
			if !ok || len(name) > secrets.MaxName {
				continue
			}
			if !yield(strings.ToLower(string(bytes.Trim(name, "<>* \t"))), bytes.TrimSpace(value)) {
				return
			}
		}
	}
}

var (
	scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]* +`)
	// nextCookie finds a cookie behind another one's attributes, where headers were
	// joined.
	nextCookie = regexp.MustCompile(`,\s*[^\s;,=]+=`)
)

// attributes are those of a cookie.
var attributes = []string{"expires", "max-age", "domain", "path", "samesite", "secure", "httponly", "partitioned", "priority", "version", "comment"}

// credentials masks what is secret of the value of a header.
func (m *masker) credentials(value []byte, name string) {
	switch name {
	case "set-cookie", "set-cookie2":
		for line := range bytes.Lines(value) {
			m.setCookie(line)
		}
	case "cookie", "cookie2":
		for cookie := range bytes.SplitSeq(value, []byte(";")) {
			m.cookie(cookie)
		}
	case "authorization", "proxy-authorization":
		for _, secret := range secrets.OfHeader(name, string(value)) {
			m.remember(secret)
		}
		m.secret(value[len(scheme.Find(value)):])
	default:
		m.secret(value)
	}
}

// cookie masks the value of "name=value", or what has no name.
func (m *masker) cookie(text []byte) {
	if _, value, ok := bytes.Cut(text, []byte("=")); ok {
		text = value
	}
	m.secret(bytes.TrimSpace(text))
}

func (m *masker) setCookie(line []byte) {
	for i, part := range bytes.Split(line, []byte(";")) {
		name, value, _ := bytes.Cut(part, []byte("="))
		if i == 0 || !slices.Contains(attributes, strings.ToLower(string(bytes.TrimSpace(name)))) {
			m.cookie(part)
		} else if next := nextCookie.FindIndex(value); next != nil {
			m.secret(bytes.TrimSpace(value[next[1]:]))
		}
	}
}
