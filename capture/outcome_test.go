package capture_test

import (
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// outcome returns a line for each exchange and error of a capture:
//
//	1 POST /path "form" 200 "body" 7:1 defect: …
func outcome(r capture.Reader, src io.Reader) []string { return outcomeOf(r.Exchanges(src)) }

func outcomeOf(exchanges iter.Seq2[*capture.Exchange, error]) []string {
	var lines []string
	for x, err := range exchanges {
		if err != nil {
			lines = append(lines, err.Error())
			continue
		}
		words := []string{fmt.Sprint(x.Entry)}
		if x.Request.Method+x.Request.URL != "" {
			words = append(words, strings.TrimSpace(x.Request.Method+" "+x.Request.URL))
		}
		if len(x.Request.Body) > 0 {
			words = append(words, fmt.Sprintf("%q", x.Request.Body))
		}
		if x.Request.BodyOmitted {
			words = append(words, "form omitted")
		}
		switch {
		case x.Response.BodyOmitted:
			words = append(words, fmt.Sprint(x.Response.Status), "omitted")
		case x.Response.Lost:
			words = append(words, "lost")
		case x.Response.Body == nil:
			words = append(words, fmt.Sprint(x.Response.Status), "elsewhere")
		default:
			at := x.Response.Position(0)
			words = append(words, fmt.Sprintf("%d %q %d:%d", x.Response.Status, x.Response.Body, at.Line, at.Col))
		}
		for _, d := range x.Defects {
			words = append(words, fmt.Sprintf("%v: %s", d.Err, d.Detail))
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return lines
}

// An outcomeCase is a capture and its outcome.
type outcomeCase struct {
	name string
	in   string
	want []string
}

func checkOutcomes(t *testing.T, r capture.Reader, cases []outcomeCase) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := outcome(r, strings.NewReader(c.in))
			if g, w := strings.Join(got, "\n"), strings.Join(c.want, "\n"); g != w {
				t.Errorf("got\n%s\nwant\n%s", g, w)
			}
		})
	}
}
