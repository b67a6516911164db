package lint

import (
	"mime"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/secrets"
)

// A contentType is what a Content-Type header says.
type contentType struct {
	media   string // lower case; "" if there is no header, or none that can be read
	charset string
}

func (l *Linter) contentType() contentType {
	return l.types.get(l.exchange.Response.Header.Get("Content-Type"), func(header string) contentType {
		media, parameters, err := mime.ParseMediaType(header)
		if err != nil {
			return contentType{}
		}
		return contentType{media, parameters["charset"]}
	})
}

// checkContentType holds the media type against the format asked for. Plain text
// and CSV may come as any text: what the server sends with them is not known.
func (l *Linter) checkContentType(kind contentType, format smscodec.Format) {
	if len(l.exchange.Response.Header) == 0 {
		return
	}
	if kind.media == "" {
		l.addExchange(ruleContentType, "", "no media type")
		return
	}
	isText := strings.HasPrefix(kind.media, "text/")
	_, subtype, _ := strings.Cut(kind.media, "/")
	fits := false
	switch format {
	case smscodec.Plain, smscodec.CSV:
		fits = isText && subtype != "xml" || subtype == "csv"
	case smscodec.XML:
		fits = subtype == "xml" || strings.HasSuffix(subtype, "+xml")
	case smscodec.JSON:
		fits = subtype == "json" || strings.HasSuffix(subtype, "+json")
	}
	if !fits {
		l.addExchange(ruleContentType, "", shown(secrets.Redact(kind.media, l.secrets()...))+", but "+format.String()+" was asked for")
	}
}

// checkLength holds the length of the body against the header. A body whose
// encoding was undone has no length to compare.
func (l *Linter) checkLength(wire smscodec.Charset) {
	x := l.exchange
	stated, err := strconv.ParseUint(x.Response.Header.Get("Content-Length"), 10, 62)
	if err != nil || x.Request.Method == "HEAD" || x.Response.Header.Get("Content-Encoding") != "" || x.Response.Header.Get("Transfer-Encoding") != "" {
		return
	}
	for _, d := range x.Defects {
		if d.Err == capture.ErrLength {
			return
		}
	}
	body := x.Response.Body
	length := len(body)
	if x.Response.Text && wire != smscodec.UTF8 {
		length = utf8.RuneCount(body)
	}
	withBOM := x.Response.Text && uint64(length+len(utf8BOM)) == stated // which tools take off
	if uint64(length) != stated && !withBOM {
		l.addExchange(ruleContentLength, "", "Content-Length says "+strconv.FormatUint(stated, 10)+" bytes, the body has "+strconv.Itoa(length))
	}
}

const utf8BOM = "\xEF\xBB\xBF"
