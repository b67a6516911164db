package main

import (
	"context"
	"encoding/json"
	"flag"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// What the tests of the page share: the page, built once; a browser, Debian's Chromium; and
// tabs in it.

var update = flag.Bool("update", false, "write the screenshot that the README files show")

// stop closes the browser, if one was started.
var stop = func() {}

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	stop()
	os.Exit(code)
}

// skip skips a test that lacks a program. Where WEB_TESTS_REQUIRED is set, as in CI, it
// fails the test.
func skip(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("WEB_TESTS_REQUIRED") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

var builtPage = sync.OnceValues(func() ([]byte, error) { return buildPage(context.Background(), ".") })

func page(t *testing.T) []byte {
	t.Helper()
	page, err := builtPage()
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// browser starts the browser, once, and returns its context, nil if there is none.
var browser = sync.OnceValue(func() context.Context {
	path := ""
	for _, name := range []string{"chromium", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		return nil
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("accept-lang", "en"), chromedp.WSURLReadTimeout(2*time.Minute))
	ctx, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stopBrowser := chromedp.NewContext(ctx)
	before := stop
	stop = func() { before(); stopBrowser(); stopAllocator() }
	return ctx
})

// A tab has the page open.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string // of the page, without a fragment
}

// shared is a tab that most tests share, since loading the page takes longer than they do.
var shared *tab

// sharedTab returns the shared tab, with nothing in it.
func sharedTab(t *testing.T) *tab {
	t.Helper()
	if shared == nil {
		shared = newTab(t, func(func()) {})
		shared.open(page(t), "", 1280, 900)
	}
	b := &tab{t, shared.ctx, shared.url}
	b.do(`document.getElementById("clear").click()`)
	b.do(`document.getElementById("language").lang === "en" && document.getElementById("language").click()`)
	return b
}

// openTab opens a page with a fragment, such as "#get=1", in a tab of a size.
func openTab(t *testing.T, page []byte, fragment string, width, height int64) *tab {
	t.Helper()
	b := newTab(t, t.Cleanup)
	b.open(page, fragment, width, height)
	return b
}

// newTab returns a tab, which cleanup closes.
func newTab(t *testing.T, cleanup func(func())) *tab {
	t.Helper()
	ctx := browser()
	if ctx == nil {
		skip(t, "there is no Chromium: apt-get install chromium")
	}
	if err := chromedp.Do(ctx); err != nil { // starts the browser with its first tab
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(ctx)
	cleanup(cancel)
	return &tab{t: t, ctx: ctx}
}

func (b *tab) open(page []byte, fragment string, width, height int64) {
	b.t.Helper()
	b.url = servePage(page) + "/"
	b.run(chromedp.EmulateViewport(width, height), chromedp.Navigate(b.url+fragment))
}

// servePage serves a page until the tests end, and returns its URL.
func servePage(page []byte) string {
	server := httptest.NewServer(handler(page))
	before := stop
	stop = func() { before(); server.Close() }
	return server.URL
}

func (b *tab) run(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// eval returns the value of an expression of JavaScript, which may be a promise.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// do runs statements of JavaScript.
func (b *tab) do(statements string) {
	b.t.Helper()
	eval[chromedp.Void](b, statements)
}

// until waits until an expression is true.
func (b *tab) until(expression string) {
	b.t.Helper()
	for end := time.Now().Add(5 * time.Minute); !eval[bool](b, "!!("+expression+")"); {
		if time.Now().After(end) {
			b.t.Fatalf("not true within 5 minutes: %s\nThe page has\n%s", expression, eval[string](b, "document.body.innerText"))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// text returns what a reader sees of the elements that a selector finds.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return eval[string](b, "[...document.querySelectorAll("+quoted(selector)+")].map((e) => e.innerText).join('\\n')")
}

// wants fails the test if the elements that a selector finds do not show texts.
func (b *tab) wants(selector string, texts ...string) {
	b.t.Helper()
	got := b.text(selector)
	for _, text := range texts {
		if !strings.Contains(got, text) {
			b.t.Errorf("%s shows\n%s\nwithout %q", selector, got, text)
		}
	}
}

// paste pastes a text into the box, as a person does, and waits for what it says.
func (b *tab) paste(text string) {
	b.t.Helper()
	b.do(`document.getElementById("clear").click()`)
	b.do(`(() => { const box = document.getElementById("text"); box.focus(); document.execCommand("insertText", false, ` + quoted(text) + `); })()`)
	b.untilRead()
}

// untilRead waits until what was given is read.
func (b *tab) untilRead() {
	b.t.Helper()
	b.until(`document.querySelector("#capture > *") && document.getElementById("busy").hidden && (!document.querySelector("#exchange .empty"))`)
}

// example opens an example by its title.
func (b *tab) example(title string) {
	b.t.Helper()
	b.do(`(() => { const s = document.getElementById("examples"); s.value = [...s.options].findIndex((o) => o.text === ` + quoted(title) + `) - 1; s.dispatchEvent(new Event("change")); })()`)
	b.untilRead()
}

func (b *tab) screenshot() []byte {
	b.t.Helper()
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	return picture
}

// quoted returns a literal of JavaScript.
func quoted(text string) string {
	literal, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(literal)
}
