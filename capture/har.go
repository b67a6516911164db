package capture

import "github.com/smscodec/smscodec/internal/jsonscan"

// HAR files: the splitter, which finds the entries. The goroutine that reads a part parses
// its entries; everything else in a HAR is skipped.

// readHAR yields parts of whole entries, of up to limit bytes each. Folder is the folder of
// the files that entries name, or "".
func readHAR(in *lookahead, limit int, folder string, yield func(Part) bool) {
	form := harFormOf(in.beginning())
	s := newSplitter(in, HAR, "an entry", limit, yield, func() entryReader { return newHARReader(limit, folder, form == harLog) })
	switch form {
	case harEntries:
		s.end(s.values())
	case harLog:
		s.end(s.document(s.entries))
	default:
		s.end(s.document(func() error { return s.member("log", s.entries) }))
	}
}

// A harForm says which levels of a HAR a text has.
type harForm uint8

const (
	noHAR      harForm = iota
	wholeHAR           // a log with its entries
	harLog             // the log alone
	harEntries         // entries alone, one after the other
)

// harFormOf returns the form of an object, by its first members. The text may be cut off.
func harFormOf(text []byte) harForm {
	members := memberValues(text)
	switch {
	case members.has("log", '{'):
		return wholeHAR
	case members.has("entries", '[') && (members.has("version", '"') || members.has("creator", '{') || members.has("browser", '{') ||
		members.has("pages", '[') || memberValues(members["entries"][1:]).areEntry()):
		return harLog
	case members.areEntry():
		return harEntries
	}
	return noHAR
}

// values are the texts from the values of members on, by name.
type values map[string][]byte

// has reports whether a member has a value that begins with a byte.
func (v values) has(name string, begin byte) bool { return jsonscan.ByteAt(v[name], 0) == begin }

// areEntry reports whether the members are those of an entry.
func (v values) areEntry() bool {
	hasRequest, hasResponse := v.has("request", '{'), v.has("response", '{')
	if v.has("startedDateTime", '"') {
		return hasRequest || hasResponse
	}
	return hasRequest && hasResponse && memberValues(v["response"])["body"] == nil // which others have, such as WireMock
}

// maxMembers bounds how many members are examined to recognise an object.
const maxMembers = 64

// memberValues returns the values of the object that text begins with. The text may be cut
// off.
func memberValues(text []byte) values {
	members := make(values)
	jsonscan.Object(text, jsonscan.SkipSpace(text, 0), func(name []byte, value int) (int, *jsonscan.Error) {
		if len(members) == maxMembers {
			return value, jsonscan.Want(text, value, "no more")
		}
		members[string(name[:min(len(name), maxName)])] = text[value:]
		return jsonscan.Skip(text, value)
	})
	return members
}

// document reads an object, after which the capture ends.
func (s *splitter) document(object func() error) error {
	if err := object(); err != nil {
		return err
	}
	if s.in.skipSet(jsonSpace) {
		return s.error(ErrMalformed, "want the end of the file")
	}
	return s.in.failure()
}

// entries reads an object with the array of entries, which may be null.
func (s *splitter) entries() error {
	return s.member("entries", func() error {
		if s.in.text[0] == 'n' {
			return s.skipValue()
		}
		return s.list('[', "an array", ']', s.value)
	})
}

// member reads the one member of an object that is needed. The object must have it.
func (s *jsonStream) member(name string, read func() error) error {
	seen := false
	err := s.object(func(other string) error {
		switch {
		case other != name:
			return s.skipValue()
		case seen:
			return s.error(ErrMalformed, "duplicate member")
		}
		seen = true
		return read()
	})
	if err == nil && !seen {
		err = s.error(ErrMalformed, "no "+name)
	}
	return err
}
