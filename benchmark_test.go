package smscodec_test

import (
	"fmt"
	"testing"

	"github.com/smscodec/smscodec"
)

// Benchmarks of the documented answers, and of lists that repeat the rows of the
// vectors. To compare two versions:
//
//	go test -run '^$' -bench 'Decode|Append' -count 6 . > old.txt
//	benchstat old.txt new.txt

// benchmarkSizes are the rows of the lists: an account's usual ones, and many.
var benchmarkSizes = []int{1, 10, 1000}

// documented returns the vectors of the vendor's documentation that Append writes.
func documented(b *testing.B) []vector {
	var vectors []vector
	for _, v := range loadVectors(b) {
		switch v.name {
		case "y_page_names", "y_page_status", "y_page_operators", "y_page_added", "y_page_done_delete", "y_page_error":
			vectors = append(vectors, v)
		}
	}
	if len(vectors) != 6 {
		b.Fatalf("found %d of the six documented answers", len(vectors))
	}
	return vectors
}

// eachAnswer runs a benchmark for every answer, format and size.
func eachAnswer(b *testing.B, run func(b *testing.B, reply smscodec.Reply, req smscodec.Request, body []byte)) {
	for _, v := range documented(b) {
		for format := range smscodec.JSON + 1 {
			req := v.RequestIn(format)
			bench := func(name string, reply smscodec.Reply) {
				body, err := smscodec.Append(nil, reply, req)
				if err != nil {
					b.Fatal(err)
				}
				b.Run(fmt.Sprintf("%s/%v/%s", v.name, format, name), func(b *testing.B) {
					b.SetBytes(int64(len(body)))
					b.ReportAllocs()
					run(b, reply, req, body)
				})
			}
			rows, isList := v.reply.(smscodec.List)
			if !isList {
				bench("whole", v.reply)
				continue
			}
			for _, n := range benchmarkSizes {
				list := make(smscodec.List, n)
				for i := range list {
					list[i] = rows[i%len(rows)]
				}
				bench(fmt.Sprint(n), list)
			}
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	eachAnswer(b, func(b *testing.B, _ smscodec.Reply, req smscodec.Request, body []byte) {
		for b.Loop() {
			smscodec.Decode(body, req)
		}
	})
}

func BenchmarkSenders(b *testing.B) {
	eachAnswer(b, func(b *testing.B, _ smscodec.Reply, req smscodec.Request, body []byte) {
		for b.Loop() {
			for range (smscodec.Codec{}).Senders(body, req) {
			}
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	eachAnswer(b, func(b *testing.B, reply smscodec.Reply, req smscodec.Request, body []byte) {
		for b.Loop() {
			smscodec.Append(body[:0], reply, req)
		}
	})
}
