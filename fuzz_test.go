package smscodec_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/draw"
)

// The fuzz targets: the laws, checked on what the fuzzer makes of the vectors. It
// chooses plain bytes and numbers, of which the functions here make cases.

// fuzzRequests returns the requests in a format from which a number chooses: the
// valid ones and some invalid ones.
func fuzzRequests(f smscodec.Format) []smscodec.Request {
	var requests []smscodec.Request
	for c := range smscodec.KOI8R + 1 {
		requests = append(requests, requestsIn(f, c)...)
	}
	return append(requests,
		smscodec.Request{Format: f},
		smscodec.Request{Op: smscodec.OpDelete + 1, Format: f},
		smscodec.Request{Op: smscodec.OpGet, Format: f, All: true, Operators: true},
		smscodec.Request{Op: smscodec.OpAdd, Format: f, All: true},
		smscodec.Request{Op: smscodec.OpDelete, Format: f, Operators: true},
		smscodec.Request{Op: smscodec.OpGet, Format: f, Charset: smscodec.KOI8R + 1},
	)
}

func fuzzRequest(f smscodec.Format, n uint8) smscodec.Request {
	requests := fuzzRequests(f)
	return requests[int(n)%len(requests)]
}

// requestNumber is the inverse of fuzzRequest.
func requestNumber(r smscodec.Request) uint8 {
	return uint8(slices.Index(fuzzRequests(r.Format), r))
}

func fuzzCodec(reject uint16, columns uint8) smscodec.Codec {
	return smscodec.Codec{
		Reject:    smscodec.Quirk(reject) & smscodec.AllQuirks,
		Columns:   columnSets[int(columns)%len(columnSets)],
		EmptyList: reject>>15 == 1,
	}
}

// rejectNumber is the inverse of fuzzCodec for Reject and EmptyList.
func rejectNumber(c smscodec.Codec) uint16 {
	if c.EmptyList {
		return uint16(c.Reject) | 1<<15
	}
	return uint16(c.Reject)
}

// columnsNumber is the inverse of fuzzCodec for Columns. Columns that the fuzzer
// cannot choose become the first of columnSets.
func columnsNumber(c *smscodec.Columns) uint8 {
	same := func(o *smscodec.Columns) bool {
		return slices.Equal(slices.Collect(c.All()), slices.Collect(o.All()))
	}
	return uint8(max(0, slices.IndexFunc(columnSets, same)))
}

// fuzzDecode checks the decoding laws on bytes in a format.
func fuzzDecode(f *testing.F, format smscodec.Format) {
	for _, v := range loadVectors(f) {
		if body, ok := v.bodies[format]; ok {
			request, columns := requestNumber(v.RequestIn(format)), columnsNumber(v.codec.Columns)
			f.Add(body, request, rejectNumber(v.codec), columns)
			f.Add(body, request, uint16(smscodec.AllQuirks), columns)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, request uint8, reject uint16, columns uint8) {
		a := answer{fuzzCodec(reject, columns), fuzzRequest(format, request), body}
		if err := a.check(); err != nil {
			t.Fatalf("%v\n%v", a, err)
		}
	})
}

func FuzzDecodePlain(f *testing.F) { fuzzDecode(f, smscodec.Plain) }
func FuzzDecodeCSV(f *testing.F)   { fuzzDecode(f, smscodec.CSV) }
func FuzzDecodeXML(f *testing.F)   { fuzzDecode(f, smscodec.XML) }
func FuzzDecodeJSON(f *testing.F)  { fuzzDecode(f, smscodec.JSON) }

