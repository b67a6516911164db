package main

// Files named by arguments.

import (
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/smscodec/smscodec/internal/credentials"
	"github.com/smscodec/smscodec/internal/shown"
)

// These are no errors if there may be nothing to check.
var (
	errEmptyFolder = errors.New("no files in the folder")
	errNoMatch     = errors.New("no file matches the pattern")
)

// A source is a file to read, or the standard input.
type source struct {
	path     string // "" for the standard input
	label    string // path as it is shown
	size     int64  // in bytes, -1 if not known
	err      error  // why it cannot be read
	inFolder bool   // found in a folder that was named

	// isSpecial is that of a FIFO, a device or the like that was found in a folder or
	// matched by a pattern. Opening it could wait forever.
	isSpecial bool
}

var stdinSource = source{label: "<stdin>", size: -1}

func newSource(path string, size int64, err error) source {
	return source{path: path, label: shown.Label(safePath(path)), size: size, err: err}
}

// safePath returns a path without secrets. A file may be named after a URL that was
// saved to it, and a URL may be given where a FILE belongs.
func safePath(path string) string {
	return credentials.HideParameters(path)
}

func (s source) open(stdin io.Reader) (io.ReadCloser, error) {
	switch {
	case s.err != nil:
		return nil, s.err
	case s.path == "":
		return io.NopCloser(stdin), nil
	}
	return os.Open(s.path)
}

// is reports whether a source is the file with a path. The standard input may be a file, too.
func (s source) is(path string, stdin io.Reader) bool {
	a, err := os.Stat(s.path)
	if file, isFile := stdin.(*os.File); isFile && s.path == "" {
		a, err = file.Stat()
	}
	b, err2 := os.Stat(path)
	return err == nil && err2 == nil && os.SameFile(a, b)
}

// sources yields the files that arguments name: files, all files in folders, files that
// match patterns. The argument - or no argument is the standard input. In folders and
// patterns, names that begin with a dot are skipped.
func sources(args []string) iter.Seq[source] {
	return func(yield func(source) bool) {
		if len(args) == 0 {
			args = []string{"-"}
		}
		for _, arg := range args {
			for s := range argumentSources(arg) {
				if !yield(s) {
					return
				}
			}
		}
	}
}

// readsStdin reports whether arguments name the standard input.
func readsStdin(args []string) bool { return len(args) == 0 || slices.Contains(args, "-") }

func argumentSources(arg string) iter.Seq[source] {
	return func(yield func(source) bool) {
		if arg == "-" {
			yield(stdinSource)
			return
		}
		info, err := os.Stat(arg)
		switch {
		case err == nil && info.IsDir():
			folderSources(arg, yield)
		case err == nil:
			yield(fileSource(arg, info))
		case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(arg, "*?[{") && doublestar.ValidatePathPattern(arg):
			patternSources(arg, yield)
		default:
			yield(newSource(arg, -1, err))
		}
	}
}

func fileSource(path string, info fs.FileInfo) source {
	if !info.Mode().IsRegular() {
		return newSource(path, -1, nil)
	}
	return newSource(path, info.Size(), nil)
}

func folderSources(folder string, yield func(source) bool) {
	isEmpty := true
	filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		hidden := path != folder && strings.HasPrefix(filepath.Base(path), ".")
		switch {
		case hidden && entry != nil && entry.IsDir():
			return fs.SkipDir
		case hidden:
			return nil
		}
		size, special := int64(-1), false
		if err == nil {
			var info fs.FileInfo
			if info, err = os.Stat(path); err == nil { // follows links
				if info.IsDir() {
					return nil // a linked folder may be this one
				}
				size = info.Size()
				special = !info.Mode().IsRegular()
			}
		}
		isEmpty = false
		s := newSource(path, size, err)
		s.inFolder, s.isSpecial = true, special
		if !yield(s) {
			return fs.SkipAll
		}
		return nil
	})
	if isEmpty {
		// An error, so that a CI job with a wrong path does not pass.
		yield(newSource(folder, -1, errEmptyFolder))
	}
}

func patternSources(pattern string, yield func(source) bool) {
	paths, err := doublestar.FilepathGlob(pattern, doublestar.WithFilesOnly(), doublestar.WithNoHidden(), doublestar.WithNoFollow())
	if err == nil && len(paths) == 0 {
		err = errNoMatch
	}
	if err != nil {
		yield(newSource(pattern, -1, err))
		return
	}
	for _, path := range paths {
		for s := range argumentSources(path) {
			if info, err := os.Stat(path); err == nil && !info.IsDir() {
				s.isSpecial = !info.Mode().IsRegular()
			}
			if !yield(s) {
				return
			}
		}
	}
}
