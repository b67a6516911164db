package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The shell lines of the documents and of the action run as they stand, in bash, which stops
// at the first command that fails. TestMain has put smscodec on the PATH.

const (
	cleanExchange = `{"url": "/sys/senders.php?get=1&fmt=3", "status": 200, "body": "[{\n\"sender\": \"zxcabs\"\n}]"}` + "\n"
	warnExchange  = `{"url": "/sys/senders.php?get=1&fmt=1", "status": 200, "body": "a,b\n"}` + "\n"
	otherExchange = `{"url": "https://example.org/", "status": 200, "body": "OK"}` + "\n"
)

// shellFolder returns a folder with the files, which bash runs in.
func shellFolder(t *testing.T, files map[string]string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs bash")
	}
	folder := t.TempDir()
	for name, text := range files {
		name = filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// runShell runs a script and returns its exit code and output.
func runShell(t *testing.T, folder, script string, env ...string) (code int, output string) {
	t.Helper()
	cmd := exec.Command("bash", "-e", "-o", "pipefail", "-c", script)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0")
	cmd.Env = append(cmd.Env, env...)
	text, err := cmd.CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), string(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0, string(text)
}

// blocks returns the code blocks of a document in a language.
func blocks(t *testing.T, document, language string) []string {
	t.Helper()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, match := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		all = append(all, match[1])
	}
	return all
}

func TestReadmeLines(t *testing.T) {
	testdata, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	var month bytes.Buffer
	w := gzip.NewWriter(&month)
	w.Write([]byte(cleanExchange))
	w.Close()
	for _, document := range []string{"../../README.md", "../../README.ru.md"} {
		folder := shellFolder(t, map[string]string{
			"session.har": cleanExchange, "month.jsonl.gz": month.String(), "logs/a.jsonl": warnExchange + cleanExchange,
		})
		if err := os.Symlink(testdata, filepath.Join(folder, "testdata")); err != nil {
			t.Fatal(err)
		}
		run := 0
		for _, block := range blocks(t, document, "sh") {
			var script strings.Builder
			for line := range strings.Lines(block) {
				switch {
				case !strings.HasPrefix(line, "smscodec "),
					strings.HasPrefix(line, "smscodec serve"),   // it never ends
					strings.HasPrefix(line, "smscodec conform"): // conform_test.go has decoders
				case strings.Contains(line, "--severity warning"): // it has findings: see TestReadmeValidate
				default:
					run++
					script.WriteString(line)
				}
			}
			if code, output := runShell(t, folder, script.String()); code != 0 {
				t.Errorf("%s: exit code %d from\n%s%s", document, code, block, output)
			}
		}
		if run != 9 {
			t.Errorf("%s: only %d lines", document, run)
		}
	}
}

func TestCIShell(t *testing.T) {
	folder := shellFolder(t, map[string]string{"captures/a.jsonl": warnExchange + cleanExchange})
	if code, output := runShell(t, folder, "git init -q"); code != 0 {
		t.Fatal(output)
	}
	all := blocks(t, "../../docs/ci.md", "sh")
	want := []int{0, 0, 0, 1, 0}
	if len(all) != len(want) {
		t.Fatalf("%d blocks, want %d", len(all), len(want))
	}
	for i, block := range all {
		code, output := runShell(t, folder, block)
		if code != want[i] {
			t.Errorf("exit code %d, want %d, from\n%s%s", code, want[i], block, output)
		}
	}
	// A new finding closes the gate.
	if err := os.WriteFile(filepath.Join(folder, "captures/b.jsonl"), []byte(warnExchange), 0o666); err != nil {
		t.Fatal(err)
	}
	if code, output := runShell(t, folder, all[1]); code != 1 {
		t.Errorf("exit code %d with a new finding\n%s", code, output)
	}
}

// A workflow is what this test reads of a file for GitHub.
type workflow struct {
	Jobs map[string]struct{ Steps []workflowStep }
	Runs struct{ Steps []workflowStep }
}

type workflowStep struct {
	Name, ID, If, Uses, Run string
	With, Env               map[string]string
}

