package smsctest

import (
	"net/url"
	"slices"
	"time"

	"github.com/smscodec/smscodec"
)

// A Record is what a Fake keeps of a request that it understood as a form.
type Record struct {
	Time    time.Time          // by the clock of the Fake
	Method  string             // GET or POST
	Request smscodec.Request   // the zero Request where the parameters make none
	Form    url.Values         // the known parameters but login, psw and apikey: the first value of each, as sent, at most 200 bytes
	Refused smscodec.ErrorCode // 0 if the request was carried out, or never got there
	Faults  []Fault
}

// maxRecords bounds what is kept.
const maxRecords = 1000

// record keeps a record, and at least the last maxRecords.
func (f *Fake) record(r Record) {
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
