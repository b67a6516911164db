'use strict'
// A careful decoder of the answer to get=1&fmt=3: the sender names of an account. It needs
// nothing but Node.js.

class Malformed extends Error {} // the body is no answer to the request

class Refusal extends Error { // the server's
  constructor (text, code, extra) {
    super(text)
    Object.assign(this, { code, extra })
  }
}

const OPERATORS = new Set(('mega mts mega_step mega_int bee_step motiv_step motiv_int mts_step mts_int tele2_step tele2 ua_reg ua_int ' +
  'sber_step motiv winmob_step volnamob_step by_reg').split(' '))

// decodeList returns senders, each with a name, a status if all was requested, the
// registrations by operator if operators was, and extra, the members that the vendor does
// not document, as a Map.
function decodeList (body, charset, all, operators) {
  const text = decodeText(body, charset)
  // The server has sent errors in plain text under fmt=3.
  const plain = /^ERROR = (\d+) \((\P{Cc}*?)\)(?:, ID - (\d+))?\r?\n?$/u.exec(text)
  if (plain) {
    const extra = new Map(plain[3] === undefined ? [] : [['id', String(number(plain[3], 2n ** 63n - 1n))]])
    throw new Refusal(plain[2], Number(number(plain[1], 9999n)), extra)
  }
  const { answer, numbers } = parse(text)
  if (!Array.isArray(answer)) {
    const m = members(answer, numbers)
    if (typeof answer.error !== 'string' || !m.has('error_code')) throw new Malformed('an object, but no error')
    const code = number(m.get('error_code'), 9999n)
    m.delete('error')
    m.delete('error_code')
    throw new Refusal(answer.error, Number(code), m)
  }
  return answer.map(row => {
    const extra = members(row, numbers)
    const take = key => { const value = extra.get(key) ?? ''; extra.delete(key); return value }
    const sender = { name: take('sender'), extra }
    if (extra.has('error') || extra.has('error_code') || sender.name === '') throw new Malformed('a row is no sender')
    if (typeof row.sender !== 'string' && !/^\d+$/.test(sender.name)) throw new Malformed('not a name')
    if (all) sender.status = Number(number(take('status'), 255n))
    if (operators) {
      sender.registrations = new Map([...extra.keys()].filter(key => OPERATORS.has(key)).map(key => [key, Number(number(take(key), 255n))]))
      if (sender.registrations.size === 0) throw new Malformed('no operator')
    }
    return sender
  })
}

function decodeText (body, charset) {
  let text
  try {
    text = new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    throw new Malformed('not ' + charset)
  }
  if (charset === 'windows-1251' && text.includes('\x98')) throw new Malformed('not ' + charset) // TextDecoder takes it
  return charset === 'utf-8' ? text.replace(/^\uFEFF/, '') : text
}

// parse keeps the text of numbers, as JSON.parse takes 1.0 for 1: the n-th number in the
// answer is numbers[n]. It refuses duplicate members, of which JSON.parse keeps the last.
function parse (text) {
  const numbers = []
  let names = 0
  const indexed = text.replace(/"(?:[^"\\]|\\.)*"([ \t\r\n]*:)?|-?\d[\d.eE+-]*/gs, (token, colon) => {
    if (colon) names++
    return token[0] === '"' ? token : numbers.push(token) - 1
  })
  try {
    JSON.parse(text)
    const answer = JSON.parse(indexed, (_, value) => {
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) names -= Object.keys(value).length
      return value
    })
    if (names === 0) return { answer, numbers }
  } catch (e) {
    throw new Malformed(e.message)
  }
  throw new Malformed('a duplicate member')
}

// members returns the members of an object as text.
function members (object, numbers) {
  if (object === null || typeof object !== 'object' || Array.isArray(object)) throw new Malformed('not an object')
  const members = new Map(Object.entries(object).map(([key, value]) => {
    if (value === null || typeof value === 'object') throw new Malformed('a member is no scalar')
    const text = typeof value === 'number' ? numbers[value] : String(value)
    if (/\p{Cs}/u.test(key + text)) throw new Malformed('half a character')
    return [key, text]
  }))
  if (members.size > 64) throw new Malformed('too many members')
  return members
}

function number (text, most) {
  if (!/^(0|[1-9]\d*)$/.test(text) || BigInt(text) > most) throw new Malformed('not a number in range')
  return BigInt(text)
}

module.exports = { decodeList, Refusal }
