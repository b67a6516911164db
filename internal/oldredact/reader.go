package oldredact

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
)

// A Format is a form in which exchanges are captured.
type Format uint8

// The formats.
const (
	Auto      Format = iota // as recognised by content
	Body                    // the body of one response
	Dump                    // HTTP/1 messages as they go over the wire, or as curl -i or curl -v prints them
	HAR                     // HTTP Archive 1.1 and 1.2
	JSONLines               // an exchange a line
	WARC                    // Web ARChive 1.0 and 1.1
	Cassette                // the YAML of VCR and its kin
)

var formatNames = [...]string{"auto", "body", "dump", "har", "jsonl", "warc", "cassette"}

// String gives the text form, or a number where there is none.
func (f Format) String() string {
	if int(f) < len(formatNames) {
		return formatNames[f]
	}
	return fmt.Sprintf("Format(%d)", uint8(f))
}

// MarshalText gives the text form; a number that has none is an error.
func (f Format) MarshalText() ([]byte, error) {
	if int(f) >= len(formatNames) {
		return nil, fmt.Errorf("capture: no format %d", uint8(f))
	}
	return []byte(formatNames[f]), nil
}

// UnmarshalText reads the text form.
func (f *Format) UnmarshalText(text []byte) error {
	i := slices.Index(formatNames[:], string(text))
	if i < 0 {
		return errors.New("capture: no such format")
	}
	*f = Format(i)
	return nil
}

// DefaultMaxEntry is the bound of an entry where a Reader has none: some 40 000
// sender names with registrations in JSON, and far more than an account has.
const DefaultMaxEntry = 8 << 20

// A Reader reads captures. The zero value is ready for use, by several
// goroutines at once.
type Reader struct {
	Format   Format // Auto, or the one that the captures are known to be of
	MaxEntry int    // bytes of a HAR entry, a line, a message, a body, also after decompression; 0 means DefaultMaxEntry
	// BlankLines yields an error of ErrBlankLine for each line of JSON Lines that has
	// nothing but white space, which is passed over otherwise.
	BlankLines bool
}

func (r Reader) maxEntry() int {
	if r.MaxEntry <= 0 {
		return DefaultMaxEntry
	}
	return r.MaxEntry
}

// Exchanges yields the exchanges of a capture one by one, keeping none. An error
// stands for what could not be read, an *Error, or what src says, and is followed
// by what comes after that, if reading can go on there.
func (r Reader) Exchanges(src io.Reader) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		for part := range r.Parts(src) {
			for x, err := range part.Exchanges() {
				if !yield(x, err) {
					return
				}
			}
		}
	}
}

// A Part is some neighbouring exchanges of a capture.
type Part struct {
	exchanges iter.Seq2[*Exchange, error]
}

// Exchanges yields the part's exchanges, as Reader.Exchanges does. It may be
// gone through once, on any goroutine.
func (p Part) Exchanges() iter.Seq2[*Exchange, error] { return p.exchanges }

// partSize is how many bytes a part has, about.
const partSize = 256 << 10

// Parts yields a capture in parts of some hundred kilobytes, so that several
// goroutines can each go through one at a time.
func (r Reader) Parts(src io.Reader) iter.Seq[Part] {
	return func(yield func(Part) bool) {
		in, err := open(src)
		if err == nil && r.Format == Auto {
			r.Format, err = in.recognise()
		}
		if err != nil {
			yield(Part{failure(err)})
			return
		}
		switch r.Format {
		case JSONLines:
			r.parseLines(in, yield)
		case HAR:
			r.parseHAR(in, yield)
		default:
			gather(r.read(in), yield)
		}
	}
}

// read reads the exchanges of a format that has to be read in order.
func (r Reader) read(in *input) iter.Seq2[*Exchange, error] {
	switch r.Format {
	case Body:
		return r.readBody(in)
	case Dump:
		return r.readDump(in)
	}
	return failure(&Error{Err: ErrMalformed, Detail: "no such format"})
}

// failure yields an error alone.
func failure(err error) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) { yield(nil, err) }
}

// gather makes parts of exchanges that are read in order.
func gather(exchanges iter.Seq2[*Exchange, error], yield func(Part) bool) {
	type item struct {
		exchange *Exchange
		err      error
	}
	var items []item
	size := 0
	part := func() Part {
		gathered := items
		items, size = nil, 0
		return Part{func(yield func(*Exchange, error) bool) {
			for _, item := range gathered {
				if !yield(item.exchange, item.err) {
					return
				}
			}
		}}
	}
	for x, err := range exchanges {
		items = append(items, item{x, err})
		size += 1 << 10
		if x != nil {
			size += len(x.Response.Body) + len(x.Request.Body)
		}
		if size >= partSize && !yield(part()) {
			return
		}
	}
	if len(items) > 0 {
		yield(part())
	}
}
