import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toFlawId } from './question-flaw.ts'
import { readQuestion } from './question.ts'

const spellings = [
  'CVE-2021-44228',
  'cve-2021-44228',
  'CVE–2021–44228',
  'CVE−2021−44228',
  '(CVE-2021-44228)',
  'CVE-2021-44228,',
  'CVE-2021-44228.',
  'CVE_2021_44228',
  'cve2021-44228',
  'CVE:2021-44228',
]
for (const spelling of spellings) {
  test(`${spelling} is CVE-2021-44228`, () => assert.equal(toFlawId(spelling), 'CVE-2021-44228'))
}

for (const spelling of ['CVE 2021-44228', 'CVE 2021 44228', 'cve\u00a02021-44228']) {
  test(`${spelling}, in several words, asks for CVE-2021-44228`, () => {
    const reading = readQuestion(spelling)
    assert.ok(reading.is === 'question')
    assert.deepEqual(reading.question.subject, { is: 'flaw', id: 'CVE-2021-44228' })
  })
}

for (const word of ['openssl', 'CVE', 'log4j-2021-44228', 'go-2', 'T-1000']) {
  test(`${word} is no identifier of a flaw`, () => assert.equal(toFlawId(word), undefined))
}

for (const text of ['CVE-2021-44228 log4j', 'CVE-2021-44228 CVE-2021-45046', 'openssl < 1.1.1 CVE-2021-44228']) {
  test(`"${text}" asks for several things at once, and is told so`, () => {
    const reading = readQuestion(text)
    assert.ok(reading.is === 'notUnderstood')
    assert.match(reading.message, /one thing at a time: for "CVE-2021-44228"/)
  })
}

test('a control character is told, and half of a surrogate pair does no harm', () => {
  for (const text of ['log4j\0', 'site:"a\0b" log4j', 'serial:\0', 'cpe:2.3:a:v:a\0b']) {
    const reading = readQuestion(text)
    assert.ok(reading.is === 'notUnderstood')
    assert.match(reading.message, /control character/)
  }
  assert.equal(readQuestion('log\ud800').is, 'question')
})

test('a date before computers kept time is no date', () => {
  assert.equal(readQuestion('openssl as-of:0000-01-01').is, 'notUnderstood')
})
