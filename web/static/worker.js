"use strict";
// The worker: the codec, away from the page, so that the page never waits for it. A message
// is {id, call, args}; the reply {id, result}, or {id, error}. Before it may come what a file is
// recognised as, {id, recognised}, and reports of progress, {id, done, size}.

const go = new Go();
let ready;

// A source is a file that Go reads in pieces.
function source(id, blob) {
  const reader = new FileReaderSync();
  let told = 0;
  return {
    size: blob.size,
    read(from, to) {
      if (performance.now() - told > 100) {
        told = performance.now();
        postMessage({id, done: from, size: blob.size});
      }
      return new Uint8Array(reader.readAsArrayBuffer(blob.slice(from, to)));
    },
  };
}

function run(id, call, args) {
  switch (call) {
    case "open":
      postMessage({id, recognised: JSON.parse(smscodec.open(source(id, args[0]), args[1], args[2]))});
      return JSON.parse(smscodec.read());
    case "copy": {
      const chunks = [];
      const summary = smscodec.copy(source(id, args[0]), args[1], args[2], (chunk) => chunks.push(chunk));
      return {...JSON.parse(summary), blob: new Blob(chunks)};
    }
    default:
      return JSON.parse(smscodec[call](...args));
  }
}

onmessage = async ({data}) => {
  try {
    if (data.module) {
      ready = WebAssembly.instantiate(data.module, go.importObject).then((instance) => { go.run(instance); });
      return;
    }
    await ready;
    postMessage({id: data.id, result: run(data.id, data.call, data.args)});
  } catch (error) {
    postMessage({id: data.id, error: String(error)});
  }
};
