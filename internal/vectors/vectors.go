// Package vectors reads the conformance vectors of smscodec, testdata/vectors: a case a
// folder, y_ to be read, n_ to be refused, i_ what the vendor leaves open and smscodec
// has decided. A case is one answer in up to four formats, body.plain to body.json, and
// want.json says what they are.
package vectors

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/internal/wire"
)

// WantFile is the file of a folder that is no body.
const WantFile = "want.json"

// A Vector is a case as it was read.
type Vector struct {
	Name    string // of the folder
	Want    Want
	Request smscodec.Request // without the format; see RequestIn
	Codec   smscodec.Codec
	Reply   smscodec.Reply // nil if the bodies are refused; see ReplyIn
	Bodies  map[smscodec.Format][]byte
}

// A Want is a want.json.
type Want struct {
	Why             string                            `json:"why"` // what the case is there for, and where it is from
	Request         Request                           `json:"request"`
	Codec           Codec                             `json:"codec,omitzero"`
	Reply           *replyjson.Reply                  `json:"reply,omitempty"`
	Variant         bool                              `json:"variant,omitempty"` // the bodies are spelled as Append does not spell them
	Reports         map[smscodec.Format][]Finding     `json:"reports,omitempty"`
	Refused         map[smscodec.Format]Finding       `json:"refused,omitempty"`
	Unrepresentable map[smscodec.Format]EncodeFinding `json:"unrepresentable,omitempty"`
}

// A Request is a smscodec.Request without its format.
type Request struct {
	Op        smscodec.Op      `json:"op"`
	Charset   smscodec.Charset `json:"charset,omitzero"`
	All       bool             `json:"all,omitempty"`
	Operators bool             `json:"operators,omitempty"`
}

// A Codec is what a case changes in the zero smscodec.Codec.
type Codec struct {
	Columns   []smscodec.Operator `json:"columns,omitempty"`
	Reject    smscodec.Quirk      `json:"reject,omitzero"`
	EmptyList bool                `json:"empty_list,omitempty"`
}

// A Finding is a smscodec.ParseError without its words; of a departure that was
// accepted, without its kind too.
type Finding struct {
	Kind   string         `json:"kind,omitempty"`
	Quirk  smscodec.Quirk `json:"quirk,omitzero"`
	Offset int            `json:"offset"`
	Line   int            `json:"line"`
	Col    int            `json:"col"`
	Row    int            `json:"row"`
	Field  string         `json:"field,omitempty"`
}

// An EncodeFinding is a smscodec.EncodeError without its words.
type EncodeFinding struct {
	Kind  string `json:"kind"`
	Row   int    `json:"row"`
	Field string `json:"field,omitempty"`
}

// kinds are the words of want.json for the kinds of errors.
var kinds = [...]struct {
	name string
	kind error
}{
	{"syntax", smscodec.ErrSyntax},
	{"eof", io.ErrUnexpectedEOF},
	{"charset", smscodec.ErrCharset},
	{"duplicate", smscodec.ErrDuplicate},
	{"unsupported", smscodec.ErrUnsupported},
	{"shape", smscodec.ErrShape},
	{"value", smscodec.ErrValue},
	{"request", smscodec.ErrRequest},
	{"unrepresentable", smscodec.ErrUnrepresentable},
}

// Kind returns the kind of error that a word of want.json names, or nil.
func Kind(name string) error {
	for _, k := range kinds {
		if k.name == name {
			return k.kind
		}
	}
	return nil
}

// KindName returns the word of want.json for the kind of an error, or a text that is
// none.
func KindName(err error) string {
	for _, k := range kinds {
		if errors.Is(err, k.kind) {
			return k.name
		}
	}
	return fmt.Sprintf("no kind: %v", err)
}

// Read reads the case in a folder of the corpus.
func Read(corpus fs.FS, name string) (Vector, error) {
	v := Vector{Name: name, Bodies: map[smscodec.Format][]byte{}}
	text, err := fs.ReadFile(corpus, path.Join(name, WantFile))
	if err != nil {
		return Vector{}, err
	}
	strict := json.NewDecoder(bytes.NewReader(text))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&v.Want); err != nil {
		return Vector{}, err
	}
	asked := v.Want.Request
	v.Request = smscodec.Request{Op: asked.Op, Charset: asked.Charset, All: asked.All, Operators: asked.Operators}
	v.Codec.Reject, v.Codec.EmptyList = v.Want.Codec.Reject, v.Want.Codec.EmptyList
	if operators := v.Want.Codec.Columns; operators != nil {
		if v.Codec.Columns, err = smscodec.NewColumns(operators...); err != nil {
			return Vector{}, err
		}
	}
	if v.Want.Reply != nil {
		if v.Reply, err = v.Want.Reply.Reply(); err != nil {
			return Vector{}, err
		}
	}
	if err := v.readBodies(corpus); err != nil {
		return Vector{}, err
	}
	return v, v.check()
}

func (v *Vector) readBodies(corpus fs.FS) error {
	files, err := fs.ReadDir(corpus, v.Name)
	if err != nil {
		return err
	}
	for _, file := range files {
		if file.Name() == WantFile {
			continue
		}
		var f smscodec.Format
		ending, isBody := strings.CutPrefix(file.Name(), "body.")
		if !isBody || f.UnmarshalText([]byte(ending)) != nil {
			return fmt.Errorf("%s is neither %s nor a body", file.Name(), WantFile)
		}
		if v.Bodies[f], err = fs.ReadFile(corpus, path.Join(v.Name, BodyFile(f))); err != nil {
			return err
		}
	}
	return nil
}

// BodyFile returns the name of the file with the body in a format.
func BodyFile(f smscodec.Format) string { return "body." + f.String() }

// check reports whether want.json agrees with the folder's name and the bodies.
func (v *Vector) check() error {
	isRead := strings.HasPrefix(v.Name, "y_") || strings.HasPrefix(v.Name, "i_") && v.Reply != nil
	switch {
	case v.Want.Why == "" || strings.Contains(v.Want.Why, "\n"):
		return errors.New("the reason is not one line")
	case !isRead && !strings.HasPrefix(v.Name, "n_") && !strings.HasPrefix(v.Name, "i_"):
		return errors.New("the name begins with none of y_, n_ and i_")
	case isRead != (v.Reply != nil):
		return errors.New("a case that is read has a reply, one that is refused has none")
	}
	return nil
}

// Formats returns the formats that the case has a body in.
func (v Vector) Formats() []smscodec.Format {
	var formats []smscodec.Format
	for _, f := range smscodec.Formats() {
		if v.Bodies[f] != nil {
			formats = append(formats, f)
		}
	}
	return formats
}

// RequestIn returns the request with a format.
func (v Vector) RequestIn(f smscodec.Format) smscodec.Request {
	r := v.Request
	r.Format = f
	return r
}

// ReplyIn returns the reply as the body in a format holds it: CSV has no place for the
// text of an error.
func (v Vector) ReplyIn(f smscodec.Format) smscodec.Reply {
	refusal, ok := v.Reply.(*smscodec.APIError)
	if !ok || f != smscodec.CSV || bytes.Contains(v.Bodies[f], []byte(wire.PlainError)) {
		return v.Reply
	}
	return &smscodec.APIError{Code: refusal.Code, Extra: refusal.Extra}
}
