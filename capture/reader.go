package capture

import (
	"cmp"
	"io"
	"iter"
	"math"

	"github.com/smscodec/smscodec/internal/curl"
)

// Reader: the entry points, and which reader reads which format.

const (
	// DefaultMaxEntry is the bound of an entry if a Reader has none: some 40 000 sender
	// names with registrations in JSON, far more than an account has.
	DefaultMaxEntry = 8 << 20
	// DefaultMaxCassette is the bound of a cassette if a Reader has none.
	DefaultMaxCassette = 4 << 20
)

// A Reader reads captures. The zero value is ready for use, by several goroutines at
// once.
type Reader struct {
	Format      Format // of the captures, or Auto
	MaxEntry    int    // bytes of a HAR entry, a line, a message, a body, also after decompression; 0 means DefaultMaxEntry
	MaxCassette int    // bytes of a cassette; 0 means DefaultMaxCassette
	// BlankLines yields an error of the kind ErrBlankLine for each line of JSON Lines that
	// has only white space. Otherwise such lines are skipped.
	BlankLines bool
	// Asked says that the caller knows the request. Then Auto reads input that it does not
	// recognise as the body of an answer, unless it looks like something else.
	Asked bool
	// Folder is the folder of a HAR file. Playwright writes bodies as files there, and names
	// them in content._file. If Folder is "", such bodies are omitted.
	Folder string
}

// Exchanges yields the exchanges of a capture one by one, and keeps none of them. An error
// is an *Error for a part that cannot be read, after which reading continues if possible,
// or an error of src.
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

// Parts yields a capture in parts of some hundred kilobytes, so that several goroutines
// can each read one at a time.
func (r Reader) Parts(src io.Reader) iter.Seq[Part] {
	return func(yield func(Part) bool) {
		in, format, err := r.open(src)
		out := &gatherer{format: format, send: func(p Part) {
			if !in.stopped && !yield(p) {
				in.err, in.stopped = cmp.Or(in.err, io.EOF), true // what is in memory may still be read, but is not sent
			}
		}}
		if err == nil {
			r.read(in, out)
			err = in.failure()
		}
		if err != nil {
			out.yield(nil, err)
		}
		out.flush()
	}
}

// open opens a capture, and recognises its format.
func (r Reader) open(src io.Reader) (in *lookahead, format Format, err error) {
	in, err = open(src)
	if format = r.Format; err == nil && format == Auto {
		format, err = in.recognise(r.Asked)
	}
	return in, format, err
}

// read reads a capture up to its end, or an error of its source.
func (r Reader) read(in *lookahead, out *gatherer) {
	limit := bound(r.MaxEntry, DefaultMaxEntry)
	if out.format != Body && in.begins(utf8BOM) {
		in.skip(len(utf8BOM))
	}
	switch out.format {
	case Body:
		readBody(in, limit, out)
	case Dump, WARC:
		d := dumpReader{&pairing{gatherer: out, limit: limit}, in, &contentDecoder{limit: limit}}
		switch {
		case out.format == WARC:
			d.readWARC()
		case curl.IsVerbose(in.beginning()):
			(&verboseReader{dumpReader: d}).read()
		default:
			d.read()
		}
		d.release(0) // what still waits
	case HAR:
		readHAR(in, limit, r.Folder, out)
	case JSONLines:
		readLines(in, limit, r.BlankLines, out)
	case Cassette:
		readCassette(in, limit, bound(r.MaxCassette, DefaultMaxCassette), out)
	default:
		out.yield(nil, &Error{Err: ErrMalformed, Detail: "no such format"})
	}
}

// bound returns a limit, or another one if it is not set. Sums with it do not overflow.
func bound(limit, otherwise int) int { return min(cmp.Or(max(0, limit), otherwise), math.MaxInt/4) }

// readBody reads the whole capture as a body.
func readBody(in *lookahead, limit int, out *gatherer) {
	at := in.at
	switch body, isWhole := in.readAll(limit); {
	case !isWhole:
		out.fail(0, at, &Defect{Err: ErrTooLarge})
	case in.failure() == nil:
		out.yield(&Exchange{Response: Response{Body: body, Text: in.converted, origin: origin{at: at, pieces: pieces{{0, at}}}}}, nil)
	}
}

// Recognise returns the format of a capture, as Exchanges recognises it by the beginning,
// or an *Error. It reads no more of src than that.
func (r Reader) Recognise(src io.Reader) (Format, error) {
	_, format, err := r.open(src)
	return format, err
}
