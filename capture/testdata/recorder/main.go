// Command recorder serves what the script record records: the fake server under
// several paths, each with another way in which HTTP carries its answers. What it
// is asked at /dump it writes to the file that its argument names, as httputil
// dumps it.
package main

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"strconv"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"github.com/smscodec/smscodec/smsctest"
)

func main() {
	config := smsctest.Demo()
	config.Unlimited = true
	fake := smsctest.New(config)
	dump, err := os.Create(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	at := func(prefix string, handler http.Handler) { mux.Handle(prefix+"/", http.StripPrefix(prefix, handler)) }
	at("", fake)
	at("/chunked", chunked(fake))
	at("/redirect", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.RequestURI(), http.StatusFound)
	}))
	for name, encoder := range map[string]func(io.Writer) io.WriteCloser{
		"gzip": func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
		"zlib": func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
		"deflate": func(w io.Writer) io.WriteCloser {
			encoder, _ := flate.NewWriter(w, flate.DefaultCompression)
			return encoder
		},
		"br": func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) },
		"zstd": func(w io.Writer) io.WriteCloser {
			encoder, _ := zstd.NewWriter(w)
			return encoder
		},
	} {
		at("/"+name, encoded(fake, name, encoder))
	}
	at("/dump", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request, err := httputil.DumpRequest(r, true)
		if err != nil {
			log.Fatal(err)
		}
		answer := httptest.NewRecorder()
		fake.ServeHTTP(answer, r)
		response, err := httputil.DumpResponse(answer.Result(), true)
		if err != nil {
			log.Fatal(err)
		}
		dump.Write(append(request, response...))
	}))
	log.Fatal(http.ListenAndServe("127.0.0.1:8086", mux))
}

// chunked sends answers in chunks of 40 bytes.
func chunked(fake http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		fake.ServeHTTP(answer, r)
		w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
		for body := answer.Body; body.Len() > 0; {
			w.Write(body.Next(40))
			w.(http.Flusher).Flush()
		}
	})
}

// encoded sends answers with a Content-Encoding.
func encoded(fake http.Handler, name string, encoder func(io.Writer) io.WriteCloser) http.Handler {
	if name == "zlib" {
		name = "deflate"
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		fake.ServeHTTP(answer, r)
		var body bytes.Buffer
		to := encoder(&body)
		to.Write(answer.Body.Bytes())
		to.Close()
		w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
		w.Header().Set("Content-Encoding", name)
		w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
		w.Write(body.Bytes())
	})
}
