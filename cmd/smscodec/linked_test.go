package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// thirdParty are the packages of others in the command, golang.org/x aside. More make its
// first build longer, and have to be trusted: a new one needs a reason, and room below
// maxThirdParty. Libraries for tests are not among them.
var thirdParty = []string{
	"github.com/agext/levenshtein", // what a user may have meant
	"github.com/andybalholm/brotli",
	"github.com/andybalholm/brotli/matchfinder",
	"github.com/bmatcuk/doublestar/v4", // patterns of file names
	"github.com/gofrs/flock",           // serve --state
	"github.com/klauspost/compress",    // zstd
	"github.com/klauspost/compress/fse",
	"github.com/klauspost/compress/huff0",
	"github.com/klauspost/compress/internal/cpuinfo",
	"github.com/klauspost/compress/internal/le",
	"github.com/klauspost/compress/internal/regmask",
	"github.com/klauspost/compress/internal/snapref",
	"github.com/klauspost/compress/zstd",
	"github.com/klauspost/compress/zstd/internal/xxhash",
	"github.com/mitchellh/colorstring", // of progressbar
	"github.com/rivo/uniseg",           // of progressbar
	"github.com/schollz/progressbar/v3",
	"github.com/spf13/cobra",
	"github.com/spf13/pflag",
	"go.yaml.in/yaml/v3", // cassettes
}

const maxThirdParty = 20

func TestLinkedPackages(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("the go command is not installed")
	}
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	var linked []string
	for path := range strings.FieldsSeq(string(out)) {
		if !strings.HasPrefix(path, "github.com/smscodec/smscodec") && !strings.HasPrefix(path, "golang.org/x/") {
			linked = append(linked, path)
		}
	}
	slices.Sort(linked)
	if !slices.Equal(linked, thirdParty) {
		t.Errorf("the command has the packages\n%s\nwant\n%s", strings.Join(linked, "\n"), strings.Join(thirdParty, "\n"))
	}
	if len(linked) > maxThirdParty {
		t.Errorf("%d packages of third parties, at most %d", len(linked), maxThirdParty)
	}
}
