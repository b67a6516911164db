package smsctest

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

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

// parseForm reads the parameters of a request, or gives the HTTP status of one
// that has none.
func parseForm(w http.ResponseWriter, r *http.Request) (form, int) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		return nil, http.StatusMethodNotAllowed
	}
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	bound := int64(maxForm)
	if mediaType == "multipart/form-data" {
		bound = maxDocument
	}
	r.Body = http.MaxBytesReader(w, r.Body, bound)
	err := r.ParseForm()
	if err == nil && r.Method == http.MethodPost && mediaType == "multipart/form-data" {
		err = parseMultipart(r)
	}
	if err == nil {
		// A connection is watched only when all of the request has been read: else
		// nobody would know that a client has given up.
		_, err = io.Copy(io.Discard, r.Body)
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, http.StatusRequestEntityTooLarge
	case err != nil:
		return nil, http.StatusBadRequest
	}
	return form(r.Form), http.StatusOK
}

// parseMultipart adds the fields of a form that may have a file, as add and chg
// take one; the file is passed over.
func parseMultipart(r *http.Request) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return err
	}
	for left := int64(maxForm); ; {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if part.FileName() != "" {
			continue // NextPart reads it to its end
		}
		value, err := io.ReadAll(io.LimitReader(part, left+1))
		if err != nil {
			return err
		}
		if left -= int64(len(value)); left < 0 {
			return &http.MaxBytesError{Limit: maxForm}
		}
		r.Form.Add(part.FormName(), string(value))
	}
}

// get gives the first value of a parameter, as sent.
func (f form) get(name string) string { return url.Values(f).Get(name) }

// text gives the first value of a parameter in UTF-8. It reports false if it is no
// text in the charset, and has U+FFFD then for what is none.
func (f form) text(name string, charset smscodec.Charset) (string, bool) {
	value := f.get(name)
	switch charset {
	case smscodec.Windows1251:
		return decoded(charmap.Windows1251, value)
	case smscodec.KOI8R:
		return decoded(charmap.KOI8R, value)
	}
	return strings.ToValidUTF8(value, "\uFFFD"), utf8.ValidString(value)
}

func decoded(charset *charmap.Charmap, value string) (string, bool) {
	text := make([]rune, len(value))
	for i := range len(value) {
		text[i] = charset.DecodeByte(value[i])
	}
	return string(text), !slices.Contains(text, utf8.RuneError)
}