func TestCIWorkflows(t *testing.T) {
	all := blocks(t, "../../docs/ci.md", "yaml")
	if len(all) != 3 {
		t.Fatalf("%d workflows", len(all))
	}
	files := map[string]string{
		"record-captures": "#!/bin/sh\nmkdir -p captures; cp \"$EXCHANGES\" captures/a.jsonl\n",
		"bin/go":          "#!/bin/sh\n", // smscodec is installed already
		"clean.jsonl":     cleanExchange, "warn.jsonl": warnExchange, "other.jsonl": otherExchange,
	}
	path := func(folder string) string {
		return "PATH=" + filepath.Join(folder, "bin") + string(filepath.ListSeparator) + os.Getenv("PATH")
	}

	var github workflow
	if err := yaml.Unmarshal([]byte(all[1]), &github); err != nil {
		t.Fatal(err)
	}
	var gitlab map[string]struct{ Script []string }
	if err := yaml.Unmarshal([]byte(all[2]), &gitlab); err != nil {
		t.Fatal(err)
	}
	for exchanges, want := range map[string]int{"clean.jsonl": 0, "warn.jsonl": 1, "other.jsonl": 2} {
		folder := shellFolder(t, files)
		var script strings.Builder
		for _, step := range github.Jobs["validate"].Steps {
			script.WriteString(step.Run + "\n")
		}
		code, output := runShell(t, folder, script.String(), path(folder), "EXCHANGES="+exchanges, "GITHUB_OUTPUT=outputs")
		if code != want {
			t.Errorf("GitHub, %s: exit code %d, want %d\n%s", exchanges, code, want, output)
		}
		if outputs, err := os.ReadFile(filepath.Join(folder, "outputs")); err != nil || string(outputs) != fmt.Sprintf("status=%d\n", want) {
			t.Errorf("GitHub, %s: outputs %q, %v", exchanges, outputs, err)
		}

		folder = shellFolder(t, files)
		if err := os.WriteFile(filepath.Join(folder, "smscodec-known.jsonl"), nil, 0o666); err != nil {
			t.Fatal(err)
		}
		code, output = runShell(t, folder, strings.Join(gitlab["smscodec"].Script, "\n"), path(folder), "EXCHANGES="+exchanges)
		if code != want {
			t.Errorf("GitLab, %s: exit code %d, want %d\n%s", exchanges, code, want, output)
		}
		for _, report := range []string{"gl-code-quality-report.json", "junit.xml"} {
			if text, err := os.ReadFile(filepath.Join(folder, report)); err != nil || len(text) == 0 {
				t.Errorf("GitLab, %s: %s is empty: %v", exchanges, report, err)
			}
		}
	}
}

// The steps of the action, and the inputs that it and the workflow name.
func TestAction(t *testing.T) {
	text, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var action struct {
		workflow `yaml:",inline"`
		Inputs   map[string]struct{ Default string }
	}
	if err := yaml.Unmarshal(text, &action); err != nil {
		t.Fatal(err)
	}
	steps := make(map[string]workflowStep)
	for _, step := range action.Runs.Steps {
		steps[step.Name] = step
	}
	inputs := regexp.MustCompile(`inputs\.([a-z-]+)`)
	for _, match := range inputs.FindAllStringSubmatch(string(text), -1) {
		if _, ok := action.Inputs[match[1]]; !ok {
			t.Errorf("no input %s", match[1])
		}
	}
	for _, test := range []struct {
		name   string
		inputs map[string]string
		code   int
		sarif  string // in the file
	}{
		{"no findings", map[string]string{"captures": "clean.jsonl\n"}, 0, `"executionSuccessful":true`},
		{"several captures", map[string]string{"captures": "clean.jsonl\n\n'warn.jsonl'\nwarn*.jsonl\n"}, 2, `"executionSuccessful":false`},
		{"a pattern", map[string]string{"captures": "*[ar]n.jsonl"}, 1, `"ruleId":"comma"`},
		{"a name with a space and a dash", map[string]string{"captures": "-a b.jsonl"}, 1, `"ruleId":"comma"`},
		{"findings", map[string]string{"captures": "warn.jsonl"}, 1, `"ruleId":"comma"`},
		{"known findings", map[string]string{"captures": "warn.jsonl", "baseline": "known.jsonl"}, 0, `"executionSuccessful":true`},
		{"findings below the limit", map[string]string{"captures": "warn.jsonl", "fail-on": "error"}, 0, `"ruleId":"comma"`},
		{"nothing", map[string]string{"captures": "other.jsonl"}, 2, "nothing was checked"},
		{"nothing, which is allowed", map[string]string{"captures": "other.jsonl", "allow-empty": "true"}, 0, `"executionSuccessful":true`},
		{"no captures", map[string]string{"captures": "\n"}, 64, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := shellFolder(t, map[string]string{
				"clean.jsonl": cleanExchange, "warn.jsonl": warnExchange, "-a b.jsonl": warnExchange, "other.jsonl": otherExchange,
			})
			if code, output := runShell(t, folder, "smscodec validate --write-baseline known.jsonl warn.jsonl"); code != 0 {
				t.Fatal(output)
			}
			env := []string{"RUNNER_TEMP=.", "GITHUB_OUTPUT=outputs"}
			for _, name := range slices.Sorted(maps.Keys(steps["Validate"].Env)) {
				input := inputs.FindStringSubmatch(steps["Validate"].Env[name])[1]
				value := action.Inputs[input].Default
				if given, ok := test.inputs[input]; ok {
					value = given
				}
				env = append(env, name+"="+value)
			}
			code, output := runShell(t, folder, steps["Validate"].Run, env...)
			if code == 0 {
				outputs, err := os.ReadFile(filepath.Join(folder, "outputs"))
				if err != nil {
					t.Fatal(err)
				}
				status := regexp.MustCompile(`status=(\d+)`).FindSubmatch(outputs)
				code, _ = runShell(t, folder, steps["Result"].Run, "STATUS="+string(status[1]))
			}
			if code != test.code {
				t.Errorf("exit code %d, want %d\n%s", code, test.code, output)
			}
			if sarif, err := os.ReadFile(filepath.Join(folder, "smscodec.sarif")); test.sarif != "" && (err != nil || !bytes.Contains(sarif, []byte(test.sarif))) {
				t.Errorf("no %s in SARIF, %v", test.sarif, err)
			}
		})
	}
}

