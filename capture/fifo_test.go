//go:build unix

package capture_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// A body in a FIFO that nothing writes to is omitted, and does not keep the reader waiting.
func TestHARFIFO(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(folder, "a"), 0o600); err != nil {
		t.Fatal(err)
	}
	checkOutcomes(t, capture.Reader{Folder: folder}, []outcomeCase{
		{"a FIFO", `{"log":{"entries":[{"response":{"status":200,"content":{"_file":"a"}}}]}}`, []string{"1 200 omitted ill-typed member: response.content._file is not the name of a regular file in the folder of the HAR"}},
	})
}
