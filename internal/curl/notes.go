// Package curl has scanners of what curl and a shell print, which return lengths in a text.
// Notes are the output around messages, as a terminal shows it or a CI job logs it: prompts
// with command lines of curl and HTTPie, lines of set -x, the progress meter, errors of curl, and
// the lines that other tools put there. The output of curl -v has notes of its own, and the
// heads of messages.
package curl

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/smscodec/smscodec/internal/http1"
	"github.com/smscodec/smscodec/internal/wire"
)

const (
	meterRow = `[ 0-9.kMGTP]{20,}(?:(?:--|[0-9]+):(?:--|[0-9]{2}):(?:--|[0-9]{2}) +){3}[0-9.]+[kMGTP]?`
	// progressBar is what curl -# prints instead of the meter.
	progressBar = `[-=O ]*#[-#=O ]*(?:[0-9]{1,3}\.[0-9]%)?`
	overprint   = `\r(?:` + meterRow + `|` + progressBar + `)`
)

var (
	// meter matches the heading of the progress meter, or its rows or bars, each of which
	// overwrites the previous one.
	meter = regexp.MustCompile(`^(?:  % Total +% Received [^\n]*\n?| +Dload  Upload [^\n]*\n?|(?:\r?` + meterRow + `)+|(?:\r` + progressBar + `)+\n?|#{3,} *[0-9]{1,3}\.[0-9]%\r?\n?)`)
	// bare matches the prompt of a shell without a command, or nothing.
	bare = regexp.MustCompile(`^(?:(?:[\w.@:~/\\-]*[$%#]|(?:PS )?[A-Z]:\\[^\n<{]*>) ?\r?\n?)?$`)
	// unended matches what zsh prints after output without a line end.
	unended = regexp.MustCompile(`%\r?\n$`)
	// warning matches what curl prints about its command line.
	warning = regexp.MustCompile(`^(?:Note: Unnecessary use of |Warning: )[^\n]*\n`)
	// curlError matches an error message of curl.
	curlError = regexp.MustCompile(`^curl: \([0-9]+\) `)
	// trace matches a line that set -x prints.
	trace = regexp.MustCompile(`^\++ [^\x00-\x20]`)
	// aside matches what other tools put around messages: the lines between exchanges of Fiddler,
	// ZAP and .http files, fences of Markdown, results of Go tests, the time of HTTPie, and what
	// JetBrains IDEs print in place of a body and after it. None is the name of a sender.
	aside = regexp.MustCompile("^(?:-{12,}|={3,}[^\n]*|###|(?:```|~~~|--- [A-Z]{4}: )[^\n]*|Elapsed time: [0-9.]+s|Response code: [0-9]{3} [^\n]*|Response file saved\\.\r?\n> [^\n]*)[ \t]*\r?(?:\n|$)")
	// closing matches an aside after which any text is outside messages. A fence with a word begins
	// a block.
	closing = regexp.MustCompile("^(?:(?:```|~~~)[ \t]*\r?(?:\n|$)|--- )")
)

// noteLen returns the length of the note that text, at the beginning of a line, begins
// with, or 0. A note may end within a line: further output of curl follows the meter. In a
// body, a line like those of set -x could be a part of it.
func noteLen(text []byte, inBody bool) int {
	if at := meter.FindIndex(text); at != nil {
		return at[1] + http1.LineEndLen(text[at[1]:])
	}
	switch {
	case curlError.Match(text):
		return http1.LineLen(text)
	case isCommand(text), !inBody && trace.Match(text):
		return commandLen(text)
	case !inBody && len(text) > 0 && bytes.IndexByte([]byte("-=#`~ER"), text[0]) >= 0: // the expression is slow
		return len(aside.Find(text))
	}
	return 0
}

// LeadingNotesLen returns the length of the notes and empty lines that text begins with.
func LeadingNotesLen(text []byte) (n int) {
	for {
		note := max(noteLen(text[n:], false), http1.LineEndLen(text[n:]), len(warning.Find(text[n:])))
		if note == 0 {
			return n
		}
		n += note
	}
}

