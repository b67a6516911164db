package smsctest

import (
	"crypto/md5"
	"encoding/hex"
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

// Limits of the vendor's page.
const (
	maxLists      = 3 // equal ones a minute
	maxAdds       = 5 // a minute
	limitInterval = time.Minute
	codeInterval  = 8 * time.Hour // between codes to one number
)

// Bounds of our own.
const (
	maxSenders = 100_000
	maxComment = 1000 // bytes
)

// errorTexts are what the server writes beside a code. 1, 2, 3 and 5 are recorded,
// 7, 8 and 9 of other endpoints; 4, 10 and 11 are ours.
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

func refused(code smscodec.ErrorCode) *smscodec.APIError {
	return &smscodec.APIError{Code: code, Text: errorTexts[code]}
}

// reply carries out a call. What is checked first is not documented: the address,
// then the parameters, then the account, then how often.
func (f *Fake) reply(now time.Time, c *call) smscodec.Reply {
	switch {
	case c.faults.has(FaultIPBlocked):
		return refused(smscodec.ErrIPBlocked)
	case c.malformed:
		return refused(smscodec.ErrParams)
	case !f.authorised(c.form):
		return refused(smscodec.ErrAuth)
	case !f.config.Unlimited && !f.withinLimits(c.req, now):
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
	return password == f.config.Password || strings.EqualFold(password, hex.EncodeToString(sum[:]))
}

// withinLimits counts a request, unless there have been too many. The page leaves
// open what equal requests are and how a minute is counted: here those that ask
// for the same in the same format and charset, in the last 60 seconds, refused
// ones not among them.
func (f *Fake) withinLimits(req smscodec.Request, now time.Time) bool {
	switch req.Op {
	case smscodec.OpGet:
		times, ok := counted(f.lists[req], maxLists, now)
		f.lists[req] = times
		return ok
	case smscodec.OpAdd:
		var ok bool
		f.adds, ok = counted(f.adds, maxAdds, now)
		return ok
	}
	return true
}

func counted(times []time.Time, limit int, now time.Time) ([]time.Time, bool) {
	times = slices.DeleteFunc(times, func(t time.Time) bool { return now.Sub(t) >= limitInterval })
	if len(times) >= limit {
		return times, false
	}
	return append(times, now), true
}

// list answers get. Without all the names are those that are approved: the page
// says so of <sender>, with operators too.
func (f *Fake) list(c *call) smscodec.Reply {
	list := smscodec.List{}
	ascii := true
	for _, s := range f.state.senders {
		if c.req.All || s.Status == smscodec.StatusApproved {
			list = append(list, f.row(c, s))
			ascii = ascii && isASCII(s.Name)
		}
	}
	if ascii && (c.faults.has(FaultOtherCharset) || c.faults.has(FaultWrongCharset)) {
		list = append(list, f.row(c, &Sender{ID: f.state.lastID, Name: CyrillicName, Status: smscodec.StatusApproved}))
	}
	return list
}

// row gives what a list has of a sender name.
func (f *Fake) row(c *call, s *Sender) smscodec.Sender {
	row := smscodec.Sender{Name: s.Name, Status: smscodec.NoStatus}
	if c.req.All {
		row.Status = s.Status
	}
	if c.req.Operators {
		row.Registrations = s.registrations(f.codec(*c).Columns)
	}
	if c.faults.has(FaultExtra) && c.req.Format != smscodec.CSV {
		row.Extra = []smscodec.Field{{Name: wire.ParamID, Value: strconv.FormatInt(s.ID, 10)}}
	}
	return row
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}

// change carries out an operation other than get. It gives the id of an added
// name, or the code of a refusal, where the state stays what it was.
func (f *Fake) change(now time.Time, c *call) (id int64, code smscodec.ErrorCode) {
	name, ok1 := c.form.text(wire.ParamSender, c.req.Charset)
	comment, ok2 := c.form.text(wire.ParamComment, c.req.Charset)
	if !ok1 || !ok2 || len(comment) > maxComment || strings.ContainsFunc(comment, isControl) {
		return 0, smscodec.ErrParams
	}
	if c.req.Op == smscodec.OpAdd {
		return f.add(name, comment, c)
	}

	s, code := f.find(name, c)
	if code != 0 {
		return 0, code
	}
	notSaved := c.faults.has(FaultNotSaved)
	switch c.req.Op {
	case smscodec.OpChange:
		if notSaved {
			return 0, smscodec.ErrNotSaved
		}
		s.Comment = comment
	case smscodec.OpDelete:
		if notSaved {
			return 0, smscodec.ErrNotSaved
		}
		f.state.remove(s)
	case smscodec.OpSendCode:
		switch {
		case !number.MatchString(s.Name):
			return 0, smscodec.ErrNumberFormat
		case c.faults.has(FaultUndeliverable):
			return 0, smscodec.ErrUndeliverable
		case s.CodeSent != nil && now.Sub(*s.CodeSent) < codeInterval:
			return 0, smscodec.ErrCodeAlreadySent
		}
		s.CodeSent = &now
	case smscodec.OpCheckCode:
		if s.CodeSent == nil || c.form.get(wire.ParamCode) != Code(s.Name) {
			return 0, smscodec.ErrWrongCode
		}
		s.Status = smscodec.StatusApproved
	}
	return 0, 0
}

// isControl reports whether a character of a comment is for no reader: a control
// character that is no tab and no line end, or one that turns the direction of text.
func isControl(r rune) bool {
	return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) || unicode.Is(unicode.Bidi_Control, r)
}

var (
	// number: of digits, as the vendor has it up to 15; a phone number has ten
	// at least.
	number = regexp.MustCompile(`^[0-9]{10,15}$`)
	// nameForm: the vendor's up to 11 characters or 15 digits, and e-mail addresses,
	// which are seen too.
	nameForm = regexp.MustCompile(`^(?:[0-9]{1,15}|[A-Za-z0-9 !?_.()~&-]{1,11}|[A-Za-z0-9_.~&+-]{1,64}@[A-Za-z0-9.-]{1,64})$`)
)

func (f *Fake) add(name, comment string, c *call) (id int64, code smscodec.ErrorCode) {
	switch {
	case !nameForm.MatchString(name):
		return 0, smscodec.ErrParams
	case c.faults.has(FaultNotSaved), f.state.byName[name] != nil, len(f.state.senders) >= maxSenders, f.state.lastID == math.MaxInt64:
		return 0, smscodec.ErrNotSaved
	}
	return f.state.add(Sender{Name: name, Comment: comment}), 0
}

// find gives the sender name that a request is about: by name, by id where the
// page has that, or by both if they agree.
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
	n, err := strconv.ParseUint(id, 10, 63) // of digits alone
	if err != nil {
		return nil, smscodec.ErrParams
	}
	if s := f.state.withID(int64(n)); s != nil && (name == "" || name == s.Name) {
		return s, 0
	}
	return nil, smscodec.ErrSenderNotFound
}

// Code gives the confirmation code that send_code sends to a number: its last four
// digits. The real server's has nothing to do with the number.
func Code(number string) string { return number[max(0, len(number)-4):] }
