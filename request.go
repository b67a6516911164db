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

// An Op is what the server was asked to do: exactly one of the parameters get,
// add, chg, send_code, check_code and del.
type Op uint8

const (
	OpGet       Op = iota + 1 // list the sender names: answered by a List
	OpAdd                     // add a name: answered by an Added
	OpChange                  // change a name: answered by a Done
	OpSendCode                // send a confirmation code: answered by a Done
	OpCheckCode               // check a confirmation code: answered by a Done
	OpDelete                  // delete a name: answered by a Done
)

// A Format is the value of the parameter fmt.
type Format uint8

const (
	Plain Format = iota // "name = S, status = N" a line; the server's default
	CSV                 // "S,N" a line, nothing quoted
	XML
	JSON
)

// A Charset is the character set of an answer's bytes, the value of the
// parameter charset. The server's default is windows-1251; the zero Charset is
// UTF-8, which is what a client should ask for.
type Charset uint8

const (
	UTF8 Charset = iota
	Windows1251
	KOI8R
)

// String gives the text form, or a number where there is none.
func (o Op) String() string { return nameOf(opNames[:], "Op", int(o)) }

// String gives the text form, or a number where there is none.
func (f Format) String() string { return nameOf(formatNames[:], "Format", int(f)) }

// String gives the text form, or a number where there is none.
func (c Charset) String() string { return nameOf(charsetNames[:], "Charset", int(c)) }

// MarshalText gives the text form; a number that has none is an error.
func (o Op) MarshalText() ([]byte, error) { return marshalName(opNames[:], "operation", int(o)) }

// MarshalText gives the text form; a number that has none is an error.
func (f Format) MarshalText() ([]byte, error) { return marshalName(formatNames[:], "format", int(f)) }

// MarshalText gives the text form; a number that has none is an error.
func (c Charset) MarshalText() ([]byte, error) {
	return marshalName(charsetNames[:], "charset", int(c))
}

// UnmarshalText reads the name of the parameter: get, add, chg, send_code,
// check_code or del.
func (o *Op) UnmarshalText(text []byte) error {
	return unmarshalName(o, opNames[:], "operation", string(text))
}

// UnmarshalText reads plain, csv, xml or json.
func (f *Format) UnmarshalText(text []byte) error {
	return unmarshalName(f, formatNames[:], "format", string(text))
}

// UnmarshalText reads utf-8, windows-1251 or koi8-r, in any case.
func (c *Charset) UnmarshalText(text []byte) error {
	name := string(text)
	if isASCII(text) {
		name = strings.ToLower(name)
	}
	return unmarshalName(c, charsetNames[:], "charset", name)
}

func nameOf(names []string, kind string, i int) string {
	if i < len(names) && names[i] != "" {
		return names[i]
	}
	return fmt.Sprintf("%s(%d)", kind, i)
}

func marshalName(names []string, kind string, i int) ([]byte, error) {
	if i < len(names) && names[i] != "" {
		return []byte(names[i]), nil
	}
	return nil, fmt.Errorf("smscodec: no %s has the number %d", kind, i)
}

func unmarshalName[T ~uint8](to *T, names []string, kind, text string) error {
	for i, name := range names {
		if name != "" && name == text {
			*to = T(i)
			return nil
		}
	}
	return fmt.Errorf("smscodec: no %s is called %s", kind, quote(text))
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
