package main

import (
	"fmt"
	"regexp"
	"runtime"

	"github.com/smscodec/smscodec"
)

// memory is what is measured beside time, once.
type memory struct {
	format  smscodec.Format
	perRow  float64 // bytes that a list of 100 000 keeps a row
	senders int64   // bytes that Senders holds at most while it goes through as many
}

const memoryRows = 100_000

// measureMemories measures the formats that are chosen by memory/FORMAT.
func measureMemories(chosen *regexp.Regexp) ([]memory, error) {
	var memories []memory
	for _, format := range formats {
		if !chosen.MatchString(fmt.Sprintf("memory/%v", format)) {
			continue
		}
		m, err := measureMemory(format)
		if err != nil {
			return nil, err
		}
		memories = append(memories, m)
	}
	return memories, nil
}

// measureMemory measures a format.
func measureMemory(format smscodec.Format) (memory, error) {
	m := memory{format: format}
	req := operators.request(format)
	body := makeBody(makeList(operators, memoryRows), operators, format)

	before := heap()
	reply, err := smscodec.Decode(body, req)
	if err != nil {
		return m, err
	}
	m.perRow = float64(heap()-before) / memoryRows
	runtime.KeepAlive(reply)
	reply = nil

	before = heap()
	row := 0
	for _, err := range (smscodec.Codec{}).Senders(body, req) {
		if err != nil {
			return m, err
		}
		if row++; row%(memoryRows/10) == 0 {
			m.senders = max(m.senders, heap()-before)
		}
	}
	runtime.KeepAlive(body)
	return m, nil
}

// heap gives the bytes that are in use on the heap.
func heap() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
