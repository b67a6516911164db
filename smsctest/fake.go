package smsctest

import (
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
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
// demo with the password demo and three sender names, one in each status.
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

// ServeHTTP answers one request, as documented or with the faults that are set.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, "want GET or POST", http.StatusMethodNotAllowed)
		return
	}
	form, status := parseForm(w, r)
	if status != http.StatusOK {
		http.Error(w, "malformed form", status)
		return
	}
	c := call{form: form}
	var err error
	if c.req, err = smscodec.ParseQuery(url.Values(form)); err != nil {
		c.req = refusable(form)
		c.malformed = true
	}
	record := f.answer(r.Method, &c)
	if f.config.OnRequest != nil {
		defer f.config.OnRequest(record)
	}
	f.write(w, r, c)
}

// A call is a request on its way.
type call struct {
	form      form
	req       smscodec.Request // of a malformed one, what a refusal needs
	malformed bool
	faults    faults
	reply     smscodec.Reply // nil where the server is not reached
}

// answer carries out a call and records it.
func (f *Fake) answer(method string, c *call) Record {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.config.Now()
	c.faults = f.faults
	if len(f.next) > 0 {
		c.faults, f.next = f.next[0], f.next[1:]
	}
	record := Record{Time: now, Method: method, Form: c.form.harmless(), Faults: slices.Clone(c.faults)}
	if !c.malformed {
		record.Request = c.req
	}
	if !c.faults.has(FaultBadGateway) {
		c.reply = f.reply(now, c)
		if refusal, ok := c.reply.(*smscodec.APIError); ok {
			record.Refused = refusal.Code
		}
	}
	f.record(record)
	return record
}

// write sends a call's reply, with its faults.
func (f *Fake) write(w http.ResponseWriter, r *http.Request, c call) {
	if c.faults.has(FaultDelay) {
		timer := time.NewTimer(f.config.Delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
			return
		}
	}
	if c.faults.has(FaultDrop) {
		panic(http.ErrAbortHandler) // net/http's way to end a connection
	}
	var err error
	if len(c.faults) == 0 {
		err = smschttp.Writer{Codec: f.codec(c)}.WriteReply(w, c.reply, c.req)
	} else {
		err = f.writeFaulty(w, c)
	}
	if _, ok := err.(*smscodec.EncodeError); ok {
		// A name in the state that the format has no way to write.
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
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
