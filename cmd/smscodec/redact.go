package main

// The command redact: a copy of a capture that is safe to share.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/redact"
)

const redactDescription = `Writes a new capture from parts that are known to be safe. Of each exchange it keeps:

   method, status  GET, POST or HEAD; the number
   URL             the vendor's host, any other as example.invalid; sys/senders.php or
                   sys/get.php
   parameters      operations, fmt, all, operators and charset with known values, sender
                   with a documented name, id with digits; other documented ones, and
                   other values, as x; none if the form was not captured
   headers         Content-Type, Content-Length, Content-Encoding, Transfer-Encoding, of
                   the request only the media type; an unknown word is x
   answer          the documented members with their codes, ids, names and recorded error
                   texts; all else is x, or 1 for each digit
   any other body  its kind and its size, in bodyOmitted

It keeps nothing else: no cookies, comments or times, and no requests to other
endpoints.

Sender names are kept: in plain and CSV those that are as documented, in JSON and XML
any text. Ids, codes, lengths and lines are kept too. The logins, passwords, keys,
codes, cookies and credentials that an exchange has in its parameters, headers and
command lines are masked in its names and ids, even if they are escaped, in base64, in
another charset, or cut off at the end of the body. This does not apply to secrets of
less than 4 bytes in the charset of the body, words of the endpoint such as "sender",
other spellings such as upper case, a hash or a name that is a cut-off password, and
secrets that the exchange does not name as such, or only in comments and in members of
JSON that validate does not read.

An exchange is not copied, but reported, and the exit code is 2,

   - if a secret would remain in its copy,
   - if its form is not one that the endpoint reads,
   - if a part of it is too damaged or too large to be searched.

An answer is replaced by its kind and size if it could not be copied safely, or if masking
would change what validate finds in it. So validate finds the same in a copied body as in
the original. It does not find what is wrong with the capture itself.

FILE is any capture that validate reads; other input is refused. If FILE is the body of
an answer alone, --query or --url can give its request. The copy is JSON Lines, or a HAR
with --to har; it is not compressed. The file of -o is written completely or not at all.
It may be FILE itself, which is replaced only if no exchange had to be reported.

--keep-bodies also copies text bodies that are not answers, and undocumented names in
plain and CSV. Only the secrets of the exchange are masked in them: read such a copy
before you share it.

--phones replaces numbers of 7 digits or more in names, and in text that --keep-bodies
copies, by random ones; spaces, hyphens and parentheses may separate the digits. In one
copy, equal numbers have equal replacements. Ids and codes are kept.

Exit codes: 0 every exchange with the endpoint was copied; 2 one could not be read or
copied, or there was none; 64 wrong usage.

Examples:

   smscodec redact -o share.jsonl session.har
   smscodec redact --to har --phones month.jsonl.gz > share.har
   smscodec redact --query 'get=1&all=1&fmt=1' statuses.csv > share.jsonl`

type redactOptions struct {
	source   source
	to       string // a file; "" is the standard output
	redactor redact.Redactor
}

func (e environment) redactCommand() command {
	return command{
		name:        "redact",
		usage:       "copy a capture so that it is safe to share",
		description: redactDescription,
		options: []option{
			{group: outputOptions, name: "output", short: "o", value: "", files: true, usage: "write to `FILE`; - or none is the standard output", shown: "-"},
			{group: outputOptions, name: "to", value: "jsonl", values: []string{"jsonl", "har"}, usage: "write this `FORM` of capture: jsonl or har"},
			{group: outputOptions, name: "keep-bodies", value: false, usage: "also copy text bodies that are not answers, with secrets masked"},
			{group: outputOptions, name: "phones", value: false, usage: "replace phone numbers in names and text"},
			{group: requestOptions, name: "query", value: "", usage: "the parameters of a request that was not captured: the `QUERY` of a URL, or a form"},
			{group: requestOptions, name: "url", value: "", usage: "the same, as a complete `URL`"},
			{group: inputOptions, name: "as", value: "auto", values: captureForms(), usage: "read FILE as this `FORM` of capture: " + oneOf(captureForms())},
			{group: inputOptions, name: "max-entry", value: capture.DefaultMaxEntry >> 20, usage: "refuse exchanges, lines and cassettes larger than `MIB`; by default, cassettes larger than 4"},
		},
		action: action(parseRedact, e.redact),
	}
}

func parseRedact(cmd arguments) (o redactOptions, err error) {
	o.redactor = redact.Redactor{KeepBodies: cmd.Bool("keep-bodies"), Phones: cmd.Bool("phones")}
	if o.redactor.Reader, err = parseReader(cmd); err != nil {
		return o, err
	}
	if o.redactor.URL, err = parseURL(cmd); err != nil {
		return o, err
	}
	switch cmd.String("to") {
	case "jsonl":
	case "har":
		o.redactor.To = capture.HAR
	default:
		return o, cmd.wrongValue("to", cmd.String("to"))
	}
	o.to = cmd.String("output")
	switch {
	case o.to == "" && cmd.IsSet("output"):
		return o, usage(cmd, "--output must not be an empty string; - is the standard output")
	case o.to == "-":
		o.to = ""
	}
	o.source, err = parseFile(cmd)
	return o, err
}

