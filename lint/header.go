package lint

import (
	"mime"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/response"
)

func (l *Linter) contentType() contentType {
	return l.types.get(l.exchange.Response.Header.Get("Content-Type"), func(header string) contentType {
		media, parameters, _ := mime.ParseMediaType(header) // the type also where a parameter is malformed
		kind := contentType{media: media, charset: parameters["charset"]}
		kind.wire, kind.known = response.Charset(kind.charset)
		return kind
	})
}

// checkContentType holds the media type against the format asked for.
func (l *Linter) checkContentType(kind contentType, format smscodec.Format) {
	header := l.exchange.Response.Header
	switch {
	case len(header) == 0:
	case header.Get("Content-Type") == "":
		l.addExchange(ruleContentType, "", "no Content-Type header")
	case kind.media == "":
		l.addExchange(ruleContentType, "", "a Content-Type without a media type")
	case !kind.fits(format):
		media := shown(l.mask(kind.media))
		l.addExchange(ruleContentType, "", media+", but "+format.String()+" was asked for")
	}
}

// checkLength holds the length of the body against the header. A body whose
// encoding was undone has no length to compare.
func (l *Linter) checkLength(wire smscodec.Charset) {
	x := l.exchange
	stated, err := strconv.ParseUint(x.Response.Header.Get("Content-Length"), 10, 62)
	if err != nil || int(stated) == len(x.Response.Body) && (!x.Response.Text || wire == smscodec.UTF8) ||
		x.Request.Method == http.MethodHead || x.Response.Header.Get("Content-Encoding") != "" || x.Response.Header.Get("Transfer-Encoding") != "" {
		return
	}
	for _, d := range x.Defects {
		if d.Err == capture.ErrLength {
			return
		}
	}
	lengths := append(make([]int, 0, 3), len(x.Response.Body))
	if x.Response.Text {
		if l.garbled {
			return // who knows what was there
		}
		// As the capture has turned it into UTF-8, without a byte order mark. A header that
		// names no charset leaves open what it was.
		lengths = append(lengths, len(x.Response.Body)+len(utf8BOM))
		if wire != smscodec.UTF8 {
			lengths = append(lengths, utf8.RuneCount(x.Response.Body))
			if l.contentType().charset != "" {
				lengths = lengths[2:]
			}
		}
	}
	if !slices.Contains(lengths, int(stated)) {
		l.addExchange(ruleContentLength, "", "Content-Length says "+strconv.FormatUint(stated, 10)+" bytes, the body has "+strconv.Itoa(lengths[0]))
	}
}
