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
  element.append(...children.flat(Infinity));
  return element;
}

// The worker. A new one replaces it to stop what it does.

const rules = {createScriptURL: (url) => url};
const policy = window.trustedTypes?.createPolicy("worker", rules) ?? rules;
const workerURL = policy.createScriptURL(URL.createObjectURL(new Blob([$("worker").textContent], {type: "text/javascript"})));
const bytesOf = (base64) => Uint8Array.fromBase64?.(base64) ?? Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const codec = (async () => {
  const packed = bytesOf($("codec").textContent);
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(unpacked).arrayBuffer());
})();
codec.catch((error) => busy(t("The page failed at this: {0}", error), false));
let worker, lastCall = 0;
const calls = new Map();

function startWorker() {
  worker?.terminate();
  calls.clear();
  const started = worker = new Worker(workerURL);
  codec.then((module) => started.postMessage({module}));
  worker.onmessage = ({data: {id, recognised, done, size, result, error}}) => {
    const waiting = calls.get(id);
    if (!waiting) return;
    if (recognised) return busy([...recognisedParts(recognised), " ", t("Reading…")], true);
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

let file = null, isText = false, opened = null, index = -1, exchange = null, lastOpened = 0;

function busy(text, isBusy) {
  $("status").replaceChildren(...[text].flat());
  $("busy").hidden = !isBusy;
  if (isBusy) $("progress").removeAttribute("value");
}

function showProgress(done, size) {
  $("progress").value = size ? done / size : 0;
}

async function open(blob) {
  file = blob;
  opened = exchange = null;
  lastOpened++;
  show();
  if (calls.size > 0) startWorker();
  if (!file || file.size === 0) return busy("", false);
  busy(t("Reading…"), true);
  const mine = ++lastOpened, result = await call("open", file, chosen(), isText);
  if (mine !== lastOpened) return; // another one was opened since
  opened = result;
  busy("", false);
  const rows = opened.rows ?? [];
  const worst = severities.find((s) => rows.some((row) => row.worst === s));
  await pick(rows.length ? Math.max(0, rows.findIndex((row) => row.worst === worst)) : -1);
  $("spoken").textContent = document.querySelector("#answer .verdict, #answer .broken")?.textContent ?? ""; // for screen readers
  if ($("answer").getBoundingClientRect().top > innerHeight - 200) bring($("answer"), "start"); // on a phone
}

async function pick(i) {
  index = i;
  exchange = i >= 0 ? await call("show", i) : null;
  if (exchange?.request && !$("op").value) fill(exchange.request);
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
  if (request) fill(request);
}

// fill fills the form, except for the operation, without which it chooses nothing.
function fill(request) {
  $("format").value = formats.indexOf(request.format);
  $("charset").value = request.charset;
  $("rows").value = request.all ? "all" : request.operators ? "operators" : "";
}

function clearURL() {
  $("url").value = $("url-error").textContent = "";
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
  $("request-note").textContent = t(exchange?.source === "capture" ? requestNotes.captured : requestNotes.missing);
  $("capture").replaceChildren(...(opened ? captureParts() : []));
  $("exchange").replaceChildren(...(exchange ? exchangeParts() : []));
  if (!file) $("exchange").replaceChildren(h("p", {class: "empty"}, t("Paste something, or try an example: what it says appears here.")));
}

const requestNotes = {
  captured: "The capture has the request, so this is not used.",
  missing: "An answer does not say what it answers. A capture usually has the request; if yours has none, give it here.",
};
const captureNames = {
  body: "the body of an answer",
  dump: "HTTP messages",
  har: "a HAR file",
  jsonl: "JSON Lines",
  warc: "a WARC file",
  cassette: "a cassette",
};
const kinds = {
  list: "a list of sender names",
  added: "the id of a new name",
  done: "OK",
  error: "a refusal",
  several: "several readings",
  missing: "no response",
  none: "not an answer",
};
const verdicts = {
  list: "The answer is a list of sender names: {0}.",
  added: "The name was added; its id is in the table.",
  done: "The server did what was asked.",
  error: "The server refused the request.",
  several: "What was asked is not known. Possible readings of the answer: {1}.",
  missing: "The capture does not have the answer.",
  none: "This is not a readable answer to the request.",
};
const states = {
  error: "It is damaged: it cannot be trusted as it is.",
  warning: "It departs from the documentation; many clients will stumble over it.",
  note: "It departs from the documentation in ways that a careful client handles.",
  fine: "It is as documented.",
};
const sources = {
  capture: "from the capture",
  chosen: "as you chose",
  deduced: "found from the answer, which only fits this",
  supposed: "supposed from the words of the answer; if that is wrong, choose it in the form",
};
const formats = ["plain", "csv", "xml", "json"];
const severities = ["error", "warning", "note"];

// section returns a titled part of what is shown.
const section = (title, ...children) => h("section", {}, h("h3", {}, title), ...children);
const button = (label, click, properties = {}) => h("button", {type: "button", click, ...properties}, label);
const region = (tag, label, properties, ...children) => h(tag, {tabindex: "0", role: "region", "aria-label": label, ...properties}, ...children);
const counts = (items) => (items.length ? h("ul", {class: "counts"}, items) : "");

function failureParts({entry, line, col, what, hint}) {
  return [
    entry ? t("exchange {0}", entry) + ", " : "",
    line ? t("line {0}, column {1}", line, col) + ": " : "",
    said("span", what),
    hint ? "; " : "",
    hint ? said("span", hint) : "",
  ];
}

function recognisedParts({guess, format, packing}) {
  if (!format) return [];
  if (guess) return [t("Neither a capture nor surely an answer; read as the body of an answer."), " ", t("If it is one, say what was asked.")];
  return [t("Recognised as {0}", t(captureNames[format])), packing ? `, ${packing}` : "", "."];
}

// captureParts returns what is shown of the capture as a whole.
function captureParts() {
  const {failure, broken, unlisted} = opened;
  const rows = opened.rows ?? [];
  if (failure) {
    return [h("p", {class: "verdict error"}, h("strong", {}, t("This cannot be read.")), " ", ...failureParts(failure))];
  }
  const parts = [h("p", {class: "recognised"}, ...recognisedParts(opened))];
  if (rows.length === 1 && !unlisted && !opened.elsewhere && !broken?.length) return parts;
  const count = (text, n) => (n > 0 ? [h("li", {}, t(text), " ", h("b", {}, n))] : []);
  parts.push(
    counts([
      ...count("answers", opened.answers),
      ...count("of them refusals", opened.refusals),
      ...count("responses not read as an answer", opened.others),
      ...count("responses not captured", opened.missing),
      ...count("requests to other addresses, skipped", opened.elsewhere),
    ]),
    counts((opened.findings ?? []).map((f) => h("li", {class: f.severity}, `${f.id} `, h("b", {}, f.count)))),
  );
  if (broken?.length) {
    parts.push(h("ul", {class: "broken"}, broken.map((f) => h("li", {}, t("cannot be read:"), " ", ...failureParts(f)))));
  }
  if (rows.length) parts.push(h("nav", {"aria-label": t("Exchanges")}, h("ol", {class: "rows"}, rows.map(rowPart))));
  if (unlisted) parts.push(h("p", {}, t("Counted, but not listed: {0}", unlisted)));
  return parts;
}

function rowPart(row, i) {
  return h("li", {}, button([
    h("span", {class: "number"}, row.entry),
    h("span", {}, row.asked || "?"),
    h("span", {}, t(kinds[row.answer])),
    row.worst ? h("span", {class: `badge ${row.worst}`}, row.findings) : "",
  ], () => pick(i), {"aria-current": i === index ? "true" : undefined}));
}

// exchangeParts returns what is shown of an exchange.
function exchangeParts() {
  const x = exchange, findings = x.findings ?? [];
  const worst = severities.find((s) => findings.some((f) => f.severity === s)) ?? "fine";
  const first = findings.findIndex((f) => f.severity === worst);
  let state = said("span", states[worst]);
  if (x.answer === "several") state = "";
  if (x.answer === "none" || x.answer === "missing") state = first >= 0 ? said("span", findings[first].meaning) : "";
  const text = x.text
    ? section(t("The text"), region("pre", t("The text"), {class: "text"}, x.text.map((line) => linePart(line, findings))))
    : "";
  const table = x.table ? section(t("What it says"), tablePart(x.table, t("What it says"), findings)) : "";
  return [
    h("h2", {}, x.entry ? t("Exchange {0}", x.entry) : t("The answer")),
    h("p", {class: `verdict ${worst}`}, h("strong", {}, t(verdicts[x.answer], x.senders, x.readings?.length)), " ", state),
    askedPart(x),
    findings.length ? section(t("What is wrong"), findings.map((f, i) => findingPart(f, i, i === first))) : "",
    x.readings ? section(t("What it can mean"), h("div", {class: "readings"}, x.readings.map(readingPart))) : "",
    ...(findings.some((f) => f.line) ? [text, table] : [table, text]),
    x.table ? section(t("The same answer in the other formats"), formats.filter((f) => f !== x.request.format).map(convertPart)) : "",
    sharePart(x),
  ];
}

function askedPart(x) {
  const unknown = x.source ? t("The request cannot be read.") : t("not known");
  const asked = x.request ? [h("code", {}, x.request.query), ` (${t(sources[x.source])})`] : [unknown];
  const http = [x.method, x.url, x.status ? `HTTP ${x.status}` : "", x.contentType].filter(Boolean).join(" · ");
  return h("dl", {class: "asked"}, h("dt", {}, t("What was asked")), h("dd", {}, ...asked), http ? [h("dt", {}, "HTTP"), h("dd", {}, http)] : "");
}

function findingPart(f, i, isOpen) {
  const place = [f.line ? t("line {0}, column {1}", f.line, f.col) : "", f.count > 1 ? `× ${f.count}` : ""].filter(Boolean).join(", ");
  return h("details", {class: `finding ${f.severity}`, id: `finding-${i}`, open: isOpen},
    h("summary", {},
      h("span", {class: `badge ${f.severity}`}, t(f.severity), ` ${i + 1}`), " ",
      said("span", f.meaning),
      place ? h("span", {class: "place"}, place) : ""),
    f.message ? h("p", {class: "message"}, f.field ? [h("code", {}, f.field), ": "] : "", said("span", f.message)) : "",
    f.background ? said("p", f.background) : "",
    h("p", {}, h("b", {}, t("What to do:")), " ", said("span", f.remedy)),
    h("p", {class: "about"}, t("About: {0}", t(f.about)), " · ", h("code", {}, f.id),
      f.line ? button(t("Show in the text"), () => reveal(`mark-${i}`)) : ""));
}

// bring scrolls to an element.
function bring(element, block) {
  element.scrollIntoView({block, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth"});
}

// reveal goes to a finding, which it opens, or to the mark of one.
function reveal(id) {
  const element = $(id);
  if (!element) return;
  if (element.tagName === "DETAILS") element.open = true;
  bring(element, "center");
  (element.querySelector("summary") ?? element.closest("button") ?? element).focus({preventScroll: true});
}

// partOf returns a part of a text. Its mark is a button that goes to the finding.
function partOf(part, findings = []) {
  const text = part.k === "end" ? t("the text ends here") : part.k === "hidden" ? "•••" : part.t;
  const element = part.k ? h("span", {class: part.k}, text) : text;
  if (!part.m) return element;
  const [first, ...others] = part.m;
  const worst = severities.find((s) => part.m.some((m) => findings[m].severity === s));
  return button([
    others.map((m) => h("span", {id: `mark-${m}`})),
    element,
    h("sup", {}, part.m.map((m) => m + 1).join(",")),
  ], () => reveal(`finding-${first}`), {class: `mark ${worst}`, id: `mark-${first}`, title: t(findings[first].meaning)});
}

function linePart(line, findings) {
  return h("span", {class: "line", "data-n": line.n || ""}, line.parts.map((part) => partOf(part, findings)), "\n");
}

// tablePart returns a reply as a table. A wide one has the meanings of its codes below it.
function tablePart(table, label, findings = []) {
  const isWide = table.head.length > 4, legend = new Map();
  const severityOf = Object.fromEntries(findings.filter((f) => f.row >= 0).map((f) => [f.row, f.severity]));
  const cellPart = (cell, i, row) => {
    if (isWide && cell.meaning) legend.set(cell.parts[0].t, cell.meaning);
    const meaning = cell.meaning ? h("span", {class: isWide ? "unseen" : "meaning"}, " ", t(cell.meaning)) : "";
    return h(i ? "td" : "th", i ? {} : {scope: "row", class: severityOf[row]}, h("bdi", {}, cell.parts.map((part) => partOf(part))), meaning);
  };
  const rows = (table.rows ?? []).map((row, n) => h("tr", {}, row.map((cell, i) => cellPart(cell, i, n))));
  const head = h("tr", {}, table.head.map((name) => h("th", {scope: "col"}, t(name))));
  return h("div", {class: "table"},
    region("div", label, {class: "scroll"}, h("table", {}, h("thead", {}, head), h("tbody", {}, rows))),
    counts([...legend].sort().map(([code, meaning]) => h("li", {}, h("b", {}, code), " ", t(meaning)))),
    table.omitted ? h("p", {}, t("And {0} more, not shown.", table.omitted)) : "",
    rows.length ? "" : h("p", {}, t("The list is empty.")));
}

function readingPart({request, answer, table}) {
  const flags = (request.all ? ", all=1" : "") + (request.operators ? ", operators=1" : "");
  const asked = {done: "chg, send_code, check_code, del", error: t("any operation")}[answer] ?? request.op + flags;
  return h("article", {},
    h("h4", {}, t(kinds[answer])),
    h("p", {}, t("if this was asked:"), " ", h("code", {}, `${asked}, fmt=${formats.indexOf(request.format)}`), ` (${request.format}, ${request.charset})`),
    tablePart(table, `${t(kinds[answer])}, ${request.query}`),
    button(t("This was asked"), () => { choose(request); open(file); }));
}

const maxShown = 20000; // of a converted answer, in characters

function convertPart(format) {
  const convert = async ({target}) => {
    if (!target.open || target.childElementCount > 1) return;
    const {text, error} = await call("convert", index, format);
    if (target.childElementCount > 1) return;
    target.append(...(error
      ? [h("p", {class: "problem"}, t("This format cannot carry it:"), " ", said("span", error))]
      : [region("pre", format, {class: "copy"}, text.slice(0, maxShown), text.length > maxShown ? "…" : ""), copyButton(t("Copy"), text)]));
  };
  return h("details", {class: "convert", toggle: convert}, h("summary", {}, format));
}

function copyButton(label, text) {
  return button(label, async ({target}) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // the page is not from https or this machine
      const area = h("textarea", {});
      area.value = text;
      target.after(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    $("spoken").textContent = target.textContent = t("Copied");
    setTimeout(() => { target.textContent = label; }, 2000);
  });
}

function sharePart({link}) {
  const form = h("select", {"aria-label": t("Form of the copy")}, h("option", {value: "jsonl"}, "JSON Lines"), h("option", {value: "har"}, "HAR"));
  const phones = h("input", {type: "checkbox"}), saved = h("p", {role: "status"});
  const save = async () => {
    busy(t("Copying…"), true);
    const {blob, ...done} = await call("copy", file, chosen(), {har: form.value === "har", phones: phones.checked});
    busy("", false);
    saved.replaceChildren(done.failure ? said("span", done.failure.what)
      : t("Copied: {0}; to other addresses, left out: {1}; unsafe to copy, left out: {2}; without their text: {3}.",
        done.copied, done.elsewhere, done.excluded, done.omitted));
    if (!done.copied) return;
    const anchor = h("a", {href: URL.createObjectURL(blob), download: `redacted.${form.value}`});
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
  };
  const linkNote = link.hasBody ? t("A link holds the request and the answer.")
    : t("A link holds the request only. The answer is not in it: {0}.", t(link.why));
  return section(t("Share it"),
    h("p", {}, t("A redacted copy is written anew from what is known to be safe: no passwords, cookies, comments or times. Sender names stay.")),
    h("div", {class: "tools"}, form, h("label", {}, phones, " ", t("replace phone numbers")), button(t("Save a redacted copy"), save, {id: "save"})),
    saved,
    link.fragment ? [h("p", {}, linkNote), copyButton(t("Copy a link"), location.href.split("#")[0] + "#" + link.fragment)] : "");
}

// What people do.

let typing;
$("text").addEventListener("input", ({inputType}) => {
  clearTimeout(typing);
  typing = setTimeout(() => take(new Blob([$("text").value]), "", undefined, true), inputType?.startsWith("insertFromPaste") ? 0 : 300);
});

// take opens what was given: a file with a name, or a text for the box. A text that was
// pasted is UTF-8, whatever charset the server sent.
function take(blob, name, text, isPasted = false) {
  isText = isPasted;
  $("file-name").hidden = !name;
  $("file-name").textContent = name ? t("File: {0}, {1} KB", name, Math.ceil(blob.size / 1000)) : "";
  if (text !== undefined) $("text").value = text;
  return open(blob);
}

const takeFile = (given) => given && take(given, given.name, "");
$("file").addEventListener("change", ({target}) => { takeFile(target.files[0]); target.value = ""; });
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("drop");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("drop");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("drop");
  const text = event.dataTransfer.getData("text");
  if (event.dataTransfer.files.length) takeFile(event.dataTransfer.files[0]);
  else if (text) take(new Blob([text]), "", text, true);
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
  clearURL();
  take(new Blob([example.text]), "", example.text);
});
$("clear").addEventListener("click", () => {
  choose(null);
  clearURL();
  take(null, "", "");
  $("text").focus();
});
$("stop").addEventListener("click", () => { startWorker(); busy(t("Stopped."), false); });
$("request").addEventListener("submit", (event) => event.preventDefault());
$("url").addEventListener("input", parseURL);
for (const id of ["op", "format", "rows", "charset"]) $(id).addEventListener("change", () => { clearURL(); open(file); });

async function takeLink() {
  if (location.hash.length < 2) return;
  const {request, body, isText: isPasted} = await call("link", location.hash.slice(1));
  choose(request);
  const bytes = bytesOf(body ?? "");
  take(new Blob([bytes]), "", new TextDecoder().decode(bytes), isPasted);
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
  [$("language").textContent, $("language").lang] = language === "ru" ? ["In English", "en"] : ["По-русски", "ru"];
  const options = examples.map((example, i) => h("option", {value: i}, t(example.title)));
  $("examples").replaceChildren($("examples").options[0], ...options);
  $("examples").value = "";
  show();
}
$("language").addEventListener("click", () => { language = language === "ru" ? "en" : "ru"; translate(); });

startWorker();
translate();
takeLink();
