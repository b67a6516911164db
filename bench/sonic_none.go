//go:build !((amd64 || arm64) && !go1.28)

package main

// Where sonic does not have code of its own for the processor and the Go
// version, it calls encoding/json.
var sonicPeers []peer
