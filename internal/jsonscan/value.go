package jsonscan

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// MaxDepth bounds the nesting of values, and with it the recursion.
const MaxDepth = 256

// Object reads the object that begins at text[at], and returns its end. For each member it
// calls a function with the decoded name and the index of the value. The function must read
// the value, and return its end.
func Object(text []byte, at int, each func(name []byte, value int) (int, *Error)) (int, *Error) {
	return elements(text, at, '{', "an object", '}', func(at int) (int, *Error) {
		end, err := skipString(text, at)
		if err != nil {
			return end, err
		}
		name := text[at+1 : end-1]
		if bytes.IndexByte(name, '\\') >= 0 {
			name, _, _ = AppendString(nil, text, at)
		}
		if at = SkipSpace(text, end); ByteAt(text, at) != ':' {
			return at, Want(text, at, "a colon")
		}
		return each(name, SkipSpace(text, at+1))
	})
}

// Array reads the elements of the array that begins at text[at], as Object does.
func Array(text []byte, at int, each func(value int) (int, *Error)) (int, *Error) {
	return elements(text, at, '[', "an array", ']', each)
}

// elements reads elements in brackets, separated by commas.
func elements(text []byte, at int, begin byte, what string, end byte, each func(at int) (int, *Error)) (int, *Error) {
	if ByteAt(text, at) != begin {
		return at, Want(text, at, what)
	}
	if at = SkipSpace(text, at+1); ByteAt(text, at) == end {
		return at + 1, nil
	}
	for {
		var err *Error
		if at, err = each(at); err != nil {
			return at, err
		}
		switch at = SkipSpace(text, at); ByteAt(text, at) {
		case end:
			return at + 1, nil
		case ',':
			at = SkipSpace(text, at+1)
		default:
			return at, Want(text, at, "a comma or the end of "+what)
		}
	}
}

// Skip reads the value that begins at text[at], and returns its end.
func Skip(text []byte, at int) (int, *Error) { return skipNested(text, at, 0) }

func skipNested(text []byte, at, depth int) (int, *Error) {
	if depth == MaxDepth {
		return at, &Error{at, ErrDepth, "nested deeper than " + strconv.Itoa(MaxDepth)}
	}
	switch ByteAt(text, at) {
	case '"':
		return skipString(text, at)
	case '{':
		return Object(text, at, func(_ []byte, value int) (int, *Error) { return skipNested(text, value, depth+1) })
	case '[':
		return Array(text, at, func(value int) (int, *Error) { return skipNested(text, value, depth+1) })
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
	return at, Want(text, at, "a value")
}
