package main

import (
	"slices"

	"github.com/smscodec/smscodec"
)

// A peer is another way to read the answers of a format.
type peer struct {
	name   string
	module string                // where it comes from, if not from Go or this program
	reads  func(s shape) reading // the zero reading where it reads no such shape
	passes []string              // the probes that it lets pass: see probes.go
}

// peers are all peers, by the format that they read.
var peers = map[smscodec.Format][]peer{
	smscodec.JSON:  slices.Concat(jsonPeers, jsonV2Peers, sonicPeers),
	smscodec.XML:   xmlPeers,
	smscodec.CSV:   csvPeers,
	smscodec.Plain: plainPeers,
}

// formats are the formats in the order of the report.
var formats = []smscodec.Format{smscodec.JSON, smscodec.XML, smscodec.CSV, smscodec.Plain}

// The names of peers that several formats have.
const (
	self          = "smscodec"
	sonicName     = "sonic"
	byHand        = "bytes.Cut by hand"
	strconvByHand = "strconv.Append by hand"
)
