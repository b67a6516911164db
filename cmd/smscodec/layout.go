package main

// Text for people, laid out for a width: broken between words, and the parts of a
// description. displayWidth counts columns.

import (
	"strings"

	"github.com/smscodec/smscodec/internal/shown"
)

// appendWrapped appends text in lines of at most width columns, where that is possible.
// The first line begins in column start, the others after indent spaces. Lines are broken
// at spaces; end is appended where one is.
func appendWrapped(dst []byte, text string, start, indent, width int, end string) []byte {
	at, isFirst := start, true
	for word := range strings.SplitSeq(text, " ") {
		n := shown.Width(word)
		room := width - len(end)
		if !isFirst {
			if at+1+n > room && at > indent {
				dst = append(dst, end...)
				dst = append(dst, '\n')
				dst = append(dst, strings.Repeat(" ", indent)...)
				at = indent
			} else {
				dst = append(dst, ' ')
				at++
			}
		}
		dst = append(dst, word...)
		at += n
		isFirst = false
	}
	return append(dst, '\n')
}

// A textKind is a kind of part of a description.
type textKind int

const (
	paragraph  textKind = iota
	definition          // of a term
	example             // a line as it is typed, or printed
)

// A textPart is a part of a description.
type textPart struct {
	kind   textKind
	term   string // of a definition
	text   string
	isNext bool // it follows the previous part without a blank line
}

// parseText returns the parts of a description. Lines without indentation are a
// paragraph. A line that is indented by three spaces is an example or, if it has two
// spaces within, a term and its definition; lines that are indented more continue it.
func parseText(text string) []textPart {
	var parts []textPart
	isNext := false
	for line := range strings.SplitSeq(text, "\n") {
		trimmed := strings.TrimSpace(line)
		indent := len(line) - len(strings.TrimLeft(line, " "))
		last := len(parts) - 1
		switch {
		case trimmed == "":
			isNext = false
			continue
		case indent == 0 && isNext && parts[last].kind == paragraph, indent > itemIndent && isNext:
			parts[last].text += " " + trimmed
			continue
		case indent == 0:
			parts = append(parts, textPart{paragraph, "", trimmed, isNext})
		default:
			part := textPart{example, "", trimmed, isNext}
			if term, text, ok := strings.Cut(trimmed, "  "); ok {
				part = textPart{definition, term, strings.TrimLeft(text, " "), isNext}
			}
			parts = append(parts, part)
		}
		isNext = true
	}
	return parts
}

// itemIndent is the indentation of what is not a paragraph.
const itemIndent = 3

// maxTerm is the width of the widest term that has its definition on the same line.
const maxTerm = 22

// appendText appends a description.
func appendText(dst []byte, text string, width int) []byte {
	parts := parseText(text)
	for i, part := range parts {
		if i > 0 && !part.isNext {
			dst = append(dst, '\n')
		}
		switch part.kind {
		case paragraph:
			dst = appendWrapped(dst, part.text, 0, 0, width, "")
		case example:
			end := ""
			if isShellLine(part.text) {
				end = ` \`
			}
			dst = append(dst, strings.Repeat(" ", itemIndent)...)
			dst = appendWrapped(dst, part.text, itemIndent, 2*itemIndent, width, end)
		case definition:
			dst = appendTerm(dst, part.term, part.text, termsWidth(parts, i), width)
		}
	}
	return dst
}

// isShellLine reports whether an example is a line for a shell.
func isShellLine(text string) bool {
	return strings.HasPrefix(text, programName+" ") || strings.HasPrefix(text, "curl ")
}

// termsWidth returns the width of the widest term of the definitions around parts[i].
func termsWidth(parts []textPart, i int) int {
	for i > 0 && parts[i].isNext && parts[i-1].kind == definition {
		i--
	}
	n := 0
	for first := i; i < len(parts) && parts[i].kind == definition && (i == first || parts[i].isNext); i++ {
		if w := shown.Width(parts[i].term); w <= maxTerm {
			n = max(n, w)
		}
	}
	return n
}

// appendTerm appends a term and its definition, which begins after the widest term.
func appendTerm(dst []byte, term, text string, widest, width int) []byte {
	indent := itemIndent + widest + 2
	dst = append(dst, strings.Repeat(" ", itemIndent)...)
	dst = append(dst, term...)
	at := itemIndent + shown.Width(term)
	if at+2 > indent {
		dst = append(dst, '\n')
		at = 0
	}
	dst = append(dst, strings.Repeat(" ", indent-at)...)
	return appendWrapped(dst, text, indent, indent, width, "")
}
