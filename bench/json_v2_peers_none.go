//go:build !go1.27

package main

// There is no encoding/json/v2 before Go 1.27, and encoding/json has a decoder of its
// own.
const encodingJSON = "encoding/json"

var jsonV2Peers []peer
