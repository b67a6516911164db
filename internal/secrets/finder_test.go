package secrets_test

import (
	"strings"
	"testing"

	"github.com/smscodec/smscodec/internal/secrets"
)

func spansOf(text string, spans []secrets.Span) []string {
	var all []string
	for _, s := range spans {
		all = append(all, text[s.Start:s.End])
	}
	return all
}

func TestFinder(t *testing.T) {
	long := strings.Repeat("ab", 300)
	for _, test := range []struct{ name, text, values, want string }{
		{"none", "hunter2", "", ""},
		{"one that begins another", "hunter12 hunter1", "hunter1 hunter12", "hunter12|hunter1"},
		{"one between two", "hunter15", "hunter1 hunter14 hunter16", "hunter1"},
		{"one in another", "xhunter1x", "hunter1 unter", "hunter1"},
		{"too short", "hunt hunter", "hunt hunter", "hunter"},
		{"a long one", "x" + long + "c", long, long},
		{"two long ones", long + "cd" + long, long + " " + long + "c", long + "c|" + long},
		{"the beginning of a long one", long[:500] + "c", long, long[:500]},
		{"behind a piece", strings.Repeat("%41", 1<<15) + "hunter%32", "hunter2", "hunter%32"},
		{"between two pieces", strings.Repeat("a", 1<<16-20) + "%68%75%6e%74%65%72%32", "hunter2", "%68%75%6e%74%65%72%32"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := spansOf(test.text, secrets.NewFinder(5, strings.Fields(test.values)...).Find(test.text))
			if strings.Join(got, "|") != test.want {
				t.Errorf("got %.40q, want %.40q", got, test.want)
			}
		})
	}
}

// What a text's end has cut off of a value is known from four bytes on.
func TestSpansOfCut(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"of hunt", "hunt"},
		{"of hunter%2Fsecr", "hunter%2Fsecr"},
		{`of hunter\/secr`, `hunter\/secr`},
		{"of hunter%2", "hunter%2"},
		{`of hunter\u002`, `hunter\u002`},
		{"of hunter&#4", "hunter&#4"},
		{"of hunter&amp;#4", "hunter&amp;#4"},
		{"of hunter/secret", "hunter/secret"},
		{"of hun", ""},
		{"of hunter.", ""},
	} {
		got := strings.Join(spansOf(test.text, secrets.SpansOfCut(test.text, "hunter/secret")), "|")
		if got != test.want {
			t.Errorf("of %q %q is cut off, want %q", test.text, got, test.want)
		}
	}
}
