package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/tools/txtar"
)

// The page: one file with its style, its scripts, the codec and the examples in it, and a
// policy that allows only these.

//go:embed static
var static embed.FS

// buildPage returns the page. It builds the codec with the go command, in a module's
// folder.
func buildPage(ctx context.Context, folder string) ([]byte, error) {
	codec, err := buildCodec(ctx, folder)
	if err != nil {
		return nil, err
	}
	root, err := goOutput(ctx, folder, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	goExec, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, err
	}
	examples, err := examplesJSON()
	if err != nil {
		return nil, err
	}
	return assemble(map[string][]byte{
		"style":    file("page.css"),
		"script":   file("page.js"),
		"worker":   append(append(goExec, '\n'), file("worker.js")...),
		"codec":    []byte(base64.StdEncoding.EncodeToString(codec)),
		"russian":  file("russian.json"),
		"examples": examples,
	})
}

// assemble puts the parts into index.html, each at its name in double braces, and the
// policy.
func assemble(parts map[string][]byte) ([]byte, error) {
	page := string(file("index.html"))
	replacements := []string{"{{policy}}", html.EscapeString(policy(parts["style"], parts["script"]))}
	for name, part := range parts {
		if lower := bytes.ToLower(part); bytes.Contains(lower, []byte("</s")) || bytes.Contains(lower, []byte("<!--")) {
			return nil, fmt.Errorf("%s would end its element in the page", name)
		}
		if strings.Count(page, "{{"+name+"}}") != 1 {
			return nil, fmt.Errorf("index.html does not have one {{%s}}", name)
		}
		replacements = append(replacements, "{{"+name+"}}", string(part))
	}
	return []byte(strings.NewReplacer(replacements...).Replace(page)), nil
}

// policy returns the page's Content-Security-Policy: one style, one script, the WebAssembly
// in it, and a worker made of a part of the page, which inherits the policy. Nothing can be
// fetched or sent, and no text can become markup or a script.
func policy(style, script []byte) string {
	hash := func(text []byte) string {
		sum := sha256.Sum256(text)
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return strings.Join([]string{
		"default-src 'none'",
		"connect-src 'none'",
		"style-src " + hash(style),
		"script-src " + hash(script) + " 'wasm-unsafe-eval'",
		"worker-src blob:",
		"base-uri 'none'",
		"form-action 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types worker",
	}, "; ")
}

func file(name string) []byte {
	text, err := static.ReadFile("static/" + name)
	if err != nil {
		panic(err) // it is embedded
	}
	return text
}

// buildCodec returns the codec as WebAssembly, compressed with gzip.
func buildCodec(ctx context.Context, folder string) ([]byte, error) {
	temporary, err := os.MkdirTemp("", "smscodec-web-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temporary)
	out := filepath.Join(temporary, "codec.wasm")
	if _, err := goOutput(ctx, folder, "build", "-trimpath", "-ldflags=-s -w", "-o", out, "./codec"); err != nil {
		return nil, err
	}
	codec, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(codec); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// goOutput runs the go command for WebAssembly, and returns its output.
func goOutput(ctx context.Context, folder string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	var out, wrong bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &wrong
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", args[0], err, &wrong)
	}
	return out.Bytes(), nil
}

// An example is a capture to try.
type example struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// examples returns the examples in examples.txtar: each is a file, named by its title.
func examples() []example {
	var all []example
	for _, f := range txtar.Parse(file("examples.txtar")).Files {
		all = append(all, example{f.Name, strings.TrimSuffix(string(f.Data), "\n")})
	}
	return all
}

// examplesJSON returns the examples for the page, with < escaped.
func examplesJSON() ([]byte, error) { return json.Marshal(examples()) }
