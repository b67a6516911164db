package beam

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"math"
	"path"
	"path/filepath"
	"strings"

	sdk "github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/findings"
)

// A large file of JSON Lines is divided into ranges of whole lines, which several workers
// check. Findings have line numbers, so the file is read once before: that takes a tenth of
// the time of the check, or less. All other files are checked as a whole.

// A fileRange is a part of a file.
type fileRange struct {
	File       string
	Start, End int64 // in bytes; End is 0 for a whole file
	Line       int64 // the number of the first line, from 1
	Branch     int   // of the pipeline
}

// rangeSize is the usual size of a range, in bytes.
const rangeSize = 16 << 20

// checkFiles checks the files that patterns match, in ranges of about size bytes.
func checkFiles(s sdk.Scope, patterns sdk.PCollection, o Options, size int64) []results {
	branches := max(1, o.Branches)
	files := sdk.ParDo(s, &matchFn{AllowEmpty: o.AllowEmpty, Branches: branches}, patterns)
	var ranges []sdk.PCollection
	for _, files := range spread(s, files, branches) {
		ranges = append(ranges, sdk.ParDo(s, &divideFn{Branches: branches, Size: size}, files))
	}
	var checked []results
	for _, ranges := range spread(s, sdk.Flatten(s, ranges...), branches) {
		checked = append(checked, newResults(sdk.ParDo4(s, &rangeFn{Options: o}, ranges)))
	}
	return checked
}

// spread divides ranges, so that workers get some each.
func spread(s sdk.Scope, ranges sdk.PCollection, branches int) []sdk.PCollection {
	parts := []sdk.PCollection{ranges}
	if branches > 1 {
		parts = sdk.Partition(s, branches, branchOf, ranges)
	}
	for i := range parts {
		parts[i] = sdk.Reshuffle(s, parts[i])
	}
	return parts
}

func branchOf(r fileRange) int { return r.Branch }

// A matchFn finds the files that match a pattern.
type matchFn struct {
	AllowEmpty bool
	Branches   int

	files int // so far
}

func (fn *matchFn) ProcessElement(ctx context.Context, pattern string, emit func(fileRange)) error {
	names, err := list(ctx, pattern)
	if err != nil {
		return err // the pattern, or the file system as a whole
	}
	if len(names) == 0 && !fn.AllowEmpty {
		names = []string{pattern} // which cannot be opened, and is reported
	}
	for _, name := range names {
		emit(fileRange{File: name, Branch: fn.files % fn.Branches})
		fn.files++
	}
	return nil
}

// list returns the files that match a pattern, without hidden ones, as validate.
func list(ctx context.Context, pattern string) ([]string, error) {
	system, err := filesystem.New(ctx, pattern)
	if err != nil {
		return nil, err
	}
	defer system.Close()
	names, err := system.List(ctx, pattern)
	var seen []string
	for _, name := range names {
		if !strings.HasPrefix(path.Base(name), ".") || name == pattern {
			seen = append(seen, name)
		}
	}
	return seen, err
}

// A divideFn divides files.
type divideFn struct {
	Branches int
	Size     int64 // of a range
}

func (fn *divideFn) ProcessElement(ctx context.Context, whole fileRange, emit func(fileRange)) error {
	file, err := open(ctx, whole.File)
	if err != nil {
		emit(whole) // the check reports it
		return nil
	}
	defer file.Close()
	seeker, canSeek := file.(io.ReadSeeker)
	if !canSeek || !fn.isDivided(seeker) {
		emit(whole)
		return nil
	}
	r := fileRange{File: whole.File, Line: 1, Branch: whole.Branch}
	line := r.Line // of the next block
	for block := make([]byte, min(maxBlock, fn.Size)); ; {
		n, err := io.ReadFull(file, block)
		text := block[:n]
		if last := bytes.LastIndexByte(text, '\n'); last >= 0 && r.End+int64(last)+1-r.Start >= fn.Size {
			r.End += int64(last) + 1
			emit(r)
			line += int64(bytes.Count(text[:last+1], lineEnd))
			text = text[last+1:]
			r = fileRange{File: r.File, Start: r.End, End: r.End, Line: line, Branch: (r.Branch + 1) % fn.Branches}
		}
		line += int64(bytes.Count(text, lineEnd))
		r.End += int64(len(text))
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			break
		}
		if err != nil {
			r.End = math.MaxInt64 // the check finds the same error, and reports it
			break
		}
	}
	if r.End > r.Start {
		emit(r)
	}
	return nil
}

