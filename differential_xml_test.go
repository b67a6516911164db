package smscodec_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
)

// Law 8 for XML, against encoding/xml.

// checkXML checks the law for one body. encoding/xml accepts many malformed
// documents, so what it reads may be refused; but not after its tree was written
// again in the plainest form.
func checkXML(t *testing.T, body []byte, req smscodec.Request, columns *smscodec.Columns) {
	t.Helper()
	codec := smscodec.Codec{Reject: notTheFormat, Columns: columns}
	reader := stdReader{req, orDocumented(columns)}
	reply, err := decodeOf(codec, body, req)
	text, isText := inUTF8(body, req.Charset)
	if !isText {
		if !errors.Is(err, smscodec.ErrCharset) {
			t.Errorf("%v: not text in %v, but %+v, %v", req, req.Charset, reply, err)
		}
		return
	}
	tree, stdErr := readXMLTree(text)
	if stdErr != nil || !tree.withinLimits() || tree.duplicate {
		if !saysMalformed(err) {
			t.Errorf("%v: malformed, but %+v, %v\nthe standard library: %v", req, reply, err, stdErr)
		}
		return
	}
	if err == nil {
		std, stdErr := reader.xml(tree)
		compareReading(t, std, stdErr, reply, err)
	}

	var again strings.Builder
	tree.root.write(&again)
	tree, stdErr = readXMLTree(again.String())
	if stdErr != nil {
		t.Fatalf("%v: written again as %q: %v", req, again.String(), stdErr)
	}
	req.Charset = smscodec.UTF8
	reader.req = req
	reply, err = decodeOf(codec, []byte(again.String()), req)
	if breaksTheFormat(err) && !errors.Is(err, smscodec.ErrDuplicate) && !errors.Is(err, smscodec.ErrUnsupported) {
		t.Errorf("%v: well formed, but %v: %q", req, err, again.String())
	}
	std, stdErr := reader.xml(tree)
	compareReading(t, std, stdErr, reply, err)
}

