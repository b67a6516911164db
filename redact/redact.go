// Package redact copies captures so that they are safe to share. A copy is not the
// capture minus its secrets: it is a new capture, written from parts that are known to be
// safe.
//
//	part            in the copy
//	other requests  nothing: requests to other endpoints, or of other methods, are counted
//	method, status  GET, POST, HEAD or none; the number
//	URL             http or https, the vendor's host or example.invalid, or neither as in a
//	                request line; the path sys/senders.php, or sys/get.php for get_senders
//	parameters      the documented ones: operations, fmt, all, operators and charset with
//	                known values, sender with a documented name, id with digits; any other
//	                value, and that of any other documented one, is x; none if the form
//	                was not captured
//	headers         the request's media type; the response's Content-Type, Content-Length,
//	                Content-Encoding and Transfer-Encoding, unless malformed; a word that is
//	                not listed is x, and a length with a secret is dropped
//	answer          its syntax, control characters and literals, and the documented members
//	                with their codes, ids, names and recorded error texts; all else is x, or
//	                outside ASCII one other character, or in a number 1 for each digit
//	any other body  its kind and size
//
// # What can still leave
//
//   - Sender names: in JSON and XML any text, in plain and CSV documented ones, or with
//     KeepBodies all.
//   - Ids of up to 19 digits, codes, the HTTP status, lengths, lines and white space.
//   - In names and ids, secrets that are not searched for: of less than 4 bytes in the charset
//     of the body, words of the endpoint, secrets of another exchange, and what the exchange
//     does not name as secret, or only in comments and other members that package capture does
//     not read.
//   - In names and ids, secrets in a spelling that is not found, such as another case or a hash,
//     or cut off at the end of the name.
//
// The logins, passwords, keys, codes, cookies and credentials in the URLs, forms, headers and
// command lines of an exchange are masked in its body, sender and id, also if they are escaped,
// in base64, in another charset, or cut off after 4 bytes or more at the end of the body, sender
// or id, or after 8 or more before "...". What replaces a secret is as long, and has digits where
// that has them.
//
// # What is left out
//
// An exchange is excluded
//
//   - if what its copy takes from it still has a secret when it is searched again;
//   - if it has more secrets than can be searched for, or a part that is too large or too
//     damaged to be searched;
//   - if it has a form that the endpoint does not read.
//
// The body of an answer is omitted
//
//   - unless package lint reports the same findings, at the same places, as about the original
//     one, except for the defects of the capture, such as bytes after a body, which the copy
//     does not have;
//   - if a name in XML has markup in it, or with Phones an escape that may hide a number;
//   - if a name in plain or CSV is not as documented, unless KeepBodies is set;
//   - if a secret in it was also syntax, or consists of the digit 1, which would replace it.
package redact

import (
	"cmp"
	"io"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/export"
)

// A Redactor copies captures. The zero value writes JSON Lines.
type Redactor struct {
	Reader capture.Reader // reads the captures
	// To is the format of the copy: JSONLines or HAR; Auto means JSONLines.
	To capture.Format
	// KeepBodies also copies text bodies that are not answers, and undocumented names in
	// plain and CSV. Only the exchange's secrets are masked in them.
	KeepBodies bool
	// Phones replaces numbers of seven or more digits in names and text by random ones
	// of the same length; spaces, hyphens and parentheses may separate the digits. Within one
	// copy, equal numbers have equal replacements. Ids and codes are kept.
	Phones bool
	// URL is the URL of requests that were not captured, or "". If it is set, input that is
	// not recognised is read as the body of an answer, as with Reader.Asked.
	URL string
	// Excluded, if it is set, is called for each exchange that could not be read, or is of the
	// endpoint and could not be copied safely, with its number, or 0, and the reason.
	Excluded func(entry int, err error)
}

// A Summary counts the exchanges of a capture.
type Summary struct {
	Copied         int
	Elsewhere      int // requests to other endpoints or of other methods, which are not copied
	Excluded       int // exchanges that could not be read or copied safely
	Omitted        int // exchanges copied without a body that is no answer, or that the capture does not have
	OmittedAnswers int // exchanges copied without an answer that could not be copied safely
}

// Redact copies a capture exchange by exchange. It returns the first error of dst or src;
// if no exchange was copied, it writes nothing and returns why the first one was excluded,
// or nil if there was none.
func (r Redactor) Redact(dst io.Writer, src io.Reader) (s Summary, err error) {
	out := export.New(dst, r.To)
	c := &copier{keepBodies: r.KeepBodies}
	if r.Phones {
		c.phones = newPhones()
	}
	r.Reader.Asked = r.Reader.Asked || r.URL != ""
	var first error // why the first excluded exchange is excluded
	for x, err := range r.Reader.Exchanges(src) {
		entry := 0
		var copied *capture.Exchange
		switch wrong, isCapture := err.(*capture.Error); {
		case err == nil:
			entry = x.Entry
			if x.Request.URL == "" && len(x.Request.Body) == 0 && r.URL != "" {
				x.Request.URL, x.Request.BodyOmitted = r.URL, false
			}
			copied, err = c.copy(x)
		case !isCapture:
			return s, err
		default:
			entry = wrong.Entry
		}
		switch {
		case err != nil:
			s.Excluded++
			first = cmp.Or(first, err)
			if r.Excluded != nil {
				r.Excluded(entry, err)
			}
		case copied == nil:
			s.Elsewhere++
		default:
			s.Copied++
			switch {
			case copied.Response.Omitted.Kind == omittedAnswer:
				s.OmittedAnswers++
			case copied.Response.BodyOmitted:
				s.Omitted++
			}
			if err := out.Write(copied); err != nil {
				return s, err
			}
		}
	}
	if s.Copied == 0 {
		return s, first
	}
	return s, out.Close()
}
