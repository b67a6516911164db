package main

// The report -o sarif.

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/lint"
)

// A sarifReport is for code hosts and editors. It writes SARIF 2.1.0, with the place of
// each finding in its file after decompression. GitHub accepts 25 000 results and shows
// the 5 000 most severe.
type sarifReport struct{}

func (sarifReport) append(dst []byte, _ checked) []byte { return dst }

func (sarifReport) needsFindings() bool { return true }

func (sarifReport) finish(dst []byte, h *collector, t *totals) ([]byte, error) {
	driver := sarif.NewToolComponent().WithName("smscodec").WithVersion(version())
	index := make(map[*lint.Rule]int)
	for rule := range lint.Rules() {
		index[rule] = len(driver.Rules)
		driver.AddRule(sarifRule(rule))
	}
	// An id that ends in a slash names a category of runs, not one run.
	run := sarif.NewRun().
		WithTool(sarif.NewTool().WithDriver(driver)).
		WithAutomationDetails(sarif.NewRunAutomationDetails().WithID("smscodec validate/")).
		WithColumnKind("utf16CodeUnits")
	invocation := sarif.NewInvocation().WithExecutionSuccessful(t.unreadable == 0)
	run.AddInvocation(invocation)
	for _, file := range h.files {
		artifact := sarifArtifact(file.source)
		for _, x := range file.checked {
			if x.err != nil {
				invocation.AddToolExecutionNotification(sarif.NewNotification().
					WithLevel(sarif.LevelError).
					WithMessage(sarifMessage("cannot be read: " + x.reason())).
					AddLocation(sarifLocation(artifact, x, sarifErrorRegion(x.err))))
			}
			for _, f := range x.findings {
				run.AddResult(sarifResult(artifact, x, f).WithRuleIndex(index[f.Rule]))
			}
		}
	}
	if omitted := h.omitted(); omitted != (omission{}) {
		invocation.AddToolExecutionNotification(sarif.NewNotification().WithMessage(sarifMessage(omitted.String())))
	}
	log := sarif.NewReport().AddRun(run)
	log.Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	return appendJSON(dst, log, "")
}

func sarifRule(rule *lint.Rule) *sarif.ReportingDescriptor {
	text := func(s string) *sarif.MultiformatMessageString {
		return sarif.NewMultiformatMessageString().WithText(s)
	}
	background := rule.Background
	if background == "" {
		background = rule.Meaning
	}
	properties := sarif.NewPropertyBag()
	properties.Add("about", rule.About.String())
	return sarif.NewRule(rule.ID).
		WithShortDescription(text(rule.Meaning)).
		WithFullDescription(text(background)).
		WithHelp(text(rule.Remedy).WithMarkdown("**" + rule.Meaning + "** " + rule.Remedy + "\n\n" + rule.Background)).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(rule.Severity.String())).
		WithProperties(properties)
}

func sarifResult(artifact *sarif.ArtifactLocation, x checked, f finding) *sarif.Result {
	properties := sarif.NewPropertyBag()
	add := func(name string, value any, isKnown bool) {
		if isKnown {
			properties.Add(name, value)
		}
	}
	request := x.result.Request
	add("about", f.About.String(), true)
	add("op", request.Op.String(), request.Op != 0)
	add("fmt", request.Format.String(), request.Op != 0)
	add("entry", x.entry, x.entry > 0)
	add("line", f.Line, f.Line > 0) // line and col are those of the body
	add("col", f.Col, f.Line > 0)
	add("text", f.text, f.Line > 0)
	add("field", escape(f.Field), f.Field != "")
	add("sender", f.Row+1, f.Row >= 0)
	add("readings", f.readings, f.readings != nil)
	message := f.message()
	if f.Line > 0 && x.entry > 0 {
		message += fmt.Sprintf(", line %d, column %d of the answer", f.Line, f.Col)
	}
	var region *sarif.Region
	switch {
	case f.pos.Line > 0:
		region = sarif.NewRegion().WithStartLine(f.pos.Line).WithByteOffset(int(f.pos.Offset))
		if f.column > 0 {
			region.WithStartColumn(f.column)
		}
		// Without an end, the region is the rest of the line, which may be a whole HAR.
		if f.column > 0 && f.endColumn > 0 {
			region.WithEndColumn(f.endColumn)
		}
		if f.length > 0 {
			region.WithByteLength(f.length)
		}
	case x.pos.Line > 0:
		region = sarif.NewRegion().WithStartLine(x.pos.Line)
	}
	return sarif.NewRuleResult(f.Rule.ID).
		WithLevel(f.Rule.Severity.String()).
		WithMessage(sarifMessage(message)).
		WithOccurrenceCount(f.Count).
		WithPartialFingerprints(map[string]string{"smscodec/v1": f.fingerprint}).
		WithProperties(properties).
		AddLocation(sarifLocation(artifact, x, region))
}

func sarifMessage(text string) *sarif.Message { return sarif.NewTextMessage(inMessage.Replace(text)) }

// inMessage escapes the syntax of links and placeholders in a SARIF message.
var inMessage = strings.NewReplacer("[", `\[`, "]", `\]`, "{", "{{", "}", "}}")

func sarifArtifact(s source) *sarif.ArtifactLocation {
	if s.path == "" {
		// Code hosts refuse a location without a URI.
		return sarif.NewSimpleArtifactLocation("stdin").WithDescription(sarif.NewTextMessage("the standard input"))
	}
	return sarif.NewSimpleArtifactLocation(artifactURI(s.path))
}

// sarifLocation returns a place in a file, which is the whole file if region is nil.
func sarifLocation(artifact *sarif.ArtifactLocation, x checked, region *sarif.Region) *sarif.Location {
	place := sarif.NewPhysicalLocation().WithArtifactLocation(artifact)
	if region != nil {
		place.WithRegion(region)
	}
	location := sarif.NewLocationWithPhysicalLocation(place)
	if x.entry > 0 {
		location.AddLogicalLocation(sarif.NewLogicalLocation().WithName(fmt.Sprintf("exchange %d", x.entry)))
	}
	return location
}

// sarifErrorRegion returns the place of an error in its file, or nil.
func sarifErrorRegion(err error) *sarif.Region {
	wrong, ok := errors.AsType[*capture.Error](err)
	if !ok || wrong.Line == 0 {
		return nil
	}
	return sarif.NewRegion().WithStartLine(wrong.Line).WithByteOffset(int(wrong.Offset))
}

// artifactURI returns a path as a URI reference, relative if possible: code hosts look
// for it in the repository in which the command ran.
func artifactURI(path string) string {
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
