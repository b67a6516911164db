package oldredact

import (
	"bytes"
	"io"
	"iter"
	"regexp"
	"strings"
)

// verbose copies what curl -v prints. It is one entry: a body may stand behind all
// heads.
func (c *redaction) verbose() error {
	text, err := io.ReadAll(io.LimitReader(c.in.buf, int64(c.max)+1))
	if err != nil {
		return err
	}
	c.entry = 1
	c.mask.most = maxLogSecrets
	if len(text) > c.max {
		return c.fail(nil, 0, ErrTooLarge, "what curl -v printed, which is one entry")
	}
	if at := bytes.IndexFunc(text, isBinary); at >= 0 {
		return c.fail(text, at, ErrUnsafe, "a body that is no text")
	}
	printed := splitVerbose(text)
	if err := c.mask.entry(printed.mask); err != nil {
		return c.fail(nil, 0, err.Err, err.Detail)
	}
	return c.write(text)
}

// A printedLog is what curl -v printed, in place.
type printedLog struct {
	text     []byte // all of it
	notes    [][]byte
	commands [][]byte // lines with which a command line goes on
	starts   [][]byte // lines that begin a head
	fields   [][]byte // other lines of heads, also as -i prints them
	bodies   [][]byte // the rest of the standard output
	encoding string   // the last Content-Encoding
}

func splitVerbose(text []byte) *printedLog {
	log := printedLog{text: text}
	var scanner verboseScanner
	heads := make(map[string]bool) // lines of responses' heads
	for line := range bytes.Lines(text) {
		for len(line) > 0 {
			before := scanner
			mark, n := scanner.scan(line)
			part := line[:n]
			line = line[n:]
			switch mark {
			case verboseNote:
				switch {
				case before.inCommand:
					log.commands = append(log.commands, part)
				case part[0] == '*':
					log.notes = append(log.notes, part[1:])
				case part[0] == '<': // a trailer
					log.fields = append(log.fields, part[verbosePrefix:])
				case bytes.Contains(part, []byte("curl")): // others are numbers
					log.notes = append(log.notes, part)
				}
			case verboseRequest:
				log.head(verboseContent(part), before.inRequest)
			case verboseResponse:
				content := verboseContent(part)
				heads[string(content)] = true
				log.head(content, before.inResponse)
				if of := contentEncoding.FindSubmatch(content); of != nil {
					log.encoding = string(of[1])
				}
			case verboseText:
				if heads[string(part)] && isHeader(part, true) {
					log.fields = append(log.fields, part)
				} else {
					log.bodies = append(log.bodies, part)
				}
			}
		}
	}
	return &log
}

func (l *printedLog) head(line []byte, begun bool) {
	if begun {
		l.fields = append(l.fields, line)
	} else {
		l.starts = append(l.starts, line)
	}
}

var (
	// quotedSecrets find what notes tell of users and cookies.
	quotedSecrets = regexp.MustCompile(`(?i:\buser(?:name)? '([^'\n]*)'|\bcookie [^=\s"]+="([^"\n]*)")`)
	// fieldInNote finds a header of HTTP/2: [HTTP/2] [1] [cookie: a=b].
	fieldInNote = regexp.MustCompile(`\[(:?[A-Za-z0-9_-]+): ?([^\n]*)\]`)
)

// mask masks the log. What it prints of the standard output is in one, as notes may be
// in between. Command lines may be of several lines.
func (l *printedLog) mask(by *masker) {
	if by.pass == passStructure {
		by.commands(l.text)
	}
	for _, line := range l.starts {
		maskStart(by, bytes.TrimRight(line, "\r\n"), !bytes.HasPrefix(line, []byte("HTTP/")))
	}
	for _, line := range l.fields {
		maskField(by, bytes.TrimRight(line, "\r\n"))
	}
	for _, line := range l.commands {
		by.text(line, place{command: true})
	}
	for _, note := range l.notes {
		if by.pass == passStructure {
			for secret := range secretsInNote(note) {
				by.secret(secret)
			}
		}
		end := 0
		for _, at := range fieldInNote.FindAllSubmatchIndex(note, -1) {
			of := place{}.named(strings.ToLower(string(note[at[2]:at[3]])))
			of.param = true
			by.text(note[end:at[2]], place{})
			by.text(note[at[4]:at[5]], of)
			end = at[5]
		}
		by.text(note[end:], place{})
	}
	content := bytes.Join(l.bodies, nil)
	by.text(content, place{body: true, encoding: l.encoding})
	for _, part := range l.bodies {
		content = content[copy(part, content):]
	}
}

// secretsInNote yields what a note tells of users and cookies.
func secretsInNote(note []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if !bytes.ContainsAny(note, `'"`) {
			return
		}
		for _, at := range quotedSecrets.FindAllSubmatchIndex(note, -1) {
			for group := 2; group < len(at); group += 2 {
				if at[group] >= 0 && !yield(note[at[group]:at[group+1]]) {
					return
				}
			}
		}
	}
}
