package capture_test

import (
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// interaction returns an interaction whose response has a body, as YAML.
func interaction(body string) string {
	return "- request: {method: get, uri: http://smsc.ru/sys/senders.php}\n  response:\n    status: {code: 200}\n    body: " + body + "\n"
}

const asked = `GET http://smsc.ru/sys/senders.php`

var cassetteCases = []outcomeCase{
	{"strings of all kinds", "interactions:\n" + interaction(`"a\tb"`) + interaction("'a''b'") + interaction("|\n      a\n       - b\n\n      # c") + interaction(">-\n      a\n      b") + interaction("a # b") + interaction("12") + interaction("~"),
		[]string{
			`1 ` + asked + ` 200 "a\tb" 5:11`, `2 ` + asked + ` 200 "a'b" 9:11`, `3 ` + asked + ` 200 "a\n - b\n\n# c\n" 13:11`, `4 ` + asked + ` 200 "a b" 21:11`,
			`5 ` + asked + ` 200 "a" 27:11`, `6 ` + asked + ` 200 "12" 31:11`, `7 ` + asked + ` 200 omitted`}},
	{"binary", "http_interactions:\n" + interaction("!!binary T0s=") + interaction("{string: !binary T0s=}") + interaction("{encoding: UTF-8, base64_string: \"T0\\\n      s=\"}") + interaction("!!python/unicode 'OK'"),
		[]string{`1 ` + asked + ` 200 "OK" 5:11`, `2 ` + asked + ` 200 "OK" 9:20`, `3 ` + asked + ` 200 "OK" 13:44`, `4 ` + asked + ` 200 "OK" 18:11`}},
	{"an anchor and its aliases", "interactions:\n- request: {method: &m get, uri: &u /sys/senders.php, body: *u}\n  response: {body: *m}\n- request: {method: *m}\n  response: {body: ''}\n",
		[]string{`1 GET /sys/senders.php "/sys/senders.php" 0 "get" 3:20`, `capture: cassette: line 4, column 1: malformed: an alias of a node in another interaction`}},
	{"indented, with lines between", "version: 1\ninteractions:\n\n  # first\n  - request: {}\n\n    response: {body: a}\n\n  # second\n  - request: {}\n    response: {body: b}\n\nother:\n- a\n", []string{`1 0 "a" 7:22`, `2 0 "b" 11:22`}},
	{"elsewhere", "interactions:\n- request: {uri: http://smsc.ru/}\n  response: {body: a}\n", []string{`1 http://smsc.ru/ 0 elsewhere`}},
	{"none", "interactions: []\n", nil},

	{"no response", "interactions:\n- request: {uri: /sys/senders.php}\n- request: {uri: /sys/senders.php}\n  response: {body: a}\n", []string{`1 /sys/senders.php lost`, `2 /sys/senders.php 0 "a" 4:20`}},
	{"ill-typed", "interactions:\n- request: {uri: [a], method: {}}\n  response: {body: [], status: {code: x}}\n", []string{`1 0 omitted ill-typed member: want a scalar ill-typed member: the status is not an HTTP status`}},
	{"a method whose responses have no body", "interactions:\n- request: {method: head, uri: /sys/senders.php}\n  response: {status: {code: 200}, body: ~}\n", []string{`1 HEAD /sys/senders.php 200 "" 2:1`}},
	{"no base64", "interactions:\n" + interaction("{base64_string: '?'}"), []string{`1 ` + asked + ` 200 omitted encoding cannot be undone: a body is not base64`}},
	{"no mapping", "interactions:\n- a\n" + interaction("OK"), []string{`capture: cassette: line 2, column 1: malformed: an interaction is not a YAML mapping`, `2 ` + asked + ` 200 "OK" 6:11`}},
	{"no YAML", "interactions:\n- a: [\n- b: '\n- c: \"\n" + interaction("OK"), []string{
		`capture: cassette: line 2, column 1: malformed: an interaction is not a YAML mapping`, `capture: cassette: line 3, column 1: malformed: an interaction is not a YAML mapping`,
		`capture: cassette: line 4, column 1: malformed: an interaction is not a YAML mapping`, `4 ` + asked + ` 200 "OK" 8:11`}},
	{"no block sequence", "interactions: [a]\n", []string{`capture: cassette: line 1, column 1: malformed: want interactions as a block sequence`}},
	{"cut off", "interactions:\n- request: {uri: /sys/senders.php}\n  response: {body: 'a", []string{`capture: cassette: line 2, column 1: unexpected EOF: the interaction is cut off`}},
	{"cut off at a line end", "interactions:\n- request: {uri: /sys/senders.php}\n  response:\n    status: {code: 200}\n", []string{`1 /sys/senders.php 200 omitted unexpected EOF: the interaction is cut off`}},
	{"aliases that would grow without bound", "interactions:\n- a: &a [x, x, x, x]\n  b: &b [*a, *a, *a, *a]\n  c: &c [*b, *b, *b, *b]\n  request: {headers: {x: *c, y: [*c, *c]}}\n  response: {body: *c}\n",
		[]string{`1 0 omitted ill-typed member: want a scalar`}},
	{"nested too deep", "interactions:\n- a: " + strings.Repeat("[", 1<<16) + "\n" + interaction("OK"), []string{`capture: cassette: line 2, column 1: malformed: an interaction is not a YAML mapping`, `2 ` + asked + ` 200 "OK" 6:11`}},
}

func TestCassette(t *testing.T) {
	checkOutcomes(t, capture.Reader{Format: capture.Cassette}, cassetteCases)
}
