package smschttp

import (
	"net/http"
	"strconv"

	"github.com/smscodec/smscodec"
)

// A Writer writes replies as HTTP responses. The zero value is ready for use.
type Writer struct {
	Codec smscodec.Codec // writes the bodies
}

// WriteReply writes a reply with the zero Writer.
func WriteReply(w http.ResponseWriter, reply smscodec.Reply, req smscodec.Request) error {
	return Writer{}.WriteReply(w, reply, req)
}

// WriteReply writes the answer to a request, with its ContentType, its exact
// Content-Length and status 200: the server refuses with that too. If the format
// cannot carry the reply, nothing is written and the error is an
// *smscodec.EncodeError; other errors are of the connection.
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

// ContentType gives the Content-Type header of an answer to a request. That of
// JSON is recorded, "application/json; charset=windows-1251"; the others are the
// registered media types: text/plain, text/csv and application/xml.
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
