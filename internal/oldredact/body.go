package oldredact

import (
	"io"
	"iter"
)

// readBody takes the whole capture for a body.
func (r Reader) readBody(in *input) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		body, err := io.ReadAll(io.LimitReader(in.buf, int64(r.maxEntry())+1))
		if err == nil && len(body) > r.maxEntry() {
			err = &Error{Format: Body, Position: in.at, Err: ErrTooLarge}
		}
		if err != nil {
			yield(nil, err)
			return
		}
		yield(&Exchange{Response: Response{Body: body, origin: origin{at: in.at, form: asIs}}}, nil)
	}
}