// FuzzAppend checks the encoding laws on a reply made of parts, and the decoding laws
// on its answer. The texts are names of rows or the text of an error.
func FuzzAppend(f *testing.F) {
	for _, v := range loadVectors(f) {
		request, reject, columns := requestNumber(v.request), rejectNumber(v.codec), columnsNumber(v.codec.Columns)
		for format := range uint8(4) {
			switch r := v.reply.(type) {
			case smscodec.List:
				for _, s := range r {
					var extra smscodec.Field
					if len(s.Extra) > 0 {
						extra = s.Extra[0]
					}
					var statuses []byte
					for _, status := range s.Registrations.All() {
						statuses = append(statuses, byte(status))
					}
					f.Add(uint8(0), s.Name, "", extra.Name, extra.Value, int64(s.Status), statuses, format, request, reject, columns)
				}
			case smscodec.Added:
				f.Add(uint8(1), "", "", "", "", r.ID, []byte(nil), format, request, reject, columns)
			case smscodec.Done:
				f.Add(uint8(2), "", "", "", "", int64(0), []byte(nil), format, request, reject, columns)
			case *smscodec.APIError:
				f.Add(uint8(3), r.Text, "", "", "", int64(r.Code), []byte(nil), format, request, reject, columns)
				if id, ok := r.ID(); ok {
					f.Add(uint8(3), r.Text, "", "id", fmt.Sprint(id), int64(r.Code), []byte(nil), format, request, reject, columns)
				}
			}
		}
	}
	f.Add(uint8(0), ", x = 1", "0,-1", "x", "007", int64(1), []byte("\x01\x02"), uint8(0), uint8(1), uint16(0), uint8(3))
	f.Fuzz(func(t *testing.T, kind uint8, first, second, extraName, extraValue string, number int64, statuses []byte,
		format, request uint8, reject uint16, columns uint8) {
		codec := fuzzCodec(reject, columns)
		x := exchange{codec, fuzzRequest(smscodec.Format(format%4), request), nil}
		var extra []smscodec.Field
		if extraName != "" || extraValue != "" {
			extra = []smscodec.Field{{Name: extraName, Value: extraValue}}
		}
		switch kind % 4 {
		case 0:
			s := smscodec.Sender{Name: first, Status: smscodec.Status(number), Registrations: fuzzRegistrations(codec, statuses), Extra: extra}
			list := smscodec.List{s}
			if second != "" {
				s.Name, s.Extra = second, nil
				list = append(list, s)
			}
			x.reply = list
		case 1:
			x.reply = smscodec.Added{ID: number}
		case 2:
			x.reply = smscodec.Done{}
		case 3:
			if second != "" {
				extra = append(extra, smscodec.Field{Name: second, Value: first})
			}
			x.reply = &smscodec.APIError{Code: smscodec.ErrorCode(number), Text: first, Extra: extra}
		}
		if err := x.check(); err != nil {
			t.Fatalf("%v\n%v", x, err)
		}
	})
}

// fuzzRegistrations assigns the statuses to the codec's operators if there are as
// many, else to the known operators.
func fuzzRegistrations(c smscodec.Codec, statuses []byte) smscodec.Registrations {
	columns := draw.Columns(c)
	if len(statuses) != columns.Len() {
		operators := smscodec.Operators()
		statuses = statuses[:min(len(statuses), len(operators))]
		columns, _ = smscodec.NewColumns(operators[:len(statuses)]...)
	}
	values := make([]smscodec.RegistrationStatus, len(statuses))
	for i, s := range statuses {
		values[i] = smscodec.RegistrationStatus(s)
	}
	r, err := smscodec.NewRegistrations(columns, values...)
	if err != nil {
		return smscodec.Registrations{} // no statuses, so no columns
	}
	return r
}

