"use strict";
// The page: takes what is pasted, dropped or chosen, has the worker read it, and shows what
// the worker returns. Text of a capture becomes text nodes, never markup.

const $ = (id) => document.getElementById(id);
const data = (id) => JSON.parse($(id).textContent);
const russian = data("russian"), examples = data("example-list");
let language = navigator.language.startsWith("ru") ? "ru" : "en";

// t returns an English text in the language of the page, with {0}, {1}, … replaced.
function t(text, ...values) {
  const translated = (language === "ru" && russian[text]) || text;
  return translated.replace(/\{(\d)\}/g, (_, i) => values[i]);
}

// said returns an element with a text of the codec, which is English if it has no translation.
function said(tag, text, properties = {}) {
  const numbers = text.match(/\d+/g) ?? [];
  let n = 0;
  const pattern = text.replace(/\d+/g, () => `{${n++}}`);
  const translated = russian[pattern] ? t(pattern, ...numbers) : t(text);
  return h(tag, language === "ru" && translated === text ? {...properties, lang: "en"} : properties, translated);
}

// h returns an element. Its children are elements and texts.
function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

// The worker. A new one replaces it to stop what it does.

const policy = window.trustedTypes?.createPolicy("worker", {createScriptURL: (url) => url}) ?? {createScriptURL: (url) => url};
const workerURL = policy.createScriptURL(URL.createObjectURL(new Blob([$("worker").textContent], {type: "text/javascript"})));
const codec = (async () => {
  const packed = Uint8Array.from(atob($("codec").textContent), (c) => c.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(unpacked).arrayBuffer());
})();
let worker, lastCall = 0;
const calls = new Map();

function startWorker() {
  worker?.terminate();
  calls.clear();
  const started = worker = new Worker(workerURL);
  codec.then((module) => started.postMessage({module}));
  worker.onmessage = ({data: {id, done, size, result, error}}) => {
    const waiting = calls.get(id);
    if (!waiting) return;
    if (done !== undefined) return showProgress(done, size);
    calls.delete(id);
    if (error === undefined) return waiting.resolve(result);
    startWorker();
    busy(t("The page failed at this: {0}", error), false);
  };
}

// call runs a function of the codec. If the worker is replaced, it never returns.
function call(name, ...args) {
  return new Promise((resolve) => {
    const id = ++lastCall, to = worker;
    calls.set(id, {resolve});
    codec.then(() => to.postMessage({id, call: name, args}));
  });
}

// What is open: the file, and what the codec says of it.

let file = null, opened = null, index = -1, exchange = null;

function busy(text, isBusy) {
  $("status").textContent = text;
  $("busy").hidden = !isBusy;
  if (isBusy) $("progress").removeAttribute("value");
}

function showProgress(done, size) {
  $("progress").value = size ? done / size : 0;
}

async function open(blob) {
  file = blob;
  opened = exchange = null;
  show();
  if (calls.size > 0) startWorker();
  if (!file || file.size === 0) return busy("", false);
  busy(t("Reading…"), true);
  opened = await call("open", file, chosen());
  busy("", false);
  const worst = (row) => ["note", "warning", "error"].indexOf(row.worst);
  index = opened.rows?.reduce((best, row, i, rows) => (worst(row) > worst(rows[best]) ? i : best), 0) ?? -1;
  await pick(index);
}

async function pick(i) {
  index = i;
  exchange = i >= 0 ? await call("show", i) : null;
  show();
}

// What was asked, as chosen in the form.

function chosen() {
  if (!$("op").value) return "";
  const rows = $("op").value === "get" && $("rows").value ? `&${$("rows").value}=1` : "";
  return `${$("op").value}=1&fmt=${$("format").value}&charset=${$("charset").value}${rows}`;
}

function choose(request) {
  $("op").value = request?.op ?? "";
  if (!request) return;
  $("format").value = ["plain", "csv", "xml", "json"].indexOf(request.format);
  $("charset").value = request.charset;
  $("rows").value = request.all ? "all" : request.operators ? "operators" : "";
}

