package beam

import (
	"bytes"
	"cmp"
	"container/heap"
	"encoding/json"

	sdk "github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/smscodec/smscodec/internal/findings"
)

// The baseline has the number of equal findings, and the findings are on many workers. So
// those that it may have are held back and grouped. Of each group, the first ones by file,
// entry and place are left out: the same ones as validate leaves out, and the same ones in
// each run.

// A heldFinding is a finding that the baseline may have.
type heldFinding struct {
	File  string
	Entry int64
	Index int64 // in the exchange
	Line  string
	Total Total // what it counts as
}

// compare compares places.
func (h heldFinding) compare(o heldFinding) int {
	return cmp.Or(cmp.Compare(h.File, o.File), cmp.Compare(h.Entry, o.Entry), cmp.Compare(h.Index, o.Index))
}

// keyOf returns what makes findings equal as a key of a collection.
func keyOf(k findings.Known) string {
	text, _ := json.Marshal(k) // which always can be
	return string(text)
}

// withoutKnown returns the held findings that the baseline does not have, and their counts.
func withoutKnown(s sdk.Scope, held sdk.PCollection, baseline []byte) (lines, counts sdk.PCollection) {
	s = s.Scope("Baseline")
	return sdk.ParDo2(s, &baselineFn{Baseline: baseline}, sdk.GroupByKey(s, held))
}

type baselineFn struct {
	Baseline []byte

	baseline findings.Baseline
}

func (fn *baselineFn) Setup() (err error) {
	fn.baseline, err = findings.ReadBaseline(bytes.NewReader(fn.Baseline))
	return err
}

// ProcessElement keeps as many findings as the baseline has, whatever their number.
func (fn *baselineFn) ProcessElement(key string, held func(*heldFinding) bool, lines func(string), totals func(string, int64)) error {
	var k findings.Known
	if err := json.Unmarshal([]byte(key), &k); err != nil {
		return err
	}
	counted := make(counts)
	var first lastHeap
	var h heldFinding
	for held(&h) {
		if len(first) < fn.baseline[k] {
			heap.Push(&first, h)
			continue
		}
		if h.compare(first[0]) < 0 {
			h, first[0] = first[0], h
			heap.Fix(&first, 0)
		}
		lines(h.Line)
		counted[h.Total]++
	}
	for _, h := range first {
		h.Total.What = Known
		counted[h.Total]++
	}
	counted.emit(totals)
	return nil
}

// A lastHeap has the last finding at its top.
type lastHeap []heldFinding

func (l lastHeap) Len() int           { return len(l) }
func (l lastHeap) Less(i, j int) bool { return l[i].compare(l[j]) > 0 }
func (l lastHeap) Swap(i, j int)      { l[i], l[j] = l[j], l[i] }
func (l *lastHeap) Push(x any)        { *l = append(*l, x.(heldFinding)) }
func (l *lastHeap) Pop() any          { panic("nothing is removed") }

func init() {
	register.DoFn4x1[string, func(*heldFinding) bool, func(string), func(string, int64), error](&baselineFn{})
	register.Iter1[heldFinding]()
	register.Emitter2[string, heldFinding]()
}
