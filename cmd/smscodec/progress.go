package main

// The progress bar of validate.

import (
	"io"
	"iter"
	"os"
	"os/signal"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progressDelay is how long a run takes before its progress is shown.
const progressDelay = time.Second

// A progress is a bar on a terminal that shows how much has been read. A nil progress
// shows nothing.
type progress struct {
	mu    sync.Mutex // so that no write comes between clearing and drawing
	bar   *progressbar.ProgressBar
	start time.Time
	read  int64 // bytes not yet added to the bar
	drawn bool  // the bar may be on the screen

	stop func() // stops waiting for an interrupt, before which the bar must be removed
}

// newProgress returns the progress of reading sources.
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
		progressbar.OptionSetSpinnerChangeInterval(0), // no goroutine
		progressbar.OptionUseANSICodes(true),
		progressbar.OptionClearOnFinish(),
	)
	bar.StartWithoutRender()
	p := &progress{bar: bar, start: time.Now()}
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	p.stop = sync.OnceFunc(func() {
		signal.Stop(interrupts)
		close(interrupts)
	})
	go func() {
		if _, isInterrupted := <-interrupts; isInterrupted {
			p.end()
			os.Exit(exitInterrupted)
		}
	}()
	return p
}

// watch returns a reader whose reads advance the bar.
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

// above returns a writer for lines above the bar on the same terminal.
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

// end removes the bar.
func (p *progress) end() {
	if p != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.erase()
		p.stop()
	}
}

func (p *progress) erase() {
	if p.drawn {
		p.bar.Clear()
		p.drawn = false
	}
}
