package smscodec_test

import (
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
)

// Law 8: JSON and XML are read by this package and by the standard library. What
// the standard library finds malformed is refused, and what both accept has the
// same meaning: a stdReader, which states the contract in its plainest form, makes
// a reply of the standard library's tree.

// notTheFormat are the departures by which a body is accepted that is not of the
// format.
const notTheFormat = smscodec.QuirkBOM | smscodec.QuirkOtherForm

// saysMalformed reports whether an error says that the data is not of the format,
// or only with a departure.
func saysMalformed(err error) bool {
	var parse *smscodec.ParseError
	return breaksTheFormat(err) || errors.As(err, &parse) && parse.Quirk&notTheFormat != 0
}

// breaksTheFormat reports whether an error is one of those that are returned before
// one about an answer that does not fit the request.
func breaksTheFormat(err error) bool {
	for _, kind := range []error{smscodec.ErrSyntax, io.ErrUnexpectedEOF, smscodec.ErrCharset, smscodec.ErrDuplicate, smscodec.ErrUnsupported} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

// compareReading compares what was read with the reading of the standard library's
// tree.
func compareReading(t *testing.T, std smscodec.Reply, stdErr error, reply smscodec.Reply, err error) {
	t.Helper()
	switch {
	case stdErr == nil && err != nil:
		t.Errorf("refused: %v\nthe standard library's tree reads as %+v", err, std)
	case stdErr != nil && err == nil:
		t.Errorf("read as %+v\nthe standard library's tree: %v", reply, stdErr)
	case err == nil && !cmp.Equal(std, reply):
		t.Errorf("not read as by the standard library (-std +got):\n%s", cmp.Diff(std, reply))
	}
}

func orDocumented(c *smscodec.Columns) *smscodec.Columns {
	if c == nil {
		return smscodec.DocumentedColumns()
	}
	return c
}
