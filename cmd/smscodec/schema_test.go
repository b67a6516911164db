package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemas returns the JSON Schema of a name: one of docs/schemas, or sarif.
var schemas = sync.OnceValues(func() (map[string]*jsonschema.Schema, error) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	compiler.AssertContent()
	text, err := sarifSchema()
	if err != nil {
		return nil, err
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	if err := compiler.AddResource("sarif.json", document); err != nil {
		return nil, err
	}
	compiled := make(map[string]*jsonschema.Schema)
	for name, location := range map[string]string{
		"exchange": "../../docs/schemas/exchange.json",
		"finding":  "../../docs/schemas/finding.json",
		"checked":  "../../docs/schemas/checked.json",
		"sarif":    "sarif.json",
	} {
		if compiled[name], err = compiler.Compile(location); err != nil {
			return nil, err
		}
	}
	return compiled, nil
})

// sarifSchema returns the schema of the SARIF standard, which go-sarif has in an
// unexported constant.
func sarifSchema() (string, error) {
	folder, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		return "", err
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(folder)), "schema.go"), nil, 0)
	if err != nil {
		return "", err
	}
	constant, ok := file.Scope.Lookup("schema").Decl.(*ast.ValueSpec)
	if !ok {
		return "", errors.New("go-sarif has no schema")
	}
	return strconv.Unquote(constant.Values[0].(*ast.BasicLit).Value)
}

// checkSchema is the script command "schema NAME FILE". It fails unless all lines of the
// file are valid under the schema or, after !, none is.
func checkSchema(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] schema NAME FILE")
	}
	all, err := schemas()
	ts.Check(err)
	schema := all[args[0]]
	if schema == nil {
		ts.Fatalf("no schema %s", args[0])
	}
	lines := 0
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		lines++
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		ts.Check(err)
		err = schema.Validate(value)
		if err != nil && !neg {
			ts.Fatalf("%s: %v", line, err)
		}
		if err == nil && neg {
			ts.Fatalf("%s: valid", line)
		}
	}
	if lines == 0 {
		ts.Fatalf("%s has no line", args[1])
	}
}

// The parts of JUnit XML that CI services count.
type junitSuite struct {
	Name     string `xml:"name,attr"`
	Tests    int    `xml:"tests,attr"`
	Failures int    `xml:"failures,attr"`
	Errors   int    `xml:"errors,attr"`
	Cases    []struct {
		Name     string     `xml:"name,attr"`
		Failures []struct{} `xml:"failure"`
		Errors   []struct{} `xml:"error"`
	} `xml:"testcase"`
}

// checkJUnit is the script command "junit FILE TESTS FAILURES ERRORS". It fails unless
// the file is JUnit XML with these totals, and its elements add up to them.
func checkJUnit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: junit FILE TESTS FAILURES ERRORS")
	}
	var root struct {
		XMLName xml.Name `xml:"testsuites"`
		junitSuite
		Suites []junitSuite `xml:"testsuite"`
	}
	decoder := xml.NewDecoder(bytes.NewReader([]byte(ts.ReadFile(args[0]))))
	ts.Check(decoder.Decode(&root))
	if _, err := decoder.Token(); err != nil && err != io.EOF {
		ts.Fatalf("trailing data: %v", err)
	}
	var sum junitSuite
	for _, suite := range root.Suites {
		var counted junitSuite
		names := make(map[string]bool)
		for _, test := range suite.Cases {
			counted.Tests++
			counted.Failures += len(test.Failures)
			counted.Errors += len(test.Errors)
			if names[test.Name] {
				ts.Fatalf("%s: two test cases %s", suite.Name, test.Name)
			}
			names[test.Name] = true
		}
		if suite.Tests != counted.Tests || suite.Failures != counted.Failures || suite.Errors != counted.Errors {
			ts.Fatalf("%s says %d tests, %d failures, %d errors; it has %+v", suite.Name, suite.Tests, suite.Failures, suite.Errors, counted)
		}
		sum.Tests += counted.Tests
		sum.Failures += counted.Failures
		sum.Errors += counted.Errors
	}
	if root.Tests != sum.Tests || root.Failures != sum.Failures || root.Errors != sum.Errors {
		ts.Fatalf("sums say %+v; it has %+v", root.junitSuite, sum)
	}
	for i, got := range []int{sum.Tests, sum.Failures, sum.Errors} {
		if strconv.Itoa(got) != args[i+1] {
			ts.Fatalf("%d tests, %d failures, %d errors", sum.Tests, sum.Failures, sum.Errors)
		}
	}
}
