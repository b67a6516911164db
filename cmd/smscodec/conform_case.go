package main

// A case of conform: what a program gets, what it did, and the verdict on it.

import (
	"encoding/json"
	"fmt"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/internal/shown"
)

// A conformCase is a case for a decoder or an encoder.
type conformCase struct {
	name       string // such as json/y_recorded_names
	why        string
	request    smscodec.Request
	body       []byte         // what a decoder gets; what an encoder should write, as the vendor documents it
	reply      smscodec.Reply // what an encoder gets, and a decoder should return; nil for a malformed body
	refused    error          // why the program must refuse; nil if it must not
	departures smscodec.Quirk // of the body from the vendor's documentation
}

// kind returns the kind of the reply, or mustRefuse.
func (c conformCase) kind() string {
	if c.refused != nil {
		return mustRefuse
	}
	return replyjson.Kind(c.reply)
}

const mustRefuse = "to refuse"

// shownBody returns the beginning of a body, escaped.
func shownBody(body []byte, charset smscodec.Charset) string {
	const most = 300 // bytes
	more := ""
	if len(body) > most {
		more = fmt.Sprintf("… (%d bytes)", len(body))
		body = body[:most]
	}
	return `"` + string(shown.AppendEscaped(nil, body, charset)) + `"` + more
}

// A verdict is the result of a case.
type verdict uint8

const (
	passed     verdict = iota
	missed             // a refusal by the server was decoded to something else, or encoded as that
	misread            // an answer was decoded to another reply, or a reply encoded as another answer
	unreadable         // the encoder wrote a malformed body
	invented           // a malformed body was accepted
	lost               // a valid answer was refused, or a reply that can be encoded
	broken             // the program broke the contract, crashed, or took too long
)

var verdictNames = [...]string{
	passed: "passed", missed: "missed", misread: "misread", unreadable: "unreadable", invented: "invented", lost: "lost", broken: "broken",
}

func (v verdict) String() string { return verdictNames[v] }

// MarshalText returns the text form.
func (v verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// An attempt is what a program did with a case.
type attempt struct {
	output  []byte // the JSON of a reply, or a body
	refused bool
	broken  string // what the program did instead; "" if it did one of both
	stderr  string // the last line on its standard error
}

// A conformResult is a case with the verdict on it.
type conformResult struct {
	conformCase
	verdict verdict
	losses  []string // what a client would suffer, such as "loses error codes"
	details []detail // for people
	written []byte   // of an encoder
	note    string   // on a case that passed
	stderr  string   // see attempt
}

// A detail is a line of a report.
type detail struct{ label, text string }

// A direction is what conform checks: a decoder or an encoder.
type direction interface {
	cases() ([]conformCase, error)
	// input is the standard input of a program that is started for each case.
	input(conformCase) []byte
	// question sets in a line for a persistent program what the program gets.
	question(*questionJSON, conformCase)
	// output returns what a persistent program made of a case, or nil.
	output(answerJSON) []byte
	// judge returns the verdict on an attempt that is not broken, with the details.
	judge(conformCase, attempt) conformResult
}

// A questionJSON is a line that a persistent program reads.
type questionJSON struct {
	ID      string           `json:"id"` // the name of the case
	Request conformRequest   `json:"request"`
	Body    *[]byte          `json:"body,omitempty"`  // for a decoder, in base64
	Reply   *replyjson.Reply `json:"reply,omitempty"` // for an encoder
}

// A conformRequest is a request in JSON. Unlike requestJSON it has all members.
type conformRequest struct {
	Op        smscodec.Op      `json:"op"`
	Format    smscodec.Format  `json:"fmt"`
	Charset   smscodec.Charset `json:"charset"`
	All       bool             `json:"all"`
	Operators bool             `json:"operators"`
	Query     string           `json:"query"`
}

// An answerJSON is a line that a persistent program writes.
type answerJSON struct {
	ID      string          `json:"id"`
	Reply   json.RawMessage `json:"reply"` // of a decoder
	Body    *[]byte         `json:"body"`  // of an encoder
	Refused *string         `json:"refused"`
}
