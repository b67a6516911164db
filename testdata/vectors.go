// Package testdata has the conformance vectors of smscodec, for package smsctest: go:embed
// reaches no folder but its own and those below.
package testdata

import _ "embed"

// Vectors has the files of the folder vectors, a case a folder, as a ZIP archive without
// compression that is compressed with gzip as a whole: the files are short and alike. In a
// program it takes a quarter of what the files would. go test . -update writes it.
//
//go:embed vectors.zip.gz
var Vectors []byte
