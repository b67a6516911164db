package smsctest

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/smscodec/smscodec"
)

// A Record is what a Fake keeps of a request. Nothing in it has a secret, or a
// character that does not print.
type Record struct {
	Time    time.Time        // by the clock of the Fake
	Method  string           // shortened to 20 bytes
	Status  int              // of HTTP: 405, 413 or 400 if the request is no form; 0 under FaultDrop
	Request smscodec.Request // the zero Request where the parameters make none
	// Form has the first value of each known parameter but login, psw and apikey, in
	// UTF-8, with what does not print escaped as in Go, at most 200 bytes. Where a
	// number or the name of a charset belongs and is not, there is "…". It is nil if
	// the request is no form.
	Form    url.Values
	Refused smscodec.ErrorCode // 0 if the request was carried out, or never got there
	Faults  []Fault
}

// Bounds of what is kept.
const (
	maxRecords  = 1000
	maxRecorded = 200 // bytes of a value
	maxMethod   = 20  // bytes
)

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

// shown gives the beginning of a text, at most n bytes, with what does not print
// escaped as in Go.
func shown(text string, n int) string {
	var b strings.Builder
	for _, r := range text {
		one := string(r)
		if !strconv.IsPrint(r) {
			one = strings.Trim(strconv.QuoteRune(r), "'")
		}
		if b.Len()+len(one) > n {
			break
		}
		b.WriteString(one)
	}
	return b.String()
}
