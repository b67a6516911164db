package smscodec_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/smscodec/smscodec"
)

// The words of an answer over the values of the standard library's parsers: a
// string, a json.Number, a bool, or any other value, which no answer holds.

// inUTF8 converts a body to UTF-8. It returns false if the body is not text in the
// charset.
func inUTF8(body []byte, charset smscodec.Charset) (string, bool) {
	switch charset {
	case smscodec.Windows1251:
		if slices.Contains(body, 0x98) { // undefined there; charmap has U+0098
			return "", false
		}
		body, _ = charmap.Windows1251.NewDecoder().Bytes(body)
	case smscodec.KOI8R:
		body, _ = charmap.KOI8R.NewDecoder().Bytes(body)
	}
	return string(body), utf8.Valid(body)
}

// A stdMember is a member of a JSON object, an XML attribute or an XML element.
type stdMember struct {
	name  string
	value any
}

// knownColumns are the operators that are columns for every Codec.
var knownColumns = []smscodec.Operator{
	"mega", "mts", "mega_step", "bee_step", "motiv_step", "mts_step", "tele2_step", "tele2", "ua_reg", "ua_int",
	"mega_int", "motiv_int", "mts_int", "sber_step", "motiv", "winmob_step", "volnamob_step", "by_reg",
}

// A stdReader makes replies of the standard library's trees, as the zero Codec with
// these columns does.
type stdReader struct {
	req     smscodec.Request
	columns *smscodec.Columns
}

var errNoAnswer = errors.New("no answer to this request")

var decimal = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)

func stdText(value any) (string, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		return strconv.FormatBool(v), nil
	}
	return "", errNoAnswer
}

func stdNumber(value any, max int64) (int64, error) {
	text, err := stdText(value)
	if err != nil || !decimal.MatchString(text) {
		return 0, errNoAnswer
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n > max {
		return 0, errNoAnswer
	}
	return n, nil
}

// sender reads a row. In JSON the name is a member; in XML it is the content of the
// element.
func (r stdReader) sender(name any, members []stdMember) (smscodec.Sender, error) {
	s := smscodec.Sender{}
	var operators []smscodec.Operator
	var statuses []smscodec.RegistrationStatus
	columns := append(slices.Collect(r.columns.All()), knownColumns...)
	for _, m := range members {
		op := smscodec.Operator(m.name)
		switch {
		case r.req.Operators && slices.Contains(columns, op):
			n, err := stdNumber(m.value, 255)
			if err != nil {
				return s, err
			}
			operators = append(operators, op)
			statuses = append(statuses, smscodec.RegistrationStatus(n))
		case m.name == "sender" && r.req.Format == smscodec.JSON:
			name = m.value
		case m.name == "sender", m.name == "error", m.name == "error_code":
			return s, errNoAnswer
		case m.name == "status" && r.req.All:
			n, err := stdNumber(m.value, 255)
			if err != nil {
				return s, err
			}
			s.Status = smscodec.NewStatus(uint8(n))
		default:
			text, err := stdText(m.value)
			if err != nil {
				return s, err
			}
			s.Extra = append(s.Extra, smscodec.Field{Name: m.name, Value: text})
		}
	}

	switch v := name.(type) {
	case string:
		s.Name = v
	case json.Number:
		if !decimal.MatchString(v.String()) {
			return s, errNoAnswer
		}
		s.Name = v.String()
	}
	switch {
	case s.Name == "":
		return s, errNoAnswer
	case r.req.All && s.Status == smscodec.NoStatus:
		return s, errNoAnswer
	case r.req.Operators && operators == nil:
		return s, errNoAnswer
	case operators == nil:
		return s, nil
	}
	c, err := smscodec.NewColumns(operators...)
	if err != nil {
		return s, err
	}
	s.Registrations, err = smscodec.NewRegistrations(c, statuses...)
	return s, err
}

func isStdRefusal(members []stdMember) bool {
	return slices.ContainsFunc(members, func(m stdMember) bool { return m.name == "error" || m.name == "error_code" })
}

func (r stdReader) refusal(members []stdMember) (smscodec.Reply, error) {
	e := &smscodec.APIError{Code: -1}
	hasText := false
	for _, m := range members {
		text, err := stdText(m.value)
		if err != nil {
			return nil, err
		}
		switch m.name {
		case "error":
			e.Text, hasText = m.value.(string)
			if !hasText {
				return nil, errNoAnswer
			}
		case "error_code":
			n, err := stdNumber(m.value, 9999)
			if err != nil {
				return nil, err
			}
			e.Code = smscodec.ErrorCode(n)
		case "id":
			if _, err := stdNumber(m.value, 1<<63-1); err != nil {
				return nil, err
			}
			fallthrough
		default:
			e.Extra = append(e.Extra, smscodec.Field{Name: m.name, Value: text})
		}
	}
	if !hasText || e.Code < 0 {
		return nil, errNoAnswer
	}
	return e, nil
}

// only reads an answer that has one member.
func (r stdReader) only(key string, members []stdMember) (smscodec.Reply, error) {
	if len(members) != 1 || members[0].name != key {
		return nil, errNoAnswer
	}
	if r.req.Op == smscodec.OpAdd {
		id, err := stdNumber(members[0].value, 1<<63-1)
		return smscodec.Added{ID: id}, err
	}
	if members[0].value != "OK" {
		return nil, errNoAnswer
	}
	return smscodec.Done{}, nil
}

const (
	mostDepth   = 64
	mostMembers = 64
)
