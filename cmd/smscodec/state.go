package main

// The file in which serve keeps sender names.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/smsctest"
)

// A stateFile is the name of a file with a state in JSON.
type stateFile string

const maxState = 64 << 20 // bytes

// claim makes the file this process's own until release is called, and removes what a
// server that was killed has left beside it. It fails if another server uses the file.
func (f stateFile) claim() (release func(), err error) {
	name := string(f)
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	if release, err = lockFile(name); err != nil {
		return nil, f.failed(err)
	}
	if err := removeReplacements(name); err != nil {
		release()
		return nil, f.failed(err)
	}
	return release, nil
}

// keep sets up a fake to begin with the state in the file, if it exists, and to save
// its state there after each change.
func (f stateFile) keep(config *smsctest.Config, log *serverLog) error {
	var err error
	if config.State, err = f.load(config.State); err != nil {
		return f.failed(err)
	}
	config.Save = func(s smsctest.State) error {
		err := f.save(s)
		if err != nil {
			log.printf("%s: cannot save: %s", shown.Label(string(f)), shown.Escape(cause(err)))
		}
		return err
	}
	return nil
}

func (f stateFile) failed(err error) error {
	return failed("%s: %s", shown.Label(string(f)), shown.Escape(strings.TrimPrefix(cause(err), "smsctest: ")))
}

// load reads the state. It returns other if there is no file.
func (f stateFile) load(other smsctest.State) (smsctest.State, error) {
	file, err := os.Open(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return other, nil
	}
	if err != nil {
		return other, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxState+1))
	if err != nil {
		return other, err
	}
	if len(text) > maxState {
		return other, fmt.Errorf("larger than %d MiB", maxState>>20)
	}
	// Be strict: a file with other content must not be overwritten later.
	var state smsctest.State
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if decoder.Decode(&state) != nil || state.Senders == nil || decoder.Decode(new(any)) != io.EOF {
		return other, errors.New("not a state in JSON")
	}
	return state, state.Check()
}

// exists reports whether the file exists.
func (f stateFile) exists() bool {
	_, err := os.Stat(string(f))
	return err == nil
}

// save replaces the file.
func (f stateFile) save(s smsctest.State) error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	// Without a context that ends: the last answers are saved, too.
	return replaceFile(context.Background(), string(f), func(w io.Writer) error {
		_, err := w.Write(append(text, '\n'))
		return err
	})
}
