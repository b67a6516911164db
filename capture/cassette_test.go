package capture_test

import (
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// interaction gives an interaction whose response has a body, as YAML.
func interaction(body string) string {
	return "- request: {method: get, uri: http://smsc.ru/sys/senders.php}\n  response:\n    status: {code: 200}\n    body: " + body + "\n"
}

const asked = `GET http://smsc.ru/sys/senders.php`

var cassetteCases = []outcomeCase{
	{"strings of all kinds", "interactions:\n" + interaction(`"a\tb"`) + interaction("'a''b'") + interaction("|\n      a\n       - b\n\n      # c") + interaction(">-\n      a\n      b") + interaction("a # b") + interaction("12") + interaction("~"),
		[]string{
			`1 ` + asked + ` 200 "a\tb" 5:1`, `2 ` + asked + ` 200 "a'b" 9:1`, `3 ` + asked + ` 200 "a\n - b\n\n# c\n" 13:1`, `4 ` + asked + ` 200 "a b" 21:1`,
			`5 ` + asked + ` 200 "a" 27:1`, `6 ` + asked + ` 200 "12" 31:1`, `7 ` + asked + ` 200 "" 35:1`}},
	{"binary", "http_interactions:\n" + interaction("!!binary T0s=") + interaction("{string: !binary T0s=}") + interaction("{encoding: UTF-8, base64_string: \"T0\\\n      s=\"}") + interaction("!!python/unicode 'OK'"),
		[]string{`1 ` + asked + ` 200 "OK" 5:1`, `2 ` + asked + ` 200 "OK" 9:1`, `3 ` + asked + ` 200 "OK" 13:1`, `4 ` + asked + ` 200 "OK" 18:1`}},
	{"an anchor and its aliases", "interactions:\n- request: {method: &m get, uri: &u /sys/senders.php, body: *u}\n  response: {body: *m}\n- request: {method: *m}\n  response: {body: ''}\n",
		[]string{`1 GET /sys/senders.php "/sys/senders.php" 0 "get" 3:1`, `2 0 "" 5:1 ill-typed member: an alias of what is no scalar of the same interaction`}},
	{"indented, with lines between", "version: 1\ninteractions:\n\n  # first\n  - request: {}\n\n    response: {body: a}\n\n  # second\n  - request: {}\n    response: {body: b}\n\nother:\n- a\n", []string{`1 0 "a" 7:1`, `2 0 "b" 11:1`}},
	{"elsewhere", "interactions:\n- request: {uri: http://smsc.ru/}\n  response: {body: a}\n", []string{`1 http://smsc.ru/ 0 elsewhere`}},
	{"none", "interactions: []\n", nil},

	{"no response", "interactions:\n- request: {uri: /sys/senders.php}\n- request: {uri: /sys/senders.php}\n  response: {body: a}\n", []string{`1 /sys/senders.php lost`, `2 /sys/senders.php 0 "a" 4:1`}},
	{"ill-typed", "interactions:\n- request: {uri: [a], method: {}}\n  response: {body: [], status: {code: x}}\n", []string{`1 0 "" 3:1 ill-typed member: want a scalar ill-typed member: want a scalar ill-typed member: the status is no HTTP status ill-typed member: want a scalar`}},
	{"no base64", "interactions:\n" + interaction("{base64_string: '?'}"), []string{`1 ` + asked + ` 200 "" 5:1 encoding cannot be undone: a body is no base64`}},
	{"no mapping", "interactions:\n- a\n" + interaction("OK"), []string{`capture: cassette: line 2, column 1: malformed: an interaction is no mapping of YAML`, `2 ` + asked + ` 200 "OK" 6:1`}},
	{"no YAML", "interactions:\n- a: [\n- b: '\n- c: \"\n" + interaction("OK"), []string{
		`capture: cassette: line 2, column 1: malformed: an interaction is no mapping of YAML`, `capture: cassette: line 3, column 1: malformed: an interaction is no mapping of YAML`,
		`capture: cassette: line 4, column 1: malformed: an interaction is no mapping of YAML`, `4 ` + asked + ` 200 "OK" 8:1`}},
	{"no block sequence", "interactions: [a]\n", []string{`capture: cassette: line 1, column 1: malformed: want interactions as a block sequence`}},
	{"cut off", "interactions:\n- request: {uri: /sys/senders.php}\n  response: {body: 'a", []string{`capture: cassette: line 2, column 1: unexpected EOF: the interaction is cut off`}},
	{"cut off at a line end", "interactions:\n- request: {uri: /sys/senders.php}\n  response:\n    status: {code: 200}\n", []string{`1 /sys/senders.php 200 "" 2:1 unexpected EOF: the interaction is cut off`}},
	{"aliases that would grow without bound", "interactions:\n- a: &a [x, x, x, x]\n  b: &b [*a, *a, *a, *a]\n  c: &c [*b, *b, *b, *b]\n  request: {headers: {x: *c, y: [*c, *c]}}\n  response: {body: *c}\n",
		[]string{`1 0 "" 6:1 ` + strings.Repeat("ill-typed member: want a scalar ", 4)[:4*32-1]}},
	{"nested too deep", "interactions:\n- a: " + strings.Repeat("[", 1<<16) + "\n" + interaction("OK"), []string{`capture: cassette: line 2, column 1: too large: an interaction has too many members`, `2 ` + asked + ` 200 "OK" 6:1`}},
}

func TestCassette(t *testing.T) {
	checkOutcomes(t, capture.Reader{Format: capture.Cassette}, cassetteCases)
}
