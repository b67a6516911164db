package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/oldredact"
	"github.com/urfave/cli/v3"
)

const redactDescription = `Writes a copy of a HAR file, an HTTP dump (what curl -i or curl -v prints or
httputil dumps), JSON Lines or a bare body that is safe to share. Masked are logins, passwords and
API keys, in URLs, forms, headers, pages and wherever else they are; user and
password in a URL; cookies; and the headers that authorize. What was such a secret
and has six bytes or more is masked all over its entry, in the answer too.

Each character becomes an x, or another one of as many bytes, and nothing else is
touched: lengths that the capture states stay right, and findings of validate stay
where they are. So how long a secret was can be seen. Passwords of other sites'
pages and other personal data are not looked for: read the copy before you share it.

--phones replaces phone numbers, and sender names that are all digits, by other
digits: the same number by the same in the whole copy, different ones by different
ones. Spaces, hyphens and brackets in them stay. Another run gives others.

With -o the copy is whole or not there; FILE may be its own copy. On a terminal what
would steer it is escaped. A FILE compressed with gzip or zstd is copied
decompressed, one in UTF-16 in UTF-8. WARC files, YAML cassettes, and compressed bodies with something to
mask in them are refused.

Examples:

   smscodec redact -o share.har session.har
   smscodec redact --phones month.jsonl.gz | gzip > share.jsonl.gz`

func redactFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`; - or none is the standard output", DefaultText: "-"},
		&cli.BoolFlag{Name: "phones", Usage: "replace phone numbers and senders that are all digits, too"},
		&cli.IntFlag{Name: "max-entry", Value: capture.DefaultMaxEntry >> 20, Usage: "refuse exchanges and lines larger than `MIB`"},
	}
}

func (e environment) redact(ctx context.Context, cmd *cli.Command) error {
	redactor := oldredact.Redactor{Phones: cmd.Bool("phones"), MaxEntry: cmd.Int("max-entry") << 20}
	if size := cmd.Int("max-entry"); size <= 0 || size > 1<<10 {
		return usage(cmd, "--max-entry is no number of MiB from 1 to 1024")
	}
	name := cmd.Args().First()
	switch {
	case cmd.Args().Len() > 1:
		return usage(cmd, "want one FILE")
	case cmd.Args().Len() == 1 && name == "":
		return usage(cmd, "the FILE has no name; - is the standard input")
	case cmd.IsSet("output") && cmd.String("output") == "":
		return usage(cmd, "the FILE of --output has no name; - is the standard output")
	}
	from := stdinSource
	if name != "" && name != "-" {
		from = newSource(name, -1, nil)
	}
	file, err := from.open(e.stdin)
	if err != nil {
		return failed("%s: %s", from.label, escape(cause(err)))
	}
	defer file.Close()

	src := &rememberingReader{from: file}
	copyTo := func(w io.Writer) error { return redactor.Redact(w, src) }
	to := cmd.String("output")
	switch {
	case to != "" && to != "-":
		ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
		err = replaceFile(ctx, to, copyTo)
		stop()
	case e.terminal:
		w := &terminalWriter{to: e.stdout}
		err = copyTo(w)
		w.Close()
	default:
		err = copyTo(e.stdout)
	}
	wrong, ok := errors.AsType[*oldredact.Error](err)
	if ok && strings.HasSuffix(wrong.Detail, "one entry") { // nobody would guess
		wrong.Detail += "; see --max-entry"
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errInterrupted):
		return failed("%s: %s", label(safePath(to)), err)
	case ok && wrong.Line > 0:
		return failed("%s:%d:%d: %s", from.label, wrong.Line, wrong.Col, escape(wrong.What()))
	case ok:
		return failed("%s: %s", from.label, escape(wrong.What()))
	case src.err != nil:
		return failed("%s: %s", from.label, escape(cause(src.err)))
	}
	return failed("%s: %s", label(safePath(to)), escape(cause(err)))
}

// A rememberingReader tells an error of the input from one of the output.
type rememberingReader struct {
	from io.Reader
	err  error // but for io.EOF
}

func (r *rememberingReader) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}

// A terminalWriter writes lines as they are shown on a terminal.
type terminalWriter struct {
	to   io.Writer
	rest []byte // of which what follows tells how it is shown
	out  []byte
}

func (w *terminalWriter) Write(p []byte) (int, error) {
	w.rest = append(w.rest, p...)
	if err := w.show(utf8.UTFMax); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close writes the rest, and ends the line.
func (w *terminalWriter) Close() error {
	if w.rest != nil && !bytes.HasSuffix(w.rest, []byte("\n")) {
		w.rest = append(w.rest, '\n')
	}
	return w.show(0)
}

// show writes all but the last bytes.
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
