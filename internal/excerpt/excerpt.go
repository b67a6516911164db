// Package excerpt shows the line of a body that an error or a finding is about.
package excerpt

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/internal/wire"
)

// Side is how many columns an excerpt has on either side of its caret.
const Side = 40

// Of returns the line of a body at an offset and a caret below it, without a
// final line end:
//
//	3 | "status": x
//	  |           ^
//
// A long line is cut around the caret, and secrets are hidden.
func Of(body []byte, offset, line int, charset smscodec.Charset, hide *secrets.Finder) string {
	text, caret := Line(body, offset, charset, hide)
	margin := fmt.Sprintf("%5d", line)
	blank := strings.Repeat(" ", len(margin))
	return fmt.Sprintf("%s | %s\n%s | %*s", margin, text, blank, caret+1, "^")
}

// Line returns the line of a body at an offset as an excerpt shows it, and the column of the
// offset in it, from 0.
func Line(body []byte, offset int, charset smscodec.Charset, hide *secrets.Finder) (text []byte, caret int) {
	line, offset := hiddenLine(body, offset, hide)
	return shownAround(line, offset, charset)
}

// lineAround returns the line of a body at an offset, and the offset within the line.
func lineAround(body []byte, offset int) ([]byte, int) {
	start := bytes.LastIndexByte(body[:offset], '\n') + 1
	end := len(body)
	if n := bytes.IndexByte(body[offset:], '\n'); n >= 0 {
		end = offset + n
	}
	return body[start:end], offset - start
}

// shownAround returns what is shown of a line around an offset, and the column of the
// offset in it, from 0.
func shownAround(line []byte, offset int, charset smscodec.Charset) (text []byte, caret int) {
	from := cutLeft(line, offset, charset)
	caret, column := -1, 0
	if from > 0 {
		text = append(text, "…"...)
		column++
	}
	for at := from; at < len(line); {
		if caret >= 0 && column-caret > Side {
			text = append(text, "…"...)
			break
		}
		var columns, size int
		text, columns, size = shown.Append(text, line[at:], charset)
		if at += size; at > offset && caret < 0 {
			caret = column
		}
		column += columns
	}
	if caret < 0 {
		caret = column
	}
	return text, caret
}

// cutLeft returns the offset at which an excerpt of a line begins.
func cutLeft(text []byte, offset int, charset smscodec.Charset) int {
	from := max(0, offset-Side*utf8.UTFMax)
	if charset == smscodec.UTF8 && from > 0 {
		for last := from + utf8.UTFMax - 1; from < last && !utf8.RuneStart(text[from]); {
			from++
		}
	}
	type character struct{ columns, size int }
	var before []character
	sum := 0
	for at := from; at < offset; {
		_, columns, size := shown.Append(nil, text[at:], charset)
		before = append(before, character{columns, size})
		sum += columns
		at += size
	}
	for ; sum > Side; before = before[1:] {
		sum -= before[0].columns
		from += before[0].size
	}
	return from
}

// IsAnswer reports whether a body begins as an answer, in CSV as one to the request. What
// does not is never quoted.
func IsAnswer(body []byte, req smscodec.Request) bool {
	isCSV := req.Op != 0 && req.Format == smscodec.CSV
	return wire.Begins(body) != wire.NoAnswer || isCSV && csvRow.Match(body)
}

// csvRow matches a documented row at the beginning of a body.
var csvRow = regexp.MustCompile(`^(?:\x{FEFF})?[A-Za-z0-9 !?_.()~&@-]{1,15}(?:, ?[0-9]{1,3} ?)*\r?(?:\n|$)`)

// window is how much of a body is looked at for secrets, on both sides of a place; far
// more than is shown of it.
const window = 4 << 10

// hiddenLine returns what is around an offset in its line, with "..." for secrets, and
// the offset in that.
func hiddenLine(body []byte, offset int, hide *secrets.Finder) ([]byte, int) {
	text := body
	if cut := offset - window; cut > 0 {
		for !utf8.RuneStart(text[cut]) && cut < offset {
			cut++
		}
		text, offset = text[cut:], offset-cut
	}
	text = text[:min(len(text), offset+window)]
	spans := hide.Find(text)
	if len(spans) == 0 {
		return lineAround(text, offset)
	}
	var hidden []byte
	end, at := 0, offset
	for _, s := range spans {
		hidden = append(hidden, text[end:s.Start]...)
		if offset >= s.Start {
			at = len(hidden) + max(0, offset-s.End)
		}
		hidden = append(hidden, "..."...)
		if offset >= s.End {
			at = len(hidden) + offset - s.End
		}
		end = s.End
	}
	return lineAround(append(hidden, text[end:]...), at)
}
