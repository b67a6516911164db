package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/smsctest"
)

// A served is a "smscodec serve" that a script has started.
type served struct {
	cmd    *exec.Cmd
	stdout io.ReadCloser
	stderr bytes.Buffer
	url    string
}

type servedKey struct{}

// greetingLines is how many lines the server prints at its start.
const greetingLines = 7

// startServer is the script command "start ARG...". It starts smscodec serve on a free
// port with the arguments, and writes its first output to the file greeting.
func startServer(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(servedKey{}).(*served)
	if neg || s.cmd != nil {
		ts.Fatalf("usage: start ARG...; one server at a time")
	}
	var program string
	for dir := range strings.SplitSeq(ts.Getenv("PATH"), string(filepath.ListSeparator)) {
		program = filepath.Join(dir, "smscodec")
		if _, err := os.Stat(program); err == nil {
			break
		}
	}
	s.cmd = exec.Command(program, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	s.cmd.Dir = ts.Getenv("WORK")
	s.cmd.Env = append(os.Environ(), "PATH="+ts.Getenv("PATH"), "GORACE=atexit_sleep_ms=0")
	for _, name := range []string{"SMSCODEC_LOGIN", "SMSCODEC_PASSWORD", "SMSCODEC_API_KEY"} {
		if value := ts.Getenv(name); value != "" {
			s.cmd.Env = append(s.cmd.Env, name+"="+value)
		}
	}
	s.stderr.Reset()
	s.cmd.Stderr = &s.stderr
	var err error
	s.stdout, err = s.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(s.cmd.Start())
	ts.Defer(func() {
		if s.cmd != nil {
			s.cmd.Process.Kill()
			s.cmd.Wait()
		}
	})
	var greeting []byte
	for one := make([]byte, 1); bytes.Count(greeting, []byte("\n")) < greetingLines; {
		if _, err := io.ReadFull(s.stdout, one); err != nil {
			ts.Fatalf("the server printed %q and %q: %v", greeting, &s.stderr, err)
		}
		greeting = append(greeting, one...)
	}
	ts.Check(os.WriteFile(ts.MkAbs("greeting"), greeting, 0o666))
	s.url = regexp.MustCompile(`http://\S+`).FindString(string(greeting))
}

// post is the script command "post FORM". It makes a request of the account demo, and
// writes the body of the answer to the file body and, with a line end added as in the
// files of a script, to the file lines.
func post(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: post FORM")
	}
	postForm(ts, neg, args[0]+"&login=demo&psw=demo")
}

// postAs is the script command "postas FORM", which is "post FORM" without the account
// demo.
func postAs(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: postas FORM")
	}
	postForm(ts, neg, args[0])
}

func postForm(ts *testscript.TestScript, neg bool, form string) {
	s := ts.Value(servedKey{}).(*served)
	client := &http.Client{Timeout: 10 * time.Second}
	resp, err := client.Post(s.url, "application/x-www-form-urlencoded", strings.NewReader(form))
	if neg {
		if err == nil {
			ts.Fatalf("there is an answer")
		}
		return
	}
	ts.Check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("body"), body, 0o666))
	ts.Check(os.WriteFile(ts.MkAbs("lines"), append(body, '\n'), 0o666))
}

// ask is the script command "ask METHOD PATH SIZE STATUS". It makes a request with a
// form of that many bytes, and fails if the HTTP status differs.
func ask(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(servedKey{}).(*served)
	if neg || len(args) != 4 {
		ts.Fatalf("usage: ask METHOD PATH SIZE STATUS")
	}
	size, err := strconv.Atoi(args[2])
	ts.Check(err)
	req, err := http.NewRequest(args[0], strings.TrimSuffix(s.url, smsctest.Path)+args[1], strings.NewReader(strings.Repeat("x", size)))
	ts.Check(err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := &http.Client{Timeout: 10 * time.Second}
	resp, err := client.Do(req)
	ts.Check(err)
	resp.Body.Close()
	if got := strconv.Itoa(resp.StatusCode); got != args[3] {
		ts.Fatalf("HTTP %s", got)
	}
}

// endServer is the script command "end". It ends the server, fails if its exit code is
// not 0, and writes its log to the file log.
func endServer(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(servedKey{}).(*served)
	if neg || len(args) != 0 || s.cmd == nil {
		ts.Fatalf("usage: end")
	}
	ts.Check(s.cmd.Process.Signal(syscall.SIGTERM))
	more, err := io.ReadAll(s.stdout)
	ts.Check(err)
	if len(more) > 0 {
		ts.Fatalf("the server printed more: %q", more)
	}
	if err := s.cmd.Wait(); err != nil {
		ts.Fatalf("the server ended with %v: %s", err, &s.stderr)
	}
	s.cmd = nil
	if problem := harm(s.stderr.String()); problem != "" {
		ts.Fatalf("the log has %s", problem)
	}
	ts.Check(os.WriteFile(ts.MkAbs("log"), s.stderr.Bytes(), 0o666))
}

// Neither a delayed answer nor an open connection keeps the server from ending.
func TestServeEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	reader, writer := io.Pipe()
	e := environment{stdin: strings.NewReader(""), stdout: writer, stderr: io.Discard}
	ended := make(chan int)
	go func() {
		ended <- e.run(ctx, []string{"smscodec", "serve", "--addr", "localhost:0", "--fault", "delay"})
	}()
	greeting := make([]byte, 4096)
	n, err := reader.Read(greeting)
	if err != nil {
		t.Fatal(err)
	}
	url := regexp.MustCompile(`http://\S+`).FindString(string(greeting[:n]))
	host := strings.TrimSuffix(strings.TrimPrefix(url, "http://"), smsctest.Path)
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET "+smsctest.Path+"?get=1 HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	cancel()
	if code := <-ended; code != exitOK {
		t.Errorf("exit code %d", code)
	}
	if _, err := net.Dial("tcp", host); err == nil {
		t.Error("the port is still open")
	}
}

