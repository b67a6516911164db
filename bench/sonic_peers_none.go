//go:build !((amd64 || arm64) && !go1.28 && !nosonic)

package main

// Builds without sonic: the worker program for all other subjects, and platforms where
// sonic only calls encoding/json because it has no code for the processor or Go version.

var sonicPeers []peer
