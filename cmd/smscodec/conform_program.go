package main

// The program that conform checks, as a process: started for each case, or once for many.

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/shown"
)

// A program is the command line of the program under test.
type program struct {
	command []string
	timeout time.Duration // for each case
}

// Bounds of what a program writes.
const (
	maxReply  = 1 << 20      // bytes of a reply or a body
	maxAnswer = 2 * maxReply // bytes of a line of a persistent program, whose body is in base64
	exitTime  = time.Second  // for a program to end when its input has ended, or for its children to close its output
)

// A limitedBuffer keeps up to maxReply bytes, and fails writes beyond that.
type limitedBuffer struct {
	text   []byte // not a bytes.Buffer, whose ReadFrom has no limit
	isFull bool
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if b.isFull = b.isFull || len(b.text)+len(p) > maxReply; b.isFull {
		return 0, io.ErrShortBuffer
	}
	b.text = append(b.text, p...)
	return len(p), nil
}

// A tail keeps the end of a text.
type tail struct {
	mu   sync.Mutex
	text []byte
}

const maxTail = 4 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	t.text = append([]byte(nil), t.text[max(0, len(t.text)-maxTail):]...)
	return len(p), nil
}

// takeLine returns the last line that is not empty, and forgets the text.
func (t *tail) takeLine() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := strings.TrimSpace(strings.ToValidUTF8(string(t.text), "\uFFFD"))
	t.text = nil
	return strings.TrimSpace(text[strings.LastIndex(text, "\n")+1:])
}

// runOnce starts the program for a case. It returns an error if the program cannot be
// started.
func (p program) runOnce(ctx context.Context, d direction, c conformCase) (got attempt, err error) {
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	var stdout limitedBuffer
	var stderr tail
	cmd := exec.CommandContext(ctx, p.command[0], p.command[1:]...)
	cmd.Env = append(os.Environ(), requestVariables(c.request)...)
	cmd.Stdin = bytes.NewReader(d.input(c))
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.WaitDelay = exitTime
	killChildrenToo(cmd)
	if err := cmd.Start(); err != nil {
		return got, err
	}
	_ = cmd.Wait() // the cases below cover its errors
	got.stderr = stderr.takeLine()
	switch {
	case ctx.Err() != nil:
		got.broken = "did not exit within " + p.timeout.String()
	case stdout.isFull:
		got.broken = fmt.Sprintf("wrote more than %d MiB", maxReply>>20)
	case !cmd.ProcessState.Exited():
		got.broken = "crashed: " + cmd.ProcessState.String()
	default:
		got.output, got.refused = stdout.text, cmd.ProcessState.ExitCode() != 0
	}
	return got, nil
}

// requestVariables returns the environment variables that describe a request.
func requestVariables(req smscodec.Request) []string {
	number := func(is bool) int {
		if is {
			return 1
		}
		return 0
	}
	return []string{
		"SMSCODEC_OP=" + req.Op.String(),
		"SMSCODEC_FORMAT=" + req.Format.String(),
		"SMSCODEC_CHARSET=" + req.Charset.String(),
		fmt.Sprint("SMSCODEC_ALL=", number(req.All)),
		fmt.Sprint("SMSCODEC_OPERATORS=", number(req.Operators)),
		"SMSCODEC_QUERY=" + req.Query().Encode(),
	}
}

// A session is a persistent program, which is started again after it broke the contract.
type session struct {
	program
	cmd     *exec.Cmd // nil if it does not run
	stdin   io.WriteCloser
	lines   chan []byte // closed at the end of its output
	tooLong bool        // the output ended with a line that is too long; valid once lines is closed
	stop    context.CancelFunc
	stderr  tail
}

