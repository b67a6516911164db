package oldredact

import (
	"bytes"
	"iter"
	"regexp"
	"strings"

	"github.com/smscodec/smscodec/internal/secrets"
)

// An argKind is what the argument of a flag of curl is.
type argKind uint8

const (
	noArg     argKind = iota
	otherArg          // a URL, or text in which there may be one
	formArg           // parameters, JSON, a URL
	secretArg         // all of it
	userArg           // user:password
	certArg           // file:password
	cookieArg         // name=value; …, or a file
	headerArg         // name: value
	proxyArg          // [scheme://][user:password@]host
)

// longFlags are those of curl whose arguments may be secrets or have them. curl takes
// the beginning of one for it, too.
var longFlags = []struct {
	name string
	kind argKind
}{
	{"user", userArg}, {"proxy-user", userArg},
	{"oauth2-bearer", secretArg}, {"pass", secretArg}, {"proxy-pass", secretArg},
	{"tlsuser", secretArg}, {"tlspassword", secretArg}, {"proxy-tlsuser", secretArg}, {"proxy-tlspassword", secretArg},
	{"ftp-account", secretArg}, {"ftp-alternative-to-user", secretArg}, {"mail-auth", secretArg}, {"sasl-authzid", secretArg},
	{"cert", certArg}, {"proxy-cert", certArg},
	{"cookie", cookieArg}, {"header", headerArg}, {"proxy-header", headerArg},
	{"data", formArg}, {"data-raw", formArg}, {"data-ascii", formArg}, {"data-binary", formArg}, {"data-urlencode", formArg},
	{"json", formArg}, {"form", formArg}, {"form-string", formArg}, {"variable", formArg},
	{"url", formArg}, {"url-query", formArg}, {"referer", formArg},
	{"proxy", proxyArg}, {"preproxy", proxyArg},
	{"socks4", proxyArg}, {"socks4a", proxyArg}, {"socks5", proxyArg}, {"socks5-hostname", proxyArg},
}

// shortFlags are those of curl that have arguments.
var shortFlags = map[byte]argKind{
	'u': userArg, 'U': userArg, 'E': certArg, 'b': cookieArg, 'H': headerArg, 'd': formArg, 'F': formArg, 'e': formArg, 'x': proxyArg,
	'A': otherArg, 'c': otherArg, 'C': otherArg, 'D': otherArg, 'K': otherArg, 'm': otherArg, 'o': otherArg, 'P': otherArg, 'Q': otherArg,
	'r': otherArg, 't': otherArg, 'T': otherArg, 'w': otherArg, 'X': otherArg, 'y': otherArg, 'Y': otherArg, 'z': otherArg,
}

// longFlag gives what the argument of a flag is, by its name without "--".
func longFlag(name string) argKind {
	name = strings.TrimPrefix(name, "expand-")
	kind := noArg
	for _, flag := range longFlags {
		if flag.name == name {
			return flag.kind
		}
		if kind == noArg && len(name) > 2 && strings.HasPrefix(flag.name, name) {
			kind = flag.kind
		}
	}
	return kind
}

// commands masks what the command lines of curl in a text give it of secrets, and gives
// where these are, behind the word curl.
func (m *masker) commands(text []byte) (lines []secrets.Span) {
	if !bytes.Contains(text, []byte("curl")) {
		return nil
	}
	for start := 0; start < len(text); {
		end := start + lineLen(text[start:])
		at := behindCurl(text[start:end])
		for at >= 0 && end < len(text) && goesOn(text[start:end]) {
			end += lineLen(text[end:])
		}
		if at >= 0 {
			m.command(text[start+at : end])
			lines = append(lines, secrets.Span{Start: start + at, End: end})
		}
		start = end
	}
	return lines
}