// Actions of others run at a commit that was looked at, and the token does not stay in the
// clone.
func TestActionsArePinned(t *testing.T) {
	texts := make(map[string]string)
	files, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatal("no workflows", err)
	}
	for _, file := range append(files, "../../action.yml", "../../docs/ci.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[file] = string(text)
	}
	uses := regexp.MustCompile(`(?m)^ *(?:- )?uses: (.*)\n((?: +with:\n)?(?: +[a-z-]+: .*\n)?)`)
	pinned := regexp.MustCompile(`^([a-z-]+/[a-z/-]+)@([0-9a-f]{40}) # v[0-9]+\.[0-9]+\.[0-9]+$`)
	commits := make(map[string]string)
	for file, text := range texts {
		for _, match := range uses.FindAllStringSubmatch(text, -1) {
			action := match[1]
			if action == "./" || action == "smscodec/smscodec@REF" {
				continue
			}
			commit := pinned.FindStringSubmatch(action)
			if commit == nil {
				t.Errorf("%s: %s is not pinned", file, action)
				continue
			}
			if other, ok := commits[commit[1]]; ok && other != action {
				t.Errorf("%s: %s, but elsewhere %s", file, action, other)
			}
			commits[commit[1]] = action
			if commit[1] == "actions/checkout" && !strings.Contains(match[2], "persist-credentials: false\n") {
				t.Errorf("%s: actions/checkout keeps the token", file)
			}
		}
	}
	if len(commits) < 4 {
		t.Errorf("only %d actions: %v", len(commits), commits)
	}
}

// A release is for three systems and two processors, and the files that it adds are there or
// made by .ci/release-files, which .ci/run runs.
func TestReleaseConfiguration(t *testing.T) {
	text, err := os.ReadFile("../../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var release struct {
		Before struct{ Hooks []string }
		Builds []struct {
			Main         string
			Goos, Goarch []string
		}
		Archives []struct{ Files []any }
	}
	if err := yaml.Unmarshal(text, &release); err != nil {
		t.Fatal(err)
	}
	if build := release.Builds[0]; build.Main != "./cmd/smscodec" || !slices.Equal(build.Goos, []string{"linux", "darwin", "windows"}) || !slices.Equal(build.Goarch, []string{"amd64", "arm64"}) {
		t.Errorf("builds %+v", build)
	}
	for _, hook := range release.Before.Hooks {
		if info, err := os.Stat(filepath.Join("../..", hook)); err != nil || info.Mode()&0o100 == 0 {
			t.Errorf("%s cannot be run: %v", hook, err)
		}
	}
	for _, file := range release.Archives[0].Files {
		pattern, ok := file.(string)
		if !ok {
			continue // of .ci/release-files
		}
		if found, err := filepath.Glob(filepath.Join("../..", pattern)); err != nil || len(found) == 0 {
			t.Errorf("no file %s: %v", pattern, err)
		}
	}
}
