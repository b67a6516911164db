package capture_test

import (
	"os"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// TestRecorded: captures that testdata/record has recorded with the tools named.
func TestRecorded(t *testing.T) {
	const (
		names  = `"[{\n\"sender\": \"zxcabs\"\n}]"`
		asXML  = `"<list>\n<sender>zxcabs</sender>\n</list>"`
		all    = `"[{\n\"sender\": \"zxcabs\",\n\"status\": 1\n},\n{\n\"sender\": \"79001234567\",\n\"status\": 0\n},\n{\n\"sender\": \"SMSC.RU\",\n\"status\": 2\n}]"`
		query  = `/sys/senders.php?get=1&fmt=3&charset=utf-8&login=demo&psw=demo`
		asked  = `GET http://127.0.0.1:8086` + query
		zipped = `GET http://127.0.0.1:8086/gzip` + query
		posted = `POST http://127.0.0.1:8086/sys/senders.php`
	)
	// QUIRK: VCR sorts the parameters.
	sorted := strings.NewReplacer("get=1&fmt=3&charset=utf-8", "charset=utf-8&fmt=3&get=1").Replace(asked)
	for _, c := range []struct {
		file string
		want []string
	}{
		{"curl-i.http", []string{`1 200 ` + names + ` 6:1`}},
		{"curl-i-three.http", []string{`1 200 ` + names + ` 6:1`, `2 200 "zxcabs" 13:1`, `3 200 ` + all + ` 18:1`}},
		{"curl-i-redirect.http", []string{`1 302 omitted`, `2 200 ` + names + ` 12:1`}},
		{"curl-head.http", []string{`1 405 omitted`}},
		{"curl-i-continue.http", []string{`1 200 ` + asXML + ` 8:1`}},
		{"curl-i-chunked.http", []string{`1 200 ` + names + ` 6:1`}},
		{"curl-i-raw.http", []string{`1 200 ` + names + ` 7:1`}},
		{"curl-i-gzip.http", []string{`1 200 ` + names + ` 7:1`}},
		{"curl-i-zlib.http", []string{`1 200 ` + names + ` 7:1`}},
		{"curl-i-deflate.http", []string{`1 200 ` + names + ` 7:1`}},
		{"curl-i-br.http", []string{`1 200 ` + names + ` 7:1`}},
		{"curl-i-zstd.http", []string{`1 200 ` + names + ` 7:1`}},
		{"curl-i-compressed.http", []string{`1 200 ` + names + ` 7:1`, `2 200 ` + names + ` 14:1`}},
		{"curl-v.txt", []string{`1 GET ` + query + ` 200 ` + names + ` 15:1`}},
		{"curl-v-three.txt", []string{`1 GET /gzip` + query + ` 200 ` + names + ` 16:1`, `2 GET /sys/senders.php?get=1&fmt=1&login=demo&psw=demo 200 "zxcabs" 34:1`, `3 GET /chunked` + query + `&all=1 200 ` + all + ` 50:1`}},
		{"curl-v-i-redirect.txt", []string{`1 GET /redirect` + query + ` 302 omitted`, `2 GET ` + query + ` 200 ` + names + ` 44:1`}},
		{"curl-v-post.txt", []string{`1 POST /sys/senders.php form omitted 200 ` + asXML + ` 21:1`}},
		{"curl-v-meter.txt", []string{`1 GET ` + query + ` 200 ` + names + ` 18:1`}},
		{"curl-v-i-terminal.txt", []string{`1 GET ` + query + ` 200 ` + names + ` 18:1`, `2 GET ` + query + `&all=1 200 ` + all + ` 39:1`}},
		{"httputil.http", []string{`1 GET /dump` + query + ` 200 ` + names + ` 10:1`, `2 POST /dump/sys/senders.php "get=1&fmt=0&login=demo&psw=demo" 200 "name = zxcabs" 23:1`}},
		{"wget.warc", []string{`1 ` + asked + ` 200 ` + names + ` 56:1`, `2 ` + zipped + ` 200 ` + names + ` 99:1`}},
		{"wget-post.warc.gz", []string{`1 ` + posted + ` "get=1&fmt=1&login=demo&psw=demo" 200 "zxcabs" 59:1`}},
		{"vcrpy.yaml", []string{`1 ` + asked + ` 200 ` + names + ` 15:15`, `2 ` + zipped + ` 200 ` + names + ` 45:15`, `3 ` + posted + ` "get=1&fmt=1&login=demo&psw=demo" 200 "zxcabs" 78:15`}},
		{"ruby.yml", []string{`1 ` + sorted + ` 200 ` + names + ` 31:15`, `2 ` + posted + ` "get=1&fmt=2&login=demo&psw=demo" 200 ` + asXML + ` 67:15`}},
		{"ruby-base64.yml", []string{`1 ` + sorted + ` 200 ` + names + ` 31:22`}},
		{"govcr-1.yaml", []string{`1 ` + asked + ` 200 ` + names + ` 11:11`, `2 ` + zipped + ` 200 ` + names + ` 32:11`, `3 ` + posted + ` "fmt=1&get=1&login=demo&psw=demo" 200 "zxcabs" 61:11`}},
		{"govcr-4.yaml", []string{`1 ` + asked + ` 200 ` + names + ` 29:15`, `2 ` + zipped + ` 200 ` + names + ` 69:15`, `3 ` + posted + ` "fmt=1&get=1&login=demo&psw=demo" 200 "zxcabs" 108:15`}},
	} {
		t.Run(c.file, func(t *testing.T) {
			file, err := os.Open("testdata/" + c.file)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			got := outcome(capture.Reader{}, file)
			if g, w := strings.Join(got, "\n"), strings.Join(c.want, "\n"); g != w {
				t.Errorf("got\n%s\nwant\n%s", g, w)
			}
		})
	}
}
