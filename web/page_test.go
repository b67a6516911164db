package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// What a person does with the page, and what it promises.

const (
	cutOff = "[{\n\"sender\": \"zxcabs\",\n\"status\": 1\n},{\"sender\": \"My sh"
	asked  = "https://smsc.ru/sys/senders.php?get=1&all=1&fmt=3&charset=utf-8&login=demo&psw=secret-word"
)

// TestPaste: a damaged answer on the clipboard. What was asked is supposed, then chosen.
func TestPaste(t *testing.T) {
	b := sharedTab(t)
	b.paste(cutOff)
	b.wants("#capture", "Recognised as the body of an answer.")
	b.wants(".verdict", "This is not a readable answer to the request. The answer ends early.")
	b.wants(".finding summary", "error", "The answer ends early.", "line 4, column 20")
	b.wants(".asked", "all=1&charset=utf-8&fmt=3&get=1", "supposed from the words of the answer")
	if got, want := eval[string](b, `document.getElementById("spoken").textContent`), b.text(".verdict"); got != want {
		t.Errorf("a screen reader says %q, want %q", got, want)
	}
	b.do(`(() => { const op = document.getElementById("op"); op.value = "add"; op.dispatchEvent(new Event("change")); })()`) // the form has the format
	b.until(`document.querySelector(".asked")?.innerText.includes("as you chose")`)
	b.wants(".asked", "add=1&charset=utf-8&fmt=3")
}

// TestURL: what was asked is taken from a pasted URL, whose password is not shown.
func TestURL(t *testing.T) {
	b := sharedTab(t)
	b.paste(cutOff)
	set := func(url string) {
		b.do(`(() => { const u = document.getElementById("url"); u.value = ` + quoted(url) + `; u.dispatchEvent(new Event("input")); })()`)
	}
	set(asked)
	b.until(`document.querySelector(".asked")?.innerText.includes("as you chose")`)
	b.wants(".asked", "all=1&charset=utf-8&fmt=3&get=1")
	if shown := b.text("body"); strings.Contains(shown, "secret-word") {
		t.Errorf("the password is shown:\n%s", shown)
	}
	b.paste("name = Магазин")
	set("https://smsc.ru/sys/senders.php?get=1") // the server answers in windows-1251
	b.until(`document.querySelector(".asked")?.innerText.includes("as you chose")`)
	b.wants("table", "Магазин")
	if found := b.text(".finding code"); strings.Contains(found, "charset") {
		t.Errorf("findings %s", found)
	}
	set("https://example.org/?get=1")
	b.until(`document.getElementById("url-error").textContent`)
	b.wants("#url-error", "this is the URL of another endpoint")
	set("get=1&add=1")
	b.until(`document.getElementById("url-error").textContent.includes("operation")`)
}

// TestDrop: a HAR, compressed with gzip, is dropped on the page.
func TestDrop(t *testing.T) {
	har, err := os.ReadFile(filepath.FromSlash("../capture/testdata/har/session.har"))
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write(har)
	w.Close()
	b := sharedTab(t)
	b.drop("session.har.gz", packed.Bytes())
	b.wants("#capture", "Recognised as a HAR file, gzip.", "answers 4", "requests to other addresses, skipped 3", "shape 1", "columns 1", "other-form 1")
	b.wants("#file-name", "session.har.gz")
	b.wants("#exchange h2", "Exchange 6") // the worst comes first
	b.wants(".finding summary", "The answer is well formed, but does not answer this request.")
	b.do(`document.querySelectorAll(".rows button")[2].click()`)
	b.until(`document.querySelector("#exchange h2").textContent === "Exchange 5"`)
	b.wants(".finding summary", "The operator columns are not the documented ones")
}

// drop drops a file on the page.
func (b *tab) drop(name string, content []byte) {
	b.t.Helper()
	b.do(`(() => {
		const transfer = new DataTransfer();
		transfer.items.add(new File([Uint8Array.from(atob(` + quoted(base64.StdEncoding.EncodeToString(content)) + `), (c) => c.charCodeAt(0))], ` + quoted(name) + `));
		document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
	})()`)
	b.untilRead()
}

