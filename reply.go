package smscodec

import (
	"fmt"
	"slices"
)

// What the server answered: the replies, and the parts of a list.

// An APIError is the server's refusal. Decode returns it as the error, and
// Append takes it as a Reply.
type APIError struct {
	Code  ErrorCode `json:"code"`            // 0 to 9999; errors.Is(err, ErrAuth) compares it
	Text  string    `json:"text,omitempty"`  // as sent; CSV carries none
	Extra []Field   `json:"extra,omitempty"` // undocumented members, such as the id of the object that the error concerns
}

// Unwrap returns the code, so that errors.Is finds it.
func (e *APIError) Unwrap() error { return e.Code }

// Error returns one line of at most 300 bytes, without a control character.
func (e *APIError) Error() string {
	s := "smscodec: the server refused: "
	if e.Code.Documented() {
		s += fmt.Sprintf("error %d: ", int(e.Code))
	}
	s += e.Code.Error()
	if e.Text != "" {
		s += ": " + quote(e.Text)
	}
	if id, ok := e.ID(); ok {
		s += fmt.Sprintf(" (id %d)", id)
	}
	return oneLine(s)
}

// ID returns the id of the object that the error concerns. It returns false if the server
// sent none.
func (e *APIError) ID() (int64, bool) {
	for _, f := range e.Extra {
		if f.Name == keyID {
			id, err := parseDecimal([]byte(f.Value), maxID)
			return id, err == nil
		}
	}
	return 0, false
}

// A Reply is what the server answered: a List, an Added, a Done or an
// *APIError. Pointers to the first three are no replies: Append refuses them.
type Reply interface{ isReply() }

var (
	_ Reply = List{}
	_ Reply = Added{}
	_ Reply = Done{}
	_ Reply = (*APIError)(nil)
)

// Equal reports whether both replies are the same answer: of the same type, with
// the same values. A nil List or Extra equals an empty one, which go-cmp tells apart, and
// the order of operators is not part of the value. Anything but a Reply's four types equals
// nothing.
func Equal(a, b Reply) bool {
	switch a := a.(type) {
	case List:
		b, ok := b.(List)
		return ok && slices.EqualFunc(a, b, equalSenders)
	case *APIError:
		b, ok := b.(*APIError)
		if !ok || a == nil || b == nil {
			return ok && a == b
		}
		return a.Code == b.Code && a.Text == b.Text && slices.Equal(a.Extra, b.Extra)
	case Added, Done, nil:
		return a == b
	}
	return false
}

func equalSenders(a, b Sender) bool {
	return a.Name == b.Name && a.Status == b.Status && a.Registrations.Equal(b.Registrations) && slices.Equal(a.Extra, b.Extra)
}

// A List answers OpGet: the account's sender names in the server's order. A
// decoded List is never nil.
type List []Sender

// Added answers OpAdd.
type Added struct {
	ID int64 `json:"id"` // the new sender name's id, 0 to 2^63-1
}

// Done answers OpChange, OpSendCode, OpCheckCode and OpDelete: the server's OK.
type Done struct{}

func (List) isReply() {}

func (Added) isReply() {}

func (Done) isReply() {}

func (*APIError) isReply() {}

// A Sender is a sender name, with what the request asked for.
type Sender struct {
	Name          string        `json:"name"`                   // as sent, never empty; the vendor documents up to 11 characters or 15 digits, which is not checked
	Status        Status        `json:"status,omitzero"`        // NoStatus unless Request.All
	Registrations Registrations `json:"registrations,omitzero"` // empty unless Request.Operators
	Extra         []Field       `json:"extra,omitempty"`        // undocumented members, and documented ones that were not requested, in wire order; usually nil
}

// A Field is a member that the vendor does not document.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"` // the text; for a JSON number, true or false, its JSON text
}