// FuzzErrorAstray damages an error by replacing some bytes at one place with others.
// As long as the format shows an error in the result, it must not be read as data
// under any request; and if it is an error under one request, it is under all.
func FuzzErrorAstray(f *testing.F) {
	for format := range uint8(4) {
		for charset := range uint8(3) {
			f.Add(uint16(2), "authorise error", uint64(0), format, charset, uint16(0), uint8(0), []byte("\n"))
			f.Add(uint16(7), "invalid number", uint64(34), format, charset, uint16(2), uint8(1), []byte(" "))
			f.Add(uint16(9), "duplicate request, wait a minute", uint64(0), format, charset, uint16(0), uint8(1), []byte("[{"))
			f.Add(uint16(3), "record not found", uint64(1), format, charset, uint16(0), uint8(0), []byte("name = a\n"))
		}
	}
	f.Fuzz(func(t *testing.T, code uint16, text string, id uint64, format, charset uint8, at uint16, out uint8, in []byte) {
		e := &smscodec.APIError{Code: smscodec.ErrorCode(code), Text: text}
		if id != 0 {
			e.Extra = []smscodec.Field{{Name: "id", Value: fmt.Sprint(id)}}
		}
		requests := requestsIn(smscodec.Format(format%4), smscodec.Charset(charset%3))
		body, err := smscodec.Append(nil, e, requests[0])
		if err != nil {
			return
		}
		start := min(int(at), len(body))
		body = slices.Replace(body, start, min(start+int(out), len(body)), in...)
		for _, req := range requests {
			a := answer{request: req, body: body}
			if err := a.check(); err != nil {
				t.Fatalf("%v\n%v", a, err)
			}
		}
	})
}

func FuzzReadings(f *testing.F) {
	for _, v := range loadVectors(f) {
		for _, format := range v.Formats() {
			f.Add(v.bodies[format])
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		given := bytes.Clone(body)
		if err := lawReadings(body); err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		if !bytes.Equal(given, body) {
			t.Fatalf("%q changed to %q", given, body)
		}
	})
}

// FuzzReplyJSON reads JSON into each type of the model: a reply that is accepted can be
// written as JSON that reads as the same reply.
func FuzzReplyJSON(f *testing.F) {
	for _, v := range loadVectors(f) {
		if text, err := json.Marshal(v.reply); err == nil {
			f.Add(text)
		}
	}
	for _, text := range []string{
		"null", "[]", "{}", "[null]", `[{"name": "a", "registrations": {"b": 1, "a": 255}, "status": 0, "extra": []}]`,
		`[{"name": "\ud83d\ude00\ud800"}]`, `[{"name": "a", "registrations": {"a": 1, "a": 2}}]`, `{"id": 9223372036854775808}`,
		`{"code": -1, "text": "<&>\u2028", "extra": [{"name": "id", "value": "34"}]}`, "[{\"name\": \"\xFF\"}]", `[{"NAME": "a"}]`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, like := range []smscodec.Reply{smscodec.List{}, smscodec.Added{}, smscodec.Done{}, &smscodec.APIError{}} {
			r, err := replyFromJSON(like, text)
			if err != nil {
				if strings.HasPrefix(err.Error(), "smscodec: ") { // the others are encoding/json's
					if err := printsSafely(err); err != nil {
						t.Errorf("%q: %v", text, err)
					}
				}
				continue
			}
			if !hasJSON(r) {
				t.Errorf("%q reads as %#v, which JSON cannot hold", text, r)
			}
			if err := lawReplyForms(r); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}

func FuzzParseForm(f *testing.F) {
	for _, raw := range []string{
		"", "&", "=", "a=b", "a=b&a=c", "a", "a;b=c;d", "%", "a=%", "a=%4", "a=%zz", "a=%2541", "+=+", "a=%00%FF\xFF", "a==b", "c[]=1&c.d=2",
		"fmt=1&charset=windows-1251&get=1&fmt=3", "login=alex&psw=a;b%&get=1",
	} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if err := lawParseForm(raw); err != nil {
			t.Fatalf("%q: %v", raw, err)
		}
	})
}

