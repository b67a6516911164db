//go:build go1.27

package main

import jsonv2 "encoding/json/v2"

// From Go 1.27 on encoding/json reads and writes with encoding/json/v2: another peer
// than the encoding/json that the floors are about.
const encodingJSON = "encoding/json, on v2"

var jsonV2Peers = []peer{
	{
		name:    "encoding/json/v2",
		decoder: unmarshalDecoder(func(body []byte, v any) error { return jsonv2.Unmarshal(body, v) }),
		accepts: []string{"SENDER for sender", "no name", "empty name", "null", "error in the list"},
	},
}