// differentialXML are documents that XML parsers read differently. Those on which
// encoding/xml is wrong are in a file of their own.
var differentialXML = []struct{ name, document string }{
	{"cut off in a tag", "<list"},
	{"tag not closed", "<list>"},
	{"end tag of another element", "<list></List>"},
	{"end tag alone", "</list>"},
	{"end tag with an attribute", `<list></list a="1">`},
	{"space before a name", "< list></list>"},
	{"space before the end", "<list ></list >"},
	{"empty element", "<list/>"},
	{"space in the end of an empty element", "<list/ >"},
	{"attribute without quotes", "<list><sender a=1>S</sender></list>"},
	{"attribute without a value", "<list><sender a>S</sender></list>"},
	{"less-than in an attribute", `<list><sender a="<">S</sender></list>`},
	{"greater-than in an attribute", `<list><sender a=">">S</sender></list>`},
	{"CDATA's end in an attribute", `<list><sender a="]]>">S</sender></list>`},
	{"CDATA's end in text", "<list><sender>]]></sender></list>"},
	{"CDATA's end with a reference", "<list><sender>]]&gt;</sender></list>"},
	{"CDATA's end around a comment", "<list><sender>]]<!---->></sender></list>"},
	{"CDATA with one more bracket", "<list><sender><![CDATA[]]]></sender></list>"},
	{"CDATA inside CDATA", "<list><sender><![CDATA[<![CDATA[]]></sender></list>"},
	{"pieces of a name", "<list><sender>a<![CDATA[<b>]]><!-- c -->&#100;&#x65;</sender></list>"},
	{"processing instruction inside a name", "<list><sender>a<?b?>c</sender></list>"},
	{"element inside a name", "<list><sender>a<b/>c</sender></list>"},
	{"white space around elements", "\n<list>\t<sender>S</sender>\r\n</list> "},
	{"white space of a reference", "<list>&#32;<sender>S</sender></list>"},
	{"white space of Unicode", "<list>\u0085<sender>S</sender></list>"},
	{"line ends in a name", "<list><sender>a\rb\r\nc\nd&#13;\ne</sender></list>"},
	{"line ends in an attribute", "<list><sender a='a\rb\r\nc\nd&#13;\n&#10;\te&#9;'>S</sender></list>"},
	{"attribute with both quotes", `<list><sender a='"' b="'">S</sender></list>`},
	{"entities", "<list><sender>&amp;&lt;&gt;&quot;&apos;</sender></list>"},
	{"entity of HTML", "<list><sender>&nbsp;</sender></list>"},
	{"entity without a semicolon", "<list><sender>&amp</sender></list>"},
	{"ampersand alone", "<list><sender>a & b</sender></list>"},
	{"reference with zeros", "<list><sender>&#x00000000000000000000000000000041;</sender></list>"},
	{"reference past Unicode", "<list><sender>&#x110000;</sender></list>"},
	{"reference past 64 bits", "<list><sender>&#x10000000000000041;</sender></list>"},
	{"reference in capitals", "<list><sender>&#X41;</sender></list>"},
	{"reference to nothing", "<list><sender>&#;</sender></list>"},
	{"reference to a control character", "<list><sender>&#1;</sender></list>"},
	{"reference to a noncharacter", "<list><sender>&#xFFFF;</sender></list>"},
	{"control character", "<list><sender>\x01</sender></list>"},
	{"C1 control character", "<list><sender>\u0080</sender></list>"},
	{"comment with two hyphens", "<list><!-- -- --></list>"},
	{"comment that ends in three hyphens", "<list><!----->\n</list>"},
	{"comment that begins like its end", "<list><!--->--></list>"},
	{"declaration", `<?xml version="1.0" encoding="UTF-8"?><list></list>`},
	{"declaration with spaces", `<?xml  version = '1.0'  encoding = 'utf-8' standalone = 'no' ?><list></list>`},
	{"declaration of windows-1251", `<?xml version="1.0" encoding="windows-1251"?><list></list>`},
	{"declaration of UTF-16", `<?xml version="1.0" encoding="utf-16"?><list></list>`},
	{"XML 1.1", `<?xml version="1.1"?><list></list>`},
	{"XML 2.0", `<?xml version="2.0"?><list></list>`},
	{"DOCTYPE", "<!DOCTYPE list><list></list>"},
	{"stylesheet", `<?xml-stylesheet href="a"?><list></list>`},
	{"name spaces", `<list><sender xmlns="a" xmlns:b="c" b:d="e">S</sender></list>`},
	{"two prefixes of a name space", `<list><sender xmlns:b="a" xmlns:c="a" b:d="e" c:d="e">S</sender></list>`},
	{"undeclared prefix", `<list><sender a:b="1">S</sender></list>`},
	{"prefix xmlns", `<list><sender xmlns:xmlns="a">S</sender></list>`},
	{"name that begins with a colon", `<list><sender :a="1" b:="2">S</sender></list>`},
	{"name with all allowed ASCII characters", `<list><sender _A-Z.a-z:0-9="1">S</sender></list>`},
	{"name that begins with a digit", `<list><sender 1a="1">S</sender></list>`},
	{"name with a times sign", "<list><sender a\u00D7=\"1\">S</sender></list>"},
	{"nested to the limit", strings.Repeat("<a>", mostDepth) + strings.Repeat("</a>", mostDepth)},
	{"nested past the limit", strings.Repeat("<a>", mostDepth+1) + strings.Repeat("</a>", mostDepth+1)},
	{"operators", `<list><sender tele2="1" mts="2" mega="3">S</sender></list>`},
	{"status", `<list><sender status="1">S</sender></list>`},
	{"new id", "<sender>\n<id>1</id>\n</sender>"},
	{"new id in CDATA", "<sender><id><![CDATA[1]]>2</id></sender>"},
	{"OK", "<result>OK</result>"},
	{"OK in pieces", "<result><!-- -->O<![CDATA[K]]></result>"},
	{"error", "<result>\n<error>authorise error</error>\n<error_code>2</error_code>\n</result>"},
	{"error with an id", "<result><id>34</id><error>E</error><error_code>7</error_code></result>"},
}

func TestDifferentialXML(t *testing.T) {
	for _, test := range differentialXML {
		t.Run(test.name, func(t *testing.T) {
			for charset := smscodec.UTF8; charset <= smscodec.KOI8R; charset++ {
				for _, req := range requestsIn(smscodec.XML, charset) {
					checkXML(t, []byte(test.document), req, nil)
				}
			}
		})
	}
}
