package capture

import (
	"bytes"
	"regexp"
)

// Notes: what a shell and curl print around messages, as a terminal shows it or a CI
// job logs it. They are prompts with the command line of curl, lines of set -x, the
// progress meter, and curl's errors. A pure scanner: text in, lengths out.

const meterRow = `[ 0-9.kMGTP]{20,}(?:(?:--|[0-9]+):(?:--|[0-9]{2}):(?:--|[0-9]{2}) +){3}[0-9.]+[kMGTP]?`

var (
	// meter is what is above the progress meter, or its rows, each printed over the last.
	meter = regexp.MustCompile(`^(?:  % Total +% Received [^\n]*\n?| +Dload  Upload [^\n]*\n?|(?:\r?` + meterRow + `)+)`)
	// prompt is that of a shell, without a command.
	prompt = regexp.MustCompile(`^(?:[\w.@:~/\\-]*[$%#]|(?:PS )?[A-Z]:\\[^\n<{]*>) ?\r?\n?$`)
	// curlError is what curl prints when it fails.
	curlError = regexp.MustCompile(`^curl: \([0-9]+\) `)
)

// noteLen returns the length of the note that text, at the beginning of a line, begins
// with, or 0. It may end within a line: what curl prints next follows the meter.
func noteLen(text []byte) int {
	line := text[:lineLen(text)]
	switch {
	case len(line) == 0:
		return 0
	case line[0] == ' ' || line[0] == '\r' || isDigit(line[0]): // a terminal shows no \r
		if at := meter.FindIndex(line); at != nil {
			return at[1] + lineEndLen(text[at[1]:])
		}
	case line[0] == 'c' && curlError.Match(line):
		return len(line)
	}
	if isCommand(line) {
		return commandLen(text)
	}
	return 0
}

// noteOrTraceLen is like noteLen, and takes lines of set -x for notes too. Within a body
// they could be a part of it.
func noteOrTraceLen(text []byte) int {
	if isTrace(text[:lineLen(text)]) {
		return commandLen(text)
	}
	return noteLen(text)
}

// leadingNotesLen returns the length of the notes and empty lines that text begins with.
func leadingNotesLen(text []byte) (n int) {
	for n < len(text) {
		note := max(noteOrTraceLen(text[n:]), lineEndLen(text[n:]))
		if note == 0 {
			break
		}
		n += note
	}
	return n
}

// trailingNotesLen returns the length of the notes, empty lines and prompt that text ends
// with, from the beginning of a line on.
func trailingNotesLen(text []byte) int {
	for at := 0; at < len(text); {
		n := 0
		if noteOrTraceLen(text[at:]) > 0 {
			n = leadingNotesLen(text[at:])
		}
		if rest := text[at+n:]; len(rest) == 0 || isPrompt(rest) {
			return len(text) - at
		}
		at += n
		at += lineLen(text[at:])
	}
	return 0
}

// isPrompt reports whether a text is a prompt without a command, and nothing else.
func isPrompt(text []byte) bool {
	end := bytes.TrimRight(text, " \r\n")
	return len(end) > 0 && len(text) < maxPrompt && bytes.IndexByte([]byte("$%#>"), end[len(end)-1]) >= 0 && prompt.Match(text)
}

// lineLen returns the length of the line that text begins with, with its end.
func lineLen(text []byte) int {
	if n := bytes.IndexByte(text, '\n'); n >= 0 {
		return n + 1
	}
	return len(text)
}

// isTrace reports whether a line is one that set -x prints.
func isTrace(line []byte) bool {
	rest := bytes.TrimLeft(line, "+")
	return 1 < len(rest) && len(rest) < len(line) && rest[0] == ' ' && rest[1] > ' '
}

// maxPrompt bounds what precedes the word curl in a line.
const maxPrompt = 256

// isCommand reports whether a line is a command line of curl, perhaps after a prompt,
// and not a part of an answer that has the word.
func isCommand(line []byte) bool {
	beginning := line[:min(len(line), maxPrompt)]
	at := afterCurl(beginning)
	if at < 0 || bytes.ContainsAny(line[:at], "<{") || line[0] == '"' {
		return false
	}
	next := bytes.TrimLeft(line[at:], " \t")
	if len(next) == 0 {
		return false
	}
	return next[0] == '-' || isContinued(line) || bytes.HasPrefix(bytes.TrimLeft(next, `'"^$`), []byte("http"))
}

// afterCurl returns where the word curl ends in a line, which may follow a path, or -1.
func afterCurl(line []byte) int {
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
		begins := start == 0 || !isWordByte(line[start-1])
		if begins && end < len(line) && bytes.IndexByte([]byte(" \t\r\n"), line[end]) >= 0 {
			return end
		}
	}
}

func isWordByte(c byte) bool {
	return isCapital(c) || 'a' <= c && c <= 'z' || isDigit(c) || c == '_' || c == '-' || c == '.'
}

// commandLen returns the length of the command that text begins with, over all lines in
// which it continues.
func commandLen(text []byte) int {
	n := lineLen(text)
	for line := text[:n]; n < len(text) && isContinued(line); {
		next := lineLen(text[n:])
		line = text[n : n+next]
		n += next
	}
	return n
}

// isContinued reports whether a command continues in the next line, by what the shells
// of Unix and Windows have for that.
func isContinued(line []byte) bool {
	line = bytes.TrimRight(line, "\r\n")
	return len(line) > 0 && bytes.IndexByte([]byte("\\^`"), line[len(line)-1]) >= 0
}
