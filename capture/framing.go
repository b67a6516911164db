package capture

import (
	"bytes"
	"io"
	"regexp"
	"strconv"
	"unicode/utf8"

	"github.com/smscodec/smscodec/internal/curl"
	"github.com/smscodec/smscodec/internal/http1"
)

// Framing: finds the end of a message's body. The header states its length, but the text
// decides: tools print decoded bodies under the header of the encoded ones, omit bodies,
// and print other text after them.

// binaryWarning is what curl prints on a terminal instead of a body in bytes, such as gzip.
var binaryWarning = []byte("Warning: Binary output can mess up your terminal.")

// bodySaved is what JetBrains IDEs print instead of a body.
var bodySaved = []byte("Response file saved.")

// A frame is a body in the text after its head.
type frame struct {
	length  int           // size in the text, including ignored bytes after the body
	data    []http1.Chunk // its content
	omitted bool          // the capture does not have it
	defect  *Defect       // of the framing
}

// framed returns a body of n bytes that is in the text byte for byte.
func framed(n, length int) *frame { return &frame{length: length, data: []http1.Chunk{{End: n}}} }

// frameBody finds the body, of up to limit bytes, of a message whose head has been read, unless
// it cannot be read. It skips nothing.
func (l *lookahead) frameBody(h *head, limit int) (f *frame, failure *Defect) {
	encodings, chunked := h.header.encodings()
	var chunks http1.ChunkedBody
	if chunked {
		if chunks = l.splitChunks(limit); chunks.IsWhole {
			return &frame{length: chunks.At, data: chunks.Data}, nil
		}
	}
	stated := h.header.Get("Content-Length")
	length, err := strconv.ParseUint(stated, 10, 63)
	n := int(length)
	if l.converted && !chunked && err == nil && length <= uint64(limit) {
		next, failure := l.findMessage(0, limit)
		if failure != nil {
			return nil, failure
		}
		n = l.convertedLen(n, next)
		length = uint64(n)
	}
	if !chunked && err == nil && length <= uint64(limit) {
		if text := l.upTo(n + http1.MaxHeader); len(text) >= n && l.messageFollows(text[n:]) {
			return framed(n, n), nil
		}
	}
	end, failure := l.findMessage(chunks.At, limit)
	if failure != nil {
		return nil, failure
	}
	body, isAtEnd := l.text[:end], l.endsAt(end)
	if chunks.At > 0 { // not all of it is in chunks
		f = &frame{length: end, data: chunks.Data, defect: &Defect{ErrLength, "chunks do not have the lengths that they state"}}
		if chunks.IsData && end > chunks.At {
			f.data = append(f.data, http1.Chunk{Start: chunks.At, End: end})
		}
		if isAtEnd {
			f.defect = cutOff
		}
		return f, nil
	}
	if chunked && retypedChunks.Match(body) {
		return nil, &Defect{ErrLength, lineEndsChanged}
	}
	notes := l.notesLen(body)
	sent := body[:end-notes]
	if len(sent) < n && n <= end && len(bytes.Trim(body[len(sent):n], "\r\n")) == 0 {
		sent = body[:n] // the line ends before the notes are not the tool's
	}
	if chunked || stated == "" || encodings != "" || notes == end && curl.StartsAside(body) { // QUIRK: curl -i joins the chunks, and may decode the body.
		body = body[:end-notes]
	}
	f = framed(len(body), end)
	switch isShort := uint64(len(body)) < length; {
	case len(body) == 0 && (h.isReceived || err == nil && length > 0 || bytes.HasPrefix(l.text, bodySaved)): // it was written elsewhere, or not at all
		f.omitted = true
	case bytes.HasPrefix(body, binaryWarning):
		f = &frame{length: end, data: []http1.Chunk{{}}, omitted: true}
	case chunked, stated == "":
	case err != nil:
		f.defect = &Defect{ErrLength, "Content-Length is not a length"}
	case encodings == "" && wasIndented(sent, n):
		return nil, &Defect{ErrLength, "the body was indented, as by HTTPie; save it with curl -i -o FILE"}
	case encodings == "" && lacksReturns(sent, n):
		f = framed(len(sent), end)
		f.defect = &Defect{io.ErrUnexpectedEOF, "the body is cut off, or its line ends were changed; save it with curl -i -o FILE"}
	case isShort && isAtEnd:
		f.defect = cutOff
	case isShort:
		f.defect = &Defect{ErrLength, "a body is shorter than Content-Length"}
	case encodings != "": // a tool has decoded it, or its decoder reports the bytes after its end
	case areLineEndsChanged(body, n), l.converted && areLineEndsChanged(singleBytes(body), n):
		return nil, &Defect{ErrLength, lineEndsChanged}
	case len(body) > n && utf8.Valid(body) && utf8.RuneCount(body) == n:
		f.defect = &Defect{ErrLength, "a body is longer than Content-Length, as if it was converted from another charset"}
	default:
		f = framed(n, end)
		if len(bytes.TrimSpace(body[n:end-l.notesLen(body[n:])])) > 0 {
			f.defect = &Defect{ErrTrailing, "bytes after the end of the body, such as curl -w writes, were omitted"}
		}
	}
	if at := curl.Meter.FindIndex(body); !l.exact && at != nil && at[0] < f.data[0].End {
		return nil, &Defect{ErrMalformed, "curl wrote its progress meter into the body; save it with curl -i -o FILE"}
	}
	return f, nil
}

