// Web builds the page that reads answers in a browser, and serves it on this machine:
//
//	go -C web run .
//
// With -out it writes the page to a folder instead, for any web server. The page is one
// file and needs nothing but itself.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

func main() {
	out := flag.String("out", "", "write index.html to this `FOLDER`, and serve nothing")
	port := flag.String("port", "8090", "serve on this `PORT` of 127.0.0.1; 0 is any free one")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, *out, *port); err != nil {
		fmt.Fprintln(os.Stderr, "web:", err)
		os.Exit(1)
	}
}

// run builds the page, and writes it to a folder, or serves it until ctx is done.
func run(ctx context.Context, stdout io.Writer, out, port string) error {
	page, err := buildPage(ctx, ".")
	if err != nil {
		return err
	}
	if out != "" {
		if err := os.MkdirAll(out, 0o777); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(out, "index.html"), page, 0o666)
	}
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return fmt.Errorf("%w; -port chooses another port", err)
	}
	fmt.Fprintf(stdout, "The page is at http://%s/ until you press Ctrl+C.\n", listener.Addr())
	server := &http.Server{Handler: handler(page), ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { server.Close() })
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// handler serves the page.
func handler(page []byte) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(page)
	})
	return mux
}
