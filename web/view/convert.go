package view

import (
	"errors"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/captured"
	"github.com/smscodec/smscodec/internal/secrets"
)

var (
	errNotRead = errors.New("the answer cannot be read")
	errSecret  = errors.New("the answer contains a login, password or other secret of the exchange")
)

// convert returns the answer to a request in another format, in UTF-8.
func convert(x *capture.Exchange, asked smscodec.Request, to smscodec.Format) (string, error) {
	body, req := decodable(x, asked)
	reply, err := codec.Decode(body, req)
	if refusal, ok := errors.AsType[*smscodec.APIError](err); ok {
		reply, err = refusal, nil
	}
	if err != nil {
		return "", errNotRead
	}
	req.Format, req.Charset = to, smscodec.UTF8
	text, err := codec.Append(nil, reply, req)
	if err != nil {
		return "", errors.New(strings.TrimPrefix(err.Error(), "smscodec: "))
	}
	if len(secrets.NewFinder(captured.Secrets(x)).Find(text)) > 0 {
		return "", errSecret
	}
	return string(text), nil
}
