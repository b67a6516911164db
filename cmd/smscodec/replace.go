package main

// Writing of files that are complete or not there.

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// replacementPrefix returns the beginning of the name of a file that will replace another;
// digits follow.
func replacementPrefix(name string) string { return "." + filepath.Base(name) + "-" }

// removeReplacements removes the files of replaceFile for a name that is not a link. A
// process that was killed leaves them; no other may be replacing the file.
func removeReplacements(name string) error {
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		digits, ok := strings.CutPrefix(entry.Name(), replacementPrefix(name))
		if ok && digits != "" && strings.Trim(digits, "0123456789") == "" && entry.Type().IsRegular() {
			if err := os.Remove(filepath.Join(filepath.Dir(name), entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

var errInterrupted = errors.New("interrupted")

// replaceFile creates or replaces a file, completely or not at all:
//
//   - If name is a symbolic link, the file that it leads to is replaced, and must exist.
//   - A new file is readable by its owner only. A replaced file keeps its mode.
//   - If the context ends before write returns, the file is unchanged and the error is
//     errInterrupted. Then write may still run, without effect.
func replaceFile(ctx context.Context, name string, write func(io.Writer) error) (err error) {
	mode := fs.FileMode(0o600)
	if _, err := os.Lstat(name); err == nil {
		info, err := os.Stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return errors.New("a link to a file that does not exist")
		case err != nil:
			return err
		case !info.Mode().IsRegular():
			return errors.New("not a regular file")
		}
		mode = info.Mode().Perm()
		if name, err = filepath.EvalSymlinks(name); err != nil {
			return err
		}
	}
	file, err := os.CreateTemp(filepath.Dir(name), replacementPrefix(name)+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	written := make(chan error, 1)
	go func() { written <- write(file) }()
	select {
	case err = <-written:
	case <-ctx.Done(): // write may wait for input forever
		err = errInterrupted
	}
	if err == nil {
		err = file.Chmod(mode)
	}
	if err == nil {
		err = file.Sync()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	return err
}
