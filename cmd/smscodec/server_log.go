package main

// The log of serve.

import (
	"fmt"
	"io"
	"net/http"
	"sync"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/credentials"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/internal/wire"
	"github.com/smscodec/smscodec/smsctest"
)

// A serverLog writes lines. Several goroutines may use it at once.
type serverLog struct {
	mu sync.Mutex
	to io.Writer
}

func (l *serverLog) printf(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintf(l.to, format+"\n", args...)
}

// request logs a request to the endpoint, with the code that the server would send to
// a phone.
func (l *serverLog) request(r smsctest.Record) {
	text := shown.Escape(r.String())
	if number := r.Form.Get(wire.ParamSender); r.Request.Op == smscodec.OpSendCode && r.Refused == 0 && number != "" {
		text += ": code " + shown.Quote(smsctest.Code(number))
	}
	l.printf("%s", text)
}

// otherPath logs a request to any other path.
func (l *serverLog) otherPath(r *http.Request) {
	path := credentials.HideParameters(r.URL.Path)
	if len(path) > maxPath {
		path = path[:maxPath] + "…"
	}
	l.printf("%.20s %s: HTTP 404 Not Found", shown.Escape(r.Method), shown.Quote(path))
}

const maxPath = 100 // bytes of a path that are logged
