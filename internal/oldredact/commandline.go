package oldredact

import "bytes"

// Command lines of curl, as they are pasted along with what it printed: behind a
// prompt, a + of set -x, or other commands, and over several lines.

// behindCurl gives where the word curl ends in a line, which may have a path before it,
// or -1.
func behindCurl(line []byte) int {
	for at := 0; ; {
		n := bytes.Index(line[at:], []byte("curl"))
		if n < 0 {
			return -1
		}
		start := at + n
		at = start + len("curl")
		end := at
		if bytes.HasPrefix(line[end:], []byte(".exe")) {
			end += len(".exe")
		}
		quoted := start > 0 && end < len(line) && bytes.IndexByte([]byte(`'"`), line[end]) >= 0
		if quoted {
			end++
		}
		begins := start == 0 || !isWordByte(line[start-1])
		if begins && end < len(line) && bytes.IndexByte([]byte(" \t\r\n"), line[end]) >= 0 {
			return end
		}
	}
}

func isWordByte(c byte) bool {
	return isCapital(c) || 'a' <= c && c <= 'z' || isDigit(c) || c == '_' || c == '-' || c == '.'
}

// maxPrompt bounds what stands before the word curl in a line.
const maxPrompt = 256

// isPastedCommand reports whether a line is a command line of curl, and no part of an
// answer that has the word.
func isPastedCommand(line []byte) bool {
	at := behindCurl(line[:min(len(line), maxPrompt)])
	if at < 0 || bytes.ContainsAny(line[:at], "<{") || line[0] == '"' {
		return false
	}
	next := bytes.TrimLeft(line[at:], " \t")
	if len(next) == 0 {
		return false
	}
	if next[0] == '-' || goesOn(line) {
		return true
	}
	return bytes.HasPrefix(bytes.TrimLeft(next, `'"^$`), []byte("http"))
}

// goesOn reports whether a command goes on in the next line, by what the shells of
// Unix and Windows have for that.
func goesOn(line []byte) bool {
	line = bytes.TrimRight(line, "\r\n")
	return len(line) > 0 && bytes.IndexByte([]byte("\\^`"), line[len(line)-1]) >= 0
}
