package smsctest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
	"github.com/smscodec/smscodec/smsctest"
)

// Whatever a client sends, the fake's answer can be decoded by the request, its state stays
// valid, and its records have no secret and no control character.
func FuzzFake(f *testing.F) {
	const form = "application/x-www-form-urlencoded"
	for i, query := range []string{
		"get=1", "get=1&all=1&fmt=3", "get=1&operators=1&fmt=2&charset=utf-8", "get_senders=1&fmt=1&charset=koi8-r",
		"add=1&sender=SMSC&cmt=%CC%E0", "add=1&sender=a%40b.ru&fmt=3", "chg=1&id=1&cmt=x", "chg=1&sender=zxcabs&cmt=%1b",
		"send_code=1&sender=79001234567", "check_code=1&sender=79001234567&code=4567", "del=1&id=3", "del=1&sender=zxcabs",
		"get=1&psw=%zz", "fmt=&fmt=3", "add=1&sender=SMSC%26psw%3Dhunter2",
	} {
		f.Add(true, "", form, []byte("login=demo&psw=demo&"+query), uint8(i))
		f.Add(false, "login=demo&psw=demo&"+query, "", []byte(nil), uint8(i+3))
	}
	f.Add(true, "", "multipart/form-data; boundary=x", []byte("--x\r\nContent-Disposition: form-data; name=get\r\n\r\n1\r\n--x--\r\n"), uint8(0))
	f.Fuzz(func(t *testing.T, post bool, query, contentType string, body []byte, fault uint8) {
		config, _ := demo()
		fake := smsctest.New(config)
		// Only faults that leave an answer that can be decoded.
		faults := []smsctest.Fault{
			0, smsctest.FaultIPBlocked, smsctest.FaultNotSaved, smsctest.FaultUndeliverable, smsctest.FaultBareOK, smsctest.FaultPlainError,
			smsctest.FaultXMLDeclaration, smsctest.FaultCRLF, smsctest.FaultBOM, smsctest.FaultExtra, smsctest.FaultEmptyRefused, smsctest.FaultOtherCharset,
		}
		if i := int(fault) % len(faults); i > 0 {
			fake.SetFaults(faults[i])
		}
		r := httptest.NewRequest("GET", smsctest.Path, strings.NewReader(string(body)))
		if post {
			r.Method = "POST"
		}
		r.URL.RawQuery = query
		r.Header.Set("Content-Type", contentType)
		// Twice: the second request meets the state that the first has changed.
		for range 2 {
			w := httptest.NewRecorder()
			fake.ServeHTTP(w, r.Clone(t.Context()))
			r.Body = http.NoBody

			records := fake.Requests()
			record := records[len(records)-1]
			if record.Status != w.Code || record.Form == nil != slices.Contains([]int{400, 413}, w.Code) {
				t.Fatalf("HTTP %d, recorded as %+v", w.Code, record)
			}
			if text := fmt.Sprint(record, record.Method, record.Form); strings.ContainsFunc(text, func(r rune) bool { return !strconv.IsPrint(r) }) ||
				strings.Contains(text, "psw=h") || len(text) > 4<<10 {
				t.Errorf("recorded as %q", text)
			}
			if err := fake.State().Check(); err != nil {
				t.Error(err)
			}
			if w.Code != http.StatusOK {
				continue
			}
			req := record.Request
			if record.Request == (smscodec.Request{}) {
				req = requestOfRefusal(w.Header().Get("Content-Type"))
			}
			resp := w.Result()
			reply, err := smschttp.ReadReply(resp, req)
			refusal, _ := err.(*smscodec.APIError)
			if (reply == nil) != (refusal != nil) || refusal == nil && (err != nil || record.Refused != 0) ||
				refusal != nil && refusal.Code != record.Refused {
				t.Errorf("%+v: answered %q, read as %v, %v", record, w.Body, reply, err)
			}
		}
	})
}

// requestOfRefusal returns a request to decode the refusal of a malformed one by: any
// operation will do, and the format is in the header.
func requestOfRefusal(contentType string) smscodec.Request {
	req := smscodec.Request{Op: smscodec.OpGet}
	mediaType, _, _ := strings.Cut(contentType, ";")
	for req.Format < smscodec.JSON && !strings.HasPrefix(smschttp.ContentType(req), mediaType) {
		req.Format++
	}
	return req
}