// TestFindings: a finding explains itself, and its place in the text leads to it and back.
func TestFindings(t *testing.T) {
	b := sharedTab(t)
	b.example("Damaged: a log with several")
	b.do(`document.querySelectorAll(".rows button")[2].click()`)
	b.until(`document.querySelector("#exchange h2").textContent === "Exchange 3"`)
	if got := eval[int](b, `document.querySelectorAll(".finding").length`); got != 4 {
		t.Errorf("%d findings", got)
	}
	b.wants("pre.text", `\r`, "b>shop</b>")
	b.do(`document.querySelector(".text .mark.note").click()`)
	if got := eval[string](b, `document.activeElement.closest("details").id + document.activeElement.closest("details").open`); got != "finding-0true" {
		t.Errorf("the mark leads to %s", got)
	}
	b.wants("#finding-0", "CR LF line ending", "What to do: Have the client strip a CR", "About: the server's answer")
	b.do(`document.querySelector("#finding-0 button").click()`)
	if got := eval[string](b, `document.activeElement.id`); got != "mark-0" {
		t.Errorf("the finding leads to %q", got)
	}
	b.wants("#mark-0", `\r`)
}

// TestConvert: an answer in the three other formats.
func TestConvert(t *testing.T) {
	b := sharedTab(t)
	b.example("A list with statuses")
	b.wants("table", "My shop", "0 awaits moderation", "2 switched off")
	if got := b.text(".convert summary"); got != "csv\nxml\njson" {
		t.Errorf("formats %q", got)
	}
	b.do(`for (const d of document.querySelectorAll(".convert")) d.open = true`)
	b.until(`document.querySelectorAll(".convert pre").length === 3`)
	for i, want := range []string{
		"zxcabs,1\nMy shop,0\n79001234567,2",
		"<list>\n<sender status=\"1\">zxcabs</sender>\n<sender status=\"0\">My shop</sender>\n<sender status=\"2\">79001234567</sender>\n</list>",
		"[{\n\"sender\": \"zxcabs\",\n\"status\": 1\n},\n{\n\"sender\": \"My shop\",\n\"status\": 0\n},\n{\n\"sender\": \"79001234567\",\n\"status\": 2\n}]",
	} {
		if got := eval[[]string](b, `[...document.querySelectorAll(".convert pre")].map((e) => e.textContent)`)[i]; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	b.do(`navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }`)
	b.do(`document.querySelector(".convert button").click()`)
	b.until(`document.querySelector(".convert button").textContent === "Copied"`)
	if got := eval[string](b, `window.copied`); got != "zxcabs,1\nMy shop,0\n79001234567,2" {
		t.Errorf("copied %q", got)
	}
}

// TestReadings: an answer whose request is not known is read in all ways, and one is chosen.
func TestReadings(t *testing.T) {
	b := sharedTab(t)
	b.example("What was asked is not known")
	b.wants(".readings", "the id of a new name", "a list of sender names", "add, fmt=1")
	b.do(`document.querySelector(".readings button").click()`)
	b.until(`document.querySelector(".verdict.fine")`)
	b.wants(".verdict", "The name was added")
	b.wants(".asked", "add=1", "as you chose")
}

// TestHostile: what a capture holds is text, whatever it is.
func TestHostile(t *testing.T) {
	const hostile = `<img src=x onerror=document.title=1><script>document.title=1</script>`
	b := sharedTab(t)
	b.paste(`{"url": "/sys/senders.php?get=1&fmt=3&charset=utf-8&` + hostile + `", "status": 200, "headers": {"Content-Type": "` + hostile + `"}, "body": "[{\"sender\": \"` + hostile + `\", \"` + hostile + `\": \"` + hostile + `\"},{\"sender\": \"a\\u202eb\\u0000\"}]"}`)
	b.wants("table", hostile, `a\u202eb\x00`)
	b.do(`for (const d of document.querySelectorAll("details")) d.open = true`)
	b.wants(".finding", hostile[:20])
	b.wants(".text", hostile[1:])
	b.wants(".asked", hostile[:20])
	b.until(`document.querySelectorAll(".convert pre, .convert .problem").length === 3`)
	if got := eval[int](b, `document.querySelectorAll("img, #answer script, #answer b b").length`); got != 0 {
		t.Errorf("%d elements of the capture are markup", got)
	}
	if got := eval[string](b, `document.title`); got == "1" {
		t.Error("a script of the capture ran")
	}
	// The browser refuses markup from text altogether.
	if got := eval[string](b, `(() => { try { document.body.innerHTML = "<b>"; return "taken" } catch (e) { return e.name } })()`); got != "TypeError" {
		t.Errorf("innerHTML is %s", got)
	}
}

// TestSecrets: what is secret in a capture is not shown, linked or converted.
func TestSecrets(t *testing.T) {
	b := sharedTab(t)
	b.paste("GET /sys/senders.php?get=1&fmt=3&charset=utf-8&login=frodo&psw=secret-word HTTP/1.1\nCookie: sid=secret-cookie\n\nHTTP/1.1 200 OK\n\n[{\"sender\": \"secret-word\"}]")
	b.wants(".text", "•••")
	b.do(`for (const d of document.querySelectorAll("details")) d.open = true`)
	b.until(`document.querySelectorAll(".convert .problem").length === 3`)
	shown := eval[string](b, `document.getElementById("answer").outerHTML`)
	for _, secret := range []string{"secret-word", "secret-cookie", "frodo"} {
		if strings.Contains(shown, secret) {
			t.Errorf("%s is in\n%s", secret, shown)
		}
	}
	b.wants("#exchange", "The answer is not in it: it contains more than what is known to be free of secrets")
}

// TestSave: a redacted copy, as a file.
func TestSave(t *testing.T) {
	b := sharedTab(t)
	b.paste(`{"url": "` + asked + `", "status": 200, "body": "[{\"sender\": \"zxcabs\", \"status\": 1, \"note\": \"private\"}]"}`)
	b.do(`window.createURL = URL.createObjectURL; URL.createObjectURL = (blob) => { window.saved = blob; return "blob:saved"; };
		HTMLAnchorElement.prototype.click = function () { window.savedName = this.download; }`)
	defer b.do(`URL.createObjectURL = window.createURL; delete HTMLAnchorElement.prototype.click`)
	b.do(`document.getElementById("save").click()`)
	b.until(`window.savedName`)
	got := eval[string](b, `window.saved.text()`)
	want := `{"url":"https://smsc.ru/sys/senders.php?all=1&charset=utf-8&fmt=3&get=1&login=x&psw=x","status":200,"headers":{},"body":"[{\"sender\": \"zxcabs\", \"status\": 1, \"xxxx\": \"xxxxxxx\"}]"}` + "\n"
	if got != want {
		t.Errorf("saved %s, want %s", got, want)
	}
	if got := eval[string](b, `window.savedName`); got != "redacted.jsonl" {
		t.Errorf("named %s", got)
	}
	b.wants("#exchange", "Copied: 1;")
}

// TestLink: the link to an answer opens it again.
func TestLink(t *testing.T) {
	b := sharedTab(t)
	b.example("OK")
	b.do(`navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }`)
	b.do(`[...document.querySelectorAll("#exchange button")].find((e) => e.textContent === "Copy a link").click()`)
	b.until(`window.copied`)
	link := eval[string](b, `window.copied`)
	if want := b.url + "#charset=utf-8&del=1&fmt=3&body=%7B%0A%22result%22%3A+%22OK%22%0A%7D"; link != want {
		t.Fatalf("the link is %s, want %s", link, want)
	}
	_, fragment, _ := strings.Cut(link, "#")
	again := openTab(t, page(t), "#"+fragment, 1280, 900)
	again.untilRead()
	again.wants(".verdict", "The server did what was asked. It is as documented.")
	again.wants(".asked", "charset=utf-8&del=1&fmt=3", "as you chose")
}

// TestRussian: the page in Russian, findings included, and back.
func TestRussian(t *testing.T) {
	b := sharedTab(t)
	b.example("Damaged: cut off")
	b.do(`document.getElementById("language").click()`)
	b.wants(".finding summary", "Ответ обрывается.", "строка 6, столбец 17")
	b.wants(".finding", "Что делать:")
	b.wants("header", "In English")
	if got := eval[string](b, `document.documentElement.lang`); got != "ru" {
		t.Errorf("lang=%s", got)
	}
	b.do(`document.getElementById("language").click()`)
	b.wants(".finding summary", "The answer ends early.")
}

// TestOffline: once loaded, the page sends no request, whatever is done with it, and cannot
// be made to: neither itself nor its worker.
func TestOffline(t *testing.T) {
	var mu sync.Mutex
	var served, sent []string // what the server got, and what the page tried to send
	add := func(to *[]string, request string) {
		mu.Lock()
		defer mu.Unlock()
		*to = append(*to, request)
	}
	serve := handler(page(t))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		add(&served, r.URL.Path)
		serve.ServeHTTP(w, r)
	}))
	defer server.Close()
	b := newTab(t, t.Cleanup)
	b.url = server.URL + "/"
	b.run(chromedp.Navigate(b.url))
	b.until(`document.readyState === "complete"`)
	if _, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	err := chromedp.Listen(b.ctx, func(event any) {
		if request, ok := event.(*network.EventRequestWillBeSent); ok && !strings.HasPrefix(request.Request.URL, "blob:") {
			add(&sent, request.Request.URL)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	b.example("Damaged: a log with several")
	b.do(`document.getElementById("save").click()`)
	b.until(`document.querySelector("#exchange p[role=status]").textContent`)
	b.do(`document.getElementById("language").click()`)
	b.until(`document.documentElement.lang === "ru"`)
	mu.Lock()
	if len(sent) > 0 {
		t.Errorf("the page sent %q", sent)
	}
	mu.Unlock()
	for _, probe := range probes(b.url) {
		if got := eval[string](b, probe.expression); got != "blocked" {
			t.Errorf("%s: a request is %s", probe.name, got)
		}
	}
	if got := eval[string](b, "document.cookie"); got != "" {
		t.Errorf("cookies %q", got)
	}
	mu.Lock()
	defer mu.Unlock()
	if !slices.Equal(served, []string{"/"}) {
		t.Errorf("the server got %q", served)
	}
}

// TestProbes: a page without a policy does send the requests that TestOffline tries.
func TestProbes(t *testing.T) {
	b := openTab(t, []byte("<!doctype html><title>no policy</title><script>policy = {createScriptURL: (url) => url}</script>"), "", 400, 300)
	for _, probe := range probes(b.url) {
		if got := eval[string](b, probe.expression); got != "sent" {
			t.Errorf("%s: a request is %s", probe.name, got)
		}
	}
}

// A probe is an expression that tries to send a request, and is "sent" or "blocked".
type probe struct{ name, expression string }

func probes(url string) []probe {
	url = quoted(url)
	const violation = `addEventListener("securitypolicyviolation", () => done("blocked"), {once: true});`
	return []probe{
		{"fetch", `fetch(` + url + `).then(() => "sent", () => "blocked")`},
		{"beacon", `new Promise((done) => {` + violation + ` navigator.sendBeacon(` + url + `, "x"); setTimeout(done, 1000, "sent"); })`},
		{"image", `new Promise((done) => {` + violation + ` const i = new Image(); i.onerror = () => setTimeout(done, 1000, "sent"); i.src = ` + url + `; })`},
		{"frame", `new Promise((done) => {` + violation + ` const f = document.createElement("iframe"); f.onload = () => setTimeout(done, 1000, "sent"); f.src = ` + url + `; document.body.append(f); })`},
		{"form", `new Promise((done) => {` + violation + ` const f = document.createElement("form"); f.action = ` + url + `; f.target = "_blank"; document.body.append(f); f.submit(); setTimeout(done, 1000, "sent"); })`},
		{"worker", `new Promise((done) => {
			const text = "fetch(" + ` + quoted(url) + ` + ").then(() => postMessage('sent'), () => postMessage('blocked'))";
			const worker = new Worker(policy.createScriptURL(URL.createObjectURL(new Blob([text]))));
			worker.onmessage = ({data}) => done(data);
		})`},
	}
}

// TestFile: the page works from a file, without any server.
func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index.html")
	if err := os.WriteFile(path, page(t), 0o666); err != nil {
		t.Fatal(err)
	}
	b := newTab(t, t.Cleanup)
	b.run(chromedp.Navigate("file://" + path))
	b.example("Damaged: cut off")
	b.wants(".finding summary", "The answer ends early.")
}

// TestAccessible: axe-core, which checks the rules of WCAG, has no violation in the page as
// it is in any state, size, language and theme.
func TestAccessible(t *testing.T) {
	axe := axeCore(t)
	for _, state := range []struct {
		name          string
		width, height int64
		theme         string
		open          func(b *tab)
	}{
		{"empty", 1280, 900, "light", func(*tab) {}},
		{"damaged", 1280, 900, "light", func(b *tab) { b.example("Damaged: a log with several") }},
		{"refused", 1280, 900, "dark", func(b *tab) { b.paste("PK\x03\x04") }},
		{"readings on a phone", 360, 740, "dark", func(b *tab) { b.example("What was asked is not known") }},
		{"operators in Russian", 360, 740, "light", func(b *tab) {
			b.example("A list with operators")
			b.do(`document.getElementById("language").click()`)
		}},
		{"cut off", 1280, 900, "dark", func(b *tab) { b.example("Damaged: cut off") }},
	} {
		t.Run(state.name, func(t *testing.T) {
			b := openTab(t, page(t), "", state.width, state.height)
			b.theme(state.theme)
			state.open(b)
			b.do(`for (const d of document.querySelectorAll("details")) d.open = true`)
			b.until(`[...document.querySelectorAll(".convert")].every((d) => d.childElementCount > 1)`)
			b.do(axe)
			violations := eval[[]string](b, `axe.run().then(({violations}) => violations.map((v) => v.id + ": " + v.help + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join("; ")))`)
			if len(violations) > 0 {
				t.Errorf("violations:\n%s", strings.Join(violations, "\n"))
			}
			if wide := eval[bool](b, `document.documentElement.scrollWidth > innerWidth`); wide {
				t.Error("the page is wider than its window")
			}
		})
	}
}

// theme sets the colour scheme that the system prefers.
func (b *tab) theme(name string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// axeCore returns the script of axe-core, which npm downloads once into the user's cache.
func axeCore(t *testing.T) string {
	const version = "4.14.1"
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(cache, "smscodec-web", "axe-core-"+version)
	script := filepath.Join(folder, "node_modules", "axe-core", "axe.min.js")
	if _, err := os.Stat(script); err != nil {
		npm, err := exec.LookPath("npm")
		if err != nil {
			skip(t, "there is no npm to install axe-core")
		}
		if out, err := exec.CommandContext(t.Context(), npm, "install", "--no-audit", "--no-fund", "--no-save", "--prefix", folder, "axe-core@"+version).CombinedOutput(); err != nil {
			skip(t, "axe-core cannot be installed: "+err.Error()+"\n"+string(out))
		}
	}
	text, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestKeyboard: all that can be clicked can be reached and used by keyboard.
func TestKeyboard(t *testing.T) {
	b := sharedTab(t)
	b.example("Damaged: cut off")
	reached := map[string]bool{}
	for range 60 {
		b.run(chromedp.KeyEvent("\t"))
		reached[eval[string](b, `document.activeElement.id || document.activeElement.className || document.activeElement.tagName + document.activeElement.textContent`)] = true
	}
	for _, id := range []string{"text", "file", "examples", "clear", "url", "op", "format", "rows", "charset", "language", "mark-0", "save"} {
		if !reached[id] {
			t.Errorf("%s is not reached: %v", id, reached)
		}
	}
	b.do(`document.getElementById("mark-0").focus()`)
	b.run(chromedp.KeyEvent("\r"))
	if got := eval[string](b, `document.activeElement.tagName`); got != "SUMMARY" {
		t.Errorf("Enter on the mark leads to %s", got)
	}
}

// TestLarge: 50 MB of HAR are read with progress, while the page answers to clicks, one of
// which stops it.
func TestLarge(t *testing.T) {
	b := openTab(t, page(t), "", 1280, 900)
	b.do(`(() => {
		const entry = (i) => JSON.stringify({request: {method: "GET", url: "https://smsc.ru/sys/senders.php?get=1&fmt=3&charset=utf-8&n=" + i, headers: []},
			response: {status: 200, headers: [{name: "Content-Type", value: "application/json"}], content: {mimeType: "application/json", text: i % 1000 === 999 ? "OK" : "[" + "{\n\"sender\": \"zxcabs\"\n},\n".repeat(60) + "{\n\"sender\": \"b\"\n}]"}}});
		const parts = ['{"log": {"version": "1.2", "entries": [' + entry(0)];
		let size = 0;
		for (let i = 1; size < 50e6; i++) { const text = ",\n" + entry(i); size += text.length; parts.push(text); }
		parts.push("]}}");
		window.frames0 = 0; window.longest = 0; let last = performance.now();
		(function frame() { const now = performance.now(); window.longest = Math.max(window.longest, now - last); last = now; window.frames0++; requestAnimationFrame(frame); })();
		window.values = new Set();
		new MutationObserver(() => { const v = document.getElementById("progress").getAttribute("value"); if (v) window.values.add(v); }).observe(document.getElementById("progress"), {attributes: true});
		window.large = new File(parts, "large.har");
		take(window.large, "large.har", "");
	})()`)
	b.until(`!document.getElementById("busy").hidden && document.getElementById("progress").value > 0`)
	b.wants("#status", "Recognised as a HAR file. Reading…")
	b.do(`document.getElementById("stop").click()`)
	b.wants("#status", "Stopped.")
	b.do(`window.started = performance.now(); take(window.large, "large.har", ""); undefined`)
	b.until(`!document.getElementById("busy").hidden`)
	b.do(`document.getElementById("language").click(); document.getElementById("language").click()`) // while it reads
	b.untilRead()
	t.Logf("read in %.1f s; %d frames, the longest %.0f ms; %d values of progress", eval[float64](b, `(performance.now() - window.started) / 1000`),
		eval[int](b, `window.frames0`), eval[float64](b, `window.longest`), eval[int](b, `window.values.size`))
	b.wants("#capture", "Recognised as a HAR file")
	if got := eval[int](b, `window.frames0`); got < 20 {
		t.Errorf("the page was drawn %d times", got)
	}
	if got := eval[int](b, `window.values.size`); got < 3 {
		t.Errorf("%d values of progress", got)
	}
	b.wants("#exchange h2", "Exchange 1000")
}

// TestLimit: the page's parts are as small as they are meant to be.
func TestLimit(t *testing.T) {
	lines := 0
	for _, name := range []string{"index.html", "page.css", "page.js", "worker.js"} {
		lines += bytes.Count(file(name), []byte("\n"))
	}
	if lines >= 800 {
		t.Errorf("%d lines of HTML, CSS and JavaScript", lines)
	}
	_, rest, _ := bytes.Cut(page(t), []byte(`id="codec">`))
	text, _, _ := bytes.Cut(rest, []byte("<"))
	codec, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil || !bytes.HasPrefix(codec, []byte("\x1f\x8b")) {
		t.Fatal("the page has no codec in gzip")
	}
	if len(codec) > 5e6 {
		t.Errorf("%d bytes of compressed WebAssembly", len(codec))
	}
	t.Logf("%d lines; %d bytes of WebAssembly, compressed with gzip", lines, len(codec))
}

// TestScreenshot makes the picture in the README files.
func TestScreenshot(t *testing.T) {
	b := openTab(t, page(t), "", 1200, 820)
	b.theme("light")
	b.example("Damaged: cut off")
	picture := b.screenshot()
	size, err := png.DecodeConfig(bytes.NewReader(picture))
	if err != nil || size.Width < 1200 {
		t.Fatalf("%v, %d wide", err, size.Width)
	}
	if *update {
		if err := os.WriteFile("page.png", picture, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
