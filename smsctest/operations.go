package smsctest

// What the server does for each operation, and what it refuses.

import (
	"crypto/md5"
	"encoding/hex"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// Limits that the vendor documents.
const (
	maxLists      = 3 // equal ones a minute
	maxAdds       = 5 // a minute
	limitInterval = time.Minute
	codeInterval  = 8 * time.Hour // between two codes to a number
	maxOpen       = 14            // requests at once
)

// Bounds of our own.
const (
	maxSenders        = 100_000
	maxComment        = 1000   // bytes
	maxDifferentLists = 10_000 // a minute
)

// errorTexts are the texts that the server sends with a code. Those of 1, 2, 3 and 5 are
// recorded, those of 7, 8 and 9 are recorded from other endpoints; 4, 10 and 11 are ours,
// and so is textConcurrent.
var errorTexts = map[smscodec.ErrorCode]string{
	smscodec.ErrParams:          wire.TextParams,
	smscodec.ErrAuth:            wire.TextAuth,
	smscodec.ErrSenderNotFound:  wire.TextNotFound,
	smscodec.ErrIPBlocked:       "ip blocked",
	smscodec.ErrNotSaved:        wire.TextNotSaved,
	smscodec.ErrNumberFormat:    wire.TextNumber,
	smscodec.ErrUndeliverable:   wire.TextUndeliverable,
	smscodec.ErrTooManyRequests: wire.TextDuplicate,
	smscodec.ErrCodeAlreadySent: "code already sent",
	smscodec.ErrWrongCode:       "wrong code",
}

// textConcurrent is the text of code 9 for too many requests at once.
const textConcurrent = "too many concurrent requests"

func refused(code smscodec.ErrorCode) *smscodec.APIError {
	return &smscodec.APIError{Code: code, Text: errorTexts[code]}
}

// reply carries out a call and returns its reply. The order of the checks is not
// documented: the address, then the parameters, the account, and the number of requests.
func (f *Fake) reply(now time.Time, c *call) smscodec.Reply {
	switch {
	case c.apply(FaultIPBlocked):
		return refused(smscodec.ErrIPBlocked)
	case c.malformed:
		return refused(smscodec.ErrParams)
	case !f.authorised(c.form):
		return refused(smscodec.ErrAuth)
	case !f.config.Unlimited && f.open > maxOpen:
		return &smscodec.APIError{Code: smscodec.ErrTooManyRequests, Text: textConcurrent}
	case !f.config.Unlimited && !f.withinLimits(c, now):
		return refused(smscodec.ErrTooManyRequests)
	case c.req.Op == smscodec.OpGet:
		return f.list(c)
	}

	before := state{}
	if f.config.Save != nil {
		before = f.state.clone()
	}
	id, code := f.change(now, c)
	if code != 0 {
		return refused(code)
	}
	if f.config.Save != nil && f.config.Save(f.state.public()) != nil {
		f.state = before
		return refused(smscodec.ErrNotSaved)
	}
	if c.req.Op == smscodec.OpAdd {
		return smscodec.Added{ID: id}
	}
	return smscodec.Done{}
}

func (f *Fake) authorised(form form) bool {
	if key := form.get(wire.ParamAPIKey); key != "" && key == f.config.APIKey {
		return true
	}
	if f.config.Login == "" || form.get(wire.ParamLogin) != f.config.Login {
		return false
	}
	sum := md5.Sum([]byte(f.config.Password))
	password := form.get(wire.ParamPassword)
	return password == f.config.Password || password == hex.EncodeToString(sum[:])
}

// withinLimits counts a request, and reports false if there were too many. The
// documentation does not define equal requests and how a minute is counted: here they ask
// for the same page in the same format and charset, within 60 seconds, and those refused
// do not count.
func (f *Fake) withinLimits(c *call, now time.Time) bool {
	switch c.req.Op {
	case smscodec.OpGet:
		if len(f.lists) >= maxDifferentLists {
			maps.DeleteFunc(f.lists, func(_ listRequest, times []time.Time) bool { return len(recent(times, now)) == 0 })
		}
		if len(f.lists) >= maxDifferentLists {
			return false
		}
		list := listRequest{c.req, c.page}
		times, ok := counted(f.lists[list], maxLists, now)
		f.lists[list] = times
		return ok
	case smscodec.OpAdd:
		var ok bool
		f.adds, ok = counted(f.adds, maxAdds, now)
		return ok
	}
	return true
}

func counted(times []time.Time, limit int, now time.Time) ([]time.Time, bool) {
	times = recent(times, now)
	if len(times) >= limit {
		return times, false
	}
	return append(times, now), true
}

// recent returns the times that still count.
func recent(times []time.Time, now time.Time) []time.Time {
	return slices.DeleteFunc(times, func(t time.Time) bool { return now.Sub(t) >= limitInterval })
}

// list answers get. Without all=1 it lists the approved names: the documentation says so
// of <sender>, with operators=1 too.
func (f *Fake) list(c *call) smscodec.Reply {
	list := smscodec.List{}
	ascii := true
	for _, s := range f.state.senders {
		if (c.req.All || s.Status == smscodec.StatusApproved) && c.page.has(s, len(list)) {
			list = append(list, f.row(c, s))
			ascii = ascii && isASCII(s.Name)
		}
	}
	otherCharset := c.faults.has(FaultOtherCharset) && c.req.Charset != smscodec.Windows1251
	if ascii && (otherCharset || c.faults.has(FaultWrongCharset)) {
		list = append(list, f.row(c, &Sender{ID: f.state.lastID, Name: CyrillicName, Status: smscodec.StatusApproved}))
	}
	if len(list) == 0 && c.faults.has(FaultEmptyRefused) {
		return refused(smscodec.ErrSenderNotFound)
	}
	return list
}

// row returns the row of a sender name in a list.
func (f *Fake) row(c *call, s *Sender) smscodec.Sender {
	row := smscodec.Sender{Name: s.Name}
	if c.req.All {
		row.Status = s.Status
	}
	if c.req.Operators {
		row.Registrations = s.registrations(f.codec(c).Columns)
	}
	if c.faults.has(FaultExtra) && c.req.Format != smscodec.CSV {
		row.Extra = []smscodec.Field{{Name: wire.ParamID, Value: strconv.FormatInt(s.ID, 10)}}
	}
	return row
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}

// change carries out an operation other than get. It returns the id of an added name, or
// the code of a refusal, and then the state has not changed.
func (f *Fake) change(now time.Time, c *call) (id int64, code smscodec.ErrorCode) {
	name := c.form.text(wire.ParamSender, c.req.Charset)
	comment := c.form.text(wire.ParamComment, c.req.Charset)
	hasComment := c.req.Op == smscodec.OpAdd || c.req.Op == smscodec.OpChange
	if hasComment && (comment == "" || len(comment) > maxComment || strings.ContainsFunc(comment, isControl)) {
		return 0, smscodec.ErrParams
	}
	switch c.req.Op {
	case smscodec.OpAdd:
		return f.add(now, name, comment, c)
	case smscodec.OpSendCode:
		return 0, f.sendCode(now, name, c)
	}

	s, code := f.find(name, c)
	if code != 0 {
		return 0, code
	}
	switch c.req.Op {
	case smscodec.OpChange:
		if c.apply(FaultNotSaved) {
			return 0, smscodec.ErrNotSaved
		}
		s.Comment = comment
	case smscodec.OpDelete:
		if c.apply(FaultNotSaved) {
			return 0, smscodec.ErrNotSaved
		}
		f.state.remove(s)
	case smscodec.OpCheckCode:
		if s.CodeSent == nil || c.form.get(wire.ParamCode) != Code(s.Name) {
			return 0, smscodec.ErrWrongCode
		}
		s.Status = smscodec.StatusApproved
	}
	return 0, 0
}

// isControl reports whether a comment may not contain a character: control characters
// other than tabs and line endings, and those that change the direction of text.
func isControl(r rune) bool {
	return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) || unicode.Is(unicode.Bidi_Control, r)
}

