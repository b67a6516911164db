package smsctest

// The records of requests, and what of a request may be in them.

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/credentials"
	"github.com/smscodec/smscodec/internal/wire"
)

// A Record is what a Fake keeps of a request. It contains no secret and no unprintable
// character.
type Record struct {
	Time    time.Time        // by the clock of the Fake
	Method  string           // shortened to 20 bytes
	Status  int              // of HTTP: 405, 413 or 400 if the request is not a form; 0 under FaultDrop
	Request smscodec.Request // the zero Request if the parameters are not a valid request
	// Form has the value that counts, the last one, of each known parameter except login,
	// psw and apikey. It is in UTF-8, at most 200 bytes long, with unprintable characters
	// escaped as in Go. A number or a charset that is invalid is "…". Form is nil if the
	// request is not a form.
	Form    url.Values
	Refused smscodec.ErrorCode // 0 if the request was carried out, or did not reach the server
	Faults  []Fault            // those that were set
	Applied []Fault            // those of Faults that changed the answer
}

// String returns a line for a log, such as
//
//	POST add json utf-8 sender="SMSC": error 5 sender name not saved or deleted (not-saved; without effect: crlf)
func (r Record) String() string {
	text := r.Method
	switch {
	case r.Form == nil:
		text += " no form"
	case r.Request == (smscodec.Request{}):
		text += " no request"
	default:
		text += fmt.Sprintf(" %v %v %v", r.Request.Op, r.Request.Format, r.Request.Charset)
	}
	if r.Request.All {
		text += " all"
	}
	if r.Request.Operators {
		text += " operators"
	}
	for _, name := range []string{wire.ParamSender, wire.ParamID} {
		if value := r.Form.Get(name); value != "" {
			text += " " + name + `="` + strings.ReplaceAll(value, `"`, `\"`) + `"`
		}
	}
	switch {
	case r.Refused != 0:
		text += fmt.Sprintf(": error %d %v", int(r.Refused), r.Refused)
	case r.Status >= 400:
		text += fmt.Sprintf(": HTTP %d %s", r.Status, http.StatusText(r.Status))
	}
	if len(r.Faults) > 0 {
		text += " (" + r.faults() + ")"
	}
	return text
}

// faults returns the faults that changed the answer, then those that did not.
func (r Record) faults() string {
	var effective, others []string
	for i, fault := range r.Faults {
		switch {
		case slices.Contains(r.Faults[:i], fault):
		case slices.Contains(r.Applied, fault):
			effective = append(effective, fault.String())
		default:
			others = append(others, fault.String())
		}
	}
	text := strings.Join(effective, ", ")
	if len(effective) > 0 && len(others) > 0 {
		text += "; "
	}
	if len(others) > 0 {
		text += "without effect: " + strings.Join(others, ", ")
	}
	return text
}

// Bounds of the records.
const (
	maxRecords  = 1000
	maxRecorded = 200 // bytes of a value
	maxMethod   = 20  // bytes
)

// shown returns the beginning of a text, at most n bytes, with unprintable characters
// escaped as in Go.
func shown(text string, n int) string {
	var b strings.Builder
	for _, r := range text {
		one := string(r)
		if !strconv.IsPrint(r) {
			one = strings.Trim(strconv.QuoteRune(r), "'")
		}
		if b.Len()+len(one) > n {
			break
		}
		b.WriteString(one)
	}
	return b.String()
}

// The parameters in a Record: all known ones except the secrets.
var (
	numberParameters = []string{
		wire.OpGet, wire.ParamGetSenders, wire.OpAdd, wire.OpChange, wire.OpSendCode, wire.OpCheckCode, wire.OpDelete,
		wire.ParamFormat, wire.ParamAll, wire.ParamOperators, wire.ParamID, wire.ParamPrevID, wire.ParamCount,
	}
	textParameters = []string{wire.ParamSender, wire.ParamComment, wire.ParamCode, wire.ParamFromDate}
)

var digits = regexp.MustCompile(`^[0-9]*$`)

// redacted returns the parameters in a Record. Text that looks like a secret is removed from
// their values: a query that was escaped twice, or a value in the wrong parameter. A value
// that equals the password or the API key of the request is "…".
func (f form) redacted(charset smscodec.Charset) url.Values {
	values := url.Values{}
	set := func(name, value string) {
		if f[name] != nil {
			values.Set(name, shown(value, maxRecorded))
		}
	}
	isSwitch := func(value string) bool { return value == "0" || value == "1" }
	isSecret := func(value string) bool {
		return value != "" && (value == f.get(wire.ParamPassword) || value == f.get(wire.ParamAPIKey))
	}
	for _, name := range numberParameters {
		if value := f.get(name); digits.MatchString(value) && (isSwitch(value) || !isSecret(value)) {
			set(name, value)
		} else {
			set(name, "…")
		}
	}
	if value := f.get(wire.ParamCharset); value == "" || new(smscodec.Charset).UnmarshalText([]byte(value)) == nil {
		set(wire.ParamCharset, value)
	} else {
		set(wire.ParamCharset, "…")
	}
	for _, name := range textParameters {
		if isSecret(f.get(name)) {
			set(name, "…")
		} else {
			set(name, credentials.HideParameters(f.text(name, charset)))
		}
	}
	return values
}
