//go:build !go1.27

package main

// There is no encoding/json/v2 before Go 1.27.
var jsonV2Peers []peer
