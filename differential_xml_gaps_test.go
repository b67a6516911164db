package smscodec_test

import (
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
)

// The known gaps of encoding/xml: documents on which it and XML 1.0, fifth edition,
// disagree.

// Documents that are well formed by XML 1.0, fifth edition, but refused by
// encoding/xml. All of them have a name that encoding/xml does not accept.
var wellFormedButNotForStd = []struct {
	name, document, production, why string
	charset                         smscodec.Charset
	reply                           smscodec.Reply
}{
	{
		name:       "attribute name with two colons",
		document:   `<list><sender a:b:c="1">S</sender></list>`,
		production: "[4] NameStartChar has the colon",
		why:        "encoding/xml accepts the names of Namespaces in XML, with one colon",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "a:b:c", Value: "1"}}}},
	}, {
		name:       "element name with two colons",
		document:   `<result><error>E</error><error_code>1</error_code><::>1</::></result>`,
		production: "[5] Name",
		why:        "encoding/xml accepts the names of Namespaces in XML, with one colon",
		reply:      &smscodec.APIError{Code: 1, Text: "E", Extra: []smscodec.Field{{Name: "::", Value: "1"}}},
	}, {
		name:       "numero sign begins a name, in windows-1251",
		document:   "<list><sender \xB9=\"1\">S</sender></list>",
		production: "[4] NameStartChar #x2070-#x218F",
		why:        "of the letterlike symbols, the fourth edition has only the letters",
		charset:    smscodec.Windows1251,
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "№", Value: "1"}}}},
	}, {
		name:       "Cyrillic letter of Unicode 5.2 begins a name",
		document:   `<list><sender ԥ="1">S</sender></list>`,
		production: "[4] NameStartChar #x37F-#x1FFF",
		why:        "the fourth edition has only the letters of Unicode 2.0",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "ԥ", Value: "1"}}}},
	}, {
		name:       "astral character begins a name",
		document:   `<list><sender 😀="1">S</sender></list>`,
		production: "[4] NameStartChar #x10000-#xEFFFF",
		why:        "the fourth edition has only the Basic Multilingual Plane",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "😀", Value: "1"}}}},
	}, {
		name:       "combining mark begins a name",
		document:   "<list><sender \u0903=\"1\">S</sender></list>",
		production: "[4] NameStartChar #x37F-#x1FFF",
		why:        "in the fourth edition it is a CombiningChar, which cannot be the first character",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "\u0903", Value: "1"}}}},
	}, {
		name:       "replacement character begins a name",
		document:   "<list><sender \uFFFD=\"1\">S</sender></list>",
		production: "[4] NameStartChar #xFDF0-#xFFFD",
		why:        "the fourth edition has none of the specials",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "\uFFFD", Value: "1"}}}},
	}, {
		name:       "zero-width joiner begins a name",
		document:   "<list><sender \u200D=\"1\">S</sender></list>",
		production: "[4] NameStartChar #x200C-#x200D",
		why:        "the fourth edition has no format characters",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "\u200D", Value: "1"}}}},
	}, {
		name:       "undertie in a name",
		document:   "<list><sender a\u203F=\"1\">S</sender></list>",
		production: "[4a] NameChar #x203F-#x2040",
		why:        "of the connectors, the fourth edition has only the low line",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "a\u203F", Value: "1"}}}},
	}, {
		name:       "combining grapheme joiner in a name",
		document:   "<list><sender a\u034F=\"1\">S</sender></list>",
		production: "[4a] NameChar #x0300-#x036F",
		why:        "Unicode 2.0 does not have it",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "a\u034F", Value: "1"}}}},
	}, {
		name:       "processing instruction's target",
		document:   `<list><?№ it's?><sender>S</sender></list>`,
		production: "[17] PITarget",
		why:        "of the letterlike symbols, the fourth edition has only the letters",
		reply:      smscodec.List{{Name: "S"}},
	},
}

func TestWellFormedButNotForStd(t *testing.T) {
	for _, test := range wellFormedButNotForStd {
		t.Run(test.name, func(t *testing.T) {
			text, _ := inUTF8([]byte(test.document), test.charset)
			if stdXMLProblem(text) == nil {
				t.Errorf("encoding/xml accepts it now, which it did not, as %s", test.why)
			}
			req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.XML, Charset: test.charset}
			reply, err := decodeOf(smscodec.Codec{}, []byte(test.document), req)
			if err != nil || !cmp.Equal(test.reply, reply) {
				t.Errorf("%s allows it, but it is refused: %v\n%s", test.production, err, cmp.Diff(test.reply, reply))
			}
			checkXML(t, []byte(test.document), req, nil)
		})
	}
}

