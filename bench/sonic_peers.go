//go:build (amd64 || arm64) && !go1.28 && !nosonic

package main

// sonic, where it has its own code for the processor and the Go version.

import "github.com/bytedance/sonic"

var sonicPeers = []peer{
	{
		name:    sonicName,
		module:  "github.com/bytedance/sonic",
		decoder: unmarshalDecoder(sonic.Unmarshal),
		accepts: []string{"invalid UTF-8", "control character", "lone surrogate", "duplicate member", "key in upper case", "missing name", "empty name", "null name", "error inside the list"},
	},
}
