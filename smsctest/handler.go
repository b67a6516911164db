package smsctest

// The way of a request through the Fake: parse the form, carry the call out, build the
// response, record it, send it.

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/smscodec/smscodec"
)

// ServeHTTP answers one request, as documented or with the faults that are set.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	form, status := parseForm(w, r)
	record := Record{Time: f.now(), Method: shown(r.Method, maxMethod)}
	out := failure(status, http.StatusText(status))
	var faults faults
	if status == http.StatusOK {
		c := newCall(pathOf(r), form)
		record.Request, record.Form = c.request(), form.redacted(c.req.Charset)
		f.carryOut(record.Time, c)
		defer f.close(c)
		if refusal, ok := c.reply.(*smscodec.APIError); ok {
			record.Refused = refusal.Code
		}
		out, faults = f.response(c), c.faults
		record.Faults, record.Applied = slices.Clone(faults), c.applied
	}
	if !faults.has(FaultDrop) {
		record.Status = out.status
	}
	f.record(record)
	if f.config.OnRequest != nil {
		defer f.config.OnRequest(record)
	}
	f.send(w, r, out, faults)
}

// carryOut takes the faults of a call, and sets its reply.
func (f *Fake) carryOut(now time.Time, c *call) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c.faults = f.faults
	if len(f.next) > 0 {
		c.faults, f.next = f.next[0], f.next[1:]
	}
	if !c.apply(FaultBadGateway) {
		c.isCounted = true
		f.open++
		c.reply = f.reply(now, c)
	}
	c.apply(FaultDelay)
	c.apply(FaultDrop)
}

// close ends a call.
func (f *Fake) close(c *call) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c.isCounted {
		f.open--
	}
}

// send sends a response, late under FaultDelay and not at all under FaultDrop.
func (f *Fake) send(w http.ResponseWriter, r *http.Request, out response, faults faults) {
	if faults.has(FaultDelay) {
		timer := time.NewTimer(f.config.Delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
			return
		}
	}
	if faults.has(FaultDrop) {
		panic(http.ErrAbortHandler) // closes the connection, see net/http
	}
	if out.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", "GET, HEAD, POST")
	}
	w.Header().Set("Content-Type", out.contentType)
	w.Header().Set("Content-Length", strconv.Itoa(out.length))
	w.WriteHeader(out.status)
	w.Write(out.body)
}
