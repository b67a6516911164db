package main

// The second listener of serve, through which a test in any language controls the fake.
// docs/control.yaml describes it.

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smsctest"
)

// A controller answers the requests that control a fake.
type controller struct {
	fake  *smsctest.Fake
	clock *movedClock
	hosts []string // the values of the header Host that are accepted
}

// newController returns the controller of a fake, for a listener at an address.
func newController(fake *smsctest.Fake, clock *movedClock, address net.Addr) *controller {
	c := &controller{fake: fake, clock: clock, hosts: []string{address.String()}}
	if _, port, err := net.SplitHostPort(address.String()); err == nil {
		c.hosts = append(c.hosts, "localhost:"+port)
	}
	return c
}

// operations returns the operations by method and path. An operation takes the body of a
// request, and returns the body of the answer, or nil for none.
func (c *controller) operations() map[string]func(io.Reader) (any, error) {
	return map[string]func(io.Reader) (any, error){
		"GET /faults":       c.getFaults,
		"PUT /faults":       c.putFaults,
		"DELETE /faults":    c.deleteFaults,
		"GET /state":        c.getState,
		"PUT /state":        c.putState,
		"PUT /status":       c.putStatus,
		"PUT /registration": c.putRegistration,
		"GET /clock":        c.getClock,
		"POST /clock":       c.postClock,
		"GET /requests":     c.getRequests,
		"DELETE /requests":  c.deleteRequests,
		"POST /reset":       c.postReset,
	}
}

// errBody reports that the body of a request is wrong.
var errBody = errors.New("the body is not the JSON that control.yaml describes: smscodec docs control.yaml")

// ServeHTTP answers a request. It refuses requests that a web page can make: they have an
// Origin header, or the Host of another server.
func (c *controller) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	operation, ok := c.operations()[r.Method+" "+r.URL.Path]
	var body any
	var err error
	status := http.StatusOK
	switch {
	case len(r.Header.Values("Origin")) > 0:
		status, err = http.StatusForbidden, errors.New("requests with an Origin header are refused")
	case !slices.Contains(c.hosts, r.Host):
		status, err = http.StatusForbidden, errors.New("the Host header names another server")
	case !ok:
		status, err = http.StatusNotFound, errors.New("no such operation; see smscodec docs control.yaml")
	default:
		body, err = operation(http.MaxBytesReader(w, r.Body, maxState))
		status = controlStatus(body, err)
	}
	if err != nil {
		body = map[string]string{"error": cause(err)}
	}
	if body == nil {
		w.WriteHeader(status)
		return
	}
	text, err := json.Marshal(body)
	if err != nil {
		status, text = http.StatusInternalServerError, []byte(`{"error":"the answer cannot be encoded"}`) // not reached
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(append(text, '\n'))
}

// controlStatus returns the HTTP status for the result of an operation.
func controlStatus(body any, err error) int {
	switch {
	case errors.Is(err, smscodec.ErrSenderNotFound):
		return http.StatusNotFound
	case errors.Is(err, errBody):
		return http.StatusBadRequest
	case err != nil:
		return http.StatusConflict
	case body == nil:
		return http.StatusNoContent
	}
	return http.StatusOK
}

// readJSON reads the body of a request: one value, without unknown members.
func readJSON[T any](r io.Reader) (body T, err error) {
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	if decoder.Decode(&body) != nil || decoder.Decode(new(any)) != io.EOF {
		return body, errBody
	}
	return body, nil
}

type faultsBody struct {
	Faults   []smsctest.Fault `json:"faults"`
	Requests *int             `json:"requests,omitempty"` // nil for all
}

// maxFaultRequests bounds the number of requests for which faults can be set.
const maxFaultRequests = 1000

func (c *controller) getFaults(io.Reader) (any, error) {
	return faultsBody{Faults: append([]smsctest.Fault{}, c.fake.Faults()...)}, nil
}

func (c *controller) putFaults(r io.Reader) (any, error) {
	body, err := readJSON[faultsBody](r)
	switch {
	case err != nil:
		return nil, err
	case body.Faults == nil, body.Requests != nil && (*body.Requests < 1 || *body.Requests > maxFaultRequests):
		return nil, errBody
	case body.Requests == nil:
		c.fake.SetFaults(body.Faults...)
	default:
		for range *body.Requests {
			c.fake.FaultNext(body.Faults...)
		}
	}
	return nil, nil
}