func (s *session) start() error {
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, s.command[0], s.command[1:]...)
	cmd.Env = append(os.Environ(), "SMSCODEC_PERSISTENT=1")
	cmd.Stderr = &s.stderr
	cmd.WaitDelay = exitTime
	killChildrenToo(cmd)
	stdin, err := cmd.StdinPipe()
	if err == nil {
		var stdout io.ReadCloser
		if stdout, err = cmd.StdoutPipe(); err == nil {
			if err = cmd.Start(); err == nil {
				s.cmd, s.stdin, s.stop, s.lines, s.tooLong = cmd, stdin, cancel, make(chan []byte), false
				go s.read(ctx, stdout, s.lines)
				return nil
			}
		}
	}
	cancel()
	return err
}

// read sends the lines of the output until it ends or the program is stopped.
func (s *session) read(ctx context.Context, stdout io.Reader, lines chan<- []byte) {
	defer close(lines)
	scanner := bufio.NewScanner(stdout)
	scanner.Buffer(nil, maxAnswer)
	for scanner.Scan() {
		select {
		case lines <- bytes.Clone(scanner.Bytes()):
		case <-ctx.Done():
			return
		}
	}
	s.tooLong = errors.Is(scanner.Err(), bufio.ErrTooLong)
}

// question returns the line that a persistent program reads.
func question(d direction, c conformCase) questionJSON {
	q := questionJSON{ID: c.name, Request: conformRequest{
		c.request.Op, c.request.Format, c.request.Charset, c.request.All, c.request.Operators, c.request.Query().Encode(),
	}}
	d.question(&q, c)
	return q
}

// ask sends the program a case. It returns an error if the program cannot be started.
func (s *session) ask(ctx context.Context, d direction, c conformCase) (got attempt, err error) {
	if s.cmd == nil {
		if err := s.start(); err != nil {
			return got, err
		}
	}
	line := shown.AppendJSONLine(nil, question(d, c))
	stdin := s.stdin
	go stdin.Write(line) // if the program does not read it, the time limit ends this
	timer := time.NewTimer(s.timeout)
	defer timer.Stop()
	select {
	case line, ok := <-s.lines:
		switch {
		case ok:
			got = parseAnswerLine(d, c, line)
		case s.tooLong:
			got.broken = fmt.Sprintf("wrote a line of more than %d MiB", maxAnswer>>20)
		default:
			got.broken = "exited without an answer: " + s.end(false)
		}
	case <-timer.C:
		got.broken = "did not answer within " + s.timeout.String() + "; it must flush its output after each line"
	case <-ctx.Done():
		got.broken = errInterrupted.Error()
	}
	if got.broken != "" {
		s.end(true)
	}
	got.stderr = s.stderr.takeLine()
	return got, nil
}

// end ends the program: at once, or after a moment in which it may end by itself. It
// returns how the program ended, "" if it does not run.
func (s *session) end(atOnce bool) string {
	if s.cmd == nil {
		return ""
	}
	s.stdin.Close()
	if atOnce {
		s.stop()
	}
	ended := make(chan struct{})
	go func() {
		_ = s.cmd.Wait() // ProcessState has its error
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(exitTime):
		s.stop()
		<-ended
	}
	s.stop()
	for range s.lines { // until its output is closed
	}
	state := s.cmd.ProcessState.String()
	s.cmd = nil
	return state
}

func parseAnswerLine(d direction, c conformCase, line []byte) (got attempt) {
	var a answerJSON
	if err := json.Unmarshal(line, &a); err != nil {
		got.broken = "wrote a line that is not an answer in JSON: " + shown.Beginning(string(line))
		return got
	}
	got.output, got.refused = d.output(a), a.Refused != nil
	switch {
	case a.ID != c.name:
		got.broken = "answered with another id: " + shown.Beginning(a.ID)
	case got.refused == (got.output != nil):
		got.broken = "wrote an answer that has not exactly one of refused and the result: " + shown.Beginning(string(line))
	case len(got.output) > maxReply:
		got.broken = fmt.Sprintf("wrote more than %d MiB", maxReply>>20)
	}
	return got
}
