package main

// The report -o sarif.

import (
	"bufio"
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/lint"
)

// A sarifReport is for code hosts and editors. It writes SARIF 2.1.0, with the place of
// each finding in its file after decompression.
//
// GitHub accepts 25 000 results and 10 MB after gzip in a file, of one run for each category,
// and shows the 5 000 most severe results:
// https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit.
// The run has no automationDetails, so that the workflow that uploads it chooses the
// category.
type sarifReport struct {
	host          *codeHost
	index         map[*lint.Rule]int
	results       int
	notifications spool // of what could not be read; they follow the results
	notified      int
}

// The parts of SARIF that the report has. Members that would have their default values are
// left out.
type (
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string             `json:"id"`
		ShortDescription sarifText          `json:"shortDescription"`
		FullDescription  sarifText          `json:"fullDescription"`
		Help             sarifText          `json:"help"`
		HelpURI          string             `json:"helpUri"`
		Configuration    sarifConfiguration `json:"defaultConfiguration"`
		Properties       map[string]any     `json:"properties"`
	}
	sarifConfiguration struct {
		Level lint.Severity `json:"level"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        lint.Severity     `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Count        int               `json:"occurrenceCount,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Properties   map[string]any    `json:"properties"`
	}
	sarifNotification struct {
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI         string     `json:"uri"`
		Description *sarifText `json:"description,omitempty"`
	}
	sarifRegion struct {
		StartLine   int    `json:"startLine"`
		StartColumn int    `json:"startColumn,omitempty"`
		EndColumn   int    `json:"endColumn,omitempty"`
		ByteOffset  *int64 `json:"byteOffset,omitempty"`
		ByteLength  int    `json:"byteLength,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"name"`
	}
)

const (
	sarifSchemaURI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	repository     = "https://github.com/smscodec/smscodec"
)

func (r *sarifReport) begin(w *bufio.Writer) {
	driver := sarifDriver{Name: "smscodec", Version: version(), InformationURI: repository}
	r.index = make(map[*lint.Rule]int)
	for rule := range lint.Rules() {
		r.index[rule] = len(driver.Rules)
		driver.Rules = append(driver.Rules, newSARIFRule(rule))
	}
	fmt.Fprintf(w, "{\"$schema\":%q,\"version\":\"2.1.0\",\"runs\":[{\"tool\":%s,\n\"columnKind\":\"utf16CodeUnits\",\"results\":[\n",
		sarifSchemaURI, sarifJSON(sarifTool{driver}))
}

// sarifJSON returns a part of the report without a line end.
func sarifJSON(part any) []byte {
	return bytes.TrimSuffix(shown.AppendJSONLine(nil, part), []byte("\n"))
}

func (r *sarifReport) add(w *bufio.Writer, x checked) {
	x, ok := r.host.admit(x)
	if !ok {
		return
	}
	if x.Err != nil {
		var region *sarifRegion
		if line := x.ErrorPosition().Line; line > 0 {
			region = &sarifRegion{StartLine: line}
		}
		r.notify("error", "cannot be read: "+shown.Escape(x.Reason()), newSARIFLocation(x, region))
	}
	for _, f := range x.Findings {
		if r.results++; r.results > 1 {
			w.WriteString(",\n")
		}
		w.Write(sarifJSON(r.result(x, f)))
	}
}

func (r *sarifReport) notify(level, text string, at ...sarifLocation) {
	if r.notified++; r.notified > 1 {
		r.notifications.write([]byte(",\n"))
	}
	r.notifications.write(sarifJSON(sarifNotification{level, sarifText{Text: inMessage.Replace(text)}, at}))
}

func (r *sarifReport) end(w *bufio.Writer, t *totals, failure string) {
	if failure != "" {
		r.notify("error", failure)
	}
	if r.host.omitted != (omission{}) {
		r.notify("warning", r.host.omitted.String())
	}
	fmt.Fprintf(w, "\n],\n\"invocations\":[{\"executionSuccessful\":%t", t.unreadable == 0 && failure == "")
	if r.notified > 0 {
		w.WriteString(",\"toolExecutionNotifications\":[\n")
		r.notifications.moveTo(w)
		w.WriteString("\n]")
	}
	w.WriteString("}]}]}\n")
}

