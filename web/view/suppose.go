package view

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/response"
	"github.com/smscodec/smscodec/internal/wire"
)

// word finds the words of a text.
var word = regexp.MustCompile(`[a-z0-9_]+`)

// maxSearched is how much of a body is searched for words, in bytes.
const maxSearched = 4 << 10

// supposed returns the request that a damaged answer looks like an answer to, by the words in
// it, or nil if it begins as no answer.
func supposed(body []byte) *smscodec.Request {
	kind := wire.Begins(body)
	format, isAnswer := response.FormatOf(body)
	if !isAnswer {
		return nil
	}
	req := smscodec.Request{Op: smscodec.OpGet, Format: format}
	if !utf8.Valid(body) {
		req.Charset = smscodec.Windows1251
	}
	body = body[:min(len(body), maxSearched)]
	words := make(map[string]bool)
	hasOperator := false
	for _, w := range word.FindAll(body, -1) {
		words[string(w)] = true
		hasOperator = hasOperator || wire.IsOperator(string(w))
	}
	isObject := strings.HasPrefix(strings.TrimSpace(string(bytes.TrimPrefix(body, []byte("\xEF\xBB\xBF")))), "{")
	switch {
	case words[wire.KeyErrorCode], kind == wire.PlainRefusal, kind == wire.CSVRefusal: // answers any request
	case words[wire.KeyResult], kind == wire.BareOK:
		req.Op = smscodec.OpChange
	case kind == wire.PlainAdded, format == smscodec.JSON && isObject, format == smscodec.XML && words[wire.KeyID] && !words[wire.KeyList]:
		req.Op = smscodec.OpAdd
	case hasOperator:
		req.Operators = true
	case words[wire.KeyStatus]:
		req.All = true
	}
	return &req
}
