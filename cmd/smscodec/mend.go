package main

// How an answer that cannot be read can be read after all. Each hint was tried: with the
// change that it names, the body is a valid answer.

import (
	"errors"
	"fmt"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/response"
	"github.com/smscodec/smscodec/internal/summary"
	"github.com/smscodec/smscodec/internal/wire"
)

// A mender looks for the change that makes a body readable.
type mender struct {
	body     []byte
	asked    smscodec.Request // with which it cannot be read
	captured bool             // it was given by --query or --url
	codec    smscodec.Codec
}

// hint returns what can be changed, after "; ", or "" if nothing is known.
func (m mender) hint(wrong *smscodec.ParseError) string {
	for _, hint := range []func(*smscodec.ParseError) string{
		m.page, m.emptyList, m.charset, m.trailing, m.rows, m.columns, m.operation, m.format,
	} {
		if text := hint(wrong); text != "" {
			return "; " + text
		}
	}
	return ""
}

// reads reports whether the body answers a request, maybe with a refusal.
func (m mender) reads(req smscodec.Request) bool {
	m.codec.Report = nil
	_, err := m.codec.Decode(m.body, req)
	_, refused := errors.AsType[*smscodec.APIError](err)
	return err == nil || refused
}

func (m mender) page(*smscodec.ParseError) string {
	if response.IsPage(m.body) {
		return notAnAnswer
	}
	return ""
}

const notAnAnswer = "the body is an HTML page, or a message of PHP, as a proxy or a failing server sends it"

func (m mender) emptyList(*smscodec.ParseError) string {
	if m.codec.EmptyList {
		return ""
	}
	if m.codec.EmptyList = true; m.reads(m.asked) {
		return "with --empty-list it is a list without sender names"
	}
	return ""
}

func (m mender) charset(wrong *smscodec.ParseError) string {
	if !errors.Is(wrong, smscodec.ErrCharset) && !errors.Is(wrong, smscodec.ErrUnsupported) {
		return ""
	}
	req := m.asked
	if req.Charset, _ = response.CharsetOf(m.body); req.Charset != m.asked.Charset && m.reads(req) {
		return fmt.Sprintf("%v was asked, but in %v it is a valid answer", m.asked.Charset, req.Charset)
	}
	return ""
}

// trailing finds what curl -w and the like append to an answer.
func (m mender) trailing(wrong *smscodec.ParseError) string {
	if m.asked.Format != smscodec.XML && m.asked.Format != smscodec.JSON || !errors.Is(wrong, smscodec.ErrSyntax) {
		return ""
	}
	if m.body = m.body[:wrong.Offset]; m.reads(m.asked) {
		return "the text before it is a complete answer: remove what follows, such as the output of curl -w"
	}
	return ""
}

// format finds another format. Nearly any text is a list of names in CSV, so CSV must
// have columns.
func (m mender) format(*smscodec.ParseError) string {
	for _, format := range []smscodec.Format{smscodec.JSON, smscodec.XML, smscodec.Plain, smscodec.CSV} {
		if format == m.asked.Format {
			continue
		}
		was := fmt.Sprintf("the body is %s, but fmt=%d (%s) was asked", formatName(format), m.asked.Format, formatName(m.asked.Format))
		req := m.asked
		if req.Format = format; (format != smscodec.CSV || req.All || req.Operators) && m.reads(req) {
			return was
		}
		for _, req := range m.otherRequests(format) {
			if m.reads(req) {
				return was + "; it answers " + summary.Flags(req)
			}
		}
	}
	return ""
}

// formatName returns the name of a format in a sentence.
func formatName(f smscodec.Format) string {
	if f == smscodec.Plain {
		return f.String()
	}
	return strings.ToUpper(f.String())
}

// otherRequests returns the requests in a format that differ in the shape of their
// answer, without those that nearly any text answers.
func (m mender) otherRequests(format smscodec.Format) []smscodec.Request {
	requests := []smscodec.Request{{Op: smscodec.OpGet, Operators: true}, {Op: smscodec.OpGet, All: true}, {Op: smscodec.OpAdd}, {Op: smscodec.OpChange}}
	if format != smscodec.CSV {
		requests = append(requests, smscodec.Request{Op: smscodec.OpGet})
	}
	for i := range requests {
		requests[i].Format, requests[i].Charset = format, m.asked.Charset
	}
	return requests
}

// rows finds that the rows of a list have something else than was asked.
func (m mender) rows(*smscodec.ParseError) string {
	if m.asked.Op != smscodec.OpGet {
		return ""
	}
	m.codec.Reject |= smscodec.QuirkExtra // it would take a status or registrations for that
	for _, req := range m.otherRequests(m.asked.Format) {
		if req.Op != smscodec.OpGet || req == m.asked || !m.reads(req) {
			continue
		}
		was, have := m.name(wire.ParamAll)+" was not", "a status"
		switch {
		case m.asked.All:
			was = m.name(wire.ParamAll) + " was"
		case m.asked.Operators:
			was = m.name(wire.ParamOperators) + " was"
		case req.Operators:
			was = m.name(wire.ParamOperators) + " was not"
		}
		switch {
		case req.Operators:
			have = "registrations"
		case !req.All && m.asked.All:
			have = "no status"
		case !req.All:
			have = "no registrations"
		}
		return was + " " + m.said() + ", but the rows have " + have
	}
	return ""
}

// name returns the name of an option, or of a parameter with its value.
func (m mender) name(parameter string) string {
	if m.captured {
		return parameter + "=1"
	}
	return "--" + parameter
}

func (m mender) said() string {
	if m.captured {
		return "asked"
	}
	return "given"
}

// columns finds rows of CSV with another number of operators than expected.
func (m mender) columns(*smscodec.ParseError) string {
	if m.asked.Format != smscodec.CSV || !m.asked.Operators {
		return ""
	}
	hint := func(operators []string) bool {
		columns, err := newColumns(operators)
		m.codec.Columns = columns
		return err == nil && m.reads(m.asked)
	}
	if other := wire.OtherGeneration(); hint(other) {
		return fmt.Sprintf("the rows have %d columns; if they are those of another version of the documentation, --columns %s", len(other), strings.Join(other, ","))
	}
	known := operatorNames()
	for n := 2; n <= len(known); n++ {
		if hint(known[:n]) {
			return fmt.Sprintf("the rows have %d columns: name their operators in order with --columns", n)
		}
	}
	return ""
}

// operation finds that the body answers another operation.
func (m mender) operation(*smscodec.ParseError) string {
	m.codec.Reject |= smscodec.QuirkExtra
	for _, req := range m.otherRequests(m.asked.Format) {
		if req.Op != m.asked.Op && m.reads(req) {
			return "it answers " + summary.Flags(req)
		}
	}
	return ""
}
