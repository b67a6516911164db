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
	"strings"
	"syscall"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/redact"
	"github.com/urfave/cli/v3"
)

const redactDescription = `Writes a new capture from what is known to be safe. Of each exchange it has:

   method, status  GET, POST or HEAD; the number
   URL             the vendor's host, or example.invalid; sys/senders.php or sys/get.php
   parameters      documented ones: operations, fmt, all, operators, charset; sender, id;
                   any other has the value x
   headers         Content-Type, Content-Length, Content-Encoding, Transfer-Encoding
   body            of an answer the documented members, with their codes, ids, names and
                   recorded error texts; all else is x, or other digits
   any other body  its kind and its size, in bodyOmitted
   all else        no: no cookies, comments, times; no requests to other endpoints

Names of senders stay. Where one has a login, a password, a key, a code or a cookie of
the exchange in it, of 4 bytes or more, that is masked. An exchange in which such a
value would be left is not copied, but reported, and the exit code is 2. validate finds
in a body what it found before.

FILE is any capture that validate reads; what is not recognised is refused. The copy is
JSON Lines, or with --to har a HAR; it is not compressed. With -o it is whole or not
there, and FILE may be its own copy.

--keep-bodies copies other bodies of text, and odd names in plain and CSV, with the
secrets of the exchange masked and nothing else: read such a copy before you share it.

--phones replaces numbers of 7 digits or more in names and text, also with spaces,
hyphens or brackets in them, by other digits: in one copy the same number by the same.
Ids and codes stay.

Examples:

   smscodec redact -o share.jsonl session.har
   smscodec redact --to har --phones month.jsonl.gz > share.har
   smscodec redact --query 'get=1&all=1&fmt=1' statuses.csv > share.jsonl`

type redactOptions struct {
	source   source
	to       string // a file; "" is the standard output
	redactor redact.Redactor
}

func (e environment) redactCommand() *cli.Command {
	return &cli.Command{
		Name:        "redact",
		Usage:       "copy a capture so that it is safe to share",
		Description: redactDescription,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`; - or none is the standard output", DefaultText: "-"},
			&cli.StringFlag{Name: "to", Value: "jsonl", Usage: "write this `FORM` of capture: jsonl or har"},
			&cli.BoolFlag{Name: "keep-bodies", Usage: "copy bodies of text that are no answers, with secrets masked"},
			&cli.BoolFlag{Name: "phones", Usage: "replace phone numbers in names and text"},
			&cli.StringFlag{Name: "query", Usage: "the parameters of a request that was not captured: the `QUERY` of a URL, or a form"},
			&cli.StringFlag{Name: "url", Usage: "the same, as a complete `URL`"},
			&cli.IntFlag{Name: "max-entry", Value: capture.DefaultMaxEntry >> 20, Usage: "refuse exchanges and lines larger than `MIB`"},
		},
		Action: action(parseRedact, e.redact),
	}
}

func parseRedact(cmd *cli.Command) (o redactOptions, err error) {
	size := cmd.Int("max-entry")
	if size <= 0 || size > 1<<10 {
		return o, usage(cmd, "--max-entry must be 1 to 1024 MiB")
	}
	o.redactor = redact.Redactor{Reader: capture.Reader{MaxEntry: size << 20}, KeepBodies: cmd.Bool("keep-bodies"), Phones: cmd.Bool("phones")}
	if o.redactor.URL, err = parseURL(cmd); err != nil {
		return o, err
	}
	switch cmd.String("to") {
	case "jsonl":
	case "har":
		o.redactor.To = capture.HAR
	default:
		return o, usage(cmd, "--to must be jsonl or har")
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

// errNothing is why there is no file.
var errNothing = errors.New("nothing to copy")

// maxLeftOut is how many exchanges that are not copied are reported one by one.
const maxLeftOut = 20

func (e environment) redact(ctx context.Context, o redactOptions) error {
	file, err := o.source.open(e.stdin)
	if err != nil {
		return failed("%s: %s", o.source.label, escape(cause(err)))
	}
	defer file.Close()

	src := &rememberingReader{from: file}
	var left []string
	o.redactor.LeftOut = func(entry int, err error) {
		if len(left) < maxLeftOut {
			left = append(left, leftOutText(o.source.label, entry, err))
		}
	}
	var summary redact.Summary
	copyTo := func(w io.Writer) (err error) {
		if summary, err = o.redactor.Redact(w, src); err == nil && summary.Copied == 0 {
			err = errNothing
		}
		return err
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
	wrong, isCapture := errors.AsType[*capture.Error](err)
	_, isLeftOut := errors.AsType[*redact.LeftOutError](err)
	switch {
	case err == nil, errors.Is(err, errNothing):
	case errors.Is(err, errInterrupted):
		return failed("%s: %s", label(safePath(o.to)), err)
	case isCapture:
		return failed("%s", leftOutText(o.source.label, wrong.Entry, err))
	case isLeftOut:
		return failed("%s", leftOutText(o.source.label, 0, err))
	case src.err != nil:
		return failed("%s: %s", o.source.label, escape(cause(src.err)))
	default:
		return failed("%s: %s", label(safePath(o.to)), escape(cause(err)))
	}
	return e.reportCopy(summary, left)
}

// reportCopy reports what is not in a copy.
func (e environment) reportCopy(s redact.Summary, left []string) error {
	for _, text := range left {
		fmt.Fprintln(e.stderr, text)
	}
	if more := s.LeftOut - len(left); more > 0 {
		fmt.Fprintf(e.stderr, "smscodec redact: and %d more\n", more)
	}
	note := func(n int, what string) {
		if n > 0 {
			fmt.Fprintf(e.stderr, "smscodec redact: note: %d %s\n", n, what)
		}
	}
	note(s.Elsewhere, "not copied: other requests than GET, POST or HEAD to sys/senders.php")
	note(s.Omitted, "without the body: no answers, or ones that cannot be masked")
	if s.LeftOut > 0 || s.Copied == 0 {
		return &failure{exitFailed, fmt.Sprintf("smscodec redact: %d copied, %d left out\n", s.Copied, s.LeftOut)}
	}
	return nil
}

// leftOutText returns a line for an exchange that is not copied.
func leftOutText(place string, entry int, err error) string {
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
	return place + ": not copied: " + escape(text)
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

// A terminalWriter escapes what would steer a terminal.
type terminalWriter struct {
	to   io.Writer
	rest []byte // the end, which what follows may change
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

// show writes all but so many bytes.
func (w *terminalWriter) show(but int) error {
	w.out = w.out[:0]
	text := w.rest
	for len(text) > but {
		if text[0] == '\n' {
			w.out, text = append(w.out, '\n'), text[1:]
			continue
		}
		var size int
		w.out, _, size = appendShown(w.out, text, smscodec.UTF8)
		text = text[size:]
	}
	w.rest = append(w.rest[:0], text...)
	_, err := w.to.Write(w.out)
	return err
}
