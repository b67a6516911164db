package view

import (
	"io"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/wire"
	"github.com/smscodec/smscodec/redact"
)

// CopyOptions are the options of a redacted copy.
type CopyOptions struct {
	HAR    bool // instead of JSON Lines
	Phones bool // as in redact.Redactor
}

// Copied is what there is to say of a redacted copy.
type Copied struct {
	Copied    int      `json:"copied"`
	Elsewhere int      `json:"elsewhere"`
	Omitted   int      `json:"omitted"`
	Excluded  int      `json:"excluded"`
	Failure   *Failure `json:"failure,omitempty"` // why nothing was copied
}

// Copy writes a redacted copy of a capture. Chosen is as in Open.
func Copy(dst io.Writer, src func() io.Reader, chosen *smscodec.Request, o CopyOptions) Copied {
	r := redact.Redactor{Phones: o.Phones}
	if o.HAR {
		r.To = capture.HAR
	}
	if chosen != nil {
		r.URL = "/" + wire.Path + "?" + chosen.Query().Encode()
	}
	summary, err := r.Redact(dst, src())
	out := Copied{Copied: summary.Copied, Elsewhere: summary.Elsewhere, Omitted: summary.Omitted, Excluded: summary.Excluded}
	if err != nil {
		out.Failure = failureOf(err)
	}
	return out
}