// headers masks cookies and what authorizes, anywhere in a text but in the arguments of
// command lines: those are masked as such, and do not go on to the end of the line.
func (m *masker) headers(text []byte, commandLines []secrets.Span) {
	for name, s := range secrets.Headers(text) {
		for len(commandLines) > 0 && commandLines[0].End <= s.Start {
			commandLines = commandLines[1:]
		}
		isWithin := len(commandLines) > 0 && commandLines[0].Start < s.Start
		if !isWithin || isInQuotes(text, s) || isBare(text[commandLines[0].Start:s.Start]) {
			m.credentials(text[s.Start:s.End], name)
		}
	}
}

// isInQuotes reports whether a part of a text is all that is between two quotes, as the
// value of a member is.
func isInQuotes(text []byte, s secrets.Span) bool {
	if s.Start == 0 || s.End == len(text) || text[s.Start-1] != text[s.End] {
		return false
	}
	return text[s.End] == '"' || text[s.End] == '\''
}

// isBare reports whether the name of a header at the end of a text is no argument: it has
// neither a quote nor a flag before it.
func isBare(text []byte) bool {
	at := bareHeader.FindIndex(text[max(0, len(text)-maxBareHeader):])
	if at == nil {
		return false
	}
	before := bytes.TrimRight(text[:max(0, len(text)-maxBareHeader)+at[0]], " \t")
	return !bytes.HasSuffix(before, []byte("-H")) && !bytes.HasSuffix(before, []byte("header"))
}

var bareHeader = regexp.MustCompile(`\s[A-Za-z0-9_-]+\s*:\s*$`)

const maxBareHeader = 128

// lineLen gives the length of the line that text begins with.
func lineLen(text []byte) int {
	if n := bytes.IndexByte(text, '\n'); n >= 0 {
		return n + 1
	}
	return len(text)
}

// command masks what stands behind the word curl. The words are masked without their
// quotes, which stay.
func (m *masker) command(line []byte) {
	next := noArg
	for word, at := range shellWords(line) {
		next = m.commandWord(word, next)
		for i, c := range word {
			line[at[i]] = c
		}
	}
}

// commandWord masks a word, which may be the argument of the flag before, and tells
// what the next one is the argument of.
func (m *masker) commandWord(word []byte, kind argKind) (next argKind) {
	switch {
	case kind != noArg:
		m.argument(word, kind)
	case bytes.HasPrefix(word, []byte("--")):
		name, value, joined := bytes.Cut(word[2:], []byte("="))
		kind = longFlag(string(name))
		if !joined {
			return kind
		}
		m.argument(value, kind)
	case bytes.HasPrefix(word, []byte("-")):
		for i := 1; i < len(word); i++ {
			kind, ok := shortFlags[word[i]]
			switch {
			case !ok:
				continue
			case i+1 == len(word):
				return kind
			}
			m.argument(bytes.TrimPrefix(word[i+1:], []byte("=")), kind)
			break
		}
	default:
		m.argument(word, otherArg)
	}
	return noArg
}

// argument masks what is secret of the argument of a flag.
func (m *masker) argument(value []byte, kind argKind) {
	switch kind {
	case secretArg:
		m.secret(value)
	case userArg:
		m.userArgument(value)
	case certArg:
		const drive = 2 // C: of Windows
		if n := bytes.IndexByte(value[min(len(value), drive):], ':'); n >= 0 {
			m.secret(value[drive+n+1:])
		}
	case cookieArg:
		if bytes.IndexByte(value, '=') >= 0 {
			m.credentials(value, "cookie")
		}
	case headerArg:
		name, content, _ := bytes.Cut(value, []byte(":"))
		of := place{}.named(strings.ToLower(string(bytes.TrimSpace(name))))
		of.param = true
		m.text(bytes.TrimSpace(content), of)
	case proxyArg:
		if at := bytes.LastIndexByte(value, '@'); at >= 0 && !bytes.Contains(value, []byte("://")) {
			m.userArgument(value[:at])
		}
		m.text(value, place{form: true})
	case formArg:
		m.text(value, place{form: true})
	default:
		m.text(value, place{})
	}
}