// Documents that are malformed by XML 1.0 but accepted by encoding/xml.
var malformedButNotForStd = []struct {
	name, document, production string
	want                       error // the kind; ErrSyntax if unset
	offset                     int
}{
	{name: "attributes without space between them", document: `<list><sender a="1"b="2">S</sender></list>`, production: "[40] STag", offset: 19},
	{name: "duplicate attribute", document: `<list><sender a="1" a="2">S</sender></list>`, production: "unique attribute specification", want: smscodec.ErrDuplicate, offset: 20},
	{name: "nothing", document: "", production: "[1] document", want: io.ErrUnexpectedEOF, offset: 0},
	{name: "comment alone", document: "<!-- -->", production: "[1] document", want: io.ErrUnexpectedEOF, offset: 8},
	{name: "text alone", document: "S", production: "[1] document", offset: 0},
	{name: "text before the root", document: "S<list></list>", production: "[22] prolog", offset: 0},
	{name: "text after the root", document: "<list></list>S", production: "[27] Misc", offset: 13},
	{name: "reference after the root", document: "<list></list>&#32;", production: "[27] Misc", offset: 13},
	{name: "CDATA before the root", document: "<![CDATA[ ]]><list></list>", production: "[22] prolog", offset: 1},
	{name: "CDATA after the root", document: "<list></list><![CDATA[ ]]>", production: "[27] Misc", offset: 13},
	{name: "second root", document: "<list></list><list></list>", production: "[1] document", offset: 13},
	{name: "byte order mark after the root", document: "<list></list>\uFEFF", production: "[27] Misc", offset: 13},
	{name: "declaration of an element", document: "<!ELEMENT list ANY><list></list>", production: "[22] prolog", offset: 0},
	{name: "DOCTYPE inside an element", document: "<list><!DOCTYPE list></list>", production: "[43] content", want: smscodec.ErrUnsupported, offset: 6},
	{name: "white space before the declaration", document: ` <?xml version="1.0"?><list></list>`, production: "[22] prolog", offset: 1},
	{name: "declaration after the root", document: `<list></list><?xml version="1.0"?>`, production: "[17] PITarget", offset: 13},
	{name: "declaration without a version", document: `<?xml encoding="utf-8"?><list></list>`, production: "[23] XMLDecl", offset: 6},
	{name: "empty declaration", document: `<?xml?><list></list>`, production: "[23] XMLDecl", offset: 0},
	{name: "declaration in the wrong order", document: `<?xml version="1.0" standalone="yes" encoding="utf-8"?><list></list>`, production: "[23] XMLDecl", offset: 37},
	{name: "declaration with an unknown pseudo-attribute", document: `<?xml version="1.0" lang="ru"?><list></list>`, production: "[23] XMLDecl", offset: 20},
	{name: "standalone is neither yes nor no", document: `<?xml version="1.0" standalone="maybe"?><list></list>`, production: "[32] SDDecl", offset: 32},
	{name: "encoding that begins with a digit", document: `<?xml version="1.0" encoding="8859"?><list></list>`, production: "[81] EncName", offset: 30},
	{name: "processing instruction called XML", document: `<?XML?><list></list>`, production: "[17] PITarget", offset: 0},
	{name: "no space after a target", document: `<?a"b"?><list></list>`, production: "[16] PI", offset: 3},
	{name: "control character in a comment", document: "<!--\x01--><list></list>", production: "[15] Comment", offset: 4},
	{name: "noncharacter in a comment", document: "<!--\uFFFE--><list></list>", production: "[2] Char", offset: 4},
	{name: "control character in a processing instruction", document: "<?a \x01?><list></list>", production: "[16] PI", offset: 4},
	{name: "reference to a surrogate", document: "<list><sender>&#xD83D;</sender></list>", production: "[66] CharRef, legal character", offset: 14},
}

func TestMalformedButNotForStd(t *testing.T) {
	for _, test := range malformedButNotForStd {
		t.Run(test.name, func(t *testing.T) {
			if err := stdXMLProblem(test.document); err != nil {
				t.Errorf("encoding/xml refuses it now: %v", err)
			}
			want := test.want
			if want == nil {
				want = smscodec.ErrSyntax
			}
			_, err := smscodec.Decode([]byte(test.document), smscodec.Request{Op: smscodec.OpGet, Format: smscodec.XML})
			var parse *smscodec.ParseError
			if !errors.As(err, &parse) || parse.Err != want || parse.Offset != test.offset {
				t.Errorf("%s does not allow it: error %+v, want %v at %d", test.production, err, want, test.offset)
			}
		})
	}
}
