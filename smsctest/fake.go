package smsctest

// The Fake: its configuration and its state, and what a test can set and look at.
// handler.go answers requests with it.

import (
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/smscodec/smscodec"
)

// A Config configures a Fake. The zero value has the account demo with the password
// demo, no sender names, the documented operator columns and limits, and the system
// clock.
type Config struct {
	Login    string // demo if Login, Password and APIKey are all empty
	Password string // clients send it in plain text, or its MD5 in hex
	APIKey   string // clients send it instead of both; if empty, there is none

	State     State             // the sender names at the beginning; not checked, see State.Check
	Columns   *smscodec.Columns // the operators; nil means smscodec.DocumentedColumns
	Unlimited bool              // never refuse with code 9
	Delay     time.Duration     // of FaultDelay; 0 means 30 seconds
	Now       func() time.Time  // the clock; nil means time.Now; see Clock

	// Save is called with each new state before the answer is sent. If it fails, the
	// state does not change and the answer is code 5. The methods that set the state call
	// it, too, and return its error. One goroutine at a time calls Save. Save must not
	// call the Fake. OnRequest is called after each request, by several goroutines.
	Save      func(State) error
	OnRequest func(Record)
}

// Demo returns a Config to try a client with: the account demo with the password demo, and
// a sender name in each status: zxcabs is approved, 79001234567 awaits moderation,
// SMSC.RU is switched off.
func Demo() Config {
	admitted := map[smscodec.Operator]smscodec.RegistrationStatus{}
	for op := range smscodec.DocumentedColumns().All() {
		admitted[op] = smscodec.RegistrationAdmitted
	}
	return Config{State: State{
		Senders: []Sender{
			{ID: 1, Name: "zxcabs", Status: smscodec.StatusApproved, Registrations: admitted},
			{ID: 2, Name: "79001234567", Status: smscodec.StatusPending},
			{ID: 3, Name: "SMSC.RU", Status: smscodec.StatusOff},
		},
		LastID: 3,
	}}
}

// A Fake is a fake of the endpoint sys/senders.php. It is an http.Handler for any path;
// at /sys/get.php, where the list was once, it answers get_senders=1 alone. It is safe for
// concurrent use.
type Fake struct {
	config Config

	mu      sync.Mutex
	state   state
	lists   map[listRequest][]time.Time // in the last minute, by request
	adds    []time.Time                 // in the last minute
	open    int                         // requests that are being answered
	faults  []Fault                     // for every request
	next    [][]Fault                   // for one request each
	records []Record
}

// New returns a Fake.
func New(config Config) *Fake {
	if config.Login == "" && config.Password == "" && config.APIKey == "" {
		config.Login, config.Password = "demo", "demo"
	}
	if config.Columns.Len() == 0 {
		config.Columns = smscodec.DocumentedColumns()
	}
	if config.Delay == 0 {
		config.Delay = 30 * time.Second
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	return &Fake{
		config: config,
		state:  newState(config.State),
		lists:  map[listRequest][]time.Time{},
	}
}

// now returns the time. Config.Now is called by one goroutine at a time.
func (f *Fake) now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.config.Now()
}

// codec returns the codec that encodes a call's reply.
func (f *Fake) codec(c *call) smscodec.Codec {
	if c.faults.has(FaultColumns13) {
		return smscodec.Codec{Columns: columns13(), EmptyList: true}
	}
	return smscodec.Codec{Columns: f.config.Columns, EmptyList: true}
}

// SetFaults sets the faults of all later requests. Without arguments it clears them.
func (f *Fake) SetFaults(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = slices.Clone(faults)
}

// FaultNext sets the faults of one request, instead of those of SetFaults: of the next
// one, or of the one after those that earlier calls have set.
func (f *Fake) FaultNext(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next = append(f.next, slices.Clone(faults))
}

// ClearFaults clears the faults of SetFaults and of FaultNext.
func (f *Fake) ClearFaults() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults, f.next = nil, nil
}

// Faults returns the faults of the next request.
func (f *Fake) Faults() []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.next) > 0 {
		return slices.Clone(f.next[0])
	}
	return slices.Clone(f.faults)
}

// Reset restores the state that New was given, and forgets faults, requests and their
// number. The clock is not changed.
func (f *Fake) Reset() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.set(newState(f.config.State)); err != nil {
		return err
	}
	f.faults, f.next, f.records, f.adds = nil, nil, nil, nil
	clear(f.lists)
	return nil
}

// State returns the current sender names.
func (f *Fake) State() State {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.state.public()
}

// SetState replaces the sender names. If State.Check or Config.Save returns an error, so
// does SetState, and nothing changes.
func (f *Fake) SetState(s State) error {
	if err := s.Check(); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.set(newState(s))
}

// set saves and replaces the state, or does neither.
func (f *Fake) set(s state) error {
	if f.config.Save != nil {
		if err := f.config.Save(s.public()); err != nil {
			return err
		}
	}
	f.state = s
	return nil
}

// SetStatus acts as the moderator: it changes the status of a sender name. It is an
// error if there is no such name, or the status has no number on the wire.
func (f *Fake) SetStatus(name string, status smscodec.Status) error {
	if _, ok := status.Code(); !ok {
		return errors.New("smsctest: not a status from 0 to 255")
	}
	return f.edit(name, func(s *Sender) { s.Status = status })
}

// SetRegistration acts as a mobile operator: it sets the status of a sender name's
// registration. It is an error if there is no such name.
func (f *Fake) SetRegistration(name string, op smscodec.Operator, status smscodec.RegistrationStatus) error {
	return f.edit(name, func(s *Sender) {
		if s.Registrations == nil {
			s.Registrations = map[smscodec.Operator]smscodec.RegistrationStatus{}
		}
		s.Registrations[op] = status
	})
}

func (f *Fake) edit(name string, change func(*Sender)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	changed := f.state.clone()
	s := changed.byName[name]
	if s == nil {
		return smscodec.ErrSenderNotFound
	}
	change(s)
	return f.set(changed)
}

// record stores a record. At least the last maxRecords are kept.
func (f *Fake) record(r Record) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.records) == 2*maxRecords {
		f.records = slices.Delete(f.records, 0, maxRecords)
	}
	f.records = append(f.records, r)
}

// Requests returns the last 1000 requests, oldest first, without secrets.
func (f *Fake) Requests() []Record {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.records[max(0, len(f.records)-maxRecords):])
}

// ForgetRequests makes Requests begin anew. Limits are not affected.
func (f *Fake) ForgetRequests() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.records = nil
}