var cutOff = &Defect{io.ErrUnexpectedEOF, "the body is cut off"}

const lineEndsChanged = "the line ends of the body were changed; save it with curl -i -o FILE"

// retypedChunks matches a text in chunks that have lost the CR of their lines, and so their lengths.
var retypedChunks = regexp.MustCompile(`^[0-9A-Fa-f]{1,6}\n[^\x00]*\n0\n+$`)

// indentedBody matches JSON and XML in lines of which the inner ones are indented. The server
// indents nothing.
var indentedBody = regexp.MustCompile(`^(?:<\?[^\n]*\n)?[[{<][^\n]*\n(?: {2,}|\t)[^\x00]*\n[]}<][^\n]*$`)

// wasIndented reports whether a tool has indented a body, so that the original bytes are unknown. A
// page that is indented up to the stated length was sent so.
func wasIndented(body []byte, stated int) bool {
	matches := func(text []byte) bool { return indentedBody.Match(bytes.TrimRight(text, "\r\n")) }
	return matches(body) && (len(body) < stated || !matches(body[:stated]))
}

// convertedLen returns the length of a body in text that a shell has converted to UTF-16: the stated
// one or, in a charset of single bytes, that of as many characters, if the body ends there, before the
// next message.
func (l *lookahead) convertedLen(stated, next int) int {
	ends := func(text []byte) bool {
		text = text[:min(len(text), maxNote)]
		return len(text) == 0 || http1.LineEndLen(text) > 0 || http1.StartsMessage(text) || l.prompt.Is(text) || curl.LeadingNotesLen(text) > 0
	}
	if stated <= len(l.text) && ends(l.text[stated:]) {
		return stated
	}
	n := 0
	for range stated {
		if n >= next {
			return stated
		}
		_, size := utf8.DecodeRune(l.text[n:])
		n += size
	}
	if ends(l.text[n:]) {
		return n
	}
	return stated
}

// maxNote is how many bytes after a body are examined for what ends it. More would take time for
// each of many bodies.
const maxNote = 512

// singleBytes returns a text with a byte for each character.
func singleBytes(text []byte) []byte {
	return bytes.Map(func(r rune) rune { return min(r, utf8.RuneSelf-1) }, text)
}

// areLineEndsChanged reports whether a text has the stated length with shorter line ends, so
// that the original bytes are unknown.
//
// QUIRK: PowerShell also adds one at the end of the file.
func areLineEndsChanged(text []byte, stated int) bool {
	isChanged := func(text []byte) bool {
		return len(text) > stated && len(text)-bytes.Count(text, []byte("\r\n")) == stated
	}
	return isChanged(text) || isChanged(bytes.TrimSuffix(text, []byte("\r\n")))
}

// lacksReturns reports whether a text is shorter than stated, but would not be if its lines ended
// in CR LF, which terminals and editors change to LF.
func lacksReturns(text []byte, stated int) bool {
	lines := bytes.TrimRight(text, "\n")
	missing := stated - len(lines) - bytes.Count(lines, []byte("\n"))
	isChanged := bytes.Contains(text, []byte("\n")) && !bytes.Contains(text, []byte("\r"))
	return len(text) < stated && isChanged && (missing == 0 || missing == len("\r\n"))
}

// notesLen returns how many bytes at the end of a text are lines that a shell and curl
// print before a message, or other tools, without the line end before them.
func (l *lookahead) notesLen(text []byte) int {
	if l.exact {
		return 0
	}
	return curl.TrailingNotesLen(text, l.prompt)
}

// messageFollows reports whether a text that has been read ahead continues with a
// message, or ends.
func (l *lookahead) messageFollows(text []byte) bool {
	if l.alone {
		return len(text) == 0
	}
	text = bytes.TrimLeft(text, "\r\n")
	return len(text) == 0 || http1.StartsMessage(text)
}

// splitChunks splits a body in chunks, as far as it is one.
func (l *lookahead) splitChunks(limit int) (c http1.ChunkedBody) {
	for text := range l.growing(limit) {
		c = http1.SplitChunks(text)
		isBroken := !c.IsData && len(text)-c.At >= http1.MaxHeader
		if c.IsWhole || isBroken {
			break
		}
	}
	if line := l.text[:http1.LineLen(l.text)]; !c.IsWhole && !bytes.HasSuffix(line, []byte("\r\n")) {
		return http1.ChunkedBody{} // with \n as the line end, this may be a body that begins with a number
	}
	return c
}
