package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // for its schema
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
		"known":    "../../docs/schemas/known.json",
		"sarif":    "sarif.json",
		"gitlab":   "testdata/gitlab.json",
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
// file are valid under the schema or, after !, none is. Of some schemas, the whole file is
// one value.
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
	text := ts.ReadFile(args[1])
	values := strings.Lines(text)
	if args[0] == "sarif" || args[0] == "gitlab" {
		values = slices.Values([]string{text})
	}
	lines := 0
	for line := range values {
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

// junitAttributes are the attributes of each element of JUnit XML that the report has, in
// the order of Jenkins' schema; file and line are GitLab's.
var junitAttributes = map[string][]string{
	"testsuites": {"name"},
	"testsuite":  {"name", "tests", "failures", "errors", "skipped", "time"},
	"testcase":   {"name", "classname", "file", "line", "time"},
	"skipped":    {"message"},
	"failure":    {"message", "type"},
	"error":      {"message"},
	"system-out": nil,
}

// junitParents are the elements in which the elements are.
var junitParents = map[string]string{
	"testsuites": "", "testsuite": "testsuites", "testcase": "testsuite",
	"skipped": "testcase", "failure": "testcase", "error": "testcase", "system-out": "testcase",
}

// checkJUnit is the script command "junit FILE TESTS FAILURES ERRORS". It fails unless
// the file is JUnit XML with these totals, its suites count what they have, and the test
// cases of a suite have different names.
func checkJUnit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: junit FILE TESTS FAILURES ERRORS")
	}
	decoder := xml.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	var open []string
	var stated, counted map[string]int
	var names map[string]bool
	sum := make(map[string]int)
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		ts.Check(err)
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			if parent, ok := junitParents[name]; !ok || parent != strings.Join(open[max(len(open)-1, 0):], "") {
				ts.Fatalf("<%s> in <%s>", name, strings.Join(open, " "))
			}
			open = append(open, name)
			attributes := make(map[string]string)
			for _, a := range token.Attr {
				if !slices.Contains(junitAttributes[name], a.Name.Local) {
					ts.Fatalf("<%s> has the attribute %s", name, a.Name.Local)
				}
				attributes[a.Name.Local] = a.Value
			}
			switch name {
			case "testsuite":
				stated, counted, names = make(map[string]int), make(map[string]int), make(map[string]bool)
				for _, count := range []string{"tests", "failures", "errors", "skipped"} {
					stated[count], err = strconv.Atoi(attributes[count])
					ts.Check(err)
					sum[count] += stated[count]
				}
			case "testcase":
				counted["tests"]++
				if names[attributes["name"]] {
					ts.Fatalf("two test cases %s", attributes["name"])
				}
				names[attributes["name"]] = true
			case "failure", "error":
				counted[name+"s"]++
			case "skipped":
				counted[name]++
			}
		case xml.EndElement:
			open = open[:len(open)-1]
			if token.Name.Local == "testsuite" {
				for count, n := range stated {
					if counted[count] != n {
						ts.Fatalf("a suite says %s=%d, and has %d", count, n, counted[count])
					}
				}
			}
		}
	}
	for i, count := range []string{"tests", "failures", "errors"} {
		if strconv.Itoa(sum[count]) != args[i+1] {
			ts.Fatalf("%v", sum)
		}
	}
}

// checkFingerprints is the script command "fingerprints FILE FILE". It fails unless two
// SARIF files have the same alerts, as GitHub tells them apart.
func checkFingerprints(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fingerprints FILE FILE")
	}
	var alerts [2][]string
	for i, name := range args {
		var log struct {
			Runs []struct {
				Results []struct {
					RuleID              string
					PartialFingerprints map[string]string
				}
			}
		}
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(name)), &log))
		for _, run := range log.Runs {
			for _, result := range run.Results {
				alerts[i] = append(alerts[i], result.RuleID+" "+result.PartialFingerprints["primaryLocationLineHash"])
			}
		}
		slices.Sort(alerts[i])
		if len(alerts[i]) == 0 || len(slices.Compact(slices.Clone(alerts[i]))) != len(alerts[i]) {
			ts.Fatalf("%s: alerts %v", name, alerts[i])
		}
	}
	if !slices.Equal(alerts[0], alerts[1]) {
		ts.Fatalf("alerts %v and %v", alerts[0], alerts[1])
	}
}
