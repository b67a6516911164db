package main

// The command docs: documents that help refers to.

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/smscodec/smscodec/docs"
)

const docsDescription = `Prints a document: a JSON Schema of what is read or written, the description of the
requests that steer serve, or a text. Without a NAME, it lists all of them.

Example:

   smscodec docs finding.json`

func (e environment) docsCommand() command {
	return command{
		name:        "docs",
		usage:       "print a document, such as a JSON Schema",
		arguments:   "[NAME]",
		description: docsDescription,
		complete:    documentNames,
		action:      action(parseDocs, e.docs),
	}
}

// parseDocs returns the name of a document, "" for the list.
func parseDocs(cmd arguments) (string, error) {
	switch name := cmd.first(); {
	case len(cmd.args) > 1:
		return "", usage(cmd, "more than one NAME")
	case len(cmd.args) == 1 && !slices.Contains(documentNames(), name):
		return "", usage(cmd, "no document %s%s; smscodec docs lists them all", quoted(name), didYouMean(name, documentNames(), ""))
	default:
		return name, nil
	}
}

func (e environment) docs(_ context.Context, name string) error {
	if name == "" {
		for _, name := range documentNames() {
			fmt.Fprintln(e.stdout, name)
		}
		return nil
	}
	text, err := fs.ReadFile(docs.Files, documents()[name])
	e.stdout.Write(text)
	return err
}

// documents returns the paths of the documents by their names.
func documents() map[string]string {
	paths := make(map[string]string)
	fs.WalkDir(docs.Files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			paths[path.Base(file)] = file
		}
		return err
	})
	return paths
}

// documentNames returns the names of the documents, in order.
func documentNames() []string { return slices.Sorted(maps.Keys(documents())) }
