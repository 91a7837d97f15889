import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { FeedError } from '../index.ts'
import { rawJson, readAll, scratchFile } from '../testing.ts'
import { parse } from './parse.ts'

test('the catalogue gives its date and its entries', async () => {
  assert.deepEqual(await readAll(join(import.meta.dirname, 'fixtures/catalogue.json')), [
    { is: 'edition', publishedAt: '2099-01-02T15:00:00.000Z' },
    {
      is: 'exploited',
      flaw: {
        id: 'CVE-2099-10001',
        addedOn: '2099-01-01',
        dueOn: '2099-01-22',
        ransomware: true,
        name: 'Infusion Gateway: login without password',
      },
    },
    {
      is: 'exploited',
      flaw: { id: 'CVE-2099-10002', addedOn: '2099-01-02', ransomware: false, name: 'Pump Manager: path traversal' },
    },
  ])
})

test('the order of members does not matter', async (t) => {
  const { vulnerabilities, ...envelope } = JSON.parse(
    readFileSync(join(import.meta.dirname, 'fixtures/catalogue.json'), 'utf8'),
  ) as Record<string, unknown>
  const records = await readAll(scratchFile(t, 'kev.json', JSON.stringify({ vulnerabilities, ...envelope })))
  assert.deepEqual(records.map(({ is }) => is).sort(), ['edition', 'exploited', 'exploited'])
})

for (const entry of [
  { cveID: 'CVE-2099-10001' },
  { cveID: 'CVE', dateAdded: '2099-01-01' },
  { cveID: 'CVE-2099-10001', dateAdded: 'soon' },
]) {
  test(`refuses ${JSON.stringify(entry)}`, () => {
    assert.throws(() => parse(rawJson(entry)), FeedError)
  })
}
