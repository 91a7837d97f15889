import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkCsaf } from './index.ts'

const [text = ''] = readFileSync(join(import.meta.dirname, '../feeds/csaf/fixtures/documents.ndjson'), 'utf8').split(
  '\n',
)

test('a document with a fault is told it with place and clause', async () => {
  const document = JSON.parse(text) as { vulnerabilities: { product_status: Record<string, string[]> }[] }
  document.vulnerabilities[0]!.product_status['known_not_affected'] = ['P1', 'nothing']
  const clauses = (await checkCsaf(document)).map((problem) => problem.test)
  assert.ok(clauses.includes('6.1.1') && clauses.includes('6.1.6'))
})

test('revisions that leave one out are told, and those that begin with 0 are not', async () => {
  const withHistory = (numbers: readonly string[]): unknown => {
    const document = JSON.parse(text) as { document: { tracking: Record<string, unknown> } }
    const date = '2026-03-01T10:00:00.000Z'
    document.document.tracking['revision_history'] = numbers.map((number) => ({ number, date, summary: 'x' }))
    document.document.tracking['version'] = numbers.at(-1)
    return document
  }
  const gaps = async (numbers: readonly string[]): Promise<boolean> =>
    (await checkCsaf(withHistory(numbers))).some((problem) => problem.test === '6.1.21')
  assert.equal(await gaps(['1', '3']), true)
  assert.equal(await gaps(['1', '2']), false)
  assert.equal(await gaps(['1.0.0', '1.1.0', '2.0.0']), false)
})

test('what is no CSAF at all, or breaks every rule, gives faults and no exception', async () => {
  for (const value of [null, [], { document: { csaf_version: '2.0', tracking: 7 }, vulnerabilities: [null, 3] }])
    assert.ok((await checkCsaf(value)).length > 0)
})