var lineEnd = []byte("\n")

// maxBlock is how many bytes are read at once.
const maxBlock = 1 << 20

// isDivided reports whether a file is divided. It leaves the file at its beginning.
func (fn *divideFn) isDivided(file io.ReadSeeker) bool {
	text := make([]byte, beginning)
	n, err := io.ReadFull(file, text)
	if err != nil && err != io.ErrUnexpectedEOF || !isLines(text[:n]) {
		return false
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil || size <= fn.Size {
		return false
	}
	_, err = file.Seek(0, io.SeekStart)
	return err == nil
}

// beginning is how many bytes of a file decide its format.
const beginning = 64 << 10

// isLines reports whether a file is JSON Lines that can be divided: neither compressed nor in
// UTF-16, and an exchange does not extend over several lines.
func isLines(text []byte) bool {
	format, err := capture.Reader{}.Recognise(bytes.NewReader(text))
	if err != nil || format != capture.JSONLines {
		return false
	}
	const space = " \t\r\n"
	text = bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\xEF\xBB\xBF")), space)
	_, second, _ := bytes.Cut(text, []byte("\n"))
	return bytes.HasPrefix(text, []byte("{")) && !bytes.HasPrefix(bytes.TrimLeft(second, space), []byte(`"`))
}

func open(ctx context.Context, name string) (io.ReadCloser, error) {
	system, err := filesystem.New(ctx, name)
	if err != nil {
		return nil, err
	}
	defer system.Close()
	return system.OpenRead(ctx, name)
}

// A rangeFn checks ranges.
type rangeFn struct {
	Options Options

	bundle *bundle
}

func (fn *rangeFn) StartBundle(context.Context, func(string), func(string, heldFinding), func(string), func(string, int64)) (err error) {
	fn.bundle, err = fn.Options.newBundle()
	return err
}

func (fn *rangeFn) ProcessElement(ctx context.Context, r fileRange, findings func(string), held func(string, heldFinding), unreadable func(string), totals func(string, int64)) error {
	to := output{findings, held, unreadable, totals}
	defer fn.bundle.end(to)
	label := label(r.File)
	file, err := open(ctx, r.File)
	if err != nil {
		fn.bundle.exchange(nil, fn.openError(err, r.File), label, place{}, to)
		return nil
	}
	defer file.Close()
	if r.End == 0 {
		fn.checkWhole(file, r.File, label, to)
		return nil
	}
	if _, err := file.(io.Seeker).Seek(r.Start, io.SeekStart); err != nil {
		return err
	}
	var text io.Reader = io.LimitReader(file, r.End-r.Start)
	var at place
	if r.Start > 0 {
		// With the line end before it, the text does not begin as anything but lines.
		text = io.MultiReader(strings.NewReader("\n"), text)
		at = place{r.Start - 1, int(r.Line) - 2, int(r.Line) - 2}
	}
	for x, err := range (capture.Reader{Format: capture.JSONLines, BlankLines: true}).Exchanges(text) {
		if !errors.Is(err, capture.ErrBlankLine) {
			fn.bundle.exchange(x, err, label, at, to)
		}
	}
	return nil
}

// openError returns why a file cannot be opened. A pattern without a file has been taken
// for the name of one.
func (fn *rangeFn) openError(err error, name string) error {
	if errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(name, "*?[") {
		return errors.New("no file matches the pattern")
	}
	return err
}

func (fn *rangeFn) checkWhole(file io.Reader, name, label string, to output) {
	reader := capture.Reader{Asked: fn.Options.Request != nil}
	if !strings.Contains(name, "://") {
		reader.Folder = filepath.Dir(name)
	}
	input := &findings.Input{Reader: file}
	for x, err := range reader.Exchanges(input) {
		if fn.Options.AllowEmpty && input.IsEmpty() {
			return
		}
		fn.bundle.exchange(x, err, label, place{}, to)
	}
}

func init() {
	register.Function1x1(branchOf)
	register.DoFn3x1[context.Context, string, func(fileRange), error](&matchFn{})
	register.DoFn3x1[context.Context, fileRange, func(fileRange), error](&divideFn{})
	register.DoFn6x1[context.Context, fileRange, func(string), func(string, heldFinding), func(string), func(string, int64), error](&rangeFn{})
	register.Emitter1[fileRange]()
}
