package capture_test

import (
	"errors"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec/capture"
)

const twoParts = "--B\r\nContent-Disposition: form-data; name=\"get\"\r\n\r\n1\r\n--B\r\ncontent-disposition: form-data; name=\"cmt\"\r\n\r\na&b=c\r\n--B--\r\n"

// TestValues: what a request asked.
func TestValues(t *testing.T) {
	header := func(contentType string) capture.Header {
		return capture.Header{{Name: "content-type", Value: contentType}}
	}
	for _, tt := range []struct {
		name    string
		request capture.Request
		want    string // encoded
	}{
		{"a query", capture.Request{URL: "https://smsc.ru/sys/senders.php?get=1&fmt=3#top"}, "fmt=3&get=1"},
		{"no query", capture.Request{URL: "/sys/senders.php"}, ""},
		{"a form", capture.Request{Body: []byte("get=1&fmt=3\r\n")}, "fmt=3&get=1"},
		{"a parameter in both", capture.Request{URL: "/?get=1&fmt=1", Body: []byte("fmt=3")}, "fmt=3&get=1"},
		{"a parameter repeated", capture.Request{URL: "/?fmt=1&charset=koi8-r&fmt=3"}, "charset=koi8-r&fmt=3"},
		{"a parameter repeated in the form, and in the query", capture.Request{URL: "/?fmt=0", Body: []byte("fmt=1&fmt=2")}, "fmt=2"},
		{"semicolons separate nothing", capture.Request{URL: "/?get=1;fmt=3"}, "get=1%3Bfmt%3D3"},
		{"a % that begins no escape", capture.Request{URL: "/?cmt=100%&a=%zz&b=%4&c=%41"}, "a=%25zz&b=%254&c=A&cmt=100%25"},
		{"a plus", capture.Request{URL: "/?cmt=a+b%2Bc"}, "cmt=a+b%2Bc"},
		{"names without values", capture.Request{URL: "/?get&=1&&fmt="}, "=1&fmt=&get="},
		{"multipart", capture.Request{Header: header("multipart/form-data; boundary=B"), Body: []byte(twoParts)}, "cmt=a%26b%3Dc&get=1"},
		{"multipart without a boundary", capture.Request{Header: header("multipart/form-data"), Body: []byte(twoParts)}, "cmt=a%26b%3Dc&get=1"},
		{"multipart without a header", capture.Request{Body: []byte(twoParts)}, "cmt=a%26b%3Dc&get=1"},
		{"multipart with line feeds", capture.Request{Body: []byte(strings.ReplaceAll(twoParts, "\r\n", "\n"))}, "cmt=a%26b%3Dc&get=1"},
		{"multipart over a query", capture.Request{URL: "/?get=0&fmt=1", Body: []byte(twoParts)}, "cmt=a%26b%3Dc&fmt=1&get=1"},
		{"a file in multipart", capture.Request{Body: []byte("--B\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x\"\r\n\r\n1\r\n--B--\r\n")}, ""},
		{"a boundary of another media type", capture.Request{Header: header("application/x-www-form-urlencoded; boundary=B"), Body: []byte("get=1")}, "get=1"},
		{"a second line like that of a part", capture.Request{Body: []byte("a=1\r\ncontent-disposition: form-data")}, "a=1%0D%0Acontent-disposition%3A+form-data"},
		{"a second line unlike that of a part", capture.Request{Body: []byte("--a=1\r\ncontent-type: text/plain; b")}, "--a=1%0D%0Acontent-type%3A+text%2Fplain%3B+b"},
		{"an empty boundary", capture.Request{Body: []byte("--\r\ncontent-disposition: form-data")}, "--%0D%0Acontent-disposition%3A+form-data="},
		{"dashes that are no boundary", capture.Request{Body: []byte("--get=1")}, "--get=1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.request.Values()
			if err != nil || got.Encode() != tt.want {
				t.Errorf("%q, %v; want %q", got.Encode(), err, tt.want)
			}
		})
	}
	for name, request := range map[string]capture.Request{
		"multipart that is cut off":        {Body: []byte(twoParts[:len(twoParts)-8])},
		"multipart without any boundary":   {Header: header("multipart/form-data"), Body: []byte("get=1")},
		"multipart with another boundary":  {Header: header("multipart/form-data; boundary=C"), Body: []byte(twoParts)},
		"a part without an end of header":  {Body: []byte("--B\r\nContent-Disposition: form-data; name=\"psw\"")},
		"multipart of one boundary in all": {Header: header("multipart/form-data"), Body: []byte("--B")},
	} {
		if values, err := request.Values(); !errors.Is(err, capture.ErrMalformed) || err.Error() != "capture: malformed: the form is malformed" {
			t.Errorf("%s: %v, %v", name, values, err)
		}
	}
}

// TestQueryAndForm: all values are there, for what looks for secrets in them.
func TestQueryAndForm(t *testing.T) {
	r := capture.Request{URL: "/?psw=a&psw=b", Body: []byte("psw=c&psw=d")}
	form, err := r.Form()
	if want := []string{"c", "d"}; err != nil || !cmp.Equal(form["psw"], want) {
		t.Errorf("form %v, %v", form, err)
	}
	if want := []string{"a", "b"}; !cmp.Equal(r.Query()["psw"], want) {
		t.Errorf("query %v", r.Query())
	}
}