// userArgument masks a user and a password.
func (m *masker) userArgument(value []byte) {
	user, password, _ := bytes.Cut(value, []byte(":"))
	if !isMasked(string(user)) || !isMasked(string(password)) {
		m.remember(string(value)) // one of which may be too short by itself
	}
	m.secret(user)
	m.secret(password)
}

// caretQuote tells of the shell of Windows, where a caret stands before a quote.
var caretQuote = regexp.MustCompile(`[ \t]\^"`)

// shellWords yields the words of a line as a shell gives them to a command, and where
// each byte of them is in the line. A quote that is not closed is none.
func shellWords(line []byte) iter.Seq2[[]byte, []int] {
	return func(yield func([]byte, []int) bool) {
		s := shell{line: line, carets: caretQuote.Match(line)}
		begun := false
		for i := 0; i < len(line); {
			at, end := s.char(i)
			c := line[at]
			switch {
			case at == end: // of lines that are one
			case c == ' ' || c == '\t' || c == '\r' || c == '\n':
				if begun && !yield(s.word, s.at) {
					return
				}
				begun = false
				s.word, s.at = s.word[:0], s.at[:0]
			case c == '$' && end < len(line) && (line[end] == '\'' || line[end] == '"') && s.closing(end+1, line[end], true) > 0:
			case (c == '\'' || c == '"') && s.closing(end, c, line[max(0, i-1)] == '$') > 0:
				begun = true
				end = s.quoted(end, c, line[max(0, i-1)] == '$')
			case c == '\\' && end < len(line):
				begun = true
				at, end = s.char(end)
				s.add(at, end)
			default:
				begun = true
				s.add(at, end)
			}
			i = max(end, i+1)
		}
		if begun {
			yield(s.word, s.at)
		}
	}
}

// A shell splits a line.
type shell struct {
	line   []byte
	carets bool // escape what follows
	word   []byte
	at     []int
	open   [256]bool // quotes that are not closed any more
}

// char gives where the character at i is, and where it ends: the same for what joins
// two lines.
func (s *shell) char(i int) (at, end int) {
	joint := i < len(s.line)-1 && bytes.IndexByte([]byte("\\^`"), s.line[i]) >= 0
	switch {
	case joint && s.line[i+1] == '\n':
		return i + 1, i + 1
	case joint && bytes.HasPrefix(s.line[i+1:], []byte("\r\n")):
		return i + 2, i + 2
	case s.carets && joint && s.line[i] == '^':
		return i + 1, i + 2
	}
	return i, i + 1
}

// add adds a character to the word.
func (s *shell) add(at, end int) {
	if at < end {
		s.word = append(s.word, s.line[at])
		s.at = append(s.at, at)
	}
}

// closing gives where the quote is that closes another, or 0.
func (s *shell) closing(from int, quote byte, escapes bool) int {
	if s.open[quote] {
		return 0
	}
	for i := from; i < len(s.line); {
		at, end := s.char(i)
		switch {
		case at == end:
		case s.line[at] == quote:
			return at
		case s.line[at] == '\\' && (quote == '"' || escapes) && end < len(s.line):
			_, end = s.char(end)
		}
		i = max(end, i+1)
	}
	s.open[quote] = true
	return 0
}

// quoted adds what is in quotes, and gives where what follows begins.
func (s *shell) quoted(from int, quote byte, escapes bool) int {
	for i := from; i < len(s.line); {
		at, end := s.char(i)
		switch {
		case at < end && s.line[at] == quote:
			return end
		case at < end && s.line[at] == '\\' && (quote == '"' || escapes) && end < len(s.line):
			at, end = s.char(end)
			s.add(at, end)
		default:
			s.add(at, end)
		}
		i = max(end, i+1)
	}
	return len(s.line)
}