async function parseURL() {
  const text = $("url").value.trim();
  const {request, error} = text ? await call("request", text) : {};
  $("url-error").replaceChildren(error ? said("span", error) : "");
  if (error) return;
  choose(request);
  open(file);
}

// What is shown.

function show() {
  $("capture").replaceChildren(...(opened ? captureParts() : []));
  $("exchange").replaceChildren(...(exchange ? exchangeParts() : []));
  if (!opened && !file) $("exchange").replaceChildren(h("p", {class: "empty"}, t("Paste something, or try an example: what it says appears here.")));
}

const formats = {body: "the body of an answer", dump: "HTTP messages", har: "a HAR file", jsonl: "JSON Lines", warc: "a WARC file", cassette: "a cassette"};

function captureParts() {
  const {failure, guess, format, packing} = opened;
  const problem = (f) => [f.entry ? t("exchange {0}", f.entry) + ", " : "", f.line ? t("line {0}, column {1}", f.line, f.col) + ": " : "", said("span", f.what), f.hint ? "; " : "", f.hint ? said("span", f.hint) : ""];
  if (failure) return [h("p", {class: "verdict error"}, h("strong", {}, t("This cannot be read.")), " ", ...problem(failure))];
  const parts = [h("p", {class: "recognised"}, t("Recognised as {0}", t(formats[format])), packing ? `, ${packing}` : "", ".")];
  if (guess) parts[0].replaceChildren(t("Neither a capture nor surely an answer; read as the body of an answer."), " ", t("If it is one, say what was asked."));
  if (opened.rows?.length === 1 && !opened.unlisted && !opened.elsewhere && !opened.broken) return parts;
  const count = (text, n) => n > 0 && h("li", {}, t(text), " ", h("b", {}, n));
  parts.push(
    h("ul", {class: "counts"}, [count("answers", opened.answers), count("of them refusals", opened.refusals), count("responses not read as an answer", opened.others), count("responses not captured", opened.missing), count("requests to other addresses, skipped", opened.elsewhere)].filter(Boolean)),
    h("ul", {class: "counts"}, (opened.findings ?? []).map((f) => h("li", {class: f.severity}, `${f.id} `, h("b", {}, f.count)))),
  );
  if (opened.broken) parts.push(h("ul", {class: "broken"}, opened.broken.map((f) => h("li", {}, t("cannot be read:"), " ", ...problem(f)))));
  const rows = (opened.rows ?? []).map((row, i) => h("li", {}, h("button", {type: "button", click: () => pick(i), "aria-current": i === index ? "true" : undefined},
    h("span", {class: "number"}, row.entry), h("span", {}, row.asked || "?"), h("span", {}, t(kinds[row.answer])), row.worst ? h("span", {class: `badge ${row.worst}`}, row.findings) : "")));
  if (rows.length) parts.push(h("nav", {"aria-label": t("Exchanges")}, h("ol", {class: "rows"}, rows)));
  if (opened.unlisted) parts.push(h("p", {}, t("Counted, but not listed: {0}", opened.unlisted)));
  return parts;
}

const kinds = {list: "a list of sender names", added: "the id of a new name", done: "OK", error: "a refusal", several: "several readings", missing: "no response", none: "not an answer"};

