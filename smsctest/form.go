package smsctest

// The parameters of a request, from its URL and its body.

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"github.com/smscodec/smscodec"
)

// Bounds of a request.
const (
	maxForm     = 64 << 10 // of a form
	maxDocument = 4 << 20  // of a form with a file; the vendor takes files of up to 3 MB
)

// A form is the parameters of a request, from its URL and its body.
type form url.Values

// parseForm reads the parameters of a request as the server's PHP does, those of
// the body after those of the URL. It returns a nil form and an HTTP status if the
// request cannot be read. A body that is not the form that it says it is has no
// parameters, as in PHP.
func parseForm(w http.ResponseWriter, r *http.Request) (form, int) {
	mediaType := ""
	var parameters map[string]string
	switch r.Method {
	case http.MethodGet, http.MethodHead: // a body is not read
	case http.MethodPost:
		mediaType, parameters, _ = mime.ParseMediaType(r.Header.Get("Content-Type"))
	default:
		return nil, http.StatusMethodNotAllowed
	}
	bound := int64(maxForm)
	if mediaType == "multipart/form-data" {
		bound = maxDocument
	}
	body := http.MaxBytesReader(w, r.Body, bound)
	values := form(smscodec.ParseForm(r.URL.RawQuery))
	var err error
	switch mediaType {
	case "application/x-www-form-urlencoded":
		var text []byte
		if text, err = io.ReadAll(body); err == nil {
			for name, all := range smscodec.ParseForm(string(text)) {
				values[name] = append(values[name], all...)
			}
		}
	case "multipart/form-data":
		err = values.addParts(multipart.NewReader(body, parameters["boundary"]))
	}
	if err == nil {
		// A connection is watched only after all of the request has been read: otherwise
		// a client that gives up would go unnoticed. Nor does addParts return the errors
		// of the body.
		_, err = io.Copy(io.Discard, body)
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, http.StatusRequestEntityTooLarge
	case err != nil:
		return nil, http.StatusBadRequest
	}
	return values, http.StatusOK
}

// addParts adds the fields of a form that may have a file, as add and chg take one;
// the file is skipped. Its error is a *http.MaxBytesError. As in PHP, fields are not
// decoded by their Content-Transfer-Encoding, lines may end in LF alone, a form that is
// not terminated has its last field, and a malformed one has those before the mistake.
func (f form) addParts(parts *multipart.Reader) error {
	for left := int64(maxForm); ; {
		part, err := parts.NextRawPart()
		if err != nil {
			return nil
		}
		if part.FileName() != "" {
			continue // NextRawPart reads it to its end
		}
		value, err := io.ReadAll(io.LimitReader(part, left+1))
		if left -= int64(len(value)); left < 0 {
			return &http.MaxBytesError{Limit: maxForm}
		}
		if err != nil { // the end of the form is missing
			value = bytes.TrimSuffix(bytes.TrimSuffix(value, []byte("\n")), []byte("\r"))
		}
		f[part.FormName()] = append(f[part.FormName()], string(value))
	}
}

// get returns the value of a parameter that counts, the last one, as sent.
func (f form) get(name string) string {
	if values := f[name]; len(values) > 0 {
		return values[len(values)-1]
	}
	return ""
}

// text returns the value of a parameter in UTF-8, with U+FFFD for bytes that are not
// text in the charset.
func (f form) text(name string, charset smscodec.Charset) string {
	value := f.get(name)
	switch charset {
	case smscodec.Windows1251:
		return decoded(charmap.Windows1251, value)
	case smscodec.KOI8R:
		return decoded(charmap.KOI8R, value)
	}
	return strings.ToValidUTF8(value, "\uFFFD")
}

func decoded(charset *charmap.Charmap, value string) string {
	text := make([]rune, len(value))
	for i := range len(value) {
		text[i] = charset.DecodeByte(value[i])
	}
	return string(text)
}
