package smsctest

import (
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/smscodec/smscodec"
)

// A Config says how a Fake is set up. The zero value is the account demo with the
// password demo, no sender names, the documented operator columns and limits, and
// the clock of the system.
type Config struct {
	Login    string // demo where Login, Password and APIKey are all empty
	Password string // sent as it is or as its MD5 in hex
	APIKey   string // sent in place of both; none where empty

	State     State             // the sender names there are; not checked, see State.Check
	Columns   *smscodec.Columns // the operators; nil means smscodec.DocumentedColumns
	Unlimited bool              // no refusal with code 9, however many requests
	Delay     time.Duration     // of FaultDelay; 0 means 30 seconds
	Now       func() time.Time  // the clock; nil means time.Now; see Clock

	// Save is called with each new state before it is answered; if it fails, the
	// state stays what it was and the answer is code 5. OnRequest is called
	// after each request. Save is called by one goroutine at a time, OnRequest
	// by several; Save must not call the Fake.
	Save      func(State) error
	OnRequest func(Record)
}

// Demo is a Config as one would have at the beginning of a trial: the account
// demo with the password demo and three sender names, one in each status: zxcabs is
// approved, 79001234567 awaits moderation, SMSC.RU is off.
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

// A Fake is the endpoint sys/senders.php, as an http.Handler: at whatever path it
// is put. It may be used by several goroutines at once.
type Fake struct {
	config Config

	mu      sync.Mutex
	state   state
	lists   map[smscodec.Request][]time.Time // of the last minute, per request
	adds    []time.Time                      // of the last minute
	faults  []Fault                          // of every request
	next    [][]Fault                        // of one request each
	records []Record
}

// New makes a Fake.
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
		lists:  map[smscodec.Request][]time.Time{},
	}
}

// now gives the time. Config.Now is called by one goroutine at a time.
func (f *Fake) now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.config.Now()
}

// codec gives the codec that writes a call's reply.
func (f *Fake) codec(c call) smscodec.Codec {
	if c.faults.has(FaultColumns13) {
		return smscodec.Codec{Columns: columns13()}
	}
	return smscodec.Codec{Columns: f.config.Columns}
}

// SetFaults sets the faults of all requests from now on; none ends them.
func (f *Fake) SetFaults(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = slices.Clone(faults)
}

// FaultNext sets the faults of one request, in place of those of SetFaults: of the
// next, or if FaultNext was called before, of the one after those.
func (f *Fake) FaultNext(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next = append(f.next, slices.Clone(faults))
}

// State gives the sender names as they are.
func (f *Fake) State() State {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.state.public()
}

// SetState puts other sender names in place of those there are. It is an error if
// State.Check says so, and then they stay.
func (f *Fake) SetState(s State) error {
	if err := s.Check(); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.state = newState(s)
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

// SetRegistration is an operator: it moves a sender name's registration with it. It
// is an error if there is no such name.
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
	s := f.state.byName[name]
	if s == nil {
		return smscodec.ErrSenderNotFound
	}
	change(s)
	return nil
}

// record keeps a record, and at least the last maxRecords.
func (f *Fake) record(r Record) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.records) == 2*maxRecords {
		f.records = slices.Delete(f.records, 0, maxRecords)
	}
	f.records = append(f.records, r)
}

// Requests gives the last 1000 requests, oldest first. Secrets are not among them.
func (f *Fake) Requests() []Record {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.records[max(0, len(f.records)-maxRecords):])
}
