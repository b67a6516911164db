package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A listed package is what the go command reports of it.
type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string // without tests
	Export     string   // the file of its export data
	DepOnly    bool     // imported, but not asked for
}

// list asks the go command for the packages that match patterns, with any flags
// before them.
func list(args []string) ([]listed, error) {
	out, err := exec.Command("go", append([]string{"list", "-json=ImportPath,Dir,GoFiles,Export,DepOnly"}, args...)...).Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		err = fmt.Errorf("go list: %s", strings.TrimSpace(string(exit.Stderr)))
	}
	if err != nil {
		return nil, err
	}
	var packages []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := decoder.Decode(&p); err == io.EOF {
			return packages, nil
		} else if err != nil {
			return nil, err
		}
		packages = append(packages, p)
	}
}

// pathsOf returns the import paths of packages, separated by commas.
func pathsOf(packages string) (set, error) {
	paths := set{}
	if packages == "" {
		return paths, nil
	}
	found, err := list(strings.Split(packages, ","))
	for _, p := range found {
		paths[p.ImportPath] = true
	}
	return paths, err
}

// load returns the graphs of the packages that match patterns.
func load(patterns []string) ([]*graph, error) {
	packages, err := list(append([]string{"-export", "-deps", "--"}, patterns...))
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	for _, p := range packages {
		exports[p.ImportPath] = p.Export
	}
	fset := token.NewFileSet()
	imports := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	var graphs []*graph
	for _, p := range packages {
		if p.DepOnly {
			continue
		}
		g, err := build(p, fset, imports)
		if err != nil {
			return nil, err
		}
		graphs = append(graphs, g)
	}
	return graphs, nil
}

// build returns the graph of a package.
func build(p listed, fset *token.FileSet, imports types.Importer) (*graph, error) {
	var files []*ast.File
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	info := types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: imports}
	pkg, err := config.Check(p.ImportPath, fset, files, &info)
	if err != nil {
		return nil, err
	}
	g := newGraph(p.ImportPath, p.GoFiles)
	fileOf := func(pos token.Pos) string { return filepath.Base(fset.File(pos).Name()) }
	for ident, object := range info.Uses {
		if name, ok := declaration(object, pkg); ok {
			if from, to := fileOf(ident.Pos()), fileOf(object.Pos()); from != to {
				g.add(from, to, name)
			}
		}
	}
	return g, nil
}

// declaration returns the name of an object if it is declared at the top level of the
// package, or is a method of a type that is.
func declaration(object types.Object, pkg *types.Package) (string, bool) {
	if object.Pkg() != pkg {
		return "", false
	}
	if object.Parent() == pkg.Scope() {
		return object.Name(), true
	}
	function, ok := object.(*types.Func)
	if !ok {
		return "", false
	}
	// Without "PACKAGE.", "*" and type arguments.
	name := types.TypeString(function.Signature().Recv().Type(), func(*types.Package) string { return "" })
	name, _, _ = strings.Cut(strings.TrimPrefix(name, "*"), "[")
	return name + "." + function.Name(), true
}
