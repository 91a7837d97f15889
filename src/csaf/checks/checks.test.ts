import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checksOf21 } from './checks.ts'

const clausesOf = (fields: Readonly<Record<string, unknown>>): readonly string[] =>
  checksOf21.filter(({ run }) => run({ fields, place: '' }).length > 0).map(({ clause }) => clause)

const withBranch = (name: string) => ({
  product_tree: { branches: [{ category: 'product_version_range', name, product: { product_id: 'P', name: 'P' } }] },
})

test('a range of versions is one of vers or vls, and of more than one version', () => {
  for (const name of ['vers:all/*', 'vers:npm/>=1.0|<2.0', '<4.2', '>10.9a|!=10.9c|<=10.9k'])
    assert.deepEqual(clausesOf(withBranch(name)), [], name)
  for (const name of ['all versions < 4.2', 'vers:npm/ >=1', 'vers:all/<3', '<>3', '', 'prior to 3'])
    assert.deepEqual(clausesOf(withBranch(name)), ['6.1.50'], name)
  for (const name of ['4.2', 'vers:intdot/4.2']) assert.deepEqual(clausesOf(withBranch(name)), ['6.1.59'], name)
})

test('a licence expression is judged by its form, and a licence of its own needs its text', () => {
  const licensed = (text: string) => clausesOf({ document: { category: 'csaf_base', license_expression: text } })
  for (const text of ['CC-BY-4.0', 'MIT OR (GPL-2.0-only WITH Some-new-exception)', 'A-licence-of-next-year'])
    assert.deepEqual(licensed(text), [], text)
  for (const text of ['free for all', 'licenseref-x', 'DocumentRef-a:LicenseRef-b', 'MIT OR', ''])
    assert.ok(licensed(text).includes('6.1.54'), text)
  assert.deepEqual(licensed('LicenseRef-x'), ['6.1.55'])
})

test('times are exact to their last digit, and of RFC 3339', () => {
  const exploited = (date: string, exploitation_date: string) =>
    clausesOf({
      document: { category: 'csaf_base' },
      vulnerabilities: [{ first_known_exploitation_dates: [{ date, exploitation_date }] }],
    })
  assert.deepEqual(exploited('2026-01-01T00:00:00.99999Z', '2026-01-01T00:00:00.9999999Z'), ['6.1.53'])
  assert.deepEqual(exploited('2026-01-01T01:00:00+01:00', '2026-01-01T00:00:00Z'), [])
  for (const text of ['2026-01-01t00:00:00Z', '2026-02-30T00:00:00Z', '2026-01-01T00:00Z', 'yesterday'])
    assert.ok(exploited('2026-01-01T00:00:00Z', text).includes('6.1.37'), text)
})

test('a decision point that is newer than every known one is judged by the newest', () => {
  const rated = (key: string, version: string, keys: readonly string[]) =>
    clausesOf({
      document: { category: 'csaf_base' },
      vulnerabilities: [
        {
          metrics: [
            {
              content: {
                ssvc_v2: {
                  schemaVersion: '2.0.0',
                  timestamp: '2026-01-01T00:00:00Z',
                  selections: [{ namespace: 'ssvc', key, version, values: keys.map((value) => ({ key: value })) }],
                },
              },
            },
          ],
        },
      ],
    })
  assert.deepEqual(rated('E', '1.1.0', ['P', 'A']), [])
  assert.deepEqual(rated('E', '9.0.0', ['P', 'A']), [])
  assert.deepEqual(rated('E', '9.0.0', ['A', 'P']), ['6.1.48'])
  assert.deepEqual(rated('E', '0.9.0', ['P']), ['6.1.48'])
  assert.deepEqual(rated('Nothing', '1.0.0', ['P']), ['6.1.48'])
})

test('a document of which every part is of another kind than it should be makes no check throw', () => {
  for (const wrong of [null, 7, 'x', [], [null], {}, [[]], [{ branches: 3, product: [] }]])
    for (const key of ['document', 'product_tree', 'vulnerabilities', 'x_extensions']) clausesOf({ [key]: wrong })
  clausesOf({ product_tree: { branches: [{ branches: [null, { name: 4, product: { product_id: 9 } }] }] } })
})
