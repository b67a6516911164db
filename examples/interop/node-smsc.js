// How node-smsc parses the answers of smscodec serve.
//
//	node node-smsc.js STATE NAME=URL...
//
// STATE is the state file of the server named whole; each other server has the
// fault that it is named after.
'use strict'

const assert = require('node:assert/strict')
const { readFileSync } = require('node:fs')
const { test } = require('node:test')
const smsc = require('node-smsc')

const [stateFile, ...servers] = process.argv.slice(2)
const urls = new Map(servers.map(server => server.split('=')))

// senders asks for one operation.
function senders (server, query, { password = 'demo', ...options } = {}) {
  const request = new URL('.', urls.get(server)).href
  return smsc({ login: 'demo', password, request }).senders({ ...query }, options)
}

function understands (what, body) {
  test(`node-smsc: ${what}`, { timeout: 5000 }, body)
}

const comment = name => JSON.parse(readFileSync(stateFile)).senders.find(s => s.name === name)?.comment

const refusal = (error, code) => error_ => {
  assert.ok(error_ instanceof smsc.SmscApiError, error_)
  assert.deepEqual(error_.response, { error, error_code: code })
  assert.equal(error_.message, `${error} (${code})`)
  return true
}

understands('names', async () => {
  assert.deepEqual(await senders('whole', { get: 1 }), [{ sender: 'zxcabs' }])
})

understands('names with statuses', async () => {
  assert.deepEqual(await senders('whole', { get: 1, all: 1 }), [
    { sender: 'zxcabs', status: 1 },
    { sender: '79001234567', status: 0 },
    { sender: 'SMSC.RU', status: 2 }
  ])
})

understands('names with operators', async () => {
  const operators = 'mega mts mega_step bee_step motiv_step mts_step tele2_step tele2 ua_reg ua_int'.split(' ')
  assert.deepEqual(await senders('whole', { get: 1, operators: 1 }), [
    { sender: 'zxcabs', ...Object.fromEntries(operators.map(name => [name, '2'])) }
  ])
})

understands('add', async () => {
  assert.deepEqual(await senders('whole', { add: 1, sender: 'Shop', cmt: 'Магазин' }), { sender: 4 })
  assert.equal(comment('Shop'), 'Магазин')
})

understands('add with a file', async () => {
  const files = [{ field: 'file', value: Buffer.from('a document'), options: { filename: 'a.txt' } }]
  assert.deepEqual(await senders('whole', { add: 1, sender: 'Shop 2', cmt: 'a shop' }, { files }), { sender: 5 })
})

understands('change', async () => {
  assert.deepEqual(await senders('whole', { chg: 1, sender: 'Shop', cmt: 'Café' }), { result: 'OK' })
  assert.equal(comment('Shop'), 'Café')
})

understands('add and change without a comment', async () => {
  for (const query of [{ add: 1, sender: 'Shop 3' }, { chg: 1, sender: 'Shop' }, { chg: 1, sender: 'Shop', cmt: '' }]) {
    await assert.rejects(senders('whole', query), refusal('parameters error', 1))
  }
  assert.equal(comment('Shop'), 'Café')
})

understands('delete', async () => {
  assert.deepEqual(await senders('whole', { del: 1, sender: 'Shop' }), { result: 'OK' })
  assert.deepEqual(await senders('whole', { del: 1, id: 5 }), { result: 'OK' })
  const left = await senders('whole', { get: 1, all: 1 })
  assert.deepEqual(left.map(s => s.sender), ['zxcabs', '79001234567', 'SMSC.RU'])
})

understands('delete what is not there', async () => {
  await assert.rejects(senders('whole', { del: 1, sender: 'Shop' }), refusal('record not found', 3))
})

understands('a wrong password', async () => {
  await assert.rejects(senders('whole', { get: 1 }, { password: 'wrong' }), refusal('authorise error', 2))
})

understands('a bare OK', async () => {
  assert.deepEqual(await senders('bare-ok', { del: 1, sender: 'SMSC.RU' }), { result: 'OK' })
})

// From here on it does not understand.

understands('an empty answer, as a success', async () => {
  assert.deepEqual(await senders('empty', { get: 1 }), { result: '' })
})

for (const fault of ['plain-error', 'bom', 'bad-gateway']) {
  understands(`${fault}, as a SyntaxError`, async () => {
    await assert.rejects(senders(fault, { get: 1 }, { password: 'wrong' }), SyntaxError)
  })
}
