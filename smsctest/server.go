package smsctest

// A Fake on a port, for tests.

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/smscodec/smscodec/internal/wire"
)

// Path is the path of the endpoint on a server.
const Path = "/" + wire.Path

// A Server is a Fake that listens on a port of the loopback interface.
type Server struct {
	*Fake
	URL string // of the endpoint, such as http://127.0.0.1:12345/sys/senders.php
}

// NewServer starts a Server, which is closed when the test ends.
func NewServer(t testing.TB, config Config) *Server {
	t.Helper()
	fake := New(config)
	mux := http.NewServeMux()
	mux.Handle(Path, fake)
	server := httptest.NewServer(mux)
	t.Cleanup(func() {
		server.CloseClientConnections() // FaultDelay may keep one open
		server.Close()
	})
	return &Server{Fake: fake, URL: server.URL + Path}
}
