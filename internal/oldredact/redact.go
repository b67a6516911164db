package oldredact

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"io"
	"strings"
)

// A Redactor copies captures so that they are safe to share: without logins,
// passwords, API keys, cookies and what else authorizes. The zero value is ready for
// use.
//
// The copy is in UTF-8 if the capture is in UTF-16. It has as many bytes as the
// capture, after decompression of the file, and
// differs from it in the secrets only: each character of a secret is an x, or if it
// takes several bytes another that takes as many. So all lengths and offsets that a
// capture states stay right, and how long a secret was can be seen.
//
// Secrets are the values of login, psw and apikey wherever a text has them, in a
// URL, a form, JSON, XML, a page or a program, also escaped as in a URL, HTML or JSON;
// user and password in a URL; cookies and what authorizes, behind the name of the
// header anywhere in a line; what the command lines of curl give it of these; and the
// values of parameters, headers and members whose names say so. They are not known in
// hexadecimal dumps, or where encodings other than these hide names. One of six bytes
// or more is masked wherever else its entry has it, in bodies too, in other charsets,
// escaped twice at most, or cut off at a body's end; what curl -v printed is one entry.
// Bodies are otherwise not understood: another secret in them stays.
type Redactor struct {
	Format   Format // as in Reader; WARC and Cassette are refused
	MaxEntry int    // as in Reader

	// Phones masks phone numbers too, also with their digits in groups, and sender
	// names that are all digits, by other digits: within a call of Redact the same
	// number by the same, and different ones by different ones. In a CSV answer whose
	// request is not known an id of three digits or more is taken for a name.
	Phones bool

	key []byte // of the digits; nil but in tests
}

// Redact copies a capture entry by entry, keeping none. What it cannot redact for
// sure it refuses: it ends with an *Error, or what src or dst says, after whole
// entries. The file's compression is undone.
func (r Redactor) Redact(dst io.Writer, src io.Reader) error {
	in, err := open(src)
	if err == nil && r.Format == Auto {
		r.Format, err = in.recognise()
	}
	if err != nil {
		return err
	}
	c := &redaction{in: in, out: bufio.NewWriter(dst), format: r.Format, max: Reader{MaxEntry: r.MaxEntry}.maxEntry()}
	c.mask.max, c.mask.most = c.max, maxSecrets
	if r.Phones {
		if r.key == nil {
			r.key = make([]byte, 32)
			rand.Read(r.key)
		}
		c.mask.digits = newDigits(r.key)
	}
	err = c.run()
	if problem := c.out.Flush(); err == nil {
		err = problem
	}
	return err
}

// A redaction is a capture that is being copied.
type redaction struct {
	in     *input
	out    *bufio.Writer
	format Format
	max    int // bytes of an entry
	entry  int // as in Exchange
	mask   masker
}

func (c *redaction) run() error {
	switch c.format {
	case Body:
		return c.body()
	case JSONLines:
		return c.lines()
	case HAR:
		return c.har()
	case Dump:
		return c.dump()
	case WARC:
		return c.refusal("a WARC file's digests would no longer be right")
	}
	return c.refusal("a capture of this format cannot be redacted for sure")
}

func (c *redaction) refusal(detail string) error {
	return &Error{Format: c.format, Err: ErrUnsafe, Detail: detail}
}

// fail gives the error for what text has wrong that is next in the capture.
func (c *redaction) fail(text []byte, at int, kind error, detail string) error {
	return &Error{Format: c.format, Entry: c.entry, Position: c.in.at.after(text[:at]), Err: kind, Detail: detail}
}

// write copies text that has been read and masked.
func (c *redaction) write(text []byte) error {
	c.in.at = c.in.at.after(text)
	_, err := c.out.Write(text)
	return err
}

// skipBOM copies a byte order mark.
func (c *redaction) skipBOM() error {
	mark, _ := c.in.buf.Peek(len(utf8BOM))
	if string(mark) != utf8BOM {
		return nil
	}
	c.in.buf.Discard(len(mark))
	return c.write(mark)
}

// body copies a body. Nothing tells what it is, so it has to be text.
func (c *redaction) body() error {
	body, err := io.ReadAll(io.LimitReader(c.in.buf, int64(c.max)+1))
	if err != nil {
		return err
	}
	if len(body) > c.max {
		return c.fail(nil, 0, ErrTooLarge, "")
	}
	if at := bytes.IndexFunc(body, isBinary); at >= 0 {
		return c.fail(body, at, ErrUnsafe, "a control character: not text, nor any other capture")
	}
	if err := c.mask.entry(func(m *masker) { m.text(body, place{body: true}) }); err != nil {
		return c.fail(nil, 0, err.Err, err.Detail)
	}
	return c.write(body)
}

// isBinary tells of a control character that text does not have.
func isBinary(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' }

// lines copies JSON Lines.
func (c *redaction) lines() error {
	if err := c.skipBOM(); err != nil {
		return err
	}
	var line []byte
	for {
		piece, err := c.in.buf.ReadSlice('\n')
		line = append(line, piece...)
		if err == bufio.ErrBufferFull && len(line) <= c.max { // which may have an end yet
			continue
		}
		c.entry = c.in.at.Line
		if len(bytes.TrimSuffix(line, []byte("\n"))) > c.max {
			return c.fail(nil, 0, ErrTooLarge, "a line")
		}
		if err != nil && err != io.EOF {
			return err
		}
		if problem := c.line(line); problem != nil {
			return problem
		}
		if err == io.EOF {
			return nil
		}
		line = line[:0]
	}
}

func (c *redaction) line(line []byte) error {
	text := bytes.TrimSpace(line)
	if len(text) == 0 {
		return c.write(line)
	}
	if text[0] != '{' {
		return c.fail(line, skipSpace(line, 0), ErrMalformed, "want an object")
	}
	if err := c.json(line, ""); err != nil {
		return err
	}
	return c.write(line)
}

// json masks a JSON value, which is an entry, with space around it. Name is that of
// the member that has it.
func (c *redaction) json(text []byte, name string) error {
	begin := skipSpace(text, 0)
	end, problem := skipValue(text, begin)
	if problem == nil {
		if end = skipSpace(text, end); end < len(text) {
			problem = wanted(text, end, "the end of the value")
		}
	}
	if problem != nil {
		return c.fail(text, problem.at, problem.err, problem.detail)
	}
	if err := c.mask.entry(func(m *masker) { m.value(text, begin, place{}.named(strings.ToLower(name))) }); err != nil {
		return c.fail(text, begin, err.Err, err.Detail)
	}
	return nil
}