func (c *controller) deleteFaults(io.Reader) (any, error) {
	c.fake.ClearFaults()
	return nil, nil
}

func (c *controller) getState(io.Reader) (any, error) { return c.fake.State(), nil }

func (c *controller) putState(r io.Reader) (any, error) {
	state, err := readJSON[smsctest.State](r)
	if err != nil || state.Senders == nil || state.Check() != nil {
		return nil, errBody
	}
	return nil, c.fake.SetState(state)
}

func (c *controller) putStatus(r io.Reader) (any, error) {
	body, err := readJSON[struct {
		Name   *string          `json:"name"`
		Status *smscodec.Status `json:"status"`
	}](r)
	if err != nil || body.Name == nil || body.Status == nil {
		return nil, errBody
	}
	return nil, c.fake.SetStatus(*body.Name, *body.Status)
}

func (c *controller) putRegistration(r io.Reader) (any, error) {
	body, err := readJSON[struct {
		Name     *string                      `json:"name"`
		Operator *smscodec.Operator           `json:"operator"`
		Status   *smscodec.RegistrationStatus `json:"status"`
	}](r)
	if err != nil || body.Name == nil || body.Operator == nil || *body.Operator == "" || body.Status == nil {
		return nil, errBody
	}
	return nil, c.fake.SetRegistration(*body.Name, *body.Operator, *body.Status)
}

type clockBody struct {
	Now time.Time `json:"now"`
}

func (c *controller) getClock(io.Reader) (any, error) { return clockBody{c.clock.Now()}, nil }

// maxAdvance bounds how far a request can move the clock, in seconds.
const maxAdvance = 366 * 24 * 60 * 60

func (c *controller) postClock(r io.Reader) (any, error) {
	body, err := readJSON[struct {
		Seconds *int `json:"advance_seconds"`
	}](r)
	if err != nil || body.Seconds == nil || *body.Seconds < 0 || *body.Seconds > maxAdvance {
		return nil, errBody
	}
	c.clock.advance(time.Duration(*body.Seconds) * time.Second)
	return clockBody{c.clock.Now()}, nil
}

// A requestBody describes a request that the fake has received.
type requestBody struct {
	Time      time.Time         `json:"time"`
	Method    string            `json:"method"`
	Status    int               `json:"http_status"` // 0 if there was no answer
	Operation string            `json:"operation,omitempty"`
	Form      map[string]string `json:"form"`
	Error     int               `json:"error_code,omitempty"`
	Faults    []smsctest.Fault  `json:"faults"`
	Applied   []smsctest.Fault  `json:"applied_faults"`
}

func (c *controller) getRequests(io.Reader) (any, error) {
	bodies := []requestBody{}
	for _, record := range c.fake.Requests() {
		body := requestBody{
			Time: record.Time, Method: record.Method, Status: record.Status, Error: int(record.Refused),
			Form:    map[string]string{},
			Faults:  append([]smsctest.Fault{}, record.Faults...),
			Applied: append([]smsctest.Fault{}, record.Applied...),
		}
		if record.Request != (smscodec.Request{}) {
			body.Operation = record.Request.Op.String()
		}
		for name := range maps.Keys(record.Form) {
			body.Form[name] = record.Form.Get(name)
		}
		bodies = append(bodies, body)
	}
	return map[string][]requestBody{"requests": bodies}, nil
}

func (c *controller) deleteRequests(io.Reader) (any, error) {
	c.fake.ForgetRequests()
	return nil, nil
}

func (c *controller) postReset(io.Reader) (any, error) {
	if err := c.fake.Reset(); err != nil {
		return nil, err
	}
	c.clock.reset()
	return nil, nil
}

// A movedClock is the system clock moved forward; the zero value is the system clock.
type movedClock struct {
	mu sync.Mutex
	by time.Duration
}

func (c *movedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.by)
}

func (c *movedClock) advance(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.by = min(c.by+by, maxMoved)
}

func (c *movedClock) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.by = 0
}

// maxMoved bounds how far the clock is moved in all.
const maxMoved = 100 * 366 * 24 * time.Hour

// listenControl listens at an address for a controller, on the loopback interface only:
// the controller has no authentication.
func listenControl(address string) (net.Listener, error) {
	at, err := net.ResolveTCPAddr("tcp", address)
	switch {
	case err != nil:
		return nil, err
	case !at.IP.IsLoopback():
		return nil, errors.New("--control must be an address of the loopback interface")
	}
	return net.ListenTCP("tcp", at)
}
