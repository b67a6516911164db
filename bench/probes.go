package main

// Malformed bodies. They show how much of the format each peer checks.

import (
	"bytes"

	"github.com/smscodec/smscodec"
)

// A probe makes a body malformed in one way. smscodec rejects the result; a peer that
// accepts it does not check for this.
type probe struct {
	name    string
	corrupt func(body []byte) []byte
}

// replace returns a function that replaces the first occurrence of a text.
func replace(from, to string) func([]byte) []byte {
	return func(body []byte) []byte {
		return bytes.Replace(body, []byte(from), []byte(to), 1)
	}
}

// appendText returns a function that appends a text.
func appendText(text string) func([]byte) []byte {
	return func(body []byte) []byte { return append(bytes.Clone(body), text...) }
}

// The names in the body that probes corrupt.
const (
	probeFirst  = "zxcabs"
	probeSecond = "SMSC.RU"
)

// probeList returns the list whose body probes corrupt.
func probeList() smscodec.List {
	list := makeList(operators, 2)
	list[0].Name, list[1].Name = probeFirst, probeSecond
	for i := range list {
		codes := []smscodec.RegistrationStatus{1, 2, 3, 4, 5, 6, 0, 1, 2, 3}
		registrations, err := smscodec.NewRegistrations(smscodec.DocumentedColumns(), codes...)
		if err != nil {
			panic(err)
		}
		list[i].Registrations = registrations
	}
	return list
}

// probes are all probes, by format.
var probes = map[smscodec.Format][]probe{
	smscodec.JSON: {
		{"invalid UTF-8", replace(probeFirst, "zxc\xff")},
		{"control character", replace(probeFirst, "zxc\x01")},
		{"lone surrogate", replace(probeFirst, `zxc\ud800`)},
		{"trailing data", appendText("]")},
		{"duplicate member", replace(`"mts": "2"`, `"mega": "2"`)},
		{"key in upper case", replace(`"sender"`, `"SENDER"`)},
		{"missing name", replace(`"sender": "`+probeSecond+`",`, "")},
		{"empty name", replace(probeSecond, "")},
		{"null name", replace(`"`+probeSecond+`"`, "null")},
		{"leading zero", replace(`"mega": "1"`, `"mega": "01"`)},
		{"error inside the list", replace(`"sender": "`+probeSecond+`"`, `"error": "x"`)},
	},
	smscodec.XML: {
		{"invalid UTF-8", replace(probeFirst, "zxc\xff")},
		{"control character", replace(probeFirst, "zxc\x01")},
		{"trailing data", appendText("<list></list>")},
		{"missing end tag", replace("</list>", "")},
		{"mismatched end tag", replace("</sender>", "</list>")},
		{"duplicate attribute", replace(`mts="2"`, `mega="2"`)},
		{"unquoted attribute", replace(`mts="2"`, `mts=x2x`)},
		{"unknown entity", replace(probeFirst, "zx&foo;")},
		{"DOCTYPE", func(body []byte) []byte { return append([]byte("<!DOCTYPE list>"), body...) }},
		{"empty name", replace(probeSecond, "")},
		{"leading zero", replace(`mega="1"`, `mega="01"`)},
		{"error inside the list", replace("<sender", "<error>x</error><sender")},
	},
	smscodec.CSV: {
		{"invalid UTF-8", replace(probeFirst, "zxc\xff")},
		{"control character", replace(probeFirst, "zxc\x01")},
		{"empty name", replace(probeSecond, "")},
		{"too few fields", replace(",2,3", ",2")},
		{"too many fields", replace(",2,3", ",2,3,0")},
		{"leading zero", replace(",1,", ",01,")},
		{"HTML tag as name", replace(probeSecond, "<html>")},
		{"error inside the list", replace(probeFirst, "0,-2\n"+probeFirst)},
	},
	smscodec.Plain: {
		{"invalid UTF-8", replace(probeFirst, "zxc\xff")},
		{"control character", replace(probeFirst, "zxc\x01")},
		{"empty name", replace(probeSecond, "")},
		{"duplicate member", replace(", mts = 2", ", mega = 2")},
		{"missing members", appendText("\nname = x")},
		{"leading zero", replace("mega = 1", "mega = 01")},
		{"unknown line", appendText("\nhello")},
		{"error inside the list", appendText("\nERROR = 2 (authorise error)")},
	},
}

// acceptedProbes returns the names of the probes that a peer accepts.
func (p peer) acceptedProbes(format smscodec.Format) []string {
	var accepted []string
	body := makeBody(probeList(), operators, format)
	for _, probe := range probes[format] {
		if p.decoder(operators).loop(probe.corrupt(body), 1) == nil {
			accepted = append(accepted, probe.name)
		}
	}
	return accepted
}
