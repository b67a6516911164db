// Package testdata has the conformance vectors of smscodec as files, for package
// smsctest: go:embed reaches no folder but its own and those below.
package testdata

import "embed"

// Vectors has the folder vectors: a case a folder.
//
//go:embed vectors
var Vectors embed.FS
