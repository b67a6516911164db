package main

import (
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/smscodec/smscodec/internal/secrets"
)

// A source is a file to read, or the standard input.
type source struct {
	path   string // "" for the standard input
	label  string // the same as it is shown
	size   int64  // bytes, or -1
	err    error  // why it cannot be read
	walked bool   // it was found in a folder, not named
}

var stdinSource = source{label: "<stdin>", size: -1}

func newSource(path string, size int64, err error) source {
	return source{path: path, label: label(safePath(path)), size: size, err: err}
}

// safePath gives a path as it may be shown. What saves a URL to a file may call the
// file after it, with all that is secret in it, and a URL may stand where a FILE
// should.
func safePath(path string) string {
	return secrets.HideParameters(path)
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

// sources yields the files that arguments name: files, folders with all that is in
// them, patterns; - or no argument is the standard input. Files and folders whose
// names begin with a dot are left out of folders and patterns.
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
		size := int64(-1)
		if err == nil {
			var info fs.FileInfo
			if info, err = os.Stat(path); err == nil { // of what a link leads to
				if !info.Mode().IsRegular() {
					return nil // but not into a folder, which may be this one
				}
				size = info.Size()
			}
		}
		isEmpty = false
		s := newSource(path, size, err)
		s.walked = true
		if !yield(s) {
			return fs.SkipAll
		}
		return nil
	})
	if isEmpty {
		// A CI job whose captures are elsewhere must not pass.
		yield(newSource(folder, -1, errors.New("no file in the folder")))
	}
}

func patternSources(pattern string, yield func(source) bool) {
	paths, err := doublestar.FilepathGlob(pattern, doublestar.WithFilesOnly(), doublestar.WithNoHidden(), doublestar.WithNoFollow())
	if err == nil && len(paths) == 0 {
		err = errors.New("no file matches the pattern")
	}
	if err != nil {
		yield(newSource(pattern, -1, err))
		return
	}
	for _, path := range paths {
		for s := range argumentSources(path) {
			if !yield(s) {
				return
			}
		}
	}
}
