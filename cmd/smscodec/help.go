package main

// The help of a command and the manual page, from what commands declare.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// maxHelpWidth is how wide the text of help is at most. Longer lines are hard to read.
const maxHelpWidth = 100

// appendHelp appends the help of a command. That of the root lists the commands.
func appendHelp(dst []byte, c command, commands []command, width int) []byte {
	width = min(width, maxHelpWidth)
	name := programName
	if c.name != "" {
		name += " " + c.name
	}
	dst = appendWrapped(dst, name+" - "+c.usage, 0, itemIndent, width, "")
	dst = append(dst, "\nUsage:\n   "...)
	dst = appendWrapped(dst, c.synopsis(), itemIndent, 2*itemIndent, width, "")
	dst = append(dst, '\n')
	dst = appendText(dst, c.description, width)
	if c.name == "" {
		dst = append(dst, "\nCommands:\n"...)
		for _, sub := range commands {
			if !sub.hidden {
				dst = appendTerm(dst, sub.name, sub.usage, commandWidth(commands), width)
			}
		}
	}
	for _, group := range optionGroups(c) {
		dst = fmt.Appendf(dst, "\n%s:\n", group.heading)
		for _, o := range group.options {
			dst = appendTerm(dst, o.term(), o.help(), optionWidth, width)
		}
	}
	return dst
}

// optionWidth is the width of the column of options.
const optionWidth = 22

func commandWidth(commands []command) int {
	n := 0
	for _, c := range commands {
		n = max(n, len(c.name))
	}
	return n
}

// An optionGroup is the options under a heading.
type optionGroup struct {
	heading string
	options []option
}

// optionGroups returns the options of a command by their headings.
func optionGroups(c command) []optionGroup {
	options := slices.Concat(c.options, []option{{name: helpOption, short: "h", value: false, usage: "print this help"}})
	var groups []optionGroup
	for _, heading := range headings {
		group := optionGroup{heading: heading}
		for _, o := range options {
			if cmp.Or(o.group, otherOptions) == heading {
				group.options = append(group.options, o)
			}
		}
		if group.options != nil {
			groups = append(groups, group)
		}
	}
	return groups
}

// term returns the option as it is typed.
func (o option) term() string {
	text := "--" + o.name
	if o.short != "" {
		text = "-" + o.short + ", " + text
	}
	return strings.TrimSpace(text + " " + o.valueName())
}

// valueName returns the name of the option's value in help, "" for a switch.
func (o option) valueName() string {
	_, rest, _ := strings.Cut(o.usage, "`")
	name, _, _ := strings.Cut(rest, "`")
	return name
}

// help returns what the option does, and its default.
func (o option) help() string {
	text := strings.ReplaceAll(o.usage, "`", "")
	shown := o.shown
	if shown == "" {
		switch value := o.value.(type) {
		case string:
			shown = value
		case int:
			shown = fmt.Sprint(value)
		case time.Duration:
			shown = value.String()
		}
	}
	if shown != "" {
		text += " (default: " + shown + ")"
	}
	return text
}

// appendManual appends the manual page.
func appendManual(dst []byte, root command, commands []command) []byte {
	dst = fmt.Appendf(dst, ".TH %s 1\n.SH NAME\n%[2]s \\- %s\n.SH SYNOPSIS\n.B %s\n", strings.ToUpper(programName), programName, roff(root.usage), roff(root.synopsis()))
	dst = append(dst, ".SH DESCRIPTION\n"...)
	dst = appendRoff(dst, root.description)
	dst = append(dst, ".SH OPTIONS\n"...)
	dst = appendManualOptions(dst, root)
	for _, c := range commands {
		if c.hidden {
			continue
		}
		dst = fmt.Appendf(dst, ".SH %s\n.B %s\n.PP\n%s.\n", strings.ToUpper(roff(c.name)), roff(c.synopsis()), roff(strings.ToUpper(c.usage[:1])+c.usage[1:]))
		dst = appendRoff(dst, c.description)
		dst = appendManualOptions(dst, c)
	}
	return dst
}

func appendManualOptions(dst []byte, c command) []byte {
	for _, group := range optionGroups(c) {
		dst = fmt.Appendf(dst, ".SS %s\n", group.heading)
		for _, o := range group.options {
			dst = fmt.Appendf(dst, ".TP\n.B %s\n%s\n", roff(o.term()), roff(o.help()))
		}
	}
	return dst
}

// appendRoff appends a description in the language of roff.
func appendRoff(dst []byte, text string) []byte {
	parts := parseText(text)
	for i, part := range parts {
		isBlock := func(i int) bool {
			return 0 < i && i < len(parts) && parts[i].isNext && parts[i-1].kind == example && parts[i].kind == example
		}
		switch part.kind {
		case paragraph:
			dst = fmt.Appendf(dst, ".PP\n%s\n", roff(part.text))
		case definition:
			dst = fmt.Appendf(dst, ".TP\n.B %s\n%s\n", roff(part.term), roff(part.text))
		case example:
			if !isBlock(i) {
				dst = append(dst, ".PP\n.EX\n"...)
			}
			dst = append(dst, roff(part.text)+"\n"...)
			if !isBlock(i + 1) {
				dst = append(dst, ".EE\n"...)
			}
		}
	}
	return dst
}

// roff escapes text in a line of roff.
func roff(text string) string {
	text = roffEscapes.Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	return text
}

var roffEscapes = strings.NewReplacer(`\`, `\e`, "-", `\-`, "…", `\[u2026]`)