func TestElsewhere(t *testing.T) {
	for url, want := range map[string]bool{
		"":                                false,
		"https://smsc.ru/sys/senders.php": false,
		"/sys/senders.php?get=1":          false,
		"https://other.example/a/sys/senders.php#x":              false,
		"https://smsc.ru/":                                       true,
		"https://smsc.ru/?path=/sys/senders.php":                 true,
		"https://smsc.ru/sys/senders.php/x":                      true,
		"https://smsc.ru/sys/get.php?get_senders=1&fmt=3":        false,
		"https://smsc.ru/sys/get.php?get_messages=1&fmt=3":       true,
		"https://smsc.ru/sys/get.php":                            true,
		"https://smsc.ru/sys/send.php?phones=79&mes=senders.php": true,
	} {
		r := capture.Request{URL: url}
		if got := r.IsElsewhere(); got != want {
			t.Errorf("%s: %v", url, got)
		}
	}
	r := capture.Request{URL: "https://smsc.ru/sys/get.php", Body: []byte("get_senders=1")}
	if r.IsElsewhere() {
		t.Error("get_senders in a form went elsewhere")
	}
}

// TestFormOmitted: whether the capture has what was asked, in each format that may not.
func TestFormOmitted(t *testing.T) {
	line := func(members string) string { return `{"status":200,"body":"OK",` + members + `}` }
	entry := func(request string) string {
		return `{"log":{"entries":[{"request":{` + request + `},"response":{"status":200,"content":{"text":"OK"}}}]}}`
	}
	for _, tt := range []struct {
		name, text string
		want       bool
	}{
		{"a POST without a query", line(`"url":"/sys/senders.php","method":"POST"`), true},
		{"a post in lower case", line(`"url":"/sys/senders.php","method":"post"`), true},
		{"a POST with a query", line(`"url":"/sys/senders.php?get=1","method":"POST"`), false},
		{"a POST with a query without an operation", line(`"url":"/sys/senders.php?login=a&fmt=3","method":"POST"`), true},
		{"a POST with the old operation", line(`"url":"/sys/get.php?get_senders=1","method":"POST"`), false},
		{"a POST with a query and a length", line(`"url":"/sys/senders.php?login=a","method":"POST","requestHeaders":{"content-length":"9"}`), true},
		{"a POST with a query, in chunks", line(`"url":"/sys/senders.php?login=a","method":"POST","requestHeaders":{"Transfer-Encoding":"chunked"}`), true},
		{"a POST with a query, of one byte", line(`"url":"/sys/senders.php?get=1","method":"POST","requestHeaders":{"Content-Length":"1"}`), true},
		{"a POST with a query and no content", line(`"url":"/sys/senders.php?get=1","method":"POST","requestHeaders":{"Content-Length":"0"}`), false},
		{"a POST with a query and a length in hexadecimal", line(`"url":"/sys/senders.php?get=1","method":"POST","requestHeaders":{"Content-Length":"0a"}`), false},
		{"a POST with a query and a length beyond all bounds", line(`"url":"/sys/senders.php?get=1","method":"POST","requestHeaders":{"Content-Length":"9223372036854775808"}`), false},
		{"a POST without content", line(`"url":"/sys/senders.php","method":"POST","requestHeaders":{"Content-Length":"0"}`), false},
		{"a POST with its form", line(`"url":"/sys/senders.php","method":"POST","post":"get=1"`), false},
		{"a POST with a form of one byte", line(`"url":"/sys/senders.php","method":"POST","post":"a"`), false},
		{"a GET", line(`"url":"/sys/senders.php","method":"GET"`), false},
		{"a size in a HAR", entry(`"method":"POST","url":"/sys/senders.php?login=a","bodySize":59`), true},
		{"a size of one byte in a HAR", entry(`"method":"POST","url":"/sys/senders.php?login=a","bodySize":1`), true},
		{"no size in a HAR", entry(`"method":"POST","url":"/sys/senders.php?get=1","bodySize":0`), false},
		{"an empty text in a HAR", entry(`"method":"POST","url":"/sys/senders.php","bodySize":59,"postData":{"mimeType":"application/x-www-form-urlencoded","text":""}`), true},
		{"a text in a HAR", entry(`"method":"POST","url":"/sys/senders.php","bodySize":59,"postData":{"text":"get=1"}`), false},
		{"a dump of heads", "POST /sys/senders.php HTTP/1.1\nContent-Length: 9\n\nHTTP/1.1 200 OK\n\nOK", true},
		{"a dump in chunks", "POST /sys/senders.php HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nget=1\r\n0\r\n\r\nHTTP/1.1 200 OK\n\nOK", false},
		{"a WARC", record(warcRequest+warcTarget, "POST /sys/senders.php HTTP/1.1\r\nContent-Length: 9\r\n\r\n") + record(warcResponse+warcTarget, okHead+"\r\nOK"), true},
		{"a cassette", "interactions:\n- request: {method: post, uri: /sys/senders.php}\n  response: {body: OK}\n", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(tt.text)) {
				if err != nil || x.Request.BodyOmitted != tt.want {
					t.Errorf("%+v, %v", x, err)
				}
			}
		})
	}
}

// FuzzForm is a law: what url.ParseQuery reads without an error, a query says.
func FuzzForm(f *testing.F) {
	for _, raw := range []string{"get=1&fmt=3", "a=%D0%B6+b&a=2&=&b", "a;b=%zz%", "&&", "%3d=%26"} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		raw, _, _ = strings.Cut(raw, "#")
		r := capture.Request{URL: "/sys/senders.php?" + raw}
		got := r.Query()
		if want, err := url.ParseQuery(raw); err == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, url.ParseQuery %v", raw, got, want)
		}
		values, err := r.Values()
		if err != nil || len(values) != len(got) {
			t.Errorf("%q: %v, %v", raw, values, err)
		}
	})
}
