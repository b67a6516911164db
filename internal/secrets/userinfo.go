package secrets

import (
	"bytes"
	"regexp"
)

// maxUserInfo bounds user and password in a URL.
const maxUserInfo = 512

var (
	escapedAt = regexp.MustCompile(`^%(?:25)*40`)
	// authority finds what stands behind "://" at the end of a text, which may be
	// escaped in a query or in JSON.
	authority    = regexp.MustCompile(`(?i)(?::(?://|\\+/\\+/)|%(?:25)*3a%(?:25)*2f%(?:25)*2f)([^/?#\s"'<>\\\x00-\x1f]*)$`)
	escapedSlash = regexp.MustCompile(`(?i)%(?:25)*(?:2f|3f|23)`)
	colon        = regexp.MustCompile(`(?i):|%(?:25)*3a`)
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
		info := authority.FindSubmatchIndex(text[from:at])
		if info == nil {
			continue
		}
		start := from + info[2]
		if text[from+info[0]] == '%' && escapedSlash.Match(text[start:at]) {
			continue // behind the host
		}
		end := at
		if c := colon.FindIndex(text[start:at]); c != nil {
			found = append(found, Span{start, start + c[0]})
			start += c[1]
		}
		found = append(found, Span{start, end})
	}
}
