package oldredact

import (
	"bytes"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/smscodec/smscodec/internal/secrets"
)

const (
	// minSecret is the length from which on a secret is masked wherever it stands:
	// shorter ones are everywhere by chance.
	minSecret = 6
	// maxSecrets bounds how many secrets are looked for in an entry, and with it the
	// time that a hostile entry takes.
	maxSecrets = 1 << 10
	// maxLogSecrets is the same for what curl -v printed of many exchanges.
	maxLogSecrets = 1 << 13
)

// commonplace is what captures and answers are made of. A secret that is in here,
// such as the login "sender", is masked only where it is given as one.
const commonplace = "https://www.smsc.ru/sys/senders.php?charset=utf-8 windows-1251 koi8-r operators send_code check_code sender status " +
	"error_code result <?xml version=\"1.0\" encoding= content-type: application/x-www-form-urlencoded multipart/form-data; " +
	"application/json application/xml text/plain text/html content-length transfer-encoding: chunked content-encoding " +
	"location: referer: cookie: set-cookie: host: date: server: connection: keep-alive http/1.1 " +
	"log version creator browser pages entries pageref starteddatetime request response cache timings time serveripaddress " +
	"method url httpversion cookies headers querystring postdata headerssize bodysize statustext content redirecturl " +
	"mimetype params text name value path domain expires httponly secure samesite comment size compression encoding base64 " +
	"post body bodybase64 gzip deflate zstd identity no-cache no-store must-revalidate undefined"

// A masker masks the texts of an entry, in place. It goes over all of them once for
// each of the passes.
type masker struct {
	max    int     // bytes of what is decompressed
	most   int     // secrets that are looked for
	digits *digits // nil if numbers stay
	pass   pass
	asked  asked
	min    int             // bytes of a secret that is remembered
	seen   map[string]bool // secrets as they were written
	meant  map[string]bool // what they may mean
	values []string        // the same
	finder *secrets.Finder // of the values
	err    *Error
}

func newMasker(max, min int) masker {
	return masker{max: max, most: maxSecrets, min: min, seen: make(map[string]bool), meant: make(map[string]bool)}
}

type pass int

const (
	passStructure pass = iota // masks what is a secret by where it stands, and remembers it
	passElsewhere             // masks what has been remembered
	passNumbers
)

// An asked is what the requests of an entry asked for; the zero asked is of one that
// has none.
type asked struct{ get, other, csv, known bool }

// A place says what a text is by where it stands.
type place struct {
	name   string // lower case: of the parameter, header or member
	param  bool   // name is that of a parameter or header, in a list of names and values
	secret bool
	form   bool // a URL or a form
	base64 bool
	body   bool // of a response
	depth  int  // of JSON in strings of JSON

	command  bool   // what a command line goes on with, of which masker.commands masks the headers
	encoding string // the Content-Encoding
}

// entry masks the texts that visit goes over, always the same.
func (m *masker) entry(visit func(*masker)) *Error {
	digits, most := m.digits, m.most
	*m = newMasker(m.max, minSecret)
	m.digits, m.most = digits, most
	visit(m)
	if len(m.values) > 0 {
		m.finder = secrets.NewFinder(minSecret, m.values...)
		m.pass = passElsewhere
		visit(m)
	}
	if m.digits != nil {
		m.pass = passNumbers
		visit(m)
	}
	return m.err
}

// text masks a text.
func (m *masker) text(text []byte, p place) {
	if p.base64 {
		m.base64(text, p)
		return
	}
	if p.encoding != "" || isPacked(text) {
		m.packed(text, p)
		return
	}
	if begin, ok := nestedJSON(text); ok && !p.secret && p.depth < maxNested {
		p.depth++
		m.value(text, begin, p)
		return
	}
	switch m.pass {
	case passStructure:
		m.structure(text, p)
	case passElsewhere:
		m.elsewhere(text, p)
	case passNumbers:
		m.numbers(text, p)
	}
}

