package secrets

// Parameters: splits forms into names and values.

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"regexp"

	"github.com/smscodec/smscodec"
)

func unescape(text string) string {
	meant, err := url.QueryUnescape(text)
	if err != nil {
		return text
	}
	return meant
}

// maxPart bounds the value of a part of a multipart form. Longer values are cut off: they
// are files.
const maxPart = 64 << 10

// parts matches the beginning of a multipart form. The header may lack its boundary.
var parts = regexp.MustCompile(`^--(\S+)\r?\n(?i:content-disposition:)`)

// Form returns the parameters of a request's body. It skips the files of a multipart form,
// and reads any other body as a query.
func Form(contentType string, body []byte) url.Values {
	mediaType, parameters, _ := mime.ParseMediaType(contentType)
	boundary := parameters["boundary"]
	if at := parts.FindSubmatch(body); boundary == "" && at != nil {
		boundary = string(at[1])
	} else if mediaType != "multipart/form-data" {
		return smscodec.ParseForm(string(bytes.TrimSpace(body)))
	}
	values := make(url.Values)
	for form := multipart.NewReader(bytes.NewReader(body), boundary); ; {
		part, err := form.NextRawPart()
		if err != nil {
			return values
		}
		if value, _ := io.ReadAll(io.LimitReader(part, maxPart)); part.FileName() == "" {
			values.Add(part.FormName(), string(value))
		}
	}
}
