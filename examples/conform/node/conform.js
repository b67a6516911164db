'use strict'
// node conform.js DECODER.js: makes decodeList of a file a program for smscodec conform
// --persistent. See docs/conformance.md.

const { resolve } = require('node:path')
const { createInterface } = require('node:readline')
const { decodeList, Refusal } = require(resolve(process.argv[2]))

const fields = extra => [...extra ?? []].map(([name, value]) => ({ name, value }))

const sender = s => ({
  name: String(s.name),
  status: s.status === undefined ? undefined : { code: s.status },
  registrations: s.registrations && [...s.registrations].map(([operator, code]) => ({ operator, code })),
  extra: fields(s.extra)
})

function answer ({ request, body }) {
  try {
    const senders = decodeList(Buffer.from(body, 'base64'), request.charset, request.all, request.operators)
    return { reply: { kind: 'list', senders: senders.map(sender) } }
  } catch (e) {
    if (!(e instanceof Refusal)) return { refused: e.message }
    return { reply: { kind: 'error', code: e.code, text: e.message, extra: fields(e.extra) } }
  }
}

createInterface({ input: process.stdin }).on('line', line => {
  const example = JSON.parse(line)
  process.stdout.write(JSON.stringify({ id: example.id, ...answer(example) }) + '\n')
})
