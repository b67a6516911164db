package view

import (
	"errors"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
)

// What was asked.

// A Request is what was asked, in the words of the parameters.
type Request struct {
	Op        smscodec.Op      `json:"op"`
	Format    smscodec.Format  `json:"format"`
	Charset   smscodec.Charset `json:"charset"`
	All       bool             `json:"all"`
	Operators bool             `json:"operators"`
	Query     string           `json:"query"` // the same as parameters
}

func newRequest(req smscodec.Request) *Request {
	if req.Op == 0 {
		return nil
	}
	return &Request{req.Op, req.Format, req.Charset, req.All, req.Operators, req.Query().Encode()}
}

// shortRequest returns the operation, the format and what rows have, or "".
func shortRequest(req smscodec.Request) string {
	if req.Op == 0 {
		return ""
	}
	text := req.Op.String() + " " + req.Format.String()
	if req.All {
		text += " all"
	}
	if req.Operators {
		text += " operators"
	}
	return text
}

// The errors of ParseRequest.
var (
	errElsewhere = errors.New("this is the URL of another endpoint")
	errNoRequest = errors.New("this is neither a URL nor its parameters")
)

// ParseRequest parses what was asked: a URL, or its parameters. An error shows none of
// their values.
func ParseRequest(text string) (*Request, error) {
	query := strings.TrimSpace(text)
	if address, after, isURL := strings.Cut(query, "?"); isURL || strings.Contains(query, "/") {
		asked := capture.Request{URL: "/" + query} // the URL may be relative
		if address != "" && asked.IsElsewhere() {
			return nil, errElsewhere
		}
		query, _, _ = strings.Cut(after, "#")
	} else if !strings.Contains(query, "=") {
		return nil, errNoRequest
	}
	req, err := smscodec.ParseQuery(smscodec.ParseForm(query))
	if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "smscodec: "))
	}
	return newRequest(req), nil
}

// Chosen returns the request that parameters describe, nil if there are none.
func Chosen(query string) *smscodec.Request {
	req, err := smscodec.ParseQuery(smscodec.ParseForm(query))
	if err != nil {
		return nil
	}
	return &req
}