function exchangeParts() {
  const x = exchange, findings = x.findings ?? [], damage = {error: 0, warning: 0, note: 0};
  for (const f of findings) damage[f.severity]++;
  const worst = ["error", "warning", "note"].find((s) => damage[s]) ?? "fine";
  const verdicts = {list: "The answer is a list of sender names: {0}.", added: "The name was added; its id is in the table.", done: "The server did what was asked.", error: "The server refused the request.", several: "What was asked is not known, and the answer can be read in {1} ways.", missing: "The capture does not have the answer.", none: "This is not a readable answer to the request."};
  const states = {error: "It is damaged: it cannot be trusted as it is.", warning: "It departs from the documentation; many clients will stumble over it.", note: "It departs from the documentation in ways that a careful client handles.", fine: "It is as documented."};
  const parts = [h("h2", {}, x.entry ? t("Exchange {0}", x.entry) : t("The answer")),
    h("p", {class: `verdict ${worst}`}, h("strong", {}, t(verdicts[x.answer], x.senders, x.readings?.length)), " ", ["none", "missing"].includes(x.answer) ? said("span", findings.find((f) => f.severity === worst)?.meaning ?? "") : x.answer === "several" ? "" : t(states[worst])),
    askedPart(x)];
  if (x.suggested) parts.splice(2, 0, h("p", {class: "suggestion"}, t("It looks like an answer to this request:"), " ", h("code", {}, x.suggested.query), " ", h("button", {type: "button", click: () => { choose(x.suggested); open(file); }}, t("Read it as that"))));
  if (findings.length) parts.push(h("section", {}, h("h3", {}, t("What is wrong")), findings.map((f, i) => findingPart(f, i, f.severity === worst && findings.findIndex((g) => g.severity === worst) === i))));
  if (x.readings) parts.push(h("section", {}, h("h3", {}, t("What it can mean")), h("div", {class: "readings"}, x.readings.map(readingPart))));
  const text = x.text ? h("section", {}, h("h3", {}, t("The text")), h("pre", {class: "text", tabindex: "0", role: "region", "aria-label": t("The text")}, x.text.map((line) => linePart(line, findings)))) : "";
  const table = x.table ? h("section", {}, h("h3", {}, t("What it says")), tablePart(x.table, findings)) : "";
  parts.push(...(findings.some((f) => f.line) ? [text, table] : [table, text]));
  if (x.table) parts.push(h("section", {}, h("h3", {}, t("The same answer in the other formats")), ["plain", "csv", "xml", "json"].filter((f) => f !== x.request.format).map(convertPart)));
  parts.push(sharePart(x));
  return parts;
}

function askedPart(x) {
  const sources = {capture: "from the capture", chosen: "as you chose", deduced: "found from the answer, which only fits this"};
  const rows = [];
  if (x.request) rows.push(h("code", {}, x.request.query), ` (${t(sources[x.source])})`);
  else rows.push(x.source ? t("The request cannot be read.") : t("not known"));
  const details = [x.method, x.url, x.status ? `HTTP ${x.status}` : "", x.contentType].filter(Boolean);
  return h("dl", {class: "asked"}, h("dt", {}, t("What was asked")), h("dd", {}, ...rows), details.length ? [h("dt", {}, "HTTP"), h("dd", {class: "http"}, details.join(" · "))] : null);
}

function findingPart(f, i, isOpen) {
  const place = f.line ? t("line {0}, column {1}", f.line, f.col) : "";
  return h("details", {class: `finding ${f.severity}`, id: `finding-${i}`, open: isOpen},
    h("summary", {}, h("span", {class: `badge ${f.severity}`}, `${i + 1} `, t(f.severity)), " ", said("span", f.meaning), place || f.count > 1 ? h("span", {class: "place"}, [place, f.count > 1 ? `× ${f.count}` : ""].filter(Boolean).join(", ")) : ""),
    f.message && h("p", {class: "message"}, f.field ? h("code", {}, f.field) : "", f.field ? ": " : "", said("span", f.message)),
    f.background ? said("p", f.background) : "",
    h("p", {}, h("b", {}, t("What to do:")), " ", said("span", f.remedy)),
    h("p", {class: "about"}, t("About: {0}", t(f.about)), " · ", h("code", {}, f.id), f.line ? h("button", {type: "button", click: () => reveal(`mark-${i}`)}, t("Show in the text")) : ""));
}

