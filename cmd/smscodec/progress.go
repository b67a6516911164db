package main

import (
	"io"
	"iter"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progressDelay is how long reading takes before its progress is shown.
const progressDelay = time.Second

// A progress shows a person how much has been read. The nil progress shows nothing.
type progress struct {
	mu    sync.Mutex // a write must not come between the bar's clearing and drawing
	bar   *progressbar.ProgressBar
	start time.Time
	read  int64 // what the bar has not been told
	drawn bool  // the bar may be on the screen
}

// newProgress gives the progress through sources.
func newProgress(to io.Writer, sources iter.Seq[source]) *progress {
	if os.Getenv("TERM") == "dumb" {
		return nil
	}
	total := int64(0)
	for s := range sources {
		if s.size < 0 {
			total = 0
			break
		}
		total += s.size
	}
	if total == 0 {
		total = -1 // unknown
	}
	bar := progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(to),
		progressbar.OptionShowBytes(true),
		progressbar.OptionShowCount(),
		progressbar.OptionUseIECUnits(true),
		progressbar.OptionSetWidth(20),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetSpinnerChangeInterval(0), // no goroutine that draws by itself
		progressbar.OptionUseANSICodes(true),
		progressbar.OptionClearOnFinish(),
	)
	bar.StartWithoutRender()
	return &progress{bar: bar, start: time.Now()}
}

// watch gives a reader of the same that is seen in the progress.
func (p *progress) watch(r io.Reader) io.Reader {
	if p == nil {
		return r
	}
	return progressReader{r, p}
}

type progressReader struct {
	io.Reader
	progress *progress
}

func (r progressReader) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	r.progress.add(n)
	return n, err
}

func (p *progress) add(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read += int64(n)
	if time.Since(p.start) >= progressDelay {
		p.bar.Add64(p.read)
		p.read, p.drawn = 0, true
	}
}

// above gives a writer to the same terminal, whose lines stand above the bar.
func (p *progress) above(w io.Writer) io.Writer {
	if p == nil {
		return w
	}
	return progressWriter{w, p}
}

type progressWriter struct {
	io.Writer
	progress *progress
}

func (w progressWriter) Write(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	w.progress.mu.Lock()
	defer w.progress.mu.Unlock()
	w.progress.erase()
	return w.Writer.Write(b)
}

// end takes the bar away.
func (p *progress) end() {
	if p != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.erase()
	}
}

func (p *progress) erase() {
	if p.drawn {
		p.bar.Clear()
		p.drawn = false
	}
}