// These stop replaceFile: there is nothing to write, or the file to replace is the capture and
// has exchanges that its copy does not have.
var (
	errNothing    = errors.New("nothing to copy")
	errIncomplete = errors.New("an incomplete copy of the file itself")
)

func (e environment) redact(ctx context.Context, o redactOptions) error {
	file, err := o.source.open(e.stdin)
	if err != nil {
		return failed("%s: %s", o.source.label, shown.Escape(cause(err)))
	}
	defer file.Close()

	if o.source.path != "" {
		o.redactor.Reader.Folder = filepath.Dir(o.source.path)
	}
	src := &rememberingReader{from: file}
	o.redactor.Excluded = func(entry int, err error) {
		fmt.Fprintln(e.stderr, excludedText(o.source.label, entry, err))
	}
	var summary redact.Summary
	copyTo := func(w io.Writer) (err error) {
		summary, err = o.redactor.Redact(w, src)
		switch {
		case summary.Copied == 0 && src.err == nil: // err, if there is one, has been reported
			return errNothing
		case err != nil:
			return err
		case summary.Excluded > 0 && o.source.is(o.to, e.stdin):
			return errIncomplete
		}
		return nil
	}
	switch {
	case o.to != "":
		ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
		err = replaceFile(ctx, o.to, copyTo)
		stop()
	case e.terminal:
		w := &terminalWriter{to: e.stdout}
		err = copyTo(w)
		w.Close()
	default:
		err = copyTo(e.stdout)
	}
	switch {
	case err == nil, errors.Is(err, errNothing):
	case errors.Is(err, errIncomplete):
		fmt.Fprintf(e.stderr, "smscodec redact: note: %s is unchanged, since exchanges of it are not in the copy; write that to another file\n", shown.Label(safePath(o.to)))
	case errors.Is(err, errInterrupted):
		return interrupted(shown.Label(safePath(o.to)))
	case src.err != nil:
		return failed("%s: %s", o.source.label, shown.Escape(cause(src.err)))
	default:
		return failed("%s: %s", shown.Label(safePath(o.to)), shown.Escape(cause(err)))
	}
	return e.reportCopy(summary)
}

// reportCopy reports the number of exchanges and bodies that are not in a copy.
func (e environment) reportCopy(s redact.Summary) error {
	note := func(n int, what string) {
		if n > 0 {
			fmt.Fprintf(e.stderr, "smscodec redact: note: %d %s\n", n, what)
		}
	}
	note(s.Elsewhere, "not copied: not a GET, POST or HEAD request to sys/senders.php")
	note(s.Omitted, "copied without the body, which is no answer; --keep-bodies copies text")
	note(s.OmittedAnswers, "copied without the answer: masking would change its findings, or a name is not documented; see --keep-bodies")
	if s.Excluded > 0 || s.Copied == 0 {
		return &failure{exitFailed, fmt.Sprintf("smscodec redact: %d copied, %d excluded\n", s.Copied, s.Excluded)}
	}
	return nil
}

// excludedText returns a line about an excluded exchange.
func excludedText(place string, entry int, err error) string {
	if entry > 0 {
		place += fmt.Sprintf("[%d]", entry)
	}
	text := strings.TrimPrefix(err.Error(), "redact: ")
	if wrong, ok := errors.AsType[*capture.Error](err); ok {
		if text = wrong.What(); wrong.Line > 0 {
			place += fmt.Sprintf(":%d:%d", wrong.Line, wrong.Col)
		}
	}
	if errors.Is(err, capture.ErrTooLarge) {
		text += "; see --max-entry"
	}
	return place + ": not copied: " + shown.Escape(text)
}

// A rememberingReader distinguishes an error of the input from one of the output.
type rememberingReader struct {
	from io.Reader
	err  error // other than io.EOF
}

func (r *rememberingReader) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}

// A terminalWriter escapes control characters, which would steer a terminal.
type terminalWriter struct {
	to   io.Writer
	rest []byte // the end of the text, which may be a part of a character
	out  []byte
}

func (w *terminalWriter) Write(p []byte) (int, error) {
	w.rest = append(w.rest, p...)
	if err := w.show(utf8.UTFMax); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close writes the rest, and a line end.
func (w *terminalWriter) Close() error {
	if w.rest != nil && !bytes.HasSuffix(w.rest, []byte("\n")) {
		w.rest = append(w.rest, '\n')
	}
	return w.show(0)
}

// show writes the text, and keeps back at most keep bytes at its end.
func (w *terminalWriter) show(keep int) error {
	w.out = w.out[:0]
	text := w.rest
	for len(text) > keep {
		if text[0] == '\n' {
			w.out, text = append(w.out, '\n'), text[1:]
			continue
		}
		var size int
		w.out, _, size = shown.Append(w.out, text, smscodec.UTF8)
		text = text[size:]
	}
	w.rest = append(w.rest[:0], text...)
	_, err := w.to.Write(w.out)
	return err
}
