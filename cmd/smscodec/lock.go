package main

// The lock of a file that one process at a time may use.

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

var errInUse = errors.New("in use by another smscodec serve")

// lockFile locks a file, which need not exist, until unlock is called or the process
// ends. Another process that locks it meanwhile gets errInUse. The lock is a file beside
// it, .NAME.lock, as the file itself is replaced with each change.
func lockFile(name string) (unlock func(), err error) {
	lock := flock.New(filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".lock"), flock.SetPermissions(0o600))
	isLocked, err := lock.TryLock()
	if err != nil {
		return nil, err
	}
	// The process that had the lock before may have removed its file since it was opened.
	is, err1 := lock.Stat()
	shown, err2 := os.Stat(lock.Path())
	if !isLocked || err1 != nil || err2 != nil || !os.SameFile(is, shown) {
		lock.Close()
		return nil, errInUse
	}
	return func() {
		os.Remove(lock.Path()) // before the lock ends, so that nobody has it
		lock.Close()
	}, nil
}
