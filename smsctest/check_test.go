package smsctest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
)

// failures returns what CheckDecoder reports on a decoder.
func failures(t *testing.T, decode func([]byte, smscodec.Request) (smscodec.Reply, error)) []string {
	t.Helper()
	var errs []string
	for c, err := range Cases() {
		if err != nil {
			t.Fatal(err)
		}
		if c.ForAnyDecoder() {
			if err := c.Check(decode([]byte(string(c.Body)), c.Request)); err != nil {
				errs = append(errs, err.Error())
			}
		}
	}
	return errs
}

func TestCheck(t *testing.T) {
	type decoder = func([]byte, smscodec.Request) (smscodec.Reply, error)
	for _, test := range []struct {
		name   string
		decode decoder
		want   string // in the first error; "" for none
	}{
		{"ours", smscodec.Decode, ""},
		{"ours, its error wrapped", func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			reply, err := smscodec.Decode(body, req)
			if err != nil {
				err = fmt.Errorf("sdk: %w", err)
			}
			return reply, err
		}, ""},
		{"another's, with errors of its own", func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			reply, err := smscodec.Decode(body, req)
			var wrong *smscodec.ParseError
			if errors.As(err, &wrong) {
				err = errors.New("malformed")
			}
			return reply, err
		}, ""},
		{"one that damages the body", func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			defer clear(body)
			return smscodec.Decode(body, req)
		}, ""},
		{"one that reads all as OK", func([]byte, smscodec.Request) (smscodec.Reply, error) {
			return smscodec.Done{}, nil
		}, "read as: Done{}"},
		{"one that refuses all", func([]byte, smscodec.Request) (smscodec.Reply, error) {
			return nil, errors.New("no")
		}, "refused: no"},
		{"one that refuses what departs", smscodec.Codec{Reject: smscodec.AllQuirks}.Decode, "refused"},
		{"one that takes another charset", func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			req.Charset = smscodec.UTF8
			return smscodec.Decode(body, req)
		}, "read as: "},
		{"one that loses the last row", func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			reply, err := smscodec.Decode(body, req)
			if list, ok := reply.(smscodec.List); ok && len(list) > 1 {
				reply = list[:len(list)-1]
			}
			return reply, err
		}, "read as: List of 1\nwant: List of 2, row 2: {Name"},
		{"one that returns a refusal as a reply", func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			reply, err := smscodec.Decode(body, req)
			var refusal *smscodec.APIError
			if errors.As(err, &refusal) {
				return smscodec.Done{}, nil
			}
			return reply, err
		}, "read as: Done{}"},
		{"one that counts from 1", func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			reply, err := smscodec.Decode(body, req)
			var wrong *smscodec.ParseError
			if errors.As(err, &wrong) {
				wrong.Offset++
			}
			return reply, err
		}, "refused: "},
	} {
		errs := failures(t, test.decode)
		switch {
		case test.want == "" && len(errs) > 0:
			t.Errorf("%s: %d errors, first %s", test.name, len(errs), errs[0])
		case test.want != "" && len(errs) == 0:
			t.Errorf("%s passes", test.name)
		case test.want != "" && !strings.Contains(errs[0], test.want):
			t.Errorf("%s: first error %s, want %q in it", test.name, errs[0], test.want)
		}
	}
}

// The output of the decoder under test cannot control a terminal.
func TestCheckEscapes(t *testing.T) {
	const hostile = "hunter\x1b[2J\u202e\u0085\r\n::error::"
	for name, decode := range map[string]func([]byte, smscodec.Request) (smscodec.Reply, error){
		"errors": func([]byte, smscodec.Request) (smscodec.Reply, error) { return nil, errors.New(hostile) },
		"names":  func([]byte, smscodec.Request) (smscodec.Reply, error) { return smscodec.List{{Name: hostile}}, nil },
		"lines": func([]byte, smscodec.Request) (smscodec.Reply, error) {
			return smscodec.List{{Name: strings.Repeat("a\u0085\n", 20)}}, nil
		},
		"refusals": func([]byte, smscodec.Request) (smscodec.Reply, error) {
			return nil, &smscodec.APIError{Code: 3, Text: hostile}
		},
		"parse errors": func([]byte, smscodec.Request) (smscodec.Reply, error) {
			return nil, fmt.Errorf("%s %w", hostile, &smscodec.ParseError{})
		},
	} {
		errs := failures(t, decode)
		if len(errs) == 0 {
			t.Errorf("%s: pass", name)
		}
		for _, text := range errs {
			if strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && !strconv.IsPrint(r) }) || strings.Contains(text, "\n::") {
				t.Fatalf("%s: %q", name, text)
			}
		}
	}
}

