'use strict'
// A careful decoder of the answer to get=1&fmt=3: the sender names of an account. It refuses
// what it cannot read as a whole.

class Refusal extends Error {} // the server refused the request; code is its error code

const OPERATORS = ('mega mts mega_step mega_int bee_step motiv_step motiv_int mts_step mts_int tele2_step tele2 ua_reg ua_int ' +
  'sber_step motiv winmob_step volnamob_step by_reg').split(' ')

// decodeList returns senders, each with a name, a status if all was requested, and registrations by operator if operators
// was. Any error but a Refusal means that the body does not answer the request.
function decodeList (body, charset, all, operators) {
  const text = new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(body)
  if (charset === 'windows-1251' && text.includes('\x98')) throw new Error('not ' + charset) // TextDecoder takes it
  const answer = JSON.parse(text)
  // JSON.parse takes 1.0 for 1 and keeps the last of two equal members, so compare what it read with the text.
  const written = text.replace(/("(?:[^"\\]+|\\.)*")|\s+/g, (_, string) => string ? JSON.stringify(JSON.parse(string)) : '')
  if (JSON.stringify(answer) !== written) throw new Error('a duplicate member, or a number that is no integer')
  if (isText(answer?.error) && Object.keys(answer).length === 2) {
    throw Object.assign(new Refusal(answer.error), { code: number(answer.error_code, 9999) })
  }
  if (!Array.isArray(answer)) throw new Error('neither a list nor an error')
  return answer.map(row => sender(row, all, operators))
}

function sender (row, all, operators) {
  const codes = Object.entries(row).filter(([member]) => operators && OPERATORS.includes(member))
  const isName = isText(row.sender) && row.sender !== ''
  if (!isName || (operators && codes.length === 0) || Object.keys(row).length !== 1 + Number(all) + codes.length) {
    throw new Error('not a sender as the vendor documents it')
  }
  return {
    name: row.sender,
    status: all ? number(row.status, 255) : undefined,
    registrations: new Map(codes.map(([operator, code]) => [operator, number(code, 255)]))
  }
}

const isText = value => typeof value === 'string' && !/\p{Cs}/u.test(value) // and has no half of a surrogate pair

function number (value, most) {
  const isNumber = (typeof value === 'number' || typeof value === 'string') && /^(0|[1-9]\d{0,3})$/.test(value) && value <= most
  if (!isNumber) throw new Error('not a number in range')
  return Number(value)
}

module.exports = { decodeList, Refusal }
