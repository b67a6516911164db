package beam

import (
	"bytes"
	"encoding/json"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/internal/wire"
	"github.com/smscodec/smscodec/lint"
)

// Options say what is checked and reported, as the flags of smscodec validate do. The zero
// Options are those of validate without flags.
type Options struct {
	// Request is the request of exchanges whose request was not captured. If it is nil,
	// such an answer is read in every way that the documentation allows.
	Request *smscodec.Request
	// FindCharset says that the charset of Request is not known: it is the one that the
	// answer declares, else UTF-8 if the answer is that, else the server's default.
	FindCharset bool
	// Columns are the operators in the order of the CSV columns, nil for the documented
	// ones.
	Columns []smscodec.Operator
	// Severity is the least severity that is reported; 0 reports all findings.
	Severity lint.Severity `json:",omitempty"`
	// Only and Ignore are IDs of findings that alone are, or are not, reported.
	Only, Ignore []string
	// Baseline is a file that validate --write-baseline wrote. As often as it has a
	// finding, that is left out.
	Baseline []byte
	// AllowEmpty says that a pattern without a file and a file without a byte are not
	// reported as unreadable.
	AllowEmpty bool
	// Branches is for runners that do not divide the work, such as Prism: with so many
	// branches of the pipeline, CheckFiles uses as many cores. 0 is one branch.
	Branches int
}

// Validate returns why the options cannot be used, or nil.
func (o Options) Validate() error {
	if _, err := json.Marshal(o); err != nil { // as a pipeline has them
		return err
	}
	_, err := o.newBundle()
	return err
}

// newBundle returns the state with which a worker checks a bundle.
func (o Options) newBundle() (*bundle, error) {
	b := new(bundle)
	var err error
	if b.checker.Filter, err = findings.NewFilter(o.Severity, o.Only, o.Ignore); err != nil {
		return nil, err
	}
	if o.Columns != nil {
		if b.checker.Linter.Columns, err = smscodec.NewColumns(o.Columns...); err != nil {
			return nil, err
		}
	}
	if o.Request != nil {
		values := o.Request.Query()
		if o.FindCharset {
			values.Del(wire.ParamCharset)
		}
		b.checker.Request = &findings.Asked{Request: *o.Request, FindCharset: o.FindCharset}
		b.checker.Assumed = findings.AskedOf(wire.Path, values)
	}
	b.baseline, err = findings.ReadBaseline(bytes.NewReader(o.Baseline))
	return b, err
}
