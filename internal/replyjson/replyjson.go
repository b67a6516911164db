// Package replyjson is a JSON form of replies, the same for all four wire formats. The
// command prints it for programs, and the test vectors contain it.
//
//	{"kind": "list", "senders": [{"name": "…", "status": {"code": 1, "meaning": "approved"}}]}
//	{"kind": "list", "senders": [{"name": "…", "registrations": [{"operator": "mega", "code": 2, "meaning": "admitted"}]}]}
//	{"kind": "added", "id": 24608}
//	{"kind": "done"}
//	{"kind": "error", "code": 2, "meaning": "wrong login or password", "text": "authorise error"}
//
// A sender and an error may have "extra": [{"name": "…", "value": "…"}]. Members
// without a value are omitted. Meanings are for people; Reply ignores them.
package replyjson

import (
	"fmt"

	"github.com/smscodec/smscodec"
)

// A Reply is the JSON form of a smscodec.Reply.
type Reply struct {
	Kind    string           `json:"kind"`              // list, added, done or error
	Senders *[]Sender        `json:"senders,omitempty"` // of a list; it may be empty
	ID      *int64           `json:"id,omitempty"`      // of added
	Code    *int             `json:"code,omitempty"`    // of an error, like Text
	Meaning string           `json:"meaning,omitempty"`
	Text    string           `json:"text,omitempty"`
	Extra   []smscodec.Field `json:"extra,omitempty"`
}

// A Sender is a row of a list.
type Sender struct {
	Name          string           `json:"name"`
	Status        *Status          `json:"status,omitempty"`
	Registrations []Registration   `json:"registrations,omitempty"`
	Extra         []smscodec.Field `json:"extra,omitempty"`
}

// A Status is the status of a sender.
type Status struct {
	Code    int    `json:"code"`
	Meaning string `json:"meaning,omitempty"`
}

// A Registration is the status of a sender with one operator.
type Registration struct {
	Operator string `json:"operator"`
	Code     int    `json:"code"`
	Meaning  string `json:"meaning,omitempty"`
}

// Kind returns the kind of a reply.
func Kind(r smscodec.Reply) string {
	switch r.(type) {
	case smscodec.List:
		return "list"
	case smscodec.Added:
		return "added"
	case *smscodec.APIError:
		return "error"
	}
	return "done"
}

// From returns the JSON form of a reply.
func From(r smscodec.Reply) Reply {
	switch r := r.(type) {
	case smscodec.List:
		senders := make([]Sender, len(r))
		for i, s := range r {
			senders[i] = FromSender(s)
		}
		return Reply{Kind: Kind(r), Senders: &senders}
	case smscodec.Added:
		return Reply{Kind: Kind(r), ID: &r.ID}
	case *smscodec.APIError:
		code := int(r.Code)
		return Reply{Kind: Kind(r), Code: &code, Meaning: r.Code.Error(), Text: r.Text, Extra: r.Extra}
	}
	return Reply{Kind: Kind(r)}
}

// FromSender returns the JSON form of a sender.
func FromSender(s smscodec.Sender) Sender {
	out := Sender{Name: s.Name, Extra: s.Extra}
	if code, ok := s.Status.Code(); ok {
		out.Status = &Status{Code: int(code), Meaning: s.Status.String()}
	}
	for op, status := range s.Registrations.All() {
		out.Registrations = append(out.Registrations, Registration{string(op), int(status), status.String()})
	}
	return out
}

// Reply returns the reply that has the JSON form.
func (r Reply) Reply() (smscodec.Reply, error) {
	switch {
	case r.Kind == "list" && r.Senders != nil:
		list := smscodec.List{}
		for i, s := range *r.Senders {
			sender, err := s.sender()
			if err != nil {
				return nil, fmt.Errorf("sender %d: %w", i, err)
			}
			list = append(list, sender)
		}
		return list, nil
	case r.Kind == "added" && r.ID != nil:
		return smscodec.Added{ID: *r.ID}, nil
	case r.Kind == "done":
		return smscodec.Done{}, nil
	case r.Kind == "error" && r.Code != nil:
		return &smscodec.APIError{Code: smscodec.ErrorCode(*r.Code), Text: r.Text, Extra: r.Extra}, nil
	}
	return nil, fmt.Errorf("a reply of kind %q has other members, or there is no such kind", r.Kind)
}

func (s Sender) sender() (smscodec.Sender, error) {
	out := smscodec.Sender{Name: s.Name, Extra: s.Extra}
	if s.Status != nil {
		if s.Status.Code < 0 || s.Status.Code > 255 {
			return out, fmt.Errorf("status %d is out of range", s.Status.Code)
		}
		out.Status = smscodec.NewStatus(uint8(s.Status.Code))
	}
	if len(s.Registrations) == 0 {
		return out, nil
	}
	var operators []smscodec.Operator
	var statuses []smscodec.RegistrationStatus
	for _, r := range s.Registrations {
		if r.Code < 0 || r.Code > 255 {
			return out, fmt.Errorf("registration status %d is out of range", r.Code)
		}
		operators = append(operators, smscodec.Operator(r.Operator))
		statuses = append(statuses, smscodec.RegistrationStatus(r.Code))
	}
	columns, err := smscodec.NewColumns(operators...)
	if err != nil {
		return out, err
	}
	out.Registrations, err = smscodec.NewRegistrations(columns, statuses...)
	return out, err
}
