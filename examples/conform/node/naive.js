'use strict'
// A decoder of the answer to get=1&fmt=3 as one writes it in five minutes. The report of
// smscodec conform says what it loses. decode.js is careful.

class Refusal extends Error {
  constructor (text, code) {
    super(text)
    this.code = code
  }
}

function decodeList (body, charset, all, operators) {
  const answer = JSON.parse(body)
  if (answer.error) throw new Refusal(answer.error, answer.error_code)
  return answer.map(({ sender, status, ...others }) => ({
    name: sender,
    status,
    registrations: operators ? new Map(Object.entries(others).map(([operator, code]) => [operator, Number(code)])) : undefined
  }))
}

module.exports = { decodeList, Refusal }
