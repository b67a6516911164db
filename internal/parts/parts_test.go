package parts

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/response"
	"github.com/smscodec/smscodec/internal/wire"
)

// scan returns the parts of an answer, each as "name:", "of=value" or "<markup>".
func scan(answer string, format smscodec.Format, op smscodec.Op) (all []string) {
	Scan([]byte(answer), format, op, func(p Part) {
		text := answer[p.Start:p.End]
		all = append(all, [...]string{Value: p.Of + "=" + text, Member: text + ":", Markup: "<markup>"}[p.Kind])
	})
	return all
}

// TestScan: the parts of answers, also of malformed ones.
func TestScan(t *testing.T) {
	for _, test := range []struct {
		format       smscodec.Format
		op           smscodec.Op
		answer, want string
	}{
		{smscodec.JSON, smscodec.OpGet, `[{"sender": "a", "status": 1}, {"sender": 7}]`, `sender: sender=a status: status=1 sender: sender=7`},
		{smscodec.JSON, smscodec.OpAdd, `{"sender": 24608}`, `sender: id=24608`},
		{smscodec.JSON, 0, `{"sender": 24608}`, `sender: id=24608`},
		{smscodec.JSON, smscodec.OpGet, `{"sender": "a"}`, `sender: sender=a`},
		{smscodec.JSON, smscodec.OpGet, `{"error": "a\"b", "error_code": 2}`, `error: error=a\"b error_code: error_code=2`},
		{smscodec.JSON, smscodec.OpGet, `[{"a": {"sender": "b"}, "c": [true, "d"]} e`, `a: =sender =b c: =d =e`},
		{smscodec.JSON, smscodec.OpGet, `[{"sender": "a`, `sender: =a`},
		{smscodec.XML, smscodec.OpGet, `<?xml version="1.0"?><list><sender status="1" x='y'>a</sender></list>`, `status: status=1 x: x=y sender=a`},
		{smscodec.XML, smscodec.OpGet, `<result><error>a</error><error_code>2</error_code></result>`, `error=a error_code=2`},
		{smscodec.XML, smscodec.OpAdd, "<sender>\n<id>24608</id></sender>", `id=24608`},
		{smscodec.XML, smscodec.OpGet, `<list>a<b c="d">e</b><!--f--><sender>g<h/></sender>`, `=a =b =c =d =e =b =f sender=g <markup> =h`},
		{smscodec.Plain, smscodec.OpGet, "name = a, status = 1, b = 2\nERROR = 2 (c)\nID = 3\nd", `sender=a status: status=1 b: b=2 error=c id=3 =d`},
		{smscodec.CSV, smscodec.OpGet, "a,1,2\n0,-2\nb, c\n", `sender=a sender=b, c`},
		{smscodec.CSV, smscodec.OpAdd, "24608", `id=24608`},
		{smscodec.CSV, smscodec.OpDelete, "OK", ``},
		{smscodec.Plain, smscodec.OpGet, "\xEF\xBB\xBFname = a", `sender=a`},
	} {
		if got := strings.Join(scan(test.answer, test.format, test.op), " "); got != test.want {
			t.Errorf("%s\nhas %s\nwant %s", test.answer, got, test.want)
		}
	}
}

// FuzzScan: parts are in order and do not overlap, also if they are overwritten. In an answer that the codec decodes, the
// values of its members are those that the codec decodes: of a list the names, else the id, or
// the text of the error.
func FuzzScan(f *testing.F) {
	for i, answer := range []string{
		"name = a\nname = My shop", "a\nb,c\n0", "<list>\n<sender status=\"1\">Tom &amp; Co</sender>\n</list>", `[{"sender": "a\u0041"}, {"sender": 7, "mega": "1"}]`,
		"ID = 7", "7", "<sender>\n<id>7</id>\n</sender>", `{"sender": 7}`,
		"ERROR = 2 (a), ID - 7", "0,-2", "<result>\n<error>a</error>\n<error_code>2</error_code>\n</result>", `{"error": "a", "error_code": 2}`,
	} {
		f.Add([]byte(answer), uint8(i))
	}
	f.Fuzz(func(t *testing.T, answer []byte, kind uint8) {
		req := smscodec.Request{Format: smscodec.Format(kind % 4), Op: []smscodec.Op{smscodec.OpGet, smscodec.OpAdd, smscodec.OpDelete}[kind/4%3], Charset: smscodec.UTF8}
		format, isAnswer := response.FormatOf(answer)
		if !isAnswer {
			format = req.Format
		}
		end, hasMarkup := 0, false
		values := make(map[string][]string)
		var all, masked []Part
		Scan(answer, format, req.Op, func(p Part) {
			all = append(all, p)
			if p.Start < end || p.End < p.Start || p.End > len(answer) {
				t.Fatalf("%+v after %d", p, end)
			}
			end = p.End
			hasMarkup = hasMarkup || p.Kind == Markup
			if p.Kind == Value {
				values[p.Of] = append(values[p.Of], meaning(string(answer[p.Start:p.End]), format))
			}
		})
		copied := bytes.Clone(answer)
		Scan(copied, format, req.Op, func(p Part) {
			masked = append(masked, p)
			copy(copied[p.Start:p.End], strings.Repeat("x", p.End-p.Start))
		})
		if !slices.Equal(all, masked) {
			t.Fatalf("%q: parts %+v; if they are overwritten %+v", answer, all, masked)
		}
		if bytes.Contains(answer, []byte(`\u`)) || hasMarkup || bytes.Contains(answer, []byte("<!")) || bytes.Contains(answer, []byte("<?")) {
			return // an escaped name of a member is not recognised, and markup divides values
		}
		reply, err := smscodec.Codec{EmptyList: true}.Decode(answer, req)
		refusal, isRefusal := errors.AsType[*smscodec.APIError](err)
		of, want := "", []string(nil)
		switch reply := reply.(type) {
		case smscodec.List:
			of = wire.KeySender
			for _, s := range reply {
				if req.Format <= smscodec.CSV && !wire.IsDocumentedName(s.Name) {
					return // a line may be read in several ways
				}
				want = append(want, s.Name)
			}
		case smscodec.Added:
			of, want = wire.KeyID, []string{fmt.Sprint(reply.ID)}
		default:
			if !isRefusal || refusal.Text == "" {
				return
			}
			of, want = wire.KeyError, []string{refusal.Text}
		}
		if got, want := trimmed(values[of]), trimmed(want); !slices.Equal(got, want) {
			t.Errorf("%s: the parts of %s are %q, want %q", answer, of, got, want)
		}
	})
}

// trimmed returns values without the white space around them, which is syntax here.
func trimmed(values []string) (all []string) {
	for _, value := range values {
		if value = strings.TrimSpace(value); value != "" {
			all = append(all, value)
		}
	}
	return all
}

// meaning returns a value without the escapes of its format.
func meaning(value string, format smscodec.Format) (text string) {
	switch format {
	case smscodec.JSON:
		if json.Unmarshal([]byte(`"`+value+`"`), &text) == nil {
			return text
		}
	case smscodec.XML:
		return html.UnescapeString(value)
	}
	return value
}
