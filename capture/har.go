package capture

import (
	"bytes"

	"github.com/smscodec/smscodec/internal/jsonscan"
)

// HAR files: the splitter, which finds the entries. The goroutine that reads a part parses
// its entries; everything else in a HAR is skipped.

// readHAR yields parts of whole entries, of up to limit bytes each. Folder is the folder of
// the files that entries name, or "".
func readHAR(in *lookahead, limit int, folder string, out *gatherer) {
	path, _ := entriesPath(in.beginning())
	s := newSplitter(in, limit, out, func() *memberReader { return newHARReader(limit, folder, len(path) == 1) })
	if len(path) == 0 {
		s.values()
	} else {
		s.entriesIn(path)
	}
	s.end()
}

// entriesIn reads the array of entries, which may be null, at a path of members. Each object
// must have its member; all others are skipped.
func (s *splitter) entriesIn(path []string) {
	isFound := false
	s.Elements("{}", "an object", func() {
		isNext := s.name() == path[0]
		if !s.SkipByte(':') {
			s.Want("a colon")
		}
		switch c := s.Next(); {
		case isNext && isFound:
			s.Fail(ErrMalformed, "duplicate member")
		case isNext && len(path) > 1:
			s.entriesIn(path[1:])
		case isNext && c != 'n':
			s.Elements("[]", "an array", s.value)
		case s.beginsValue():
			s.take(new(jsonscan.End).Find, nil, 0)
		}
		isFound = isFound || isNext
	})
	if !isFound {
		s.Fail(ErrMalformed, "no "+path[0])
	}
}

// entriesPath returns the names of the members that lead to the entries of a HAR, which may
// lack its log, or be entries alone, one after the other. By the first members of text, which
// may be cut off, it reports whether that is a HAR.
func entriesPath(text []byte) (path []string, isHAR bool) {
	members := memberValues(text)
	path = []string{"log", "entries"}
	switch {
	case members.has("log", '{'):
		return path, true
	case members.has("entries", '[') && (members.has("version", '"') || members.has("creator", '{') || members.has("browser", '{') ||
		members.has("pages", '[') || memberValues(members["entries"][1:]).areEntry()):
		return path[1:], true
	case members.areEntry():
		return nil, true
	}
	return path, false
}

// values are the texts from the values of members on, by name.
type values map[string][]byte

// has reports whether a member has a value that begins with a byte.
func (v values) has(name string, begin byte) bool { return bytes.HasPrefix(v[name], []byte{begin}) }

func (v values) areEntry() bool {
	hasRequest, hasResponse := v.has("request", '{'), v.has("response", '{')
	if v.has("startedDateTime", '"') {
		return hasRequest || hasResponse
	}
	return hasRequest && hasResponse && memberValues(v["response"])["body"] == nil // which others have, such as WireMock
}

// memberValues returns the values of the object that text begins with, which is the beginning of
// a capture and may be cut off.
func memberValues(text []byte) values {
	members := make(values)
	s := jsonscan.Scanner{Text: text}
	s.Object(func(name []byte) {
		s.Next()
		members[string(name)] = text[s.At:]
		s.Skip()
	})
	return members
}
