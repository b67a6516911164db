//go:build (amd64 || arm64) && !go1.28 && !nosonic

package main

import "github.com/bytedance/sonic"

var sonicPeers = []peer{
	{
		name:    sonicName,
		module:  "github.com/bytedance/sonic",
		decoder: unmarshalDecoder(sonic.Unmarshal),
		accepts: []string{"invalid UTF-8", "control character", "lone surrogate", "member twice", "SENDER for sender", "no name", "empty name", "null", "error in the list"},
	},
}
