package smsctest

// The sender names of an account: State, in the JSON form that serve keeps in a file, and
// state, indexed for the Fake.

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/smscodec/smscodec"
)

// A State is the sender names of an account. Its JSON form is stable.
type State struct {
	Senders []Sender `json:"senders"`
	LastID  int64    `json:"last_id"` // the last id that was given, also to a deleted name; ids are not reused
}

// A Sender is a sender name, with all that the server knows about it.
type Sender struct {
	ID      int64           `json:"id"`
	Name    string          `json:"name"`
	Comment string          `json:"comment,omitempty"` // the parameter cmt, for the moderator
	Status  smscodec.Status `json:"status"`
	// Registrations are the statuses by operator; a missing operator awaits registration.
	Registrations map[smscodec.Operator]smscodec.RegistrationStatus `json:"registrations,omitempty"`
	CodeSent      *time.Time                                        `json:"code_sent,omitempty"` // when a confirmation code was sent; nil if none was
	Added         *time.Time                                        `json:"added,omitempty"`     // when the name was added; nil if before all others
}

// Check returns an error for a state that a Fake cannot reach: an empty or duplicate
// name, ids that do not rise up to LastID, a status that the formats cannot represent.
func (s State) Check() error {
	names := map[string]bool{}
	last := int64(-1)
	for i, sender := range s.Senders {
		var wrong string
		_, hasStatus := sender.Status.Code()
		switch {
		case sender.Name == "":
			wrong = "no name"
		case names[sender.Name]:
			wrong = "a duplicate name"
		case sender.ID <= last:
			wrong = "an id that is not greater than the one before"
		case !hasStatus:
			wrong = "no status from 0 to 255"
		}
		if wrong != "" {
			return fmt.Errorf("smsctest: sender %d has %s", i, wrong)
		}
		names[sender.Name] = true
		last = sender.ID
	}
	if s.LastID < max(last, 0) {
		return errors.New("smsctest: the last id is negative, or less than a sender's")
	}
	return nil
}

// clone returns a sender that shares no memory with this one.
func (s Sender) clone() Sender {
	s.Registrations = maps.Clone(s.Registrations)
	if s.CodeSent != nil {
		s.CodeSent = new(*s.CodeSent)
	}
	if s.Added != nil {
		s.Added = new(*s.Added)
	}
	return s
}

// registrations returns the statuses in the order of columns.
func (s Sender) registrations(c *smscodec.Columns) smscodec.Registrations {
	statuses := make([]smscodec.RegistrationStatus, 0, c.Len())
	for op := range c.All() {
		statuses = append(statuses, s.Registrations[op])
	}
	r, err := smscodec.NewRegistrations(c, statuses...)
	if err != nil {
		return smscodec.Registrations{} // not reached: a Fake has columns
	}
	return r
}

// A state is a State with indexes: the senders are sorted by id, and found by name.
type state struct {
	senders []*Sender
	byName  map[string]*Sender
	lastID  int64
}

func newState(from State) state {
	s := state{byName: make(map[string]*Sender, len(from.Senders)), lastID: from.LastID}
	for _, sender := range from.Senders {
		sender = sender.clone()
		s.senders = append(s.senders, &sender)
		s.byName[sender.Name] = &sender
		s.lastID = max(s.lastID, sender.ID)
	}
	return s
}

func (s state) public() State {
	out := State{Senders: make([]Sender, len(s.senders)), LastID: s.lastID}
	for i, sender := range s.senders {
		out.Senders[i] = sender.clone()
	}
	return out
}

func (s state) clone() state { return newState(s.public()) }

// add adds a sender name under the next id.
func (s *state) add(sender Sender) *Sender {
	s.lastID++
	sender.ID = s.lastID
	s.senders = append(s.senders, &sender)
	s.byName[sender.Name] = &sender
	return &sender
}

func (s *state) remove(sender *Sender) {
	delete(s.byName, sender.Name)
	if i, ok := s.index(sender.ID); ok {
		s.senders = slices.Delete(s.senders, i, i+1)
	}
}

func (s state) withID(id int64) *Sender {
	if i, ok := s.index(id); ok {
		return s.senders[i]
	}
	return nil
}

func (s state) index(id int64) (int, bool) {
	return slices.BinarySearchFunc(s.senders, id, func(s *Sender, id int64) int { return cmp.Compare(s.ID, id) })
}
