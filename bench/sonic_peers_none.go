//go:build !((amd64 || arm64) && !go1.28 && !nosonic)

package main

// sonic is left out of the program that measures the others, and where it does not have
// code of its own for the processor and the Go version: there it calls encoding/json.
var sonicPeers []peer
