package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"runtime"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/lint"
)

// What repeats from exchange to exchange takes memory about once, in every report.
func TestReportsKeepLittle(t *testing.T) {
	const exchanges, limit = 10_000, 3 << 19 // most reports write more than 3 MB
	kept := func() uint64 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	for name, r := range map[string]report{
		"text": textReport{}, "jsonl": jsonlReport{}, "lines": linesReport{}, "junit": &junitReport{failOn: lint.Note},
		"sarif": &sarifReport{host: newCodeHost(2 * exchanges)}, "gitlab": &gitlabReport{host: newCodeHost(2 * exchanges)},
	} {
		t.Run(name, func(t *testing.T) {
			from := &source{path: "month.jsonl", label: "month.jsonl"}
			found := lint.Finding{Rule: lint.Lookup("crlf"), About: lint.Answer, Message: "CR LF line ending", Row: 0, Line: 1, Col: 9, Count: 1}
			before := kept()
			w := bufio.NewWriter(io.Discard)
			r.begin(w)
			for i := range exchanges {
				x := checked{source: from, Checked: findings.Checked{Entry: 2*i + 1, Request: smscodec.Request{Op: smscodec.OpGet}, Asked: "/sys/senders.php?get=1&fmt=0", Answer: "list"}}
				x.Findings = []findings.Finding{{Finding: found, Text: `name = a\r`, Caret: 8, Known: findings.NewKnown(x.Asked, found)}}
				r.add(w, x)
				r.add(w, checked{source: from, Checked: findings.Checked{Entry: 2*i + 2, Err: errEmptyFolder}})
			}
			if now := kept(); now > before+limit {
				t.Errorf("%d bytes are kept", now-before)
			}
			r.end(w, newTotals(), "")
		})
	}
}

// GitHub's rules about an upload:
// https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
// https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/file-too-large
// and, about what a result and a rule must have,
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning.
func TestSARIFOnGitHub(t *testing.T) {
	const maxRuns, maxResults, maxRules, maxTags, maxFile = 20, 25_000, 25_000, 20, 10 << 20
	var lines strings.Builder
	for i := range maxResults + 1000 {
		fmt.Fprintf(&lines, `{"url": "https://smsc.ru/sys/senders.php?get=1&fmt=0", "body": "name = a%d\r\n"}`+"\n", i)
	}
	var stdout, stderr bytes.Buffer
	e := environment{stdin: strings.NewReader(lines.String()), stdout: &stdout, stderr: &stderr}
	if code := e.run(t.Context(), []string{"smscodec", "validate", "-o", "sarif"}); code != exitOK {
		t.Fatalf("exit code %d, %s", code, &stderr)
	}
	var compressed bytes.Buffer
	w := gzip.NewWriter(&compressed)
	w.Write(stdout.Bytes())
	w.Close()
	if compressed.Len() > maxFile {
		t.Errorf("%d bytes after gzip", compressed.Len())
	}
	var log struct {
		Version string
		Runs    []struct {
			AutomationDetails any
			Tool              struct {
				Driver struct {
					Name, Version, InformationURI string
					Rules                         []struct {
						ID, HelpURI                             string
						ShortDescription, FullDescription, Help struct{ Text string }
						Properties                              struct{ Tags []string }
					}
				}
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine int }
					}
				}
				PartialFingerprints map[string]string
			}
		}
	}
	if err := json.Unmarshal(stdout.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) == 0 || len(log.Runs) > maxRuns {
		t.Fatalf("version %s, %d runs", log.Version, len(log.Runs))
	}
	categories := make(map[string]bool)
	for _, run := range log.Runs {
		category := fmt.Sprint(run.AutomationDetails)
		if categories[category] {
			t.Errorf("two runs of the category %s", category)
		}
		categories[category] = true
		driver := run.Tool.Driver
		if driver.Name == "" || driver.Version == "" || driver.InformationURI == "" || len(driver.Rules) > maxRules {
			t.Errorf("tool %q, version %q, %q, %d rules", driver.Name, driver.Version, driver.InformationURI, len(driver.Rules))
		}
		for _, rule := range driver.Rules {
			if rule.HelpURI == "" || rule.ShortDescription.Text == "" || rule.FullDescription.Text == "" || rule.Help.Text == "" || len(rule.Properties.Tags) > maxTags {
				t.Errorf("rule %+v", rule)
			}
		}
		if len(run.Results) == 0 || len(run.Results) > maxResults {
			t.Errorf("%d results", len(run.Results))
		}
		fingerprints := make(map[string]bool)
		for _, result := range run.Results {
			fingerprint := result.RuleID + result.PartialFingerprints["primaryLocationLineHash"]
			if result.Message.Text == "" || len(result.Locations) != 1 || driver.Rules[result.RuleIndex].ID != result.RuleID || fingerprints[fingerprint] {
				t.Fatalf("result %+v", result)
			}
			fingerprints[fingerprint] = true
			at := result.Locations[0].PhysicalLocation
			if uri, err := url.Parse(at.ArtifactLocation.URI); err != nil || uri.IsAbs() || uri.Path == "" || at.Region.StartLine < 1 {
				t.Fatalf("location %+v", at)
			}
		}
	}
}
