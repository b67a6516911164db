package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/urfave/cli/v3"
)

// maxBody bounds what is read: some 40 000 sender names with registrations in
// JSON, and far more than an account has.
const maxBody = 8 << 20

// A body is the answer's bytes, and their file as it is shown.
type body struct {
	file string
	data []byte
}

// readBody reads the FILE of the arguments.
func (e environment) readBody(cmd *cli.Command) (body, error) {
	name := cmd.Args().First()
	switch {
	case cmd.Args().Len() > 1:
		return body{}, usage(cmd, "want one FILE")
	case cmd.Args().Len() == 1 && name == "":
		return body{}, usage(cmd, "the FILE has no name; - is the standard input")
	}
	b := body{file: "<stdin>"}
	from := e.stdin
	if name != "" && name != "-" {
		b.file = label(safePath(name))
		file, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) && (strings.Contains(name, "=") || strings.Contains(name, "://")) {
			return b, usage(cmd, "no such FILE; a captured request goes with --query or --url")
		}
		if err != nil {
			return b, b.failed("%s", escape(cause(err)))
		}
		defer file.Close()
		from = file
	}
	var err error
	b.data, err = io.ReadAll(io.LimitReader(from, maxBody+1))
	if err != nil {
		return b, b.failed("%s", escape(cause(err)))
	}
	if len(b.data) > maxBody {
		return b, b.failed("larger than %d MiB", maxBody>>20)
	}
	return b, nil
}

// cause gives the text of a file's error without the file's name.
func cause(err error) string {
	if of, ok := errors.AsType[*fs.PathError](err); ok {
		err = of.Err
	}
	return err.Error()
}

func (b body) failed(format string, args ...any) error {
	return failed("%s: %s", b.file, fmt.Sprintf(format, args...))
}

// position gives FILE:LINE:COL of what an error is about.
func (b body) position(e *smscodec.ParseError) string {
	return fmt.Sprintf("%s:%d:%d", b.file, e.Line, e.Col)
}

// what gives FIELD: WHAT of an error.
func what(e *smscodec.ParseError) string {
	if e.Field == "" {
		return e.What()
	}
	return label(e.Field) + ": " + e.What()
}

// An answer is a body with what it was read by and what it says.
type answer struct {
	body
	req   smscodec.Request
	codec smscodec.Codec
	reply smscodec.Reply // of a refusal the *smscodec.APIError
}

// readAnswer reads the answer that the arguments describe. Report is told of
// the departures that were accepted.
func (e environment) readAnswer(cmd *cli.Command, report func(*smscodec.ParseError)) (a answer, err error) {
	if a.req, err = parseRequest(cmd); err != nil {
		return a, err
	}
	if a.codec, err = parseCodec(cmd); err != nil {
		return a, err
	}
	if a.body, err = e.readBody(cmd); err != nil {
		return a, err
	}
	a.codec.Report = report
	a.reply, err = a.codec.Decode(a.data, a.req)
	if refusal, ok := errors.AsType[*smscodec.APIError](err); ok {
		a.reply = refusal
		return a, nil
	}
	if wrong, ok := errors.AsType[*smscodec.ParseError](err); ok {
		hide := secrets.NewFinder(askedSecrets(cmd))
		message := a.position(wrong) + ": " + hide.Mask(what(wrong))
		if isAnswer(a.data) {
			message += "\n" + excerpt(a.data, wrong.Offset, wrong.Line, a.req.Charset, hide)
		}
		return a, failed("%s", message)
	}
	return a, err
}
