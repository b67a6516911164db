package beam

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"slices"
	"strings"

	sdk "github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

// Each bundle writes a file of its own, so findings take no memory and go to no other
// machine. At the end, the files of the bundles that succeeded get their names.

// writeShards writes collections of lines as FOLDER/NAME-00000-of-00002.jsonl and so on. It
// writes one file at least.
func writeShards(s sdk.Scope, folder, name string, lines ...sdk.PCollection) {
	s = s.Scope("Write " + name)
	var written []sdk.PCollection
	for _, lines := range lines {
		written = append(written, sdk.ParDo(s, &shardFn{Prefix: join(folder, unfinished+name)}, lines))
	}
	sdk.ParDo0(s, &nameFn{Prefix: join(folder, name)}, sdk.Impulse(s), sdk.SideInput{Input: sdk.Flatten(s, written...)})
}

// unfinished begins the names of files that are not finished. Patterns do not match them.
const unfinished = ".unfinished-"

func join(folder, name string) string { return strings.TrimSuffix(folder, "/") + "/" + name }

// A shardFn writes the lines of a bundle into a file, and emits its name.
type shardFn struct {
	Prefix string

	name   string
	file   io.WriteCloser
	buffer *bufio.Writer
}

func (fn *shardFn) StartBundle(context.Context, func(string)) { fn.file = nil }

func (fn *shardFn) ProcessElement(ctx context.Context, line string, _ func(string)) (err error) {
	if fn.file == nil {
		fn.name = fn.Prefix + "-" + rand.Text()
		if fn.file, err = create(ctx, fn.name); err != nil {
			return err
		}
		fn.buffer = bufio.NewWriter(fn.file)
	}
	fn.buffer.WriteString(line) // Flush returns the error
	return fn.buffer.WriteByte('\n')
}

func (fn *shardFn) FinishBundle(_ context.Context, emit func(string)) error {
	if fn.file == nil {
		return nil
	}
	if err := fn.buffer.Flush(); err != nil {
		return err
	}
	if err := fn.file.Close(); err != nil {
		return err
	}
	fn.file = nil
	emit(fn.name)
	return nil
}

func create(ctx context.Context, name string) (io.WriteCloser, error) {
	system, err := filesystem.New(ctx, name)
	if err != nil {
		return nil, err
	}
	defer system.Close()
	return system.OpenWrite(ctx, name)
}

// A nameFn renames the files of the bundles that succeeded.
type nameFn struct{ Prefix string }

func (fn *nameFn) ProcessElement(ctx context.Context, _ []byte, written func(*string) bool) error {
	var names []string
	var name string
	for written(&name) {
		names = append(names, name)
	}
	slices.Sort(names) // the same order if this is repeated
	if len(names) == 0 {
		return writeFile(ctx, shardName(fn.Prefix, 0, 1), nil)
	}
	system, err := filesystem.New(ctx, fn.Prefix)
	if err != nil {
		return err
	}
	defer system.Close()
	for i, name := range names {
		to := shardName(fn.Prefix, i, len(names))
		if done, err := system.List(ctx, to); err == nil && len(done) > 0 {
			continue // this is repeated
		}
		if err := filesystem.Rename(ctx, system, name, to); err != nil {
			return err
		}
	}
	return nil
}

func shardName(prefix string, i, n int) string {
	return fmt.Sprintf("%s-%05d-of-%05d.jsonl", prefix, i, n)
}

func writeFile(ctx context.Context, name string, lines []string) error {
	file, err := create(ctx, name)
	if err != nil {
		return err
	}
	buffer := bufio.NewWriter(file)
	for _, line := range lines {
		buffer.WriteString(line)
		buffer.WriteByte('\n')
	}
	if err := buffer.Flush(); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

// writeSorted writes a collection of lines, which fit into memory, as one file.
func writeSorted(s sdk.Scope, folder, name string, lines sdk.PCollection) {
	s = s.Scope("Write " + name)
	sdk.ParDo0(s, &sortedFn{Name: join(folder, name)}, sdk.Impulse(s), sdk.SideInput{Input: lines})
}

type sortedFn struct{ Name string }

func (fn *sortedFn) ProcessElement(ctx context.Context, _ []byte, lines func(*string) bool) error {
	var all []string
	var line string
	for lines(&line) {
		all = append(all, line)
	}
	slices.Sort(all)
	return writeFile(ctx, fn.Name, all)
}

func init() {
	register.DoFn3x1[context.Context, string, func(string), error](&shardFn{})
	register.DoFn3x1[context.Context, []byte, func(*string) bool, error](&nameFn{})
	register.DoFn3x1[context.Context, []byte, func(*string) bool, error](&sortedFn{})
	register.Iter1[string]()
}
