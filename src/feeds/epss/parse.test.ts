import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { FeedError } from '../index.ts'
import { readAll } from '../testing.ts'
import { parse } from './parse.ts'

const predictions = [
  { is: 'prediction', prediction: { id: 'CVE-2099-10001', epssProbability: 0.94358, epssPercentile: 0.99965 } },
  { is: 'prediction', prediction: { id: 'CVE-2099-10002', epssProbability: 0.00043, epssPercentile: 0.07 } },
]

test('the official file gives its date and its scores', async () => {
  const records = await readAll(join(import.meta.dirname, 'fixtures/scores.csv'))
  assert.deepEqual(records, [{ is: 'edition', publishedAt: '2099-01-02T00:00:00.000Z' }, ...predictions])
})

test('a mirror’s file gives the same scores', async () => {
  assert.deepEqual(await readAll(join(import.meta.dirname, 'fixtures/mirror.csv')), predictions)
})

for (const text of [
  'CVE-2099-10001,0.1',
  'CVE-2099-10001,0.1,0.2,0.3',
  'CVE-2099-10001,1.1,0.2',
  'CVE-2099-10001,--,0.2',
  'cve,epss,percentile',
]) {
  test(`refuses the line ${text} in the midst of scores`, () => {
    assert.throws(() => parse({ form: 'row', text, at: { file: 'scores.csv', record: 7, byte: 100 } }), FeedError)
  })
}
