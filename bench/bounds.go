package main

// The floors and goals for ratios, the limits on allocations and memory, and the check
// of results against them.

import "fmt"

// A bound has a floor, which a ratio must reach, and a goal, which it should reach; the
// goal is 0 if there is none.
type bound struct{ floor, goal float64 }

// ratioBounds are the bounds for the time of a peer divided by the time of smscodec, by
// case and peer. Those of encoding/json apply up to Go 1.26: see encodingJSON.
var ratioBounds = map[string]map[string]bound{
	"decode/json/operators/1":      {"jx": {1.3, 2}, "encoding/json": {5, 9}},
	"decode/json/operators/10":     {"jx": {2.5, 4.5}, "encoding/json": {10, 18}},
	"decode/json/operators/1000":   {"jx": {5, 8}, "encoding/json": {22, 35}},
	"decode/json/operators/100000": {"jx": {9, 13}, "encoding/json": {40, 55}},

	"decode/xml/operators/1":      {"gosax": {3.5, 5}, "encoding/xml": {20, 33}},
	"decode/xml/operators/10":     {"gosax": {3, 5}, "encoding/xml": {30, 50}},
	"decode/xml/operators/1000":   {"gosax": {5, 8}, "encoding/xml": {80, 120}},
	"decode/xml/operators/100000": {"gosax": {8, 12}, "encoding/xml": {110, 150}},

	"decode/csv/operators/1":      {byHand: {1.1, 1.5}},
	"decode/csv/operators/10":     {byHand: {2, 3.5}},
	"decode/csv/operators/1000":   {byHand: {4.5, 6.5}},
	"decode/csv/operators/100000": {byHand: {8, 12}},

	"decode/plain/operators/1":      {byHand: {1.2, 1.7}},
	"decode/plain/operators/10":     {byHand: {2, 4}},
	"decode/plain/operators/1000":   {byHand: {5, 8}},
	"decode/plain/operators/100000": {byHand: {9, 13}},

	"decode/json/operators shuffled/1000": {"jx": {floor: 1.1}},

	"decode/json/status/1000":  {"jx": {floor: 4.5}},
	"decode/xml/status/1000":   {"gosax": {floor: 4}},
	"decode/csv/status/1000":   {byHand: {floor: 2.2}},
	"decode/plain/status/1000": {byHand: {floor: 4}},

	"decode/json/names/1000":  {"jx": {floor: 2.8}},
	"decode/xml/names/1000":   {"gosax": {floor: 3.2}},
	"decode/csv/names/1000":   {byHand: {floor: 2}},
	"decode/plain/names/1000": {byHand: {floor: 3}},

	"decode/json/error": {"goccy/go-json": {floor: 2.3}},
	"decode/json/id":    {"goccy/go-json": {floor: 2.3}},
	"decode/json/ok":    {"goccy/go-json": {floor: 2.3}},
	"decode/xml/error":  {"encoding/xml": {floor: 20}},
	"decode/xml/id":     {"encoding/xml": {floor: 20}},
	"decode/xml/ok":     {"encoding/xml": {floor: 20}},

	"append/json/operators/1000":  {"easyjson": {5, 8}, "encoding/json": {35, 60}},
	"append/xml/operators/1000":   {"fmt.Fprintf": {8, 11}, "encoding/xml": {60, 100}},
	"append/csv/operators/1000":   {strconvByHand: {1.6, 2.1}},
	"append/plain/operators/1000": {strconvByHand: {2.5, 3.5}},
}

// maxAllocs returns how many allocations smscodec may make in a case, and whether there
// is a limit.
func maxAllocs(c benchCase) (uint64, bool) {
	switch {
	case c.op == "append":
		return 0, true
	case c.kind == shuffledKind:
		return 0, false
	}
	limit, bounded := map[int]uint64{0: 1, 1: 2, 10: 4, 1000: 10}[c.n]
	return limit, bounded
}

// Limits in bytes: on the memory of a decoded list per row, and on the memory that Senders
// uses, whatever the number of rows.
const (
	maxBytesPerRow  = 100
	maxSendersBytes = 128 << 10
)

// violations describes the floors and limits that do not hold.
func violations(results []*result, memories []memory) []string {
	var list []string
	for _, r := range results {
		for _, name := range r.subjects {
			b, bounded := ratioBounds[r.name()][name]
			if ratio, _ := r.ratio(name); bounded && ratio < b.floor {
				list = append(list, fmt.Sprintf("%s: %s takes %.3g times as long as smscodec, want at least %v", r.name(), name, ratio, b.floor))
			}
		}
		if limit, bounded := maxAllocs(r.benchCase); bounded && r.allocs(smscodecName) > limit {
			list = append(list, fmt.Sprintf("%s: %d allocations, want at most %d", r.name(), r.allocs(smscodecName), limit))
		}
	}
	for _, m := range memories {
		if m.bytesPerRow > maxBytesPerRow {
			list = append(list, fmt.Sprintf("memory/%v: %.0f bytes per row, want at most %d", m.format, m.bytesPerRow, maxBytesPerRow))
		}
		if m.sendersBytes > maxSendersBytes {
			list = append(list, fmt.Sprintf("memory/%v: Senders uses %d bytes, want at most %d", m.format, m.sendersBytes, maxSendersBytes))
		}
	}
	return list
}
