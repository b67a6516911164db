package smscodec

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// What was asked of the server, and the parameters that ask for it.

// A Request says what was asked of the server. An answer does not describe
// itself, so it can be decoded only with its request. The zero Request is invalid:
// it asks for nothing.
type Request struct {
	Op        Op      // what was asked for
	Format    Format  // the format asked for
	Charset   Charset // of the answer's bytes; strings in the model are UTF-8
	All       bool    // all=1: every name, with its status; OpGet only, never with Operators
	Operators bool    // operators=1: the approved names, with their registrations; OpGet only, never with All
}

// invalid returns why the request has no answer, nil if it has one.
func (r Request) invalid() error {
	switch {
	case r.Op < OpGet || r.Op > OpDelete:
		return textError("no such operation")
	case r.Format > JSON:
		return textError("no such format")
	case r.Charset > KOI8R:
		return textError("no such charset")
	case (r.All || r.Operators) && r.Op.answer() != answerList:
		return textError("all and operators go with get only")
	case r.All && r.Operators:
		return textError("all and operators exclude each other")
	}
	return nil
}

// Query returns the parameters to send for the request. The charset is always
// among them, as the server's default is not UTF-8. A login and password are the
// caller's to add. For a valid Request, ParseQuery returns the request that Query
// was called on.
func (r Request) Query() url.Values {
	q := url.Values{}
	if int(r.Op) < len(opNames) && opNames[r.Op] != "" {
		q.Set(opNames[r.Op], "1")
	}
	q.Set(paramFormat, strconv.Itoa(int(r.Format)))
	q.Set(paramCharset, r.Charset.String())
	if r.All {
		q.Set(paramAll, "1")
	}
	if r.Operators {
		q.Set(paramOperators, "1")
	}
	return q
}

// ParseForm splits a URL's query, or the body of a form, into its parameters as
// the server's PHP does. It never fails: only & separates parameters, so a
// semicolon is literal, and so is a % that begins no escape; + is a space. Names
// stay as they are sent. For input that [url.ParseQuery] accepts, both return the
// same.
func ParseForm(raw string) url.Values {
	values := url.Values{}
	for parameter := range strings.SplitSeq(raw, "&") {
		if parameter == "" {
			continue
		}
		name, value, _ := strings.Cut(parameter, "=")
		name = unescapeForm(name)
		values[name] = append(values[name], unescapeForm(value))
	}
	return values
}

// unescapeForm decodes a name or a value.
func unescapeForm(s string) string {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return s
	}
	text := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '+':
			c = ' '
		case c == '%' && len(s)-i > 2:
			if high, low := hexDigit(s[i+1]), hexDigit(s[i+2]); high >= 0 && low >= 0 {
				c = byte(high<<4 | low)
				i += 2
			}
		}
		text = append(text, c)
	}
	return string(text)
}

// ParseQuery returns the request that the parameters of a captured one describe, from a
// URL's query or a form. They must ask for exactly one operation; get may also be spelled
// get_senders, as old clients do. The default of fmt is Plain and that of charset is
// Windows1251, as for the server. Switches are 1 or 0. Of a repeated parameter the last
// value counts, and an empty value means that the parameter is not set. Operations other
// than get ignore all and operators, as the server does; unknown parameters are ignored.
// Anything else is an error of kind ErrRequest. Its text never shows a value, because the
// parameters include a login and a password.
func ParseQuery(q url.Values) (Request, error) {
	var r Request
	var err error
	if r.Op, err = queryOp(q); err != nil {
		return Request{}, err
	}

	switch format := lastValue(q, paramFormat); format {
	case "", "0":
	case "1", "2", "3":
		r.Format = Format(format[0] - '0')
	default:
		return Request{}, requestError(paramFormat + " is none of 0, 1, 2, 3")
	}

	r.Charset = Windows1251
	if charset := lastValue(q, paramCharset); charset != "" && r.Charset.UnmarshalText([]byte(charset)) != nil {
		return Request{}, requestError(paramCharset + " is none of " + strings.Join(charsetNames[:], ", "))
	}

	if r.Op.answer() != answerList {
		return r, nil
	}
	if r.All, err = querySwitch(q, paramAll); err != nil {
		return Request{}, err
	}
	if r.Operators, err = querySwitch(q, paramOperators); err != nil {
		return Request{}, err
	}
	if err := r.invalid(); err != nil {
		return Request{}, requestError(err.Error())
	}
	return r, nil
}

// requestError returns an error of kind ErrRequest.
func requestError(detail string) error {
	return fmt.Errorf("smscodec: %w: %s", ErrRequest, detail)
}

// queryOp returns the one operation that is asked for.
func queryOp(q url.Values) (op Op, err error) {
	for i, name := range opNames {
		if name == "" {
			continue
		}
		set, err := querySwitch(q, name)
		if alias := opAliases[i]; err == nil && alias != "" {
			var setByAlias bool
			setByAlias, err = querySwitch(q, alias)
			set = set || setByAlias
		}
		switch {
		case err != nil:
			return 0, err
		case set && op != 0:
			return 0, requestError(fmt.Sprintf("%s and %s ask for two operations", op, name))
		case set:
			op = Op(i)
		}
	}
	if op == 0 {
		return 0, requestError("no operation is asked for")
	}
	return op, nil
}

// lastValue returns the value of a parameter that counts, "" if it is not set.
func lastValue(q url.Values, name string) string {
	if values := q[name]; len(values) > 0 {
		return values[len(values)-1]
	}
	return ""
}

func querySwitch(q url.Values, name string) (bool, error) {
	switch lastValue(q, name) {
	case "", "0":
		return false, nil
	case "1":
		return true, nil
	}
	return false, requestError(name + " is neither 0 nor 1")
}
