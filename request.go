package smscodec

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// A Request says what was asked of the server. An answer does not describe
// itself, so it can be read only beside its request. The zero Request is
// invalid: it asks for nothing.
type Request struct {
	Op        Op      // what was asked for
	Format    Format  // the format asked for
	Charset   Charset // of the answer's bytes; strings in the model are UTF-8
	All       bool    // all=1: every name, with its status; OpGet only, never with Operators
	Operators bool    // operators=1: the approved names, with their registrations; OpGet only, never with All
}

// want says what answers the operation, for errors.
func (o Op) want() string {
	switch o {
	case OpGet:
		return "want a list of senders"
	case OpAdd:
		return "want the id of a sender"
	}
	return "want OK"
}

// problem says why nothing answers the request, or "".
func (r Request) problem() string {
	switch {
	case r.Op < OpGet || r.Op > OpDelete:
		return "no such operation"
	case r.Format > JSON:
		return "no such format"
	case r.Charset > KOI8R:
		return "no such charset"
	case (r.All || r.Operators) && r.Op != OpGet:
		return "all and operators go with get alone"
	case r.All && r.Operators:
		return "all and operators exclude each other"
	}
	return ""
}

// Query gives the parameters to send for the request, the charset always among
// them: the server's default is not UTF-8. Logins and passwords are the
// caller's to add. For a valid Request, ParseQuery undoes Query.
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

// ParseQuery reads the request from the parameters of a captured one: a URL's
// query or a form's fields. Exactly one operation must be asked for, get also as
// get_senders, which old clients send. Where fmt is missing it is plain, where
// charset is, Windows1251, as for the server. Switches are 1 or 0; an empty value
// means that the parameter is not set. Repeated parameters must agree. Other
// operations than get ignore all and operators, as the server does; unknown
// parameters are ignored. Anything else is an error of kind ErrRequest beside
// the zero Request. Its text never shows a value: among them are secrets.
func ParseQuery(q url.Values) (Request, error) {
	var r Request
	var err error
	if r.Op, err = queryOp(q); err != nil {
		return Request{}, err
	}

	format, err := queryValue(q, paramFormat)
	if err != nil {
		return Request{}, err
	}
	switch format {
	case "", "0":
	case "1", "2", "3":
		r.Format = Format(format[0] - '0')
	default:
		return Request{}, fmt.Errorf("smscodec: %w: %s is none of 0, 1, 2, 3", ErrRequest, paramFormat)
	}

	charset, err := queryValue(q, paramCharset)
	if err != nil {
		return Request{}, err
	}
	r.Charset = Windows1251
	if charset != "" && r.Charset.UnmarshalText([]byte(charset)) != nil {
		return Request{}, fmt.Errorf("smscodec: %w: %s is none of %s", ErrRequest, paramCharset, strings.Join(charsetNames[:], ", "))
	}

	if r.Op != OpGet {
		return r, nil
	}
	if r.All, err = querySwitch(q, paramAll); err != nil {
		return Request{}, err
	}
	if r.Operators, err = querySwitch(q, paramOperators); err != nil {
		return Request{}, err
	}
	if problem := r.problem(); problem != "" {
		return Request{}, fmt.Errorf("smscodec: %w: %s", ErrRequest, problem)
	}
	return r, nil
}

// queryOp gives the one operation that is asked for.
func queryOp(q url.Values) (op Op, err error) {
	for i, name := range opNames {
		if name == "" {
			continue
		}
		set, err := querySwitch(q, name)
		if err == nil && Op(i) == OpGet {
			var old bool
			old, err = querySwitch(q, paramGetSenders)
			set = set || old
		}
		switch {
		case err != nil:
			return 0, err
		case set && op != 0:
			return 0, fmt.Errorf("smscodec: %w: %s and %s ask for two operations", ErrRequest, op, name)
		case set:
			op = Op(i)
		}
	}
	if op == 0 {
		return 0, fmt.Errorf("smscodec: %w: no operation is asked for", ErrRequest)
	}
	return op, nil
}

// queryValue gives the value of a parameter, "" where it is not set. It may be
// repeated, but not with another value.
func queryValue(q url.Values, name string) (string, error) {
	value := ""
	for _, v := range q[name] {
		switch {
		case v == "" || v == value:
		case value == "":
			value = v
		default:
			return "", fmt.Errorf("smscodec: %w: %s is repeated with another value", ErrRequest, name)
		}
	}
	return value, nil
}

func querySwitch(q url.Values, name string) (bool, error) {
	value, err := queryValue(q, name)
	if err != nil {
		return false, err
	}
	switch value {
	case "", "0":
		return false, nil
	case "1":
		return true, nil
	}
	return false, fmt.Errorf("smscodec: %w: %s is neither 0 nor 1", ErrRequest, name)
}
