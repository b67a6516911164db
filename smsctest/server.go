package smsctest

// A Fake as a whole server, and on a port for tests.

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// Handler returns a handler for all paths of a server. The fake answers those of the
// endpoint, other answers the rest; if it is nil, they are answered with HTTP 404.
// Repeated slashes count as one.
func (f *Fake) Handler(other http.Handler) http.Handler {
	if other == nil {
		other = http.NotFoundHandler()
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if pathOf(r) == otherPath {
			other.ServeHTTP(w, r)
		} else {
			f.ServeHTTP(w, r)
		}
	})
}

// A Server is a Fake that listens on a port of the loopback interface.
type Server struct {
	*Fake
	URL string // of the endpoint, such as http://127.0.0.1:12345/sys/senders.php
}

// NewServer starts a Server, which is closed when the test ends.
func NewServer(t testing.TB, config Config) *Server {
	t.Helper()
	fake := New(config)
	server := httptest.NewServer(fake.Handler(nil))
	t.Cleanup(func() {
		server.CloseClientConnections() // FaultDelay may keep one open
		server.Close()
	})
	return &Server{Fake: fake, URL: server.URL + Path}
}
