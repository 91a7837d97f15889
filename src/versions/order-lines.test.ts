import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkOrderLines, compareVersions } from './index.ts'
import { schemeOfOrderFile } from './testing.ts'

test('lines that do not hold come back with their number, what they claim and what the keys say', async () => {
  const lines = [
    '# remark',
    '',
    '1.0 < 1.1',
    '1.1 < 1.0',
    '  1.0 = 1.0.0  ',
    '// remark',
    '1.0 > next 1',
    '1.0 == 1.0',
    '1.0',
  ]
  assert.deepEqual(await Array.fromAsync(checkOrderLines('semver', lines)), [
    { line: 4, text: '1.1 < 1.0', expected: '<', found: '>' },
    { line: 7, text: '1.0 > next 1', expected: '>', found: undefined },
    { line: 8, text: '1.0 == 1.0', found: undefined },
    { line: 9, text: '1.0', found: undefined },
  ])
})

test('a version may hold spaces', async () => {
  const lines = ['4.2.1 SP3 build 117 < 4.2.1 SP3 build 118', '4.2 SP3 < 4.2 SP2']
  const failed = await Array.fromAsync(checkOrderLines('natural', lines))
  assert.deepEqual(
    failed.map(({ line }) => line),
    [2],
  )
})

test('a line of great length is no comparison, and costs no time', async () => {
  const [failed] = await Array.fromAsync(
    checkOrderLines('natural', [`${' '.repeat(50_000)}1${' '.repeat(50_000)}<`, `1${' x'.repeat(60_000)}`]),
  )
  assert.equal(failed?.found, undefined)
})

test('versions of two shapes have no order', () => {
  assert.equal(compareVersions('natural', '1.0', 'A.02.15'), undefined)
})

test('a scheme is found by its id and by the name of an OSV comparison file', () => {
  assert.equal(schemeOfOrderFile('deb'), 'deb')
  assert.equal(schemeOfOrderFile('redhat-versions.txt'), 'rpm')
  assert.equal(schemeOfOrderFile('packagist-versions-generated.txt'), 'composer')
  assert.equal(schemeOfOrderFile('constructor'), undefined)
})
