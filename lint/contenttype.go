package lint

// What a Content-Type header says, and which formats it matches.

import (
	"strings"

	"github.com/smscodec/smscodec"
)

// A contentType is a parsed Content-Type header.
type contentType struct {
	media   string // lower case; "" if there is no header, or it is malformed
	charset string
	wire    smscodec.Charset // of that name, if it is known
	known   bool
}

// fits reports whether answers of a format may have this type. Plain and CSV may have any
// text type, but plain not that of CSV: what the server sends with them is not known,
// and PHP's default is text/html.
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