var (
	// number matches a phone number: the vendor allows up to 15 digits, and the shortest
	// numbers have ten.
	number = regexp.MustCompile(`^[0-9]{10,15}$`)
	// nameForm matches a sender name: the vendor allows up to 11 characters or 15 digits;
	// e-mail addresses have been seen too.
	nameForm = regexp.MustCompile(`^(?:[0-9]{1,15}|[A-Za-z0-9 !?_.()~&-]{1,11}|[A-Za-z0-9_.~&+-]{1,64}@[A-Za-z0-9.-]{1,64})$`)
)

func (f *Fake) add(now time.Time, name, comment string, c *call) (id int64, code smscodec.ErrorCode) {
	switch {
	case !nameForm.MatchString(name):
		return 0, smscodec.ErrParams
	case f.state.byName[name] != nil, f.isFull(), c.apply(FaultNotSaved):
		return 0, smscodec.ErrNotSaved
	}
	return f.state.add(Sender{Name: name, Comment: comment, Status: smscodec.StatusPending, Added: &now}).ID, 0
}

// isFull reports whether the state can have no further name.
func (f *Fake) isFull() bool {
	return len(f.state.senders) >= maxSenders || f.state.lastID == math.MaxInt64
}

// sendCode sends a code to a number. One that is not in the list is added to it.
func (f *Fake) sendCode(now time.Time, name string, c *call) smscodec.ErrorCode {
	s := f.state.byName[name]
	switch {
	case name == "":
		return smscodec.ErrParams
	case !number.MatchString(name):
		return smscodec.ErrNumberFormat
	case c.apply(FaultUndeliverable):
		return smscodec.ErrUndeliverable
	case s != nil && s.CodeSent != nil && now.Sub(*s.CodeSent) < codeInterval:
		return smscodec.ErrCodeAlreadySent
	case s == nil && f.isFull():
		return smscodec.ErrNotSaved
	case s == nil:
		s = f.state.add(Sender{Name: name, Status: smscodec.StatusPending, Added: &now})
	}
	s.CodeSent = &now
	return 0
}

// find returns the sender that a request names: by name, by id if the operation has that
// parameter, or by both if they agree.
func (f *Fake) find(name string, c *call) (*Sender, smscodec.ErrorCode) {
	byID := c.req.Op == smscodec.OpChange || c.req.Op == smscodec.OpDelete
	id := c.form.get(wire.ParamID)
	if !byID || id == "" {
		if name == "" {
			return nil, smscodec.ErrParams
		}
		if s := f.state.byName[name]; s != nil {
			return s, 0
		}
		return nil, smscodec.ErrSenderNotFound
	}
	n, err := strconv.ParseUint(id, 10, 63) // digits only
	if err != nil {
		return nil, smscodec.ErrParams
	}
	if s := f.state.withID(int64(n)); s != nil && (name == "" || name == s.Name) {
		return s, 0
	}
	return nil, smscodec.ErrSenderNotFound
}

// Code returns the confirmation code that the fake sends to a number: its last four digits.
// The codes of the real server do not depend on the number.
func Code(number string) string { return number[max(0, len(number)-4):] }
