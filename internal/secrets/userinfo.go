package secrets

import (
	"bytes"
	"regexp"
	"strings"
)

// maxUserInfo bounds user and password in a URL.
const maxUserInfo = 512

// schemeEnd bounds what stands for "://", escaped over and over.
const schemeEnd = 48

var (
	escapedAt = regexp.MustCompile(`^%(?:25)*40`)
	// slashes and escapedSlashes find "://" at the end of a text, which may be escaped
	// in JSON or in a query.
	slashes        = regexp.MustCompile(`:\\*/\\*/$`)
	escapedSlashes = regexp.MustCompile(`(?i)%(?:25)*3a%(?:25)*2f%(?:25)*2f$`)
	behindHost     = regexp.MustCompile(`(?i)%(?:25)*(?:3f|23)`)
	colon          = regexp.MustCompile(`(?i):|%(?:25)*3a`)
)

// UserInfo finds user and password in the URLs of a text, also if they are escaped.
func UserInfo(text []byte) []Span {
	var found []Span
	for at := 0; ; at++ {
		n := bytes.IndexAny(text[at:], "@%")
		if n < 0 {
			return found
		}
		at += n
		if text[at] == '%' && !escapedAt.Match(text[at:]) {
			continue
		}
		from := max(0, at-maxUserInfo)
		info := userInfo(text[from:at])
		if info == nil {
			continue
		}
		start := at - len(info)
		if c := colon.FindIndex(info); c != nil {
			found = append(found, Span{start, start + c[0]})
			start += c[1]
		}
		found = append(found, Span{start, at})
	}
}

// userInfo gives what stands behind the last "://" of a text, if it may be user and
// password.
func userInfo(text []byte) []byte {
	at := bytes.LastIndexByte(text, '/') + 1
	if !slashes.Match(text[max(0, at-schemeEnd):at]) {
		at = max(bytes.LastIndex(text, []byte("2f")), bytes.LastIndex(text, []byte("2F"))) + len("2f")
		if at < len("2f") || !escapedSlashes.Match(text[max(0, at-schemeEnd):at]) || behindHost.Match(text[at:]) {
			return nil
		}
	}
	info := text[at:]
	if bytes.IndexFunc(info, endsUserInfo) >= 0 {
		return nil
	}
	return info
}

func endsUserInfo(c rune) bool { return c <= ' ' || strings.ContainsRune(`/?#"'<>\`, c) }
