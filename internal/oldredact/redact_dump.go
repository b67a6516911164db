package oldredact

import (
	"bytes"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// dump copies HTTP messages. An entry is a request with the response to it, or
// several where requests were sent ahead.
//
// Where a message ends matters little here, as every line that is like a header is
// masked as one: it ends where its length says, if another message or nothing
// follows, and else where the next begins.
func (c *redaction) dump() error {
	if beginning, _ := c.in.buf.Peek(window); isVerbose(beginning) {
		return c.verbose()
	}
	if err := c.skipBOM(); err != nil {
		return err
	}
	var text []byte
	var ended error
	for {
		messages, end, complete := splitter{c.max, ended != nil}.entry(text)
		if !complete && ended == nil {
			if len(text) <= c.max {
				text, ended = fill(make([]byte, max(window, 2*len(text))), text, c.in.buf)
				if ended != nil && ended != io.EOF {
					return ended
				}
				continue
			}
			if end == 0 {
				c.entry++
				return c.fail(nil, 0, ErrTooLarge, "a message")
			}
			// Responses that are waited for do not come.
		}
		if end == 0 {
			return c.write(text) // white space
		}
		c.entry++
		if hidesText(messages) {
			return c.fail(nil, 0, ErrUnsafe, "a body that is no text")
		}
		err := c.mask.entry(func(mask *masker) {
			for _, m := range messages {
				m.mask(mask)
			}
		})
		if err != nil {
			return c.fail(nil, 0, err.Err, err.Detail)
		}
		if err := c.write(text[:end]); err != nil {
			return err
		}
		text = text[end:]
	}
}

// contentEncoding finds a header that says that a body is compressed.
var contentEncoding = regexp.MustCompile(`(?im)^content-encoding:[ \t]*([^\s][^\r\n]*)`)

// hidesText reports whether a body may be of another kind than its head says, which
// may be that of a message before it.
func hidesText(messages []dumped) bool {
	return slices.ContainsFunc(messages, func(m dumped) bool {
		body := m.content()
		if m.encoding != "" || isPacked(body) {
			return false
		}
		return bytes.IndexByte(body, 0) >= 0 || bytes.ContainsFunc(body, isBinary) && contentEncoding.Match(body)
	})
}

// A dumped is a message of a dump, in place.
type dumped struct {
	isRequest bool
	head      []byte   // with the start line, up to the empty line
	body      []byte   // what is behind it; of a body in chunks the trailer
	chunks    [][]byte // data of a body in chunks
	encoding  string   // the Content-Encoding
}

// A splitter finds entries and messages at the beginning of a text. They are not
// complete if more text may belong to them.
type splitter struct {
	max   int
	ended bool // nothing follows the text
}

// entry finds the messages of an entry, and where it ends: where each request has its
// response.
func (s splitter) entry(text []byte) (messages []dumped, end int, complete bool) {
	for waiting := 0; ; {
		begin := skipSpace(text, end)
		if begin == len(text) {
			return messages, end, s.ended
		}
		isRequest := requestLineLen(text[begin:]) > 0
		m, size, complete := s.message(text[begin:], isRequest)
		if !complete {
			return messages, end, false
		}
		messages = append(messages, m)
		end = begin + size
		if isRequest {
			waiting++
		} else if !m.isInterim() {
			if waiting--; waiting <= 0 {
				return messages, end, true
			}
		}
	}
}

var (
	headEnd = regexp.MustCompile(`\r?\n\r?\n`)
	chunked = regexp.MustCompile(`(?im)^transfer-encoding:[^\n]*\bchunked\b`)
	length  = regexp.MustCompile(`(?im)^content-length:[ \t]*([0-9]{1,9})[ \t]*\r?$`)
)

// isInterim reports whether another response to the same request comes behind.
func (m *dumped) isInterim() bool {
	return statusLineLen(m.head) > 0 && m.head[versionLen(m.head)+1] == '1'
}

// message finds the parts of a message, and its length.
func (s splitter) message(text []byte, isRequest bool) (m dumped, size int, complete bool) {
	m.isRequest = isRequest
	end := headEnd.FindIndex(text)
	if end == nil {
		m.head = text
		return m, len(text), s.ended
	}
	head := end[1]
	m.head = text[:head]
	if of := contentEncoding.FindSubmatch(m.head); of != nil {
		m.encoding = string(of[1])
	}
	rest := text[head:]
	if chunked.Match(m.head) {
		if chunks, behind, size, complete := s.chunks(rest); !complete {
			return m, 0, false
		} else if size > 0 {
			m.chunks, m.body = chunks, rest[behind:size]
			return m, head + size, true
		}
	}
	n, known := 0, isRequest
	if l := length.FindSubmatch(m.head); l != nil {
		n, _ = strconv.Atoi(string(l[1]))
		known = true
	}
	if known {
		if fits, complete := s.isEnd(rest, n); !complete {
			return m, 0, false
		} else if fits {
			m.body = rest[:n]
			return m, head + n, true
		}
	}
	if next := findMessage(rest, 0, s.ended); next >= 0 {
		m.body = rest[:next]
		return m, head + next, true
	}
	m.body = rest
	return m, len(text), s.ended
}

// isEnd reports whether a message can end behind n bytes of its body, as there is
// another or none.
func (s splitter) isEnd(body []byte, n int) (fits, complete bool) {
	if n > len(body) {
		return false, s.ended || n > s.max
	}
	next := body[skipSpace(body, n):]
	if len(next) == 0 {
		return s.ended, s.ended
	}
	if bytes.IndexByte(next, '\n') < 0 && !s.ended {
		return false, false
	}
	return kindOf(next, false) != noMessage, true
}

var chunkSize = regexp.MustCompile(`^([0-9A-Fa-f]{1,7})[ \t]*(?:;[^\n]*)?\r?\n`)

// chunks finds the data of a body in chunks, what is behind it, and where the body
// ends: at 0, if it is in none.
func (s splitter) chunks(body []byte) (data [][]byte, behind, end int, complete bool) {
	for at := 0; ; {
		line := chunkSize.FindSubmatch(body[at:])
		if line == nil {
			if isCut := bytes.IndexByte(body[at:], '\n') < 0; isCut && !s.ended {
				return nil, 0, 0, false
			} else if isCut && at > 0 {
				return data, at, len(body), true
			}
			return nil, 0, 0, true
		}
		size, _ := strconv.ParseInt(string(line[1]), 16, 32)
		at += len(line[0])
		if size == 0 {
			behind = at
			break
		}
		rest := body[at:]
		if int(size) >= len(rest) {
			if !s.ended {
				return nil, 0, 0, int(size) > s.max
			}
			return append(data, rest), len(body), len(body), true
		}
		data = append(data, rest[:size])
		at += int(size)
		switch {
		case bytes.HasPrefix(body[at:], []byte("\r\n")):
			at += 2
		case body[at] == '\n':
			at++
		case string(body[at:]) == "\r":
			return data, at, len(body), s.ended
		default:
			return nil, 0, 0, true
		}
	}
	// The trailer.
	for at := behind; ; {
		n := bytes.IndexByte(body[at:], '\n')
		if n < 0 {
			return data, behind, len(body), s.ended
		}
		if len(bytes.TrimSpace(body[at:at+n])) == 0 {
			return data, behind, at + n + 1, true
		}
		at += n + 1
	}
}

// content gives the body, of chunks joined.
func (m *dumped) content() []byte {
	if m.chunks == nil {
		return m.body
	}
	return bytes.Join(m.chunks, nil)
}

// mask masks a message.
func (m *dumped) mask(by *masker) {
	m.maskHead(by)
	of := place{form: m.isRequest, body: !m.isRequest, encoding: m.encoding}
	if m.chunks == nil {
		by.text(m.body, of)
		return
	}
	content := m.content()
	by.text(content, of)
	for _, chunk := range m.chunks {
		content = content[copy(chunk, content):]
	}
	by.text(m.body, place{})
}

// maskHead masks the lines of the head. One that begins with white space goes on
// with the field before it.
func (m *dumped) maskHead(by *masker) {
	for at := 0; at < len(m.head); {
		end := at
		for {
			n := bytes.IndexByte(m.head[end:], '\n')
			if n < 0 {
				end = len(m.head)
				break
			}
			end += n + 1
			if c := first(m.head, end); c != ' ' && c != '\t' {
				break
			}
		}
		if line := bytes.TrimRight(m.head[at:end], "\r\n"); at == 0 {
			maskStart(by, line, m.isRequest)
		} else {
			maskField(by, line)
		}
		at = end
	}
}

// maskStart masks a start line.
func maskStart(by *masker, line []byte, isRequest bool) {
	if !isRequest {
		by.text(line, place{})
		return
	}
	last := bytes.LastIndexByte(line, ' ')
	by.text(line[bytes.IndexByte(line, ' ')+1:last], place{form: true})
	by.text(line[last+1:], place{form: true}) // of a line that is folded
}

// maskField masks another line of a head.
func maskField(by *masker, line []byte) {
	name, value, isField := bytes.Cut(line, []byte(":"))
	if !isField {
		by.text(line, place{})
		return
	}
	by.text(name, place{})
	of := place{}.named(strings.ToLower(string(bytes.TrimSpace(name))))
	of.param = true
	by.text(bytes.TrimSpace(value), of)
}
