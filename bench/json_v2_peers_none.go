//go:build !go1.27

package main

// The JSON peers of the standard library before Go 1.27.

// encodingJSON is the name of encoding/json in the report. Before Go 1.27 it has its own
// decoder, which the floors are about.
const encodingJSON = "encoding/json"

// jsonV2Peers is empty: there is no encoding/json/v2.
var jsonV2Peers []peer
