package main

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/lint"
	"github.com/smscodec/smscodec/web/view"
)

// TestTexts: each text that the page shows has a translation, and each translation is of a
// text that is shown.
func TestTexts(t *testing.T) {
	var russian map[string]string
	if err := json.Unmarshal(file("russian.json"), &russian); err != nil {
		t.Fatal(err)
	}
	used := shownTexts(t)
	for _, text := range slices.Sorted(maps.Keys(used)) {
		if russian[text] == "" {
			t.Errorf("no translation of %q", text)
		}
	}
	placeholder := regexp.MustCompile(`\{\d\}`)
	sources := goSources(t)
	for text, translation := range russian {
		// Messages of the codec may have a translation; the others are shown in English.
		if !used[text] && !strings.Contains(sources, placeholder.Split(text, 2)[0]) {
			t.Errorf("%q is translated, but never shown", text)
		}
		original, translated := placeholder.FindAllString(text, -1), placeholder.FindAllString(translation, -1)
		slices.Sort(original)
		slices.Sort(translated)
		if !slices.Equal(original, translated) {
			t.Errorf("%q has other placeholders than its translation", text)
		}
	}
}

// shownTexts returns the texts of the page and of the codec that must be translated.
func shownTexts(t *testing.T) map[string]bool {
	texts := make(map[string]bool)
	add := func(pattern string, of []byte) {
		found := regexp.MustCompile(pattern).FindAllSubmatch(of, -1)
		if len(found) == 0 {
			t.Fatalf("nothing has the form %s", pattern)
		}
		for _, match := range found {
			texts[strings.ReplaceAll(string(match[1]), "&amp;", "&")] = true
		}
	}
	add(`data-t>([^<]+)<`, file("index.html"))
	add(`data-label="([^"]+)"`, file("index.html"))
	add(`\b(?:t|count)\("([^"]+)"`, file("page.js"))
	for _, table := range regexp.MustCompile(`(?s)const (?:requestNotes|captureNames|kinds|verdicts|states|sources) = \{.*?\n\};`).FindAll(file("page.js"), -1) {
		add(`: "([^"]+)"`, table)
	}
	for rule := range lint.Rules() {
		for _, text := range []string{rule.Meaning, rule.Background, rule.About.Text(), rule.Severity.String(), view.Remedy(rule)} {
			if text != "" {
				texts[text] = true
			}
		}
	}
	for _, code := range smscodec.ErrorCodes() {
		texts[code.Error()] = true
	}
	for code := range uint8(255) {
		if status := smscodec.NewStatus(code); status.Documented() {
			texts[status.String()] = true
		}
		if status := smscodec.RegistrationStatus(code); status.Documented() {
			texts[status.String()] = true
		}
	}
	for _, e := range examples() {
		texts[e.Title] = true
	}
	delete(texts, "OK")
	return texts
}

// goSources returns the Go code whose messages the page shows.
func goSources(t *testing.T) string {
	var all strings.Builder
	for _, folder := range []string{"..", "../capture", "../lint", "../redact", "view"} {
		paths, err := fs.Glob(os.DirFS(folder), "*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(filepath.Join(folder, path))
			if err != nil {
				t.Fatal(err)
			}
			all.Write(text)
		}
	}
	return all.String()
}
