//go:build go1.27

package main

// The JSON peers of the standard library from Go 1.27 on.

import jsonv2 "encoding/json/v2"

// encodingJSON is the name of encoding/json in the report. From Go 1.27 on it is a layer
// over encoding/json/v2 and not the peer that the floors are about.
const encodingJSON = "encoding/json over v2"

var jsonV2Peers = []peer{
	{
		name:    "encoding/json/v2",
		decoder: unmarshalDecoder(func(body []byte, v any) error { return jsonv2.Unmarshal(body, v) }),
		accepts: []string{"key in upper case", "missing name", "empty name", "null name", "error inside the list"},
	},
}
