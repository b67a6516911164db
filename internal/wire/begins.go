package wire

import (
	"bytes"
	"regexp"
	"slices"
)

// How answers begin. A text that begins as one may still be cut off or malformed; one
// that does not is no answer, or CSV, which has no beginning of its own.

// A Kind is what a text begins as.
type Kind uint8

// The kinds of beginnings.
const (
	NoAnswer     Kind = iota
	PlainList         // name = …
	PlainAdded        // ID = …
	PlainRefusal      // ERROR = …
	CSVRefusal        // 0,-…
	BareOK            // OK and nothing else: plain or CSV, and recorded under JSON
	XMLAnswer         // an element list, sender or result
	JSONAnswer        // an object, or an array of objects, with a known first member
)

// utf8BOM is a byte order mark in UTF-8.
const utf8BOM = "\xEF\xBB\xBF"

// space is the white space of XML and JSON.
const space = " \t\r\n"

// lineKinds are the kinds that a line of their own begins.
var lineKinds = [...]struct {
	beginning string
	kind      Kind
}{
	{PlainName, PlainList},
	{PlainID, PlainAdded},
	{PlainError, PlainRefusal},
	{"0" + CSVError, CSVRefusal},
}

// Begins returns what a text begins as, after a byte order mark and white space.
func Begins(text []byte) Kind {
	text = bytes.TrimLeft(bytes.TrimPrefix(text, []byte(utf8BOM)), space)
	for _, line := range lineKinds {
		if bytes.HasPrefix(text, []byte(line.beginning)) {
			return line.kind
		}
	}
	switch {
	case string(bytes.TrimRight(text, space)) == OK:
		return BareOK
	case isRoot(XMLRoot(text)):
		return XMLAnswer
	case beginsJSON(text):
		return JSONAnswer
	}
	return NoAnswer
}

// isRoot reports whether the name of an XML element is that of an answer.
func isRoot(name []byte) bool {
	return slices.Contains([]string{KeyList, KeySender, KeyResult}, string(name))
}

// XMLRoot returns the name of the first element, after white space, an XML declaration, comments
// and processing instructions. It returns nothing if there is none, or the text ends
// within its name.
func XMLRoot(text []byte) []byte {
	text = bytes.TrimLeft(text, space)
	for {
		var end string
		switch {
		case bytes.HasPrefix(text, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(text, []byte("<?")):
			end = "?>"
		default:
			name, _ := bytes.CutPrefix(text, []byte("<"))
			size := bytes.IndexAny(name, space+"/>")
			if len(name) == len(text) || size < 0 {
				return nil
			}
			return name[:size]
		}
		_, text, _ = bytes.Cut(text, []byte(end))
		text = bytes.TrimLeft(text, space)
	}
}

// beginsJSON reports whether a text begins as an object of the vendor's, or an array of
// them. The empty array is a list without names.
func beginsJSON(text []byte) bool {
	rest, isArray := bytes.CutPrefix(text, []byte("["))
	rest = bytes.TrimLeft(rest, space)
	if isArray && string(bytes.TrimRight(rest, space)) == "]" {
		return true
	}
	rest, isObject := bytes.CutPrefix(rest, []byte("{"))
	rest, isString := bytes.CutPrefix(bytes.TrimLeft(rest, space), []byte(`"`))
	if !isObject || !isString {
		return false
	}
	name, rest, isWhole := bytes.Cut(rest, []byte(`"`))
	rest = bytes.TrimLeft(rest, space)
	if !isWhole || len(rest) > 0 && rest[0] != ':' {
		return false
	}
	isMember := isObjectMember
	if isArray {
		isMember = isRowMember
	}
	return isMember(string(name)) && (!isCommon(string(name)) || continuesAnswer(rest, isMember))
}

// isObjectMember reports whether an object that is no row may have a member of a name.
func isObjectMember(name string) bool {
	return slices.Contains([]string{KeySender, KeyResult, KeyError, KeyErrorCode, KeyID}, name)
}

// isRowMember reports whether an object of a JSON list may have a member of a name.
func isRowMember(name string) bool {
	return slices.Contains([]string{KeySender, KeyStatus, KeyID}, name) || IsOperator(name)
}

// isCommon reports whether the JSON of other software often begins with a member of a name.
func isCommon(name string) bool { return name == KeyID || name == KeyStatus }

// continuesAnswer reports whether the text after the name of a common member continues as in an
// answer: the value is no object or array, and the next member, if there is one, is known. The
// text may be cut off anywhere.
func continuesAnswer(text []byte, isMember func(name string) bool) bool {
	next := otherValue.FindSubmatch(text)
	return next == nil || isMember(string(next[1]))
}

// otherValue matches an object or array as the value of a member, or another value and the name
// of the next member.
var otherValue = regexp.MustCompile(`(?s)^:\s*(?:[{\[]|(?:"(?:[^"\\]|\\.)*"|[^"\s,{}\[\]]*)\s*,\s*"([^"]*)")`)
