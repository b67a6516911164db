//go:build js && wasm

// Codec is the codec as WebAssembly. It runs in the page's worker and sets one global
// object, smscodec, whose functions take and return strings of JSON.
package main

import (
	"encoding/json"
	"io"
	"syscall/js"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/web/view"
)

func main() {
	var session *view.Session
	js.Global().Set("smscodec", map[string]any{
		// open(file, chosen, isText) recognises a capture. file has its size and
		// read(from, to), which returns the bytes between two offsets.
		"open": function(func(args []js.Value) any {
			session = view.Open(file(args[0]), view.Chosen(args[1].String()), args[2].Bool())
			return session.Opened
		}),
		// read() reads the capture that is open.
		"read": function(func([]js.Value) any {
			session.Read()
			return session.Opened
		}),
		// show(index) returns an exchange of the capture that is open.
		"show": function(func(args []js.Value) any {
			return session.Exchange(args[0].Int())
		}),
		// convert(index, format) returns its answer in another format.
		"convert": function(func(args []js.Value) any {
			var to smscodec.Format
			if err := to.UnmarshalText([]byte(args[1].String())); err != nil {
				return map[string]string{"error": err.Error()}
			}
			text, err := session.Convert(args[0].Int(), to)
			if err != nil {
				return map[string]string{"error": err.Error()}
			}
			return map[string]string{"text": text}
		}),
		// request(text) parses a URL or parameters.
		"request": function(func(args []js.Value) any {
			req, err := view.ParseRequest(args[0].String())
			if err != nil {
				return map[string]string{"error": err.Error()}
			}
			return map[string]any{"request": req}
		}),
		// link(fragment) parses the fragment of a link.
		"link": function(func(args []js.Value) any {
			return view.ParseLink(args[0].String())
		}),
		// copy(file, chosen, options, write) writes a redacted copy.
		"copy": function(func(args []js.Value) any {
			o := view.CopyOptions{HAR: args[2].Get("har").Bool(), Phones: args[2].Get("phones").Bool()}
			return view.Copy(writer{args[3]}, file(args[0]), view.Chosen(args[1].String()), o)
		}),
	})
	select {}
}

// function returns a function for JavaScript that returns a result as JSON.
func function(f func(args []js.Value) any) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		text, err := json.Marshal(f(args))
		if err != nil {
			panic(err)
		}
		return string(text)
	})
}

// file returns a function that returns a file of JavaScript from its beginning.
func file(of js.Value) func() io.Reader {
	return func() io.Reader { return &reader{of: of, size: of.Get("size").Int()} }
}

type reader struct {
	of       js.Value
	at, size int
}

func (r *reader) Read(p []byte) (int, error) {
	if r.at == r.size {
		return 0, io.EOF
	}
	n := js.CopyBytesToGo(p, r.of.Call("read", r.at, min(r.size, r.at+len(p))))
	r.at += n
	return n, nil
}

// A writer passes what is written to a function of JavaScript.
type writer struct{ write js.Value }

func (w writer) Write(p []byte) (int, error) {
	chunk := js.Global().Get("Uint8Array").New(len(p))
	js.CopyBytesToJS(chunk, p)
	w.write.Invoke(chunk)
	return len(p), nil
}
