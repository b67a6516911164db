package lint

// Content-Type headers, and the formats that they match.

import (
	"strings"

	"github.com/smscodec/smscodec"
)

// A contentType is a parsed Content-Type header.
type contentType struct {
	media   string // lower case; "" if there is no header, or it is malformed
	charset string
	wire    smscodec.Charset // the charset, if known is set
	known   bool
}

// fits reports whether answers in a format may have this type. Plain and CSV may have any
// text type, but plain may not have text/csv: the server's types for them are unknown, and
// PHP's default is text/html.
func (c contentType) fits(format smscodec.Format) bool {
	_, subtype, _ := strings.Cut(c.media, "/")
	isXML := subtype == "xml" || strings.HasSuffix(subtype, "+xml")
	isJSON := subtype == "json" || strings.HasSuffix(subtype, "+json")
	switch format {
	case smscodec.XML:
		return isXML
	case smscodec.JSON:
		return isJSON
	}
	if subtype == "csv" {
		return format == smscodec.CSV
	}
	return strings.HasPrefix(c.media, "text/") && !isXML && !isJSON
}
