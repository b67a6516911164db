package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

var errInterrupted = errors.New("interrupted")

// replaceFile writes a file, or in place of one, wholly or not at all. Where that is
// a link, the file it leads to is replaced; there has to be one. A new file is the
// user's alone. If the context ends before all is written, it is not, with
// errInterrupted; write may go on then, to nowhere.
func replaceFile(ctx context.Context, name string, write func(io.Writer) error) (err error) {
	mode := fs.FileMode(0o600)
	if _, err := os.Lstat(name); err == nil {
		info, err := os.Stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return errors.New("a link that leads to no file")
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
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
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
	case <-ctx.Done(): // what is written may wait for its input for ever
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
