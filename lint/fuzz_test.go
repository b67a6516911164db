package lint_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/response"
	"github.com/smscodec/smscodec/lint"
	"github.com/smscodec/smscodec/smscgen"
	"github.com/smscodec/smscodec/smschttp"
	"github.com/smscodec/smscodec/smsctest"
)

func FuzzCheck(f *testing.F) {
	for c, err := range smsctest.Cases() {
		if err != nil {
			f.Fatal(err)
		}
		f.Add(c.Request.Query().Encode(), smschttp.ContentType(c.Request), c.Body, false)
	}
	f.Add("get=1&fmt=2&psw=hunter2", "application/xml; charset=windows-1251", []byte("<?xml version='1.0' encoding='windows-1251' standalone='yes'?><list><sender hunter2='1'>Ж</sender></list>"), true)
	f.Add("", "", []byte("123"), false)
	f.Fuzz(func(t *testing.T, query, contentType string, body []byte, text bool) {
		if text && !utf8.Valid(body) {
			return // by what Text means
		}
		x := &capture.Exchange{Response: capture.Response{Body: body, Text: text}}
		if query != "" {
			x.Request.URL = "/sys/senders.php?" + query
		}
		if contentType != "" {
			x.Response.Header = capture.Header{{Name: "Content-Type", Value: contentType}}
		}
		var linter lint.Linter
		result := linter.Check(x)
		for _, finding := range result.Findings {
			checkFinding(t, x, finding)
		}
		_, begins := response.FormatOf(body)
		isUndocumented := func(f lint.Finding) bool { return f.Rule.ID == "not-an-answer" }
		if query == "" && begins && !response.IsPage(body) && slices.ContainsFunc(result.Findings, isUndocumented) {
			t.Errorf("it begins as an answer, but is not read as one: %+v", result.Findings)
		}
		if !text && isRefusedByStrict(body, result.Request) && len(result.Findings) == 0 {
			t.Errorf("strict refuses what has no finding")
		}

		// A Linter remembers nothing that shows.
		findings := append([]lint.Finding(nil), result.Findings...)
		again := linter.Check(x)
		if diff := cmp.Diff(findings, again.Findings, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("the second time (-first +second)\n%s", diff)
		}
	})
}

// checkFinding holds a finding against what its type promises.
func checkFinding(t *testing.T, x *capture.Exchange, f lint.Finding) {
	t.Helper()
	if f.Rule == nil || f.Count < 1 || f.Message == "" {
		t.Errorf("incomplete: %+v", f)
	}
	body := x.Response.Body
	switch {
	case f.Offset < 0 || f.Offset > len(body):
		t.Errorf("%s at %d of %d", f.Rule.ID, f.Offset, len(body))
	case f.Line == 0:
		if f.Offset != 0 || f.Col != 0 {
			t.Errorf("%s is about no place, but at %d, column %d", f.Rule.ID, f.Offset, f.Col)
		}
	default:
		before := string(body[:f.Offset])
		if line, col := strings.Count(before, "\n")+1, f.Offset-strings.LastIndex(before, "\n"); f.Line != line || f.Col != col {
			t.Errorf("%s at %d:%d, want %d:%d", f.Rule.ID, f.Line, f.Col, line, col)
		}
	}
	for _, r := range f.Message + f.Field {
		if unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r) {
			t.Errorf("%s shows %q", f.Rule.ID, r)
		}
	}
}

func isRefusedByStrict(body []byte, req smscodec.Request) bool {
	if req.Op == 0 {
		return false
	}
	_, err := smscodec.Codec{Reject: smscodec.AllQuirks}.Decode(body, req)
	_, refused := errors.AsType[*smscodec.ParseError](err)
	return refused
}

// TestDocumentedAnswersAreClean: there is nothing to say of what is laid out as
// documented, whatever was asked and whatever is answered.
func TestDocumentedAnswersAreClean(t *testing.T) {
	names := smscgen.DocumentedNames()
	properties := gopter.NewProperties(gopter.DefaultTestParametersWithSeed(1))
	properties.Property("no finding", prop.ForAll(func(req smscodec.Request, picks []int, text bool) string {
		var reply smscodec.Reply
		switch req.Op {
		case smscodec.OpGet:
			reply = documentedList(req, names, picks)
		case smscodec.OpAdd:
			reply = smscodec.Added{ID: int64(len(picks))}
		default:
			reply = smscodec.Done{}
		}
		body, err := smscodec.Codec{EmptyList: true}.Append(nil, reply, req)
		if err != nil {
			return err.Error()
		}
		x := &capture.Exchange{
			Request: capture.Request{URL: "https://smsc.ru/sys/senders.php?" + req.Query().Encode()},
			Response: capture.Response{
				Status: 200,
				Header: capture.Header{{Name: "Content-Type", Value: smschttp.ContentType(req)}, {Name: "Content-Length", Value: strconv.Itoa(len(body))}},
				Body:   body,
				Text:   text,
			},
		}
		var linter lint.Linter
		for _, f := range linter.Check(x).Findings {
			if f.Rule.ID != "empty" && f.Rule.ID != "csv-formula" {
				return f.Rule.ID + ": " + f.Message
			}
		}
		return ""
	}, smscgen.GenRequest(), gen.SliceOf(gen.IntRange(0, len(names)-1)), gen.Bool()))
	properties.TestingRun(t)
}

// documentedList returns a list of different names.
func documentedList(req smscodec.Request, names []string, picks []int) smscodec.List {
	list := smscodec.List{}
	for i, pick := range picks {
		if slices.ContainsFunc(list, func(s smscodec.Sender) bool { return s.Name == names[pick] }) {
			continue
		}
		s := smscodec.Sender{Name: names[pick]}
		if req.All {
			s.Status = smscodec.NewStatus(uint8(i % 3))
		}
		if req.Operators {
			statuses := make([]smscodec.RegistrationStatus, smscodec.DocumentedColumns().Len())
			statuses[i%len(statuses)] = smscodec.RegistrationStatus(i % 7)
			s.Registrations, _ = smscodec.NewRegistrations(smscodec.DocumentedColumns(), statuses...)
		}
		list = append(list, s)
	}
	return list
}
