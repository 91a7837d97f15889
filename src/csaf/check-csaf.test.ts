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

test('the structure of a document of 2.1 is checked, and what came after the draft that the library knows is not refused', async () => {
  const document = (more: object, tracking: object = {}): object => ({
    $schema: 'https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json',
    document: {
      category: 'csaf_base',
      csaf_version: '2.1',
      distribution: { tlp: { label: 'CLEAR' } },
      publisher: { category: 'vendor', name: 'Acme', namespace: 'https://acme.example' },
      title: 'Infusa',
      tracking: {
        current_release_date: '2026-01-01T00:00:00.000Z',
        id: 'ACME-1',
        initial_release_date: '2026-01-01T00:00:00.000Z',
        revision_history: [{ date: '2026-01-01T00:00:00.000Z', number: '1', summary: 'first' }],
        status: 'final',
        version: '1',
        ...tracking,
      },
      ...more,
    },
  })
  const faults = async (value: object): Promise<readonly string[]> =>
    (await checkCsaf(value)).filter(({ test }) => test === 'schema').map(({ place, message }) => `${place} ${message}`)
  assert.deepEqual(await faults(document({})), [])
  assert.deepEqual(await faults(document({ came_later: 1 })), [])
  assert.deepEqual(await faults(document({}, { status: 'done' })), [
    '/document/tracking/status must be equal to one of the allowed values',
  ])
  const { distribution: _distribution, ...bare } = document({})['document' as never] as { distribution: object }
  assert.deepEqual(await faults({ document: bare }), [
    "/ must have required property '$schema'",
    "/document must have required property 'distribution'",
  ])
})
