package redact

// Masks: texts that are copied part by part, and what replaces the parts that are hidden.

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	random "math/rand/v2"
	"regexp"
	"unicode/utf8"

	"github.com/smscodec/smscodec/internal/parts"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
)

// A text is a text of an exchange that is copied part by part.
type text struct {
	copied []byte // the text, without secrets; as captured until a part is replaced
	// taken is what the copy takes from the captured text, to be searched again for secrets: that
	// text, with NUL for each replaced byte. It is nil until a part is replaced, since a text
	// without secrets need not be searched twice.
	taken    []byte
	phones   phones
	isJSON   bool
	isStrict bool // a name that is not as documented is unsafe
	isUnsafe bool // a name cannot be copied: it is not as documented, has markup, or an escape that may hide a phone number; or a secret is as its mask
}

// newText returns a text whose secrets are replaced. They are replaced first, since a secret may
// also be syntax: so a copy of the copy has the same parts.
func newText(captured []byte, phones phones, found []secrets.Span) *text {
	t := &text{copied: captured, phones: phones}
	for _, s := range found {
		t.replace(s.Start, s.End, func(part []byte) { mask(part, '1', false) })
		secret := captured[s.Start:s.End]
		t.isUnsafe = t.isUnsafe || bytes.Contains(secret, []byte("1")) && bytes.Equal(secret, t.copied[s.Start:s.End])
	}
	return t
}

// part copies a part. It keeps the name of a sender, except for phone numbers, and documented
// members and their values. It hides any other part.
func (t *text) part(p parts.Part) {
	part := t.copied[p.Start:p.End]
	switch {
	case p.Kind == parts.Markup:
		t.isUnsafe = true
	case p.Kind == parts.Value && p.Of == wire.KeySender:
		t.isUnsafe = t.isUnsafe || t.isStrict && !wire.IsDocumentedName(string(part))
		if t.phones != nil {
			t.isUnsafe = t.isUnsafe || escapedPhone.Match(part)
			if t.isJSON { // the digits of an escape are none of the name
				part = escapedInJSON.ReplaceAllFunc(part, func(escape []byte) []byte { return bytes.Repeat([]byte("."), len(escape)) })
			}
			for _, at := range phone.FindAllIndex(part, -1) {
				t.replace(p.Start+at[0], p.Start+at[1], t.phones.replace)
			}
		}
	case p.Kind == parts.Member && (members[string(part)] != nil || string(part) == wire.KeySender), isCopied(members, p.Of, string(part)): // kept
	case number.Match(part):
		t.replace(p.Start, p.End, func(part []byte) { mask(part, '1', true) })
	default:
		t.replace(p.Start, p.End, func(part []byte) { mask(part, 'x', false) })
	}
}

func (t *text) replace(start, end int, by func(part []byte)) {
	if start == end {
		return
	}
	if t.taken == nil {
		t.copied, t.taken = bytes.Clone(t.copied), bytes.Clone(t.copied)
	}
	by(t.copied[start:end])
	clear(t.taken[start:end])
}

// number matches a number, also a malformed one. All but its digits is kept: runs of at most 3 bytes,
// which have no secret of secrets.MinLen bytes.
var number = regexp.MustCompile(`^(?:[-+.eE]{0,3}[0-9]+)+[-+.eE]{0,3}$`)

// mask overwrites the digits of a text and, unless it is a number, the other characters, but no
// control characters of ASCII, so that lines stay lines. In each charset of the server, the
// replacement is valid if the text is.
func mask(text []byte, digit byte, isNumber bool) {
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case '0' <= r && r <= '9':
			text[0] = digit
		case r < ' ', r == 0x7F, isNumber: // kept
		case r == utf8.RuneError && size == 1:
			text[0] = 0xFF // a letter in windows-1251 and KOI8-R, invalid in UTF-8
		default:
			copy(text, [...]string{1: "x", 2: "\u0445", 3: "\u2026", 4: "\U0001D431"}[size])
		}
		text = text[size:]
	}
}

// phones is the key of a function that replaces phone numbers, equal ones by equal ones. It
// is random, so nobody else can compute the function. If it is nil, numbers are kept.
type phones []byte

func newPhones() phones { return phones(rand.Text()) }

var (
	// phone matches a phone number.
	phone      = regexp.MustCompile(`[0-9](?:[ ()-]*[0-9]){6,}`)
	separators = regexp.MustCompile(`[ ()-]`)

	// escapedInJSON matches an escape of a character, and escapedPhone a digit that may be escaped
	// in XML, JSON or a URL, or such a space, hyphen or parenthesis after a digit.
	escapedInJSON = regexp.MustCompile(`\\(?:u[0-9A-Fa-f]{4}|.)`)
	escapedPhone  = regexp.MustCompile(`&#|(?:\\u00|%)3[0-9]|[0-9][ ()-]*(?:\\u00|%)2`)
)

// replace replaces the digits of a phone number, the first one not by 0.
func (p phones) replace(number []byte) {
	hash := hmac.New(sha256.New, p)
	hash.Write(separators.ReplaceAll(number, nil))
	digits := random.New(random.NewChaCha8([sha256.Size]byte(hash.Sum(nil))))
	number[0] = '1' + byte(digits.IntN(9))
	for i, c := range number[1:] {
		if '0' <= c && c <= '9' {
			number[1+i] = '0' + byte(digits.IntN(10))
		}
	}
}
