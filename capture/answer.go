package capture

import (
	"bytes"
	"regexp"

	"github.com/smscodec/smscodec"
)

// How answers begin. Other answers, such as CSV, have no beginning of their own.

var (
	// answerRoot is the beginning of a document in XML with one of the answers' roots.
	answerRoot = regexp.MustCompile(`^(?:<\?xml[^>]*\?>\s*|<!--(?s:.*?)-->\s*)*<(?:list|sender|result)[\s/>]`)
	// answerMember is the beginning of an answer in JSON with the name of its first member.
	answerMember = regexp.MustCompile(`^(\[\s*)?\{\s*"([a-z0-9_]{1,32})"\s*:`)
)

// answerBeginnings are those of plain answers, and of an error in CSV.
var answerBeginnings = []string{"name = ", "ID = ", "ERROR = ", "0,-"}

// beginsAsAnswer reports whether a text, without a byte order mark or white space before
// it, begins as an answer.
func beginsAsAnswer(text []byte) bool {
	for _, beginning := range answerBeginnings {
		if bytes.HasPrefix(text, []byte(beginning)) {
			return true
		}
	}
	if string(bytes.TrimRight(text, " \t\r\n")) == "OK" || answerRoot.Match(text) {
		return true
	}
	first := answerMember.FindSubmatch(text)
	if first == nil {
		return false
	}
	name := string(first[2])
	switch name {
	case "sender", "id":
		return true
	case "error", "error_code", "result":
		return len(first[1]) == 0
	case "status":
		return len(first[1]) > 0
	}
	if len(first[1]) == 0 {
		return false
	}
	for operator := range smscodec.DocumentedColumns().All() {
		if string(operator) == name {
			return true
		}
	}
	return false
}
