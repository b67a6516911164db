package main

import (
	"bytes"

	"github.com/smscodec/smscodec"
)

// A probe is a list with registration codes, spoiled in one way. smscodec
// refuses it; a peer that does not has not looked.
type probe struct {
	name    string
	corrupt func(body []byte) []byte
}

// replaced spoils by replacing a text, once.
func replaced(from, to string) func([]byte) []byte {
	return func(body []byte) []byte {
		return bytes.Replace(body, []byte(from), []byte(to), 1)
	}
}

// appended spoils by appending a text.
func appended(text string) func([]byte) []byte {
	return func(body []byte) []byte { return append(bytes.Clone(body), text...) }
}

// The body that is spoiled.
const (
	probeFirst  = "zxcabs"
	probeSecond = "SMSC.RU"
)

// probeList is the list that is spoiled.
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

// probes are the ways to spoil the body of a format.
var probes = map[smscodec.Format][]probe{
	smscodec.JSON: {
		{"invalid UTF-8", replaced(probeFirst, "zxc\xff")},
		{"control character", replaced(probeFirst, "zxc\x01")},
		{"lone surrogate", replaced(probeFirst, `zxc\ud800`)},
		{"anything behind the end", appended("]")},
		{"member twice", replaced(`"mts": "2"`, `"mega": "2"`)},
		{"SENDER for sender", replaced(`"sender"`, `"SENDER"`)},
		{"no name", replaced(`"sender": "`+probeSecond+`",`, "")},
		{"empty name", replaced(probeSecond, "")},
		{"null", replaced(`"`+probeSecond+`"`, "null")},
		{"leading zero", replaced(`"mega": "1"`, `"mega": "01"`)},
		{"error in the list", replaced(`"sender": "`+probeSecond+`"`, `"error": "x"`)},
	},
	smscodec.XML: {
		{"invalid UTF-8", replaced(probeFirst, "zxc\xff")},
		{"control character", replaced(probeFirst, "zxc\x01")},
		{"anything behind the end", appended("<list></list>")},
		{"end missing", replaced("</list>", "")},
		{"wrong end tag", replaced("</sender>", "</list>")},
		{"attribute twice", replaced(`mts="2"`, `mega="2"`)},
		{"attribute without quotes", replaced(`mts="2"`, `mts=x2x`)},
		{"unknown entity", replaced(probeFirst, "zx&foo;")},
		{"DOCTYPE", func(body []byte) []byte { return append([]byte("<!DOCTYPE list>"), body...) }},
		{"no name", replaced(probeSecond, "")},
		{"leading zero", replaced(`mega="1"`, `mega="01"`)},
		{"error in the list", replaced("<sender", "<error>x</error><sender")},
	},
	smscodec.CSV: {
		{"invalid UTF-8", replaced(probeFirst, "zxc\xff")},
		{"control character", replaced(probeFirst, "zxc\x01")},
		{"empty name", replaced(probeSecond, "")},
		{"too few fields", replaced(",2,3", ",2")},
		{"too many fields", replaced(",2,3", ",2,3,0")},
		{"leading zero", replaced(",1,", ",01,")},
		{"another format", replaced(probeSecond, "<html>")},
		{"error in the list", replaced(probeFirst, "0,-2\n"+probeFirst)},
	},
	smscodec.Plain: {
		{"invalid UTF-8", replaced(probeFirst, "zxc\xff")},
		{"control character", replaced(probeFirst, "zxc\x01")},
		{"empty name", replaced(probeSecond, "")},
		{"member twice", replaced(", mts = 2", ", mega = 2")},
		{"no members", appended("\nname = x")},
		{"leading zero", replaced("mega = 1", "mega = 01")},
		{"another line", appended("\nhello")},
		{"error in the list", appended("\nERROR = 2 (authorise error)")},
	},
}

// acceptedProbes gives the probes that a peer lets pass.
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
