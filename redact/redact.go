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
//	                value, and that of any other one, is x
//	headers         the request's media type; the response's Content-Type, Content-Length,
//	                Content-Encoding and Transfer-Encoding, unless malformed; a word that is
//	                not listed is x, and a length with a secret is dropped
//	answer          its syntax, control characters and literals, and the documented members
//	                with their codes, ids, names and recorded error texts; all else is x, or
//	                in another alphabet one other letter, or 1 for each digit
//	any other body  its kind and size
//
// A copy has nothing else. Sender names, ids and lengths are kept. The secrets in the URLs,
// forms, headers and command lines of the exchange are masked in a copied body, sender or id,
// also escaped, in base64, in another charset, or cut off at the end of the text, or after 8
// bytes or more before "...": logins, passwords, keys, codes, cookies and credentials of 4
// bytes or more that are not words of the endpoint. What replaces a secret is as long, and has
// digits where it has them. An exchange is excluded if these texts of its copy, or the size of
// an omitted body, still have a secret when they are searched again, if it has more secrets
// than can be searched for, a form that the endpoint does not read, or a part that is too
// large or too damaged to be searched. The body of an answer is omitted
//
//   - unless package lint reports the same findings, at the same places, as about the original
//     one, except for the defects of the capture, such as bytes after a body, which the copy
//     does not have;
//   - if a secret in it was also syntax, so that a copy of the copy would differ;
//   - if a name in XML has markup in it, or with Phones an escape that may hide a number;
//   - if a name in plain or CSV is not as documented, unless KeepBodies is set.
//
// The files, from the top down:
//
//	redact.go    Redactor: captures in, copies out
//	exchange.go  one exchange, and the checks of its copy
//	request.go   requests and headers
//	scan.go      the scanners of the four formats of answers
//	mask.go      texts that are copied part by part, and the replacements
//	words.go     the lists of values that a copy may have
//
// Package internal/captured collects the secrets of an exchange, with internal/credentials,
// and internal/secrets finds them.
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
	// of the same length; spaces, hyphens and brackets may separate the digits. Within one
	// copy, equal numbers have equal replacements. Ids and codes are kept.
	Phones bool
	// URL is the URL of requests that were not captured, or "". If it is set, input that is
	// not recognised is read as the body of an answer, as with Reader.Asked.
	URL string
	// Excluded, if it is set, is called for each exchange of the endpoint that could not
	// be read or copied safely, with its number, or 0, and the reason.
	Excluded func(entry int, err error)
}

// A Summary counts the exchanges of a capture.
type Summary struct {
	Copied         int
	Elsewhere      int // requests to other endpoints or of other methods, which are not copied
	Excluded       int // exchanges that could not be read or copied safely
	Omitted        int // copied exchanges without their body, which is no answer
	OmittedAnswers int // copied exchanges without their body, an answer that could not be copied safely
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
