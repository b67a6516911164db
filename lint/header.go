package lint

// The checks of the response's header: the media type and the length.

import (
	"io"
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
	header := l.exchange.Response.Header.Get("Content-Type")
	return l.types.Get(header, len(header), func() (contentType, bool) {
		media, parameters, _ := mime.ParseMediaType(header) // returns the type even if a parameter is malformed
		kind := contentType{media: media, charset: parameters["charset"]}
		kind.wire, kind.known = response.Charset(kind.charset)
		return kind, true
	})
}

// checkContentType compares the media type with the requested format.
func (l *Linter) checkContentType(kind contentType, format smscodec.Format) {
	header := l.exchange.Response.Header
	switch {
	case len(header) == 0:
	case header.Get("Content-Type") == "":
		l.addExchange(ruleContentType, "", "no Content-Type header")
	case kind.media == "":
		l.addExchange(ruleContentType, "", "the Content-Type has no media type")
	case !kind.fits(format):
		media := shown(l.mask(kind.media))
		if captured := header.Get("Content-Type"); l.mask(captured) != captured { // not in lower case, as kind is
			media = "…"
		}
		l.addExchange(ruleContentType, "", media+", but "+format.String()+" was requested")
	}
}

// checkLength compares the length of the body with the header. A body that the capture
// decompressed has another length. isAssumed says that nothing is known of the charset.
func (l *Linter) checkLength(wire smscodec.Charset, isAssumed bool) {
	x := l.exchange
	stated, err := strconv.ParseUint(x.Response.Header.Get("Content-Length"), 10, 62)
	isEqual := int(stated) == len(x.Response.Body) && (!x.Response.Text || wire == smscodec.UTF8) ||
		int(stated) == utf8.RuneCount(x.Response.Body) && x.Response.Text && isAssumed
	if err != nil || isEqual ||
		x.Request.Method == http.MethodHead || x.Response.Header.Get("Content-Encoding") != "" || x.Response.Header.Get("Transfer-Encoding") != "" {
		return
	}
	if l.hasDefect(capture.ErrLength) || l.hasDefect(io.ErrUnexpectedEOF) {
		return
	}
	lengths := append(make([]int, 0, 3), len(x.Response.Body))
	if x.Response.Text {
		if l.garbled {
			return // the length of the bytes as sent is unknown
		}
		// The capture has the body in UTF-8 and without a byte order mark. If the header
		// names no charset, the charset of the bytes as sent is unknown.
		lengths = append(lengths, len(x.Response.Body)+len(utf8BOM))
		if wire != smscodec.UTF8 {
			lengths = append(lengths, utf8.RuneCount(x.Response.Body))
			if l.contentType().charset != "" {
				lengths = lengths[2:]
			}
		}
	}
	if !slices.Contains(lengths, int(stated)) {
		l.addExchange(ruleContentLength, "", "the Content-Length is "+l.mask(strconv.FormatUint(stated, 10))+" bytes, but the body has "+strconv.Itoa(lengths[0]))
	}
}