// decoderVariable names the decoder that TestDecoder checks.
const decoderVariable = "SMSCTEST_DECODER"

// TestDecoder checks our decoder, and with the variable another.
func TestDecoder(t *testing.T) {
	switch os.Getenv(decoderVariable) {
	case "":
		CheckDecoder(t, smscodec.Decode)
		CheckDecoder(t, func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			reply, err := smscodec.Codec{Reject: smscodec.AllQuirks}.Decode(body, req)
			var wrong *smscodec.ParseError
			if errors.As(err, &wrong) {
				err = errors.New("malformed") // it looks for other mistakes first
			}
			return reply, err
		}, OnlyDocumented())
	case "only done":
		CheckDecoder(t, func([]byte, smscodec.Request) (smscodec.Reply, error) { return smscodec.Done{}, nil },
			OnlyFormats(smscodec.Plain, smscodec.JSON), OnlyOps(smscodec.OpAdd, smscodec.OpDelete))
	case "damages":
		CheckDecoder(t, func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
			defer clear(body)
			return smscodec.Decode(body, req)
		})
	case "no case":
		CheckDecoder(t, smscodec.Decode, OnlyFormats(smscodec.CSV), OnlyFormats(smscodec.XML))
	}
}

// Each case is a subtest, and the selected ones alone run.
func TestCheckDecoder(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for decoder, want := range map[string][]string{
		"": {"--- PASS: TestDecoder/CheckDecoder/csv/y_recorded_names ", "--- PASS: TestDecoder/CheckDecoder#01/xml/"},
		"only done": {
			"--- FAIL: TestDecoder/CheckDecoder/json/y_page_added ", "--- PASS: TestDecoder/CheckDecoder/json/y_page_done_delete ",
			"read as: Done{}\n", "want: Added{ID: 24608}\n", "why: ", `body: "{\n\"sender\": 24608\n}"`,
		},
		"damages": {"--- PASS: TestDecoder "},
		"no case": {"--- FAIL: TestDecoder ", "smsctest: no case is selected"},
	} {
		cmd := exec.Command(program, "-test.run=^TestDecoder$", "-test.v")
		cmd.Env = append(os.Environ(), decoderVariable+"="+decoder)
		output, err := cmd.Output()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		text := string(output)
		fails := strings.Contains(strings.Join(want, ""), "FAIL")
		if fails != (err != nil) {
			t.Errorf("%s: %v", decoder, err)
		}
		for _, line := range want {
			if !strings.Contains(text, line) {
				t.Errorf("%s: no %q in\n%s", decoder, line, beginning(text))
			}
		}
		for _, not := range []string{"/csv/", "/xml/", "y_recorded_names", "/i_"} {
			if decoder == "only done" && strings.Contains(text, not) {
				t.Errorf("%s runs %s", decoder, not)
			}
		}
	}
}

func beginning(text string) string { return text[:min(len(text), 3000)] }

// A difference between replies is shown with their types, of lists the first row that differs.
func TestReplyText(t *testing.T) {
	registrations, err := smscodec.NewRegistrations(columns13(), make([]smscodec.RegistrationStatus, 13)...)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		reply smscodec.Reply
		want  string
	}{
		{nil, "nil"},
		{(*smscodec.APIError)(nil), "(*APIError)(nil)"},
		{smscodec.List(nil), "List{}"},
		{smscodec.List{{Name: "a"}, {Name: "b\x1b", Status: smscodec.StatusApproved}}, `List{{Name: "a"}, {Name: "b\x1b", Status: 1}}`},
		{smscodec.List{{Name: "a", Registrations: registrations}}, `List{{Name: "a", Registrations: {` + registrations.String() + `}}}`},
		{smscodec.Added{ID: 7}, "Added{ID: 7}"},
		{smscodec.Done{}, "Done{}"},
		{&smscodec.APIError{Code: 3, Text: "no", Extra: []smscodec.Field{{Name: "id", Value: "5"}}}, `*APIError{Code: 3, Text: "no", Extra: {"id": "5"}}`},
	} {
		if got := replyText(test.reply); got != test.want {
			t.Errorf("%s, want %s", got, test.want)
		}
	}
	var long smscodec.List
	for i := range 300 {
		long = append(long, smscodec.Sender{Name: fmt.Sprint("name ", i)})
	}
	other := append(smscodec.List{}, long...)
	other[250].Name = "other"
	a, b := differingTexts(long, other)
	if a != `List of 300, row 251: {Name: "name 250"}` || b != `List of 300, row 251: {Name: "other"}` {
		t.Errorf("%s and %s", a, b)
	}
	a, b = differingTexts(long, other[:2])
	if a != `List of 300, row 3: {Name: "name 2"}` || b != "List of 2" {
		t.Errorf("%s and %s", a, b)
	}
}
