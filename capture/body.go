package capture

import (
	"io"
	"iter"
)

// readBody reads the whole capture as a body.
func readBody(in *input, limit int) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		body, err := io.ReadAll(io.LimitReader(in.buf, int64(limit)+1))
		if err == nil && len(body) > limit {
			err = &Error{Format: Body, Position: in.at, Err: ErrTooLarge}
		}
		if err != nil {
			yield(nil, err)
			return
		}
		yield(&Exchange{Response: Response{Body: body, origin: origin{at: in.at, form: asIs}}}, nil)
	}
}