func newSARIFRule(rule *lint.Rule) sarifRule {
	background := rule.Background
	if background == "" {
		background = rule.Meaning
	}
	return sarifRule{
		ID:               rule.ID,
		ShortDescription: sarifText{Text: rule.Meaning},
		FullDescription:  sarifText{Text: background},
		Help:             sarifText{rule.Remedy, strings.TrimSpace("**" + rule.Meaning + "** " + rule.Remedy + "\n\n" + rule.Background)},
		HelpURI:          repository + "/blob/main/docs/findings.md#" + rule.ID,
		Configuration:    sarifConfiguration{rule.Severity},
		Properties:       map[string]any{"about": rule.About},
	}
}

func (r *sarifReport) result(x checked, f findings.Finding) sarifResult {
	properties := map[string]any{"about": f.About}
	add := func(name string, value any, isKnown bool) {
		if isKnown {
			properties[name] = value
		}
	}
	add("request", x.Asked, x.Asked != "")
	add("op", x.Request.Op.String(), x.Request.Op != 0)
	add("fmt", x.Request.Format.String(), x.Request.Op != 0)
	add("entry", x.Entry, x.Entry > 0)
	add("line", f.Line, f.Line > 0) // line and col are those of the body
	add("col", f.Col, f.Line > 0)
	add("text", f.Text, f.Text != "")
	add("field", shown.Escape(f.Field), f.Field != "")
	add("sender", f.Row+1, f.Row >= 0)
	add("readings", f.Readings, f.Readings != nil)
	message := message(&f)
	if f.Line > 0 && x.Entry > 0 {
		message += fmt.Sprintf(", line %d, column %d of the answer", f.Line, f.Col)
	}
	result := sarifResult{
		RuleID:    f.Rule.ID,
		RuleIndex: r.index[f.Rule],
		Level:     f.Rule.Severity,
		Message:   sarifText{Text: inMessage.Replace(message)},
		Locations: []sarifLocation{newSARIFLocation(x, newSARIFRegion(x, f))},
		// GitHub knows an alert by this one. Otherwise it would take a hash of the line, which
		// is the same for all findings in a HAR of one line.
		Fingerprints: map[string]string{"primaryLocationLineHash": r.host.fingerprint(&f)},
		Properties:   properties,
	}
	if f.Count > 1 {
		result.Count = f.Count
	}
	return result
}

func newSARIFRegion(x checked, f findings.Finding) *sarifRegion {
	switch {
	case f.Pos.Line > 0:
		region := &sarifRegion{StartLine: f.Pos.Line, StartColumn: f.Column, ByteOffset: &f.Pos.Offset, ByteLength: f.Length}
		// Without an end, the region is the rest of the line, which may be a whole HAR.
		if f.Column > 0 {
			region.EndColumn = f.EndColumn
		}
		return region
	case x.Pos.Line > 0:
		return &sarifRegion{StartLine: x.Pos.Line}
	}
	return nil
}

// inMessage escapes the syntax of links and placeholders in a SARIF message.
var inMessage = strings.NewReplacer("[", `\[`, "]", `\]`, "{", "{{", "}", "}}")

// newSARIFLocation returns a place in a file, which is the whole file if region is nil.
func newSARIFLocation(x checked, region *sarifRegion) sarifLocation {
	at := sarifLocation{Physical: sarifPhysical{sarifArtifact{URI: artifactURI(x.source.path)}, region}}
	if x.source.path == "" {
		at.Physical.Artifact.Description = &sarifText{Text: "the standard input"}
	}
	if x.Entry > 0 {
		at.Logical = []sarifLogical{{fmt.Sprintf("exchange %d", x.Entry)}}
	}
	return at
}

// artifactURI returns a path as a URI reference, relative if possible: code hosts look
// for it in the repository in which the command ran. They refuse a location without one.
func artifactURI(path string) string {
	if path == "" {
		return "stdin"
	}
	path = safePath(path)
	if folder, err := os.Getwd(); err == nil && filepath.IsAbs(path) {
		if relative, err := filepath.Rel(folder, path); err == nil && filepath.IsLocal(relative) {
			path = relative
		}
	}
	uri := url.URL{Path: filepath.ToSlash(filepath.Clean(path))}
	if filepath.IsAbs(path) {
		uri.Scheme = "file"
		uri.Path = "/" + strings.TrimPrefix(uri.Path, "/") // also before a drive letter
	}
	return uri.String()
}
