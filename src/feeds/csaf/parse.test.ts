import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { AffectedRange } from '../../model/index.ts'
import type { FeedRecord } from '../feed.ts'
import { rawJson, readAll } from '../testing.ts'
import { parse } from './parse.ts'

const fixture = join(import.meta.dirname, 'fixtures/documents.ndjson')
const [first = '', second = ''] = readFileSync(fixture, 'utf8').trim().split('\n')

test('a document is one record, though it has a list that other feeds cut into records', async () => {
  const records = await readAll(fixture)
  assert.deepEqual(
    records.map((record) => (record.is === 'document' ? record.document.key : record.is)),
    ['example-medical/EX-2026-001', 'example-medical/EX-2026-002'],
  )
})

test('each flaw is an advisory under a key that is the same for every revision', () => {
  const { advisories } = documentOf(first)
  assert.deepEqual(
    advisories.map(({ advisory }) => [advisory.key, advisory.id, advisory.severities[0]?.base]),
    [
      ['example-medical/EX-2026-001/CVE-2026-0001', 'CVE-2026-0001', 9.8],
      ['example-medical/EX-2026-001/EXM-77', 'EXM-77', undefined],
    ],
  )
})

test('devices are named by model, model number and list for sure', () => {
  const ranges = rangesOf(first, 0)
  const sure = ranges.filter(({ undecided, range }) => undecided === undefined && range.is !== 'unreadable')
  const keys = new Set(sure.map(({ key }) => key as string))
  for (const key of ['pump-3000', 'px-3000', 'vista-mx400', 'vista-mx450', 'vista-mx500'])
    assert.ok(keys.has(`device/example-medical/${key}`), key)
  assert.ok(!keys.has('device/example-medical/vista'))
  assert.ok(sure.every(({ tier }) => tier === 4))
})

test('a fixed product and one under investigation are no ranges', () => {
  assert.ok(!rangesOf(first, 0).some(({ text }) => text === '4.2'))
  assert.ok(!rangesOf(first, 1).some(({ text }) => text === '< 4.2'))
})

test('a product on another counts only where both are', () => {
  const advisory = documentOf(first).advisories[1]?.advisory
  assert.equal(advisory?.conditions.length, 1)
  const [condition] = advisory.conditions
  assert.deepEqual(
    condition?.nodes.map(({ operands }) => operands.some(({ vulnerable }) => vulnerable)),
    [true, false],
  )
  const byPurl = advisory.ranges.find(({ tier }) => tier === 1)
  assert.deepEqual([byPurl?.key, byPurl?.condition], ['npm/@example/gateway', 0])
  assert.ok(advisory.ranges.every((range) => range.condition === 0))
})

test('a document that only says what is not affected has no range', () => {
  assert.deepEqual(rangesOf(second, 0), [])
})

test('a contradictory product is a doubt, and a product twice under one id is too', () => {
  const document = JSON.parse(first) as { vulnerabilities: { product_status: Record<string, string[]> }[] }
  document.vulnerabilities[0]!.product_status['known_not_affected'] = ['P1', 'P3']
  const ranges = rangesOf(JSON.stringify(document), 0)
  assert.ok(ranges.length > 0)
  assert.ok(ranges.every(({ undecided }) => undecided !== undefined))
})

test('a revision that changes only its number and date has the same fingerprints', () => {
  const [revision] = /\{[^{}]*"number": "1"[^{}]*\}/.exec(first) ?? ['']
  const revised = first
    .replaceAll('"version": "1"', '"version": "2"')
    .replaceAll('"current_release_date": "2026-03-01', '"current_release_date": "2026-04-01')
    .replace(revision, `${revision}, ${revision.replace('"1"', '"2"')}`)
  assert.notEqual(revised, first)
  const fingerprints = (text: string): readonly string[] => documentOf(text).advisories.map((each) => each.fingerprint)
  assert.deepEqual(fingerprints(revised), fingerprints(first))
})

test('a document for a few is told and left out', () => {
  const record = parse(rawJson(JSON.parse(first.replace('"WHITE"', '"AMBER+STRICT"'))))
  assert.equal(record?.is, 'leftOut')
})

function documentOf(text: string): Extract<FeedRecord, { is: 'document' }> {
  const record = parse(rawJson(JSON.parse(text)))
  assert.ok(record?.is === 'document')
  return record
}

function rangesOf(text: string, flaw: number): readonly AffectedRange[] {
  return documentOf(text).advisories[flaw]?.advisory.ranges ?? []
}