// structure masks what is a secret by where it stands.
func (m *masker) structure(text []byte, p place) {
	m.asked.known = m.asked.known || p.form
	if p.param {
		m.ask(p.name, text)
	}
	found := secrets.Values(text)
	if bytes.Contains(text, []byte("=>")) || bytes.Contains(text, []byte(";s:")) { // as PHP prints what it has
		found = secrets.Spans(string(text))
	}
	// What is masked as more, such as all of a form of XML up to an "&", has each of
	// them in it.
	for _, s := range found {
		m.rememberIn(text[s.Start:s.End])
		m.remember(string(text[s.Start:s.End]))
	}
	switch {
	case p.secret && secrets.IsHeader(p.name):
		m.credentials(text, p.name)
	case p.secret:
		m.secret(text)
	case p.form:
		m.form(text)
	}
	if !p.command {
		m.headers(text, m.commands(text))
	}
	for name, value := range headerLines(text) {
		if secrets.IsName(name) && !secrets.IsAnywhere(name) {
			m.credentials(value, name)
		}
	}
	for _, s := range found {
		mask(text[s.Start:s.End])
	}
	if p.form && len(found) > 0 { // an "&" that ended a value may be masked now
		m.form(text)
	}
	for _, s := range secrets.UserInfo(text) {
		m.secret(text[s.Start:s.End])
	}
}

// form masks parameters of a URL or a form, whose names may be escaped, and whose
// values may have characters that end them elsewhere.
func (m *masker) form(text []byte) {
	for name, s := range parameters(text) {
		value := text[s.Start:s.End]
		if secrets.IsName(name) {
			m.secret(value)
		}
		m.ask(name, value)
	}
	inBase64 := partsInBase64.Match(text)
	for _, at := range part.FindAllSubmatchIndex(text, -1) {
		if !secrets.IsName(parameterName(text[at[2]:at[3]])) {
			continue
		}
		value := text[at[4]:at[5]]
		if inBase64 {
			decoded, _ := base64.StdEncoding.DecodeString(string(value))
			m.remember(string(decoded))
		}
		m.secret(value)
	}
}

// ask remembers what is asked for.
func (m *masker) ask(name string, value []byte) {
	switch name {
	case "get":
		m.asked.get = true
	case "add", "chg", "send_code", "check_code", "del":
		m.asked.other = true
	case "fmt":
		m.asked.csv = string(value) == "1"
	}
}

// secret masks a secret, and remembers it.
func (m *masker) secret(value []byte) {
	m.remember(string(value))
	mask(value)
}

// rememberIn remembers the secrets in a value that goes on with other parameters, as
// it was escaped.
func (m *masker) rememberIn(value []byte) {
	for range maxQuoted {
		first := secrets.First(value)
		if first.Start == first.End {
			return
		}
		m.remember(string(value[first.Start:first.End]))
		value = value[first.Start:]
	}
}

// maxQuoted bounds the parameters of a URL in a value.
const maxQuoted = 16

// escapedAnd is what an "&" may be escaped as, behind which there may be another
// parameter.
var escapedAnd = regexp.MustCompile(`&|%(?:25)*26|\\u0026`)

// malformed is an escape that is none, with which a reader may have given up.
var malformed = regexp.MustCompile(`%(?:$|[^0-9A-Fa-f]|.$|.[^0-9A-Fa-f])`)

// remember takes a value down that is a secret, as it stands.
func (m *masker) remember(value string) {
	if len(value) < m.min || m.seen[value] {
		return
	}
	m.seen[value] = true
	upToAnd := escapedAnd.Split(value, 2)[0]
	upToSemicolon, _, _ := strings.Cut(upToAnd, ";") // which separates parameters, too
	for _, part := range []string{value, strings.Trim(value, `"`), upToAnd, upToSemicolon, malformed.Split(value, 2)[0]} {
		for _, meant := range secrets.Meanings(part) {
			if len(meant) < m.min || m.meant[meant] || isMasked(meant) || strings.Contains(commonplace, strings.ToLower(meant)) {
				continue
			}
			if len(m.values) == m.most {
				m.fail(ErrTooLarge, "more secrets in an entry than are looked for")
				return
			}
			m.meant[meant] = true
			m.values = append(m.values, meant)
		}
	}
}

// fail ends the redaction, after the pass.
func (m *masker) fail(kind error, detail string) {
	if m.err == nil {
		m.err = &Error{Err: kind, Detail: detail}
	}
}

// elsewhere masks what has been remembered. Of digits the mask is digits too, as
// they may be a code, an id or a JSON number there.
func (m *masker) elsewhere(text []byte, p place) {
	found := m.finder.Find(string(text))
	if p.isBody() {
		if cut, ok := m.finder.CutOff(string(text)); ok && !strings.Contains(commonplace, strings.ToLower(string(text[cut.Start:]))) {
			found = append(found, cut)
		}
	}
	for _, s := range found {
		if part := text[s.Start:s.End]; isDigits(part) {
			maskDigits(part)
		} else {
			mask(part)
		}
	}
}

