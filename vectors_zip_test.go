package smscodec_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/smscodec/smscodec/smsctest"
)

// Package smsctest has the files of testdata/vectors. With -update they are packed for it.
func TestVectorsPacked(t *testing.T) {
	want := filesOf(t, os.DirFS(vectorDir))
	if *update {
		if err := os.WriteFile(vectorDir+".zip.gz", pack(t, want), 0o666); err != nil {
			t.Fatal(err)
		}
		return // the archive is read when the tests are built again
	}
	got := filesOf(t, smsctest.Corpus())
	if maps.EqualFunc(got, want, bytes.Equal) {
		return
	}
	for name, text := range want {
		if packed, ok := got[name]; !ok || !bytes.Equal(packed, text) {
			t.Errorf("%s is not packed as it is", name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s is packed, but not there", name)
		}
	}
	t.Error("go test . -run TestVectorsPacked -update packs the vectors")
}

func filesOf(t *testing.T, folder fs.FS) map[string][]byte {
	t.Helper()
	files := make(map[string][]byte)
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files[name], err = fs.ReadFile(folder, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// pack returns a ZIP archive of files, compressed with gzip as a whole.
func pack(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var packed bytes.Buffer
	compressed, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	check(err)
	archive := zip.NewWriter(compressed)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		check(err)
		_, err = io.Copy(file, bytes.NewReader(files[name]))
		check(err)
	}
	check(archive.Close())
	check(compressed.Close())
	return packed.Bytes()
}
