import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readStatements, statementReaders } from './index.ts'

test('readers have ids and sources of their own', () => {
  assert.equal(new Set(statementReaders.map(({ id }) => id)).size, statementReaders.length)
  for (const { source } of statementReaders) assert.match(source, /^https:\/\//)
})

test('nothing that comes in makes a reader throw', () => {
  const heads = [{ bomFormat: 'CycloneDX' }, { '@context': 'https://openvex.dev/ns/v0.2.0' }]
  const names = [
    'vulnerabilities',
    'statements',
    'metadata',
    'components',
    'products',
    'affects',
    'analysis',
    'id',
    'status',
    'ref',
  ]
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom(null, 1, '', 'CVE-1', 'fixed', 'urn:cdx:x'),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie('any'), { maxKeys: 4 }),
    ),
  })).any
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.dictionary(fc.constantFrom(...names), value), (head, document) => {
      readStatements(Buffer.from(JSON.stringify({ ...head, ...document })))
    }),
    { numRuns: 500 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      readStatements(bytes)
    }),
  )
})

test('a document that is none is told, with what to ask for', () => {
  for (const text of ['', '{', '[]', '{}', 'null', '<xml/>']) {
    const reading = readStatements(Buffer.from(text))
    assert.equal(reading.is, 'notRead')
    assert.match(reading.is === 'notRead' ? reading.because : '', /ask/)
  }
})

test('a document nested ten thousand deep is read or refused, and nothing breaks', () => {
  const deep = `{"bomFormat":"CycloneDX","components":${'[{"components":'.repeat(10_000)}[]${'}]'.repeat(10_000)},"vulnerabilities":[]}`
  assert.equal(readStatements(Buffer.from(deep)).is, 'read')
})
