package main

// Input of the commands that take one answer: the FILE argument, the flags that say
// how to decode it, and reading and decoding.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/excerpt"
	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/shown"
)

// maxBody is the largest body that is read, in bytes. It holds some 40 000 sender
// names with registrations in JSON, far more than an account has.
const maxBody = 8 << 20

// A body is the bytes of an answer and their source.
type body struct {
	source source
	data   []byte
}

// parseFile returns the source for the only argument, a FILE. The argument - or no
// argument is the standard input.
func parseFile(cmd arguments) (source, error) {
	name := cmd.first()
	switch {
	case len(cmd.args) > 1:
		return source{}, usage(cmd, "more than one FILE")
	case len(cmd.args) == 1 && name == "":
		return source{}, usage(cmd, "FILE must not be an empty string; - is the standard input")
	case name == "" || name == "-":
		return stdinSource, nil
	case strings.Contains(name, "=") || strings.Contains(name, "://"):
		if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
			return source{}, usage(cmd, "no such FILE; to pass a captured request, use --query or --url")
		}
	}
	return newSource(name, -1, nil), nil
}

func (e environment) readBody(from source) (body, error) {
	b := body{source: from}
	file, err := from.open(e.stdin)
	if err != nil {
		return b, b.failed("%s", shown.Escape(cause(err)))
	}
	defer file.Close()
	b.data, err = io.ReadAll(io.LimitReader(file, maxBody+1))
	if err != nil {
		return b, b.failed("%s", shown.Escape(cause(err)))
	}
	if len(b.data) > maxBody {
		return b, b.failed("larger than %d MiB", maxBody>>20)
	}
	return b, nil
}

func (b body) failed(format string, args ...any) error {
	return failed("%s: %s", b.source.label, fmt.Sprintf(format, args...))
}

// position returns FILE:LINE:COL of an error.
func (b body) position(e *smscodec.ParseError) string {
	return fmt.Sprintf("%s:%d:%d", b.source.label, e.Line, e.Col)
}

// errorText returns what an error reports and, if known, of which field, without
// the position.
func errorText(e *smscodec.ParseError) string {
	if e.Field == "" {
		return e.What()
	}
	return shown.Label(e.Field) + ": " + e.What()
}

// answerOptions are the source of an answer, and the request and codec to decode it
// with.
type answerOptions struct {
	file    source
	asked   findings.Asked
	secrets []string // in the flags that give the request
	codec   smscodec.Codec
}

// hide returns a text without the secrets in the flags.
func (o answerOptions) hide(text string) string { return secrets.NewFinder(o.secrets).Mask(text) }

func answerFlags() []option {
	return append(requestFlags(),
		option{group: inputOptions, name: "strict", value: false, usage: "refuse every departure from the vendor's documentation"},
		option{group: inputOptions, name: "empty-list", value: false, usage: "treat an empty plain or CSV body as a list without sender names; otherwise it is taken for a lost answer"},
		option{group: inputOptions, name: "reject", value: "", list: true, values: quirks(), usage: "refuse these departures: `IDS` separated by commas, out of " + strings.Join(quirks(), ", ")},
	)
}

// quirks returns the ids of the departures.
func quirks() []string { return strings.Split(smscodec.AllQuirks.String(), ",") }

func parseAnswer(cmd arguments) (o answerOptions, err error) {
	if o.asked, err = parseRequest(cmd); err != nil {
		return o, err
	}
	o.secrets = requestSecrets(cmd)
	if o.codec.Columns, err = parseColumns(cmd); err != nil {
		return o, err
	}
	o.codec.EmptyList = cmd.Bool("empty-list")
	if o.codec.Reject, err = smscodec.ParseQuirks(cmd.String("reject")); err != nil {
		return o, cmd.wrongValue("reject", cmd.unknown("reject"))
	}
	if cmd.Bool("strict") {
		o.codec.Reject = smscodec.AllQuirks
	}
	o.file, err = parseFile(cmd)
	return o, err
}

// An answer is a decoded body.
type answer struct {
	body
	request smscodec.Request // with the charset of the body
	reply   smscodec.Reply   // if the server refused, a *smscodec.APIError
}

// readAnswer reads a body and decodes it. A refusal is an answer, not an error.
func (e environment) readAnswer(o answerOptions) (answer, error) {
	return e.readAnswerBy(o.codec.Decode, o)
}

// checkAnswer is like readAnswer, but keeps no sender of a list.
func (e environment) checkAnswer(o answerOptions) (answer, error) {
	if o.asked.Op != smscodec.OpGet {
		return e.readAnswer(o)
	}
	check := func(data []byte, req smscodec.Request) (smscodec.Reply, error) {
		for _, err := range o.codec.Senders(data, req) {
			if err != nil {
				return nil, err
			}
		}
		return smscodec.List{}, nil
	}
	return e.readAnswerBy(check, o)
}

func (e environment) readAnswerBy(decode func([]byte, smscodec.Request) (smscodec.Reply, error), o answerOptions) (a answer, err error) {
	if a.body, err = e.readBody(o.file); err != nil {
		return a, err
	}
	var note string
	if a.request, note = o.asked.In(a.data); note != "" {
		fmt.Fprintf(e.stderr, "%s: note: %s\n", a.source.label, note)
	}
	a.reply, err = decode(a.data, a.request)
	if refusal, ok := errors.AsType[*smscodec.APIError](err); ok {
		a.reply = refusal
		return a, nil
	}
	if wrong, ok := errors.AsType[*smscodec.ParseError](err); ok {
		hide := secrets.NewFinder(o.secrets)
		isAnswer := excerpt.IsAnswer(a.data, a.request)
		if !isAnswer && !findings.IsKnownField(wrong.Field) {
			wrong.Field = secrets.Everything.Mask(wrong.Field)
		}
		message := a.position(wrong) + ": " + hide.Mask(errorText(wrong))
		message += mender{a.data, a.request, o.asked.Captured, o.codec}.hint(wrong)
		if isAnswer {
			message += "\n" + excerpt.Of(a.data, wrong.Offset, wrong.Line, a.request.Charset, hide)
		}
		return a, failed("%s", message)
	}
	return a, err
}
