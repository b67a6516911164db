package smschttp

// Writing a reply as an HTTP response.

import (
	"net/http"
	"strconv"

	"github.com/smscodec/smscodec"
)

// A Writer writes replies as HTTP responses. The zero value is ready for use.
type Writer struct {
	Codec smscodec.Codec // encodes the bodies
}

// WriteReply writes a reply with the zero Writer.
func WriteReply(w http.ResponseWriter, reply smscodec.Reply, req smscodec.Request) error {
	return Writer{}.WriteReply(w, reply, req)
}

// WriteReply writes the answer to a request, with its ContentType, its exact
// Content-Length and status 200, which the server sends with refusals too. If the format
// cannot represent the reply, nothing is written and the error is an
// *smscodec.EncodeError; other errors are those of the connection.
func (x Writer) WriteReply(w http.ResponseWriter, reply smscodec.Reply, req smscodec.Request) error {
	body, err := x.Codec.Append(nil, reply, req)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", ContentType(req))
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	_, err = w.Write(body)
	return err
}

// ContentType returns the Content-Type header of an answer to a request. That of JSON,
// "application/json; charset=windows-1251", is recorded; the others are the registered
// media types text/plain, text/csv and application/xml.
func ContentType(req smscodec.Request) string {
	mediaType := "text/plain"
	switch req.Format {
	case smscodec.CSV:
		mediaType = "text/csv"
	case smscodec.XML:
		mediaType = "application/xml"
	case smscodec.JSON:
		mediaType = "application/json"
	}
	return mediaType + "; charset=" + req.Charset.String()
}