func FuzzParseQuery(f *testing.F) {
	for format := range smscodec.JSON + 1 {
		for _, r := range fuzzRequests(format) {
			f.Add(r.Query().Encode())
		}
	}
	for _, query := range []string{
		"", "get=1", "get_senders=1", "get=1&get_senders=1", "get=0&get_senders=1", "get=0&add=1", "get=1&add=1", "get=2", "get=&chg=1",
		"get=1&get=1", "get=1&get=0", "get=1&fmt=4", "get=1&fmt=03", "get=1&fmt=1&fmt=2", "get=1&fmt=2&fmt=", "get=1&psw=a;b%", "get=1&charset=UTF-8", "get=1&charset=cp1251",
		"get=1&charset=utf-8&charset=UTF-8", "add=1&all=1&operators=yes", "get=1&all=1&operators=1", "get=1&all=secret", "get=secret&psw=secret",
		"login=alex&psw=secret&apikey=k&del=1&id=5",
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if err := lawParseQuery(smscodec.ParseForm(query)); err != nil {
			t.Fatalf("%q: %v", query, err)
		}
	})
}

func FuzzTextForms(f *testing.F) {
	for _, text := range []string{
		"get", "add", "chg", "send_code", "check_code", "del", "plain", "csv", "xml", "json", "utf-8", "UTF-8", "windows-1251", "koi8-r",
		"", ",", "bom", "bom,bom", "crlf,bom", "bom,", " bom", "other-form,extra", "strict", "mega", "sender", "9", "0", "255", "mega=2 mts=1", "mega=256", "a=1 a=1", "\xFF", "\u202E\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if err := lawTextForms(text); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
	})
}

func FuzzErrorText(f *testing.F) {
	kinds := []error{
		nil, smscodec.ErrSyntax, io.ErrUnexpectedEOF, smscodec.ErrCharset, smscodec.ErrDuplicate, smscodec.ErrUnsupported, smscodec.ErrShape,
		smscodec.ErrValue, smscodec.ErrRequest, smscodec.ErrUnrepresentable,
	}
	for i, text := range append(slices.Clone(hostileText), documentedText...) {
		f.Add(text, i, uint8(i))
	}
	f.Add("::error::x\x1b]0;", -1<<31, uint8(0))
	f.Add(strings.Repeat("key_", 100), 1, uint8(1))
	f.Fuzz(func(t *testing.T, text string, number int, kind uint8) {
		if err := lawErrorsPrint(text, number, kinds[int(kind)%len(kinds)]); err != nil {
			t.Fatal(err)
		}
	})
}

// fuzzedRequest returns a valid request for any values of the fuzzer.
func fuzzedRequest(format smscodec.Format, op, charset uint8, all, operators bool) smscodec.Request {
	r := smscodec.Request{Op: 1 + smscodec.Op(op%6), Format: format, Charset: smscodec.Charset(charset % 3)}
	if r.Op == smscodec.OpGet {
		r.All, r.Operators = all, operators && !all
	}
	return r
}

// seedDifferential adds the vectors' bodies in a format as seeds.
func seedDifferential(f *testing.F, format smscodec.Format) {
	for _, v := range loadVectors(f) {
		if body := v.bodies[format]; body != nil {
			r := v.request
			f.Add(body, uint8(r.Op-1), uint8(r.Charset), r.All, r.Operators)
		}
	}
}

func FuzzDifferentialJSON(f *testing.F) {
	seedDifferential(f, smscodec.JSON)
	for _, test := range differentialJSON {
		f.Add([]byte(test.text), uint8(0), uint8(0), false, false)
	}
	f.Fuzz(func(t *testing.T, body []byte, op, charset uint8, all, operators bool) {
		checkJSON(t, body, fuzzedRequest(smscodec.JSON, op, charset, all, operators), nil)
	})
}

func FuzzDifferentialXML(f *testing.F) {
	seedDifferential(f, smscodec.XML)
	for _, test := range differentialXML {
		f.Add([]byte(test.document), uint8(0), uint8(0), false, false)
	}
	for _, test := range wellFormedButNotForStd {
		f.Add([]byte(test.document), uint8(0), uint8(test.charset), false, false)
	}
	for _, test := range malformedButNotForStd {
		f.Add([]byte(test.document), uint8(0), uint8(0), false, false)
	}
	f.Fuzz(func(t *testing.T, body []byte, op, charset uint8, all, operators bool) {
		checkXML(t, body, fuzzedRequest(smscodec.XML, op, charset, all, operators), nil)
	})
}
