package main

// Memory that decoded lists and Senders use.

import (
	"fmt"
	"regexp"
	"runtime"

	"github.com/smscodec/smscodec"
)

// memory is the memory use of a format. It is measured once per run.
type memory struct {
	format       smscodec.Format
	bytesPerRow  float64 // of a decoded list of memoryRows
	sendersBytes int64   // the most that Senders uses while it iterates over such a list
}

const memoryRows = 100_000

// measureMemories measures the formats for which only matches memory/FORMAT.
func measureMemories(only *regexp.Regexp) ([]memory, error) {
	var memories []memory
	for _, format := range formats {
		if !only.MatchString(fmt.Sprintf("memory/%v", format)) {
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

// measureMemory measures one format.
func measureMemory(format smscodec.Format) (memory, error) {
	m := memory{format: format}
	req := operators.request(format)
	body := makeBody(makeList(operators, memoryRows), operators, format)

	before := heapInUse()
	reply, err := smscodec.Decode(body, req)
	if err != nil {
		return m, err
	}
	m.bytesPerRow = float64(heapInUse()-before) / memoryRows
	runtime.KeepAlive(reply)
	reply = nil

	before = heapInUse()
	row := 0
	for _, err := range (smscodec.Codec{}).Senders(body, req) {
		if err != nil {
			return m, err
		}
		if row++; row%(memoryRows/10) == 0 {
			m.sendersBytes = max(m.sendersBytes, heapInUse()-before)
		}
	}
	runtime.KeepAlive(body)
	return m, nil
}

// heapInUse collects garbage and returns the bytes that are in use on the heap.
func heapInUse() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
