//go:build go1.27

package smscodec_test

import (
	"encoding/json"
	"encoding/json/jsontext"
	jsonv2 "encoding/json/v2"
	"errors"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
)

// Law 8 with a stricter parser: jsontext refuses duplicate names, invalid UTF-8 and
// lone surrogates itself, so it and this package agree on every text within this
// package's limits.

// UnmarshalJSONFrom reads a tree with jsontext.
func (tree *jsonTree) UnmarshalJSONFrom(dec *jsontext.Decoder) (err error) {
	next := func() (any, error) {
		token, err := dec.ReadToken()
		if err != nil {
			return nil, err
		}
		switch token.Kind() {
		case '{', '}', '[', ']':
			return json.Delim(token.Kind()), nil
		case '"':
			return token.String(), nil
		case '0':
			return json.Number(token.String()), nil
		case 't', 'f':
			return token.Bool(), nil
		}
		return nil, nil
	}
	more := func() bool {
		kind := dec.PeekKind()
		return kind != '}' && kind != ']'
	}
	tree.root, err = tree.value(next, more, 0)
	return err
}

// checkJSONText checks the law for one body.
func checkJSONText(t *testing.T, body []byte, req smscodec.Request, columns *smscodec.Columns) {
	t.Helper()
	reply, err := decodeOf(smscodec.Codec{Reject: notTheFormat, Columns: columns}, body, req)
	text, isText := inUTF8(body, req.Charset)
	if req.Charset != smscodec.UTF8 && (!isText || strings.HasPrefix(string(body), "\uFEFF")) {
		if !errors.Is(err, smscodec.ErrCharset) {
			t.Errorf("%v: not text in %v, but %+v, %v", req, req.Charset, reply, err)
		}
		return
	}
	tree := &jsonTree{}
	stdErr := jsonv2.UnmarshalRead(strings.NewReader(text), tree)
	switch {
	case errors.Is(stdErr, jsontext.ErrDuplicateName):
		if !breaksTheFormat(err) {
			t.Errorf("%v: %v, but %+v, %v", req, stdErr, reply, err)
		}
		return
	case stdErr != nil:
		if !saysMalformed(err) {
			t.Errorf("%v: %v, but %+v, %v", req, stdErr, reply, err)
		}
		return
	}
	checkJSONTree(t, tree, req, columns, reply, err)
}

func TestDifferentialJSONText(t *testing.T) { eachDifferentialJSON(t, checkJSONText) }

func TestVectorsDifferentialJSONText(t *testing.T) {
	eachVector(t, func(t *testing.T, v vector) {
		body, ok := v.bodies[smscodec.JSON]
		if !ok {
			return
		}
		for _, req := range requestsIn(smscodec.JSON, v.request.Charset) {
			checkJSONText(t, body, req, v.codec.Columns)
		}
	})
}

func FuzzDifferentialJSONText(f *testing.F) {
	seedDifferential(f, smscodec.JSON)
	for _, test := range differentialJSON {
		f.Add([]byte(test.text), uint8(0), uint8(0), false, false)
	}
	f.Fuzz(func(t *testing.T, body []byte, op, charset uint8, all, operators bool) {
		checkJSONText(t, body, fuzzedRequest(smscodec.JSON, op, charset, all, operators), nil)
	})
}
