package lint

import (
	"strings"

	"github.com/smscodec/smscodec"
)

// A contentType is what a Content-Type header says.
type contentType struct {
	media   string // lower case; "" if there is no header, or none that can be read
	charset string
	wire    smscodec.Charset // of that name, if it is known
	known   bool
}

// fits reports whether answers of a format may come as this. Plain text and CSV may
// come as any text, but plain text not as CSV: what the server sends with them is not
// known, and what PHP sends unless it is told is text/html.
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