// isBody reports whether a place has the body of a response.
func (p place) isBody() bool {
	return p.depth == 0 && (p.body || p.name == "body" || p.name == "bodybase64")
}

// number masks a JSON number, if it is a secret, by digits with which it stays one.
// Those of the capture itself, such as sizes and times, are secrets by name only.
func (m *masker) number(number []byte, p place) {
	switch {
	case m.pass == passStructure && p.secret:
		m.remember(string(number))
		maskDigits(number)
	case m.pass == passElsewhere && p.depth > 0 && m.meant[string(number)]:
		maskDigits(number)
	case m.pass == passNumbers && isDigits(number) && (isPhoneName(p.name) || p.name == "sender" && m.asked.get):
		m.digits.replace(number)
	}
}

// masks are the characters that stand for others, by their length in UTF-8: a length
// that is stated may count either.
var masks = [...]rune{1: 'x', 2: 'х', 3: 'ｘ', 4: '𝕩'}

// mask puts another character in place of each, of as many bytes: an x. White space
// stays, so that lines do.
func mask(text []byte) {
	for len(text) > 0 {
		c, size := utf8.DecodeRune(text)
		if !unicode.IsSpace(c) {
			utf8.EncodeRune(text, masks[size])
		}
		text = text[size:]
	}
}

// isMasked reports whether a value is the mask of one. A slash is that of a
// character that is escaped in JSON by a backslash.
func isMasked(value string) bool {
	return !strings.ContainsFunc(value, func(c rune) bool { return !strings.ContainsRune("/xхｘ𝕩", c) && !unicode.IsSpace(c) })
}

func maskDigits(text []byte) {
	for i, c := range text {
		if isDigit(c) {
			text[i] = '1' // a JSON number does not begin with 00
		}
	}
}

func isDigits(text []byte) bool {
	return len(text) > 0 && !slices.ContainsFunc(text, func(c byte) bool { return !isDigit(c) })
}

// base64 masks what text stands for in base64, and as tools say base64 of what is
// none, the text itself.
func (m *masker) base64(text []byte, p place) {
	p.base64 = false
	was, err := base64.StdEncoding.AppendDecode(nil, text)
	if err != nil || m.pass == passElsewhere {
		m.text(text, p)
		was, err = base64.StdEncoding.AppendDecode(was[:0], text)
	}
	now := bytes.Clone(was)
	m.text(now, p)
	if bytes.Equal(was, now) {
		return
	}
	if err != nil {
		m.fail(ErrUnsafe, "damaged base64 with something to mask in it")
		return
	}
	// Line ends, which may be in between, stay.
	before := base64.StdEncoding.AppendEncode(nil, was)
	after := base64.StdEncoding.AppendEncode(nil, now)
	n := 0
	for i, c := range text {
		if c == '\n' || c == '\r' {
			continue
		}
		if before[n] != after[n] {
			text[i] = after[n]
		}
		n++
	}
}

// isPacked reports whether a text is compressed with gzip or zstd.
func isPacked(text []byte) bool { return packing(text) != "" }

func packing(text []byte) string {
	switch {
	case bytes.HasPrefix(text, []byte(gzipMagic)):
		return "gzip"
	case bytes.HasPrefix(text, []byte(zstdMagic)):
		return "zstd"
	}
	return ""
}

// packed looks for what is to mask in a compressed text, which has to be none: with
// it, the text would be of another length.
func (m *masker) packed(text []byte, p place) {
	encoding := p.encoding
	if encoding == "" {
		encoding = packing(text)
	}
	p.encoding = ""
	was, undone, defect := (&contentDecoder{limit: m.max}).decode(text, encoding)
	switch {
	case defect != nil || isPacked(was):
		m.fail(ErrUnsafe, "a compressed body that cannot be looked into")
		return
	case !undone: // it is only said to be
		m.text(text, p)
		return
	}
	now := bytes.Clone(was)
	m.text(now, p)
	if !bytes.Equal(was, now) {
		m.fail(ErrUnsafe, "a compressed body with something to mask in it")
	}
}
