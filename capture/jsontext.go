package capture

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// JSON text in memory, read by index: object and array call a function for each member
// and element; skipValue reads any value. See jsonstring.go for strings.

// maxDepth bounds the nesting of JSON, and with it the recursion.
const maxDepth = 256

// object reads the object that begins at text[at], and returns its end. For each member it
// calls a function with the decoded name and the index of the value. The function must read
// the value, and return its end.
func object(text []byte, at int, each func(name []byte, value int) (int, *jsonError)) (int, *jsonError) {
	return elements(text, at, '{', "an object", '}', func(at int) (int, *jsonError) {
		end, err := skipString(text, at)
		if err != nil {
			return end, err
		}
		name := text[at+1 : end-1]
		if bytes.IndexByte(name, '\\') >= 0 {
			name, _, _ = stringValue(nil, text, at)
		}
		if at = skipSpace(text, end); firstByte(text, at) != ':' {
			return at, wantError(text, at, "a colon")
		}
		return each(name, skipSpace(text, at+1))
	})
}

// array reads the elements of the array that begins at text[at], as object does.
func array(text []byte, at int, each func(value int) (int, *jsonError)) (int, *jsonError) {
	return elements(text, at, '[', "an array", ']', each)
}

// elements reads elements in brackets, separated by commas.
func elements(text []byte, at int, begin byte, what string, end byte, each func(at int) (int, *jsonError)) (int, *jsonError) {
	if firstByte(text, at) != begin {
		return at, wantError(text, at, what)
	}
	if at = skipSpace(text, at+1); firstByte(text, at) == end {
		return at + 1, nil
	}
	for {
		var err *jsonError
		if at, err = each(at); err != nil {
			return at, err
		}
		switch at = skipSpace(text, at); firstByte(text, at) {
		case end:
			return at + 1, nil
		case ',':
			at = skipSpace(text, at+1)
		default:
			return at, wantError(text, at, "a comma or the end of "+what)
		}
	}
}

// skipValue reads the value that begins at text[at], and returns its end.
func skipValue(text []byte, at int) (int, *jsonError) { return skipNested(text, at, 0) }

func skipNested(text []byte, at, depth int) (int, *jsonError) {
	if depth == maxDepth {
		return at, &jsonError{at, ErrTooLarge, "nested deeper than " + strconv.Itoa(maxDepth)}
	}
	switch firstByte(text, at) {
	case '"':
		return skipString(text, at)
	case '{':
		return object(text, at, func(_ []byte, value int) (int, *jsonError) { return skipNested(text, value, depth+1) })
	case '[':
		return array(text, at, func(value int) (int, *jsonError) { return skipNested(text, value, depth+1) })
	}
	end := at
	for end < len(text) && bytes.IndexByte([]byte("+-.0123456789Eaeflnrstu"), text[end]) >= 0 {
		end++
	}
	switch {
	case json.Valid(text[at:end]):
		return end, nil
	case end == len(text):
		at = end // cut off
	}
	return at, wantError(text, at, "a value")
}