// A server that is ended before it has begun still closes its port.
func TestServeEndsAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 20 {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		if err := serveOn(ctx, cancel, listener, http.NotFoundHandler(), transferTime); err != nil {
			t.Fatal(err)
		}
		if err := listener.Close(); !errors.Is(err, net.ErrClosed) {
			t.Fatalf("the listener was still open: %v", err)
		}
	}
}

func TestServeCannotListen(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, test := range []struct{ address, stderr string }{
		{taken.Addr().String(), "smscodec serve: cannot listen: address already in use: " + taken.Addr().String() + " (choose another with --addr)\n"},
		{"127.0.0.1:hunter2", "smscodec serve: cannot listen: no such host or port\n"},
		{"127.0.0.1:65536", "smscodec serve: cannot listen: no such address, or a port above 65535\n"},
	} {
		var stderr strings.Builder
		e := environment{stdin: strings.NewReader(""), stdout: io.Discard, stderr: &stderr}
		if code := e.run(t.Context(), []string{"smscodec", "serve", "--addr", test.address}); code != exitFailed || stderr.String() != test.stderr {
			t.Errorf("%s: exit code %d, stderr %q", test.address, code, &stderr)
		}
	}
}

// A client that is slow to send its request, or does not read the answer, is cut off.
func TestServeCutsOff(t *testing.T) {
	const limit = 100 * time.Millisecond
	large := smsctest.State{LastID: 50_000}
	for i := range large.LastID {
		large.Senders = append(large.Senders, smsctest.Sender{ID: i + 1, Name: strconv.FormatInt(i+1e10, 10), Status: smscodec.StatusApproved})
	}
	answered := make(chan smsctest.Record, 1)
	fake := smsctest.New(smsctest.Config{State: large, OnRequest: func(r smsctest.Record) { answered <- r }})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- serveOn(ctx, cancel, listener, fake, limit) }()
	for _, request := range []string{
		"GET /?get=1&login=demo&psw=demo", // within the first line
		"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nget=1", // within the form
	} {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, request); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, conn); err != nil && !errors.Is(err, syscall.ECONNRESET) { // ends only when the server closes the connection
			t.Error(err)
		}
		conn.Close()
	}
	if r := <-answered; r.Status != http.StatusBadRequest {
		t.Errorf("a form that does not end: %v", r)
	}
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	// 10 MB, more than the buffers of a connection take.
	if _, err := io.WriteString(conn, "GET /?get=1&operators=1&fmt=2&login=demo&psw=demo HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	<-answered // only after the answer was given up
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

var kills = flag.Int("kills", 3, "how often TestStateSurvivesKills kills the server")

// What was answered is never lost: neither when the server is killed under load, nor
// later. What it leaves beside the file is removed at the next start.
func TestStateSurvivesKills(t *testing.T) {
	const clients = 4
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "state.json")
	var answered []string
	least := 0 // answers
	for kill := range *kills {
		changes := 20 + kill%10*20 // before the kill
		least += changes
		// The server that was killed may have left this.
		leftover := filepath.Join(dir, ".state.json-123")
		if err := os.WriteFile(leftover, []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--unlimited", "--state", file)
		cmd.Args[0] = "smscodec"
		stdout, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { cmd.Process.Kill() })
		greeting, err := bufio.NewReader(stdout).ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(leftover); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("kill %d: a leftover is still there: %v", kill, err)
		}
		url := strings.TrimSpace(strings.TrimPrefix(greeting, "serving "))
		added := make(chan string)
		for client := range clients {
			go func() {
				defer func() { added <- "" }()
				for i := 0; ; i++ {
					name := fmt.Sprintf("k%dc%dn%d", kill, client, i)
					resp, err := http.Get(url + "?login=demo&psw=demo&fmt=1&add=1&cmt=x&sender=" + name)
					if err != nil {
						return
					}
					body, err := io.ReadAll(resp.Body)
					resp.Body.Close()
					if err == nil && regexp.MustCompile(`^[0-9]+$`).Match(body) {
						added <- name
					}
				}
			}()
		}
		for left, n := clients, 0; left > 0; {
			name := <-added
			if name == "" {
				left--
				continue
			}
			answered = append(answered, name)
			if n++; n == changes {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		cmd.Wait()
	}
	state, err := stateFile(file).load(smsctest.State{})
	if err != nil {
		t.Fatal(err)
	}
	saved := map[string]bool{}
	for _, s := range state.Senders {
		saved[s.Name] = true
	}
	for _, name := range answered {
		if !saved[name] {
			t.Errorf("%s was answered and is lost", name)
		}
	}
	if len(answered) < least {
		t.Errorf("only %d answers", len(answered))
	}
	t.Logf("%d kills, %d changes answered", *kills, len(answered))
}

// A second server does not use the file of the first, by whatever name.
func TestStateFileIsLocked(t *testing.T) {
	dir := t.TempDir()
	file := stateFile(filepath.Join(dir, "state.json"))
	if err := file.save(smsctest.Demo().State); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(string(file), link); err != nil {
		t.Fatal(err)
	}
	others := []string{".state.json-", ".state.json-1x", ".other.json-1", "state.json-1"}
	for _, name := range others {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	release, err := file.claim()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{string(file), link} {
		var stderr strings.Builder
		e := environment{stdin: strings.NewReader(""), stdout: io.Discard, stderr: &stderr}
		code := e.run(t.Context(), []string{"smscodec", "serve", "--addr", "127.0.0.1:0", "--state", name})
		if want := shown.Label(name) + ": in use by another smscodec serve\n"; code != exitFailed || stderr.String() != want {
			t.Errorf("%s: exit code %d, stderr %q", name, code, &stderr)
		}
	}
	release()
	if release, err = stateFile(link).claim(); err != nil {
		t.Errorf("after the first: %v", err)
	} else {
		release()
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2+len(others) {
		t.Errorf("left: %v, %v", entries, err)
	}
}

// A state survives saving and loading, and a failure leaves nothing behind.
func TestStateFile(t *testing.T) {
	dir := t.TempDir()
	file := stateFile(filepath.Join(dir, "state.json"))
	demo := smsctest.Demo().State
	state, err := file.load(demo)
	if err != nil || len(state.Senders) != 3 {
		t.Fatalf("without a file: %v, %v", state, err)
	}
	state.Senders = state.Senders[:1]
	if err := file.save(state); err != nil {
		t.Fatal(err)
	}
	if state, err = file.load(demo); err != nil || len(state.Senders) != 1 {
		t.Errorf("saved and loaded: %v, %v", state, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("temporary files: %v, %v", entries, err)
	}
	if err := stateFile(dir).save(state); err == nil {
		t.Error("saved over a directory")
	}
	if entries, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(entries) != 1 {
		t.Errorf("temporary files: %v, %v", entries, err)
	}
	if _, err := stateFile(dir).load(demo); err == nil {
		t.Error("loaded a directory")
	}
	large := filepath.Join(dir, "large")
	if err := os.WriteFile(large, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, maxState+1); err != nil {
		t.Fatal(err)
	}
	if _, err := stateFile(large).load(demo); err == nil || err.Error() != "larger than 64 MiB" {
		t.Errorf("a large file: %v", err)
	}
}

// serve does not overwrite a file with other content, nor create a file if it cannot
// listen.
func TestServeLeavesOtherFiles(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	file := filepath.Join(t.TempDir(), "package.json")
	for _, content := range []string{`{"name":"my-package"}`, "null", "{}", `{"sender":[],"last_id":1}`, `{"senders":[],"last_id":1} {}`} {
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		var stderr strings.Builder
		e := environment{stdin: strings.NewReader(""), stdout: io.Discard, stderr: &stderr}
		if code := e.run(t.Context(), []string{"smscodec", "serve", "--addr", taken.Addr().String(), "--state", file}); code != exitFailed ||
			!strings.Contains(stderr.String(), "not a state in JSON") {
			t.Errorf("%s: exit code %d, stderr %q", content, code, &stderr)
		}
		if left, err := os.ReadFile(file); err != nil || string(left) != content {
			t.Errorf("%s became %q, %v", content, left, err)
		}
	}
	missing := filepath.Join(t.TempDir(), "state.json")
	e := environment{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard}
	e.run(t.Context(), []string{"smscodec", "serve", "--addr", taken.Addr().String(), "--state", missing})
	if _, err := os.Stat(missing); err == nil {
		t.Error("a file was made by a server that could not listen")
	}
}

// Saving follows a link and keeps the mode of the file.
func TestStateFileKeepsLinkAndMode(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "state.json"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, nil, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	if err := stateFile(link).save(smsctest.Demo().State); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o640 || info.Size() == 0 {
		t.Errorf("the file became %v, %v", info, err)
	}
}

// A dangling link is an error, not replaced by a file: its owner wants the file elsewhere.
func TestStateFileKeepsDanglingLink(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join(dir, "state.json"), link); err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	e := environment{stdin: strings.NewReader(""), stdout: io.Discard, stderr: &stderr}
	if code := e.run(t.Context(), []string{"smscodec", "serve", "--addr", "127.0.0.1:0", "--state", link}); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	if got, want := stderr.String(), shown.Label(link)+": a link to a file that does not exist\n"; got != want {
		t.Errorf("stderr %q, want %q", got, want)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info, err)
	}
}