// TrailingNotesLen returns the length of the notes, empty lines and prompt that text ends
// with, from the beginning of a line on, or from a known prompt in a line on: a shell prints
// it after a body without a line end. After the end of a block of Markdown, or of a Go test, any
// text is a note, but not an answer that is the whole block.
func TrailingNotesLen(text []byte, prompt Prompt) int {
	for at := 0; at < len(text); {
		at += max(0, prompt.find(text[at:at+http1.LineLen(text[at:])]))
		n := 0
		if noteLen(text[at:], false) > 0 {
			n = LeadingNotesLen(text[at:])
		}
		rest := text[at+n:]
		isClosed := n > 0 && closing.Match(text[at:]) && (len(bytes.TrimSpace(text[:at])) > 0 || wire.Begins(rest) == wire.NoAnswer)
		if isClosed || len(rest) < maxPrompt && (bare.Match(rest) || prompt.Is(rest)) {
			if StartsAside(text[at:]) { // the tool ended the line before
				at = len(bytes.TrimRight(text[:at], "\r\n"))
			}
			return len(text) - at + len(unended.Find(text[max(0, at-3):at]))
		}
		at += n
		at += http1.LineLen(text[at:])
	}
	return 0
}

// StartsAside reports whether text begins with a line that a tool other than curl and a shell
// puts around messages, or in place of a body.
func StartsAside(text []byte) bool { return aside.Match(text) }

// A Prompt is what a shell prints before each command, or "" if that is unknown.
type Prompt string

// PromptOf returns the prompt of the last command line in notes, or "".
func PromptOf(notes []byte) (p Prompt) {
	for line := range bytes.Lines(notes) {
		if at := programOf(line); at >= 0 && !trace.Match(line) {
			p = Prompt(line[:bytes.LastIndexByte(line[:at], ' ')+1])
		}
	}
	return p
}

// find returns where a prompt is in a line, or -1: this one, or any before a command line that
// follows the brackets at the end of a body in JSON. A prompt as short as "$" must follow the end
// of a body in JSON or XML: it may be the end of another prompt, or a part of a body.
func (p Prompt) find(line []byte) int {
	if at := len(line) - len(bytes.TrimLeft(line, "]}")); at > 0 && isCommand(line[at:]) {
		return at
	}
	trimmed := strings.TrimRight(string(p), " ") // an editor may have trimmed the lines
	switch {
	case p == "":
		return -1
	case len(trimmed) > 2:
		return bytes.Index(line, []byte(trimmed))
	}
	at := bytes.Index(line, []byte(p))
	if at > 0 && bytes.IndexByte([]byte("]}>"), line[at-1]) < 0 {
		return -1
	}
	return at
}

// Is reports whether a text is the prompt alone.
func (p Prompt) Is(text []byte) bool {
	return p.find(text) == 0 && string(bytes.TrimSpace(text)) == strings.TrimSpace(string(p))
}

// Meter finds rows and bars of a progress meter that overwrite the text before them, also within
// a body.
var Meter = regexp.MustCompile(overprint)

// maxPrompt bounds the bytes before the first argument of a command line.
const maxPrompt = 256

// command matches a command line of curl, HTTPie or xh up to its first argument, perhaps after a
// prompt, rather than a line of an answer with that word. Its group is the program.
var command = regexp.MustCompile(`^(?:[^\w.<{"\n-]|[^<{"\n][^<{\n]*?[^\w.<{\n-])??(curl(?:\.exe)?|https?|xhs?)[ \t]+(?:-|['"^$]*http|(?:GET|POST) |[^\n]*[\\^\x60]\r?(?:\n|$))`)

// programOf returns where the name of the program is in the command line that text begins with,
// or -1.
func programOf(text []byte) int {
	line := text[:http1.LineLen(text[:min(len(text), maxPrompt)])]
	// The expression is slow, and so are these in each line.
	if bytes.IndexByte(line, ' ') < 0 && bytes.IndexByte(line, '\t') < 0 {
		return -1
	}
	if !bytes.Contains(line, []byte("curl")) && !bytes.Contains(line, []byte("http")) && !bytes.Contains(line, []byte("xh")) {
		return -1
	}
	if at := command.FindSubmatchIndex(line); at != nil {
		return at[2]
	}
	return -1
}

func isCommand(text []byte) bool { return programOf(text) >= 0 }

// commandLen returns the length of the command that text begins with, over all lines in
// which it continues.
func commandLen(text []byte) (n int) {
	for line := range bytes.Lines(text) {
		n += len(line)
		if !isContinued(line) {
			break
		}
	}
	return n
}

// isContinued reports whether a command continues on the next line, as the shells of Unix
// and Windows mark it.
func isContinued(line []byte) bool {
	line = bytes.TrimRight(line, "\r\n")
	return len(line) > 0 && bytes.IndexByte([]byte("\\^`"), line[len(line)-1]) >= 0
}