function reveal(id) {
  const element = $(id);
  if (!element) return;
  if (element.tagName === "DETAILS") element.open = true;
  element.scrollIntoView({block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth"});
  (element.querySelector("summary") ?? element).focus({preventScroll: true});
}

// partOf returns a part of a text. Its mark is a button that goes to the finding.
function partOf(part, findings = []) {
  const text = part.k === "end" ? t("the text ends here") : part.k === "hidden" ? "•••" : part.t;
  const element = part.k ? h("span", {class: part.k}, text) : text;
  if (!part.m) return element;
  const worst = ["error", "warning", "note"].find((s) => part.m.some((m) => findings[m].severity === s));
  return h("button", {type: "button", class: `mark ${worst}`, id: `mark-${part.m[0]}`, click: () => reveal(`finding-${part.m[0]}`), title: t(findings[part.m[0]].meaning)},
    part.m.slice(1).map((m) => h("span", {id: `mark-${m}`})), element, h("sup", {}, part.m.map((m) => m + 1).join(",")));
}

const linePart = (line, findings) => h("span", {class: "line", "data-n": line.n || ""}, line.parts.map((part) => partOf(part, findings)), "\n");

function tablePart(table, findings = [], label = t("What it says")) {
  const isWide = table.head.length > 4, legend = new Map();
  const severities = Object.fromEntries(findings.filter((f) => f.row >= 0).map((f) => [f.row, f.severity]));
  const cell = (c, i, row) => {
    if (isWide && c.meaning) legend.set(c.parts[0].t, c.meaning);
    const meaning = c.meaning ? h("span", {class: isWide ? "unseen" : "meaning"}, " ", t(c.meaning)) : "";
    return h(i ? "td" : "th", i ? {} : {scope: "row", class: severities[row]}, h("bdi", {}, c.parts.map((part) => partOf(part))), meaning);
  };
  return h("div", {class: "table"},
    h("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": label},
      h("table", {}, h("thead", {}, h("tr", {}, table.head.map((head) => h("th", {scope: "col"}, t(head))))),
        h("tbody", {}, (table.rows ?? []).map((row, n) => h("tr", {}, row.map((c, i) => cell(c, i, n))))))),
    legend.size ? h("ul", {class: "counts"}, [...legend].sort().map(([code, meaning]) => h("li", {}, h("b", {}, code), " ", t(meaning)))) : "",
    table.omitted ? h("p", {}, t("And {0} more, not shown.", table.omitted)) : "",
    !table.rows ? h("p", {}, t("The list is empty.")) : "");
}

function readingPart(r) {
  const asked = {done: "chg, send_code, check_code, del", error: t("any operation")}[r.answer] ?? r.request.op + (r.request.all ? ", all=1" : "") + (r.request.operators ? ", operators=1" : "");
  return h("article", {}, h("h4", {}, t(kinds[r.answer])), h("p", {}, t("if this was asked:"), " ", h("code", {}, `${asked}, fmt=${["plain", "csv", "xml", "json"].indexOf(r.request.format)}`), ` (${r.request.format}, ${r.request.charset})`),
    tablePart(r.table, [], `${t(kinds[r.answer])}, ${r.request.query}`), h("button", {type: "button", click: () => { choose(r.request); open(file); }}, t("This was asked")));
}

const maxShown = 20000;

function convertPart(format) {
  return h("details", {class: "convert", toggle: async (event) => {
    const details = event.target;
    if (!details.open || details.childElementCount > 1) return;
    const {text, error} = await call("convert", index, exchange.request.query, format);
    if (details.childElementCount > 1) return;
    details.append(...(error ? [h("p", {class: "problem"}, t("This format cannot carry it:"), " ", said("span", error))]
      : [h("pre", {class: "copy", tabindex: "0", role: "region", "aria-label": format}, text.slice(0, maxShown), text.length > maxShown ? "…" : ""), copyButton(t("Copy"), text)]));
  }}, h("summary", {}, format));
}

function copyButton(label, text) {
  return h("button", {type: "button", click: async ({target}) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // not from https or localhost
      const area = h("textarea", {});
      area.value = text;
      target.after(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    $("status").textContent = target.textContent = t("Copied");
    setTimeout(() => { target.textContent = label; }, 2000);
  }}, label);
}

function sharePart(x) {
  const form = h("select", {"aria-label": t("Form of the copy")}, h("option", {value: "jsonl"}, "JSON Lines"), h("option", {value: "har"}, "HAR"));
  const phones = h("input", {type: "checkbox"}), saved = h("p", {role: "status"});
  const save = async () => {
    busy(t("Copying…"), true);
    const {blob, ...done} = await call("copy", file, chosen(), {har: form.value === "har", phones: phones.checked});
    busy("", false);
    saved.replaceChildren(done.failure ? said("span", done.failure.what) : t("Copied: {0}; to other addresses, left out: {1}; unsafe to copy, left out: {2}; without their text: {3}.", done.copied, done.elsewhere, done.excluded, done.omitted));
    if (!done.copied) return;
    const link = h("a", {href: URL.createObjectURL(blob), download: form.value === "har" ? "redacted.har" : "redacted.jsonl"});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const url = location.href.split("#")[0] + "#" + x.link.fragment;
  return h("section", {}, h("h3", {}, t("Share it")),
    h("p", {}, t("A redacted copy is written anew from what is known to be safe: no passwords, cookies, comments or times. Sender names stay.")),
    h("div", {class: "tools"}, form, h("label", {}, phones, " ", t("replace phone numbers")), h("button", {type: "button", id: "save", click: save}, t("Save a redacted copy"))), saved,
    x.link.fragment ? h("p", {}, x.link.hasBody ? t("A link holds the request and the answer.") : t("A link holds the request only. The answer is not in it: {0}.", t(x.link.why))) : "",
    x.link.fragment ? copyButton(t("Copy a link"), url) : "");
}

// What people do.

let typing;
$("text").addEventListener("input", ({inputType}) => {
  clearTimeout(typing);
  typing = setTimeout(() => take(new Blob([$("text").value]), ""), inputType?.startsWith("insertFromPaste") ? 0 : 300);
});

// take opens what was given. A text in the box keeps its bytes in the blob.
function take(blob, name, text) {
  $("file-name").hidden = !name;
  $("file-name").textContent = name ? t("File: {0}, {1} KB", name, Math.ceil(blob.size / 1000)) : "";
  if (text !== undefined) $("text").value = text;
  return open(blob);
}

const takeFile = (given) => given && take(given, given.name, "");
$("file").addEventListener("change", ({target}) => { takeFile(target.files[0]); target.value = ""; });
document.addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("drop"); });
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("drop"); });
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("drop");
  const text = event.dataTransfer.getData("text");
  if (event.dataTransfer.files.length) takeFile(event.dataTransfer.files[0]);
  else if (text) take(new Blob([text]), "", text);
});
document.addEventListener("paste", (event) => {
  if (!event.clipboardData?.files.length) return;
  event.preventDefault();
  takeFile(event.clipboardData.files[0]);
});
$("examples").addEventListener("change", ({target}) => {
  const example = examples[target.value];
  target.value = "";
  if (!example) return;
  choose(null);
  $("url").value = $("url-error").textContent = "";
  take(new Blob([example.text]), "", example.text);
});
$("clear").addEventListener("click", () => { choose(null); $("url").value = $("url-error").textContent = ""; take(null, "", ""); $("text").focus(); });
$("stop").addEventListener("click", () => { startWorker(); busy(t("Stopped."), false); });
$("request").addEventListener("submit", (event) => event.preventDefault());
$("url").addEventListener("input", parseURL);
for (const id of ["op", "format", "rows", "charset"]) $(id).addEventListener("change", () => { $("url").value = $("url-error").textContent = ""; open(file); });

async function takeLink() {
  if (location.hash.length < 2) return;
  const {request, body} = await call("link", location.hash.slice(1));
  choose(request);
  const bytes = Uint8Array.from(atob(body ?? ""), (c) => c.charCodeAt(0));
  take(new Blob([bytes]), "", new TextDecoder().decode(bytes));
}
addEventListener("hashchange", takeLink);

// The language.

function translate() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-t]")) {
    element.dataset.t ||= element.textContent;
    element.textContent = t(element.dataset.t);
  }
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
  $("language").textContent = language === "ru" ? "In English" : "По-русски";
  $("language").lang = language === "ru" ? "en" : "ru";
  $("examples").replaceChildren($("examples").options[0], ...examples.map((example, i) => h("option", {value: i}, t(example.title))));
  $("examples").value = "";
  show();
}
$("language").addEventListener("click", () => { language = language === "ru" ? "en" : "ru"; translate(); });

startWorker();
translate();
takeLink();
