package main

// All peers.

import (
	"slices"

	"github.com/smscodec/smscodec"
)

// peers are all peers, by the format that they decode.
var peers = map[smscodec.Format][]peer{
	smscodec.JSON:  slices.Concat(jsonPeers, jsonV2Peers, sonicPeers),
	smscodec.XML:   xmlPeers,
	smscodec.CSV:   csvPeers,
	smscodec.Plain: plainPeers,
}
