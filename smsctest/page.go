package smsctest

// The part of a list that a request asks for.

import (
	"strconv"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// A page is a part of a list. The zero page is the whole list.
type page struct {
	prevID   int64 // only greater ids
	count    int64 // at most so many names; 0 means all
	fromDate int64 // only names added at this Unix time or later; 0 means all
}

// A listRequest is what lists must have in common to count as equal.
type listRequest struct {
	req  smscodec.Request
	page page
}

const dateLayout = "02.01.2006"

// moscow is the time zone of the vendor.
var moscow = time.FixedZone("MSK", 3*60*60)

// page returns the page that a form asks for. It reports false if a parameter is
// malformed.
func (f form) page() (p page, ok bool) {
	for name, n := range map[string]*int64{wire.ParamPrevID: &p.prevID, wire.ParamCount: &p.count} {
		if value := f.get(name); value != "" {
			u, err := strconv.ParseUint(value, 10, 63) // digits only
			if err != nil {
				return page{}, false
			}
			*n = int64(u)
		}
	}
	if value := f.get(wire.ParamFromDate); value != "" {
		date, err := time.ParseInLocation(dateLayout, value, moscow)
		if err != nil {
			return page{}, false
		}
		p.fromDate = date.Unix()
	}
	return p, true
}

// has reports whether a page that has n names already has a further one.
func (p page) has(s *Sender, n int) bool {
	return s.ID > p.prevID && (p.count == 0 || int64(n) < p.count) &&
		(p.fromDate == 0 || s.Added != nil && s.Added.Unix() >= p.fromDate)
}
