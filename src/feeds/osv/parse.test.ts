import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { keyOfEcosystem, type Advisory } from '../../model/index.ts'
import { FeedError } from '../index.ts'
import { rawJson, readAll } from '../testing.ts'
import { parse } from './parse.ts'

let advisories: readonly Advisory[] = []
before(async () => {
  const records = await readAll(join(import.meta.dirname, 'fixtures/records.ndjson'))
  advisories = records.flatMap((record) => (record.is === 'advisory' ? [record.advisory] : []))
})

function advisory(key: string): Advisory {
  const found = advisories.find((each) => each.key === key)
  assert.ok(found, `the fixture has no ${key}`)
  return found
}

function rangesOf(key: string): readonly (readonly unknown[])[] {
  return advisory(key).ranges.map(({ key: of, tier, range, text }) => [of, tier, range.is, text])
}

test('a record of a registry keeps its names, and what is only related is left out', () => {
  const { aliases, upstream, summary, modifiedAt, withdrawn, severities, references } = advisory('GHSA-aaaa-bbbb-cccc')
  assert.deepEqual([aliases, upstream], [['CVE-2099-20001'], []])
  assert.deepEqual([summary, modifiedAt, withdrawn], ['rounds runs what it is sent', '2099-01-02T03:04:05.678Z', false])
  assert.deepEqual(references, ['https://ward.example/1'])
  assert.deepEqual(
    severities.map(({ vector, cvssVersion, base }) => [vector, cvssVersion, base]),
    [['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', '3.1', 9.8]],
  )
})

test('pairs of events become ranges, and a listed version outside them one more', () => {
  assert.deepEqual(rangesOf('GHSA-aaaa-bbbb-cccc'), [
    ['npm/@ward/rounds', 1, 'interval', '< 1.2.3'],
    ['npm/@ward/rounds', 1, 'interval', '>= 2.0.0 and <= 2.4.0'],
    ['npm/@ward/rounds', 1, 'interval', '= 3.1.0'],
  ])
})

test('each release of a distribution has its own range; never repaired means every version', () => {
  assert.deepEqual(rangesOf('Debian/CVE-2099-20002'), [
    ['deb/debian:12/infusion', 1, 'interval', '< 2.1-3+deb12u1'],
    ['deb/debian:13/infusion', 1, 'interval', '< 0'],
    ['deb/debian:11/infusion', 1, 'all', 'every version'],
  ])
})

test('one CVE number from two distributions makes two keys and one name', () => {
  assert.equal(advisory('Debian/CVE-2099-20002').id, 'CVE-2099-20002')
  assert.equal(advisory('Alpine/CVE-2099-20002').id, 'CVE-2099-20002')
})

const passedOn: readonly (readonly [key: string, upstream: readonly string[]])[] = [
  ['DSA-9999-1', ['CVE-2099-20002']],
  ['CGA-aaaa-bbbb-cccc', ['CVE-2099-20002', 'GHSA-dddd-eeee-ffff']],
  ['DEBIAN-CVE-2099-20003', ['CVE-2099-20003']],
]

for (const [key, upstream] of passedOn) {
  test(`${key} passes on ${upstream.join(' and ')}, and is not the same flaw`, () => {
    assert.deepEqual(advisory(key).upstream, upstream)
    assert.deepEqual(advisory(key).aliases, [])
  })
}

test('an SBOM and the feed mean the same package by another spelling', () => {
  assert.equal(advisory('PYSEC-2099-1').ranges[0]?.key, keyOfEcosystem('PyPI', 'ward-rounds'))
})

test('a withdrawn record is kept as such', () => {
  assert.equal(advisory('PYSEC-2099-1').withdrawn, true)
  assert.deepEqual(
    rangesOf('PYSEC-2099-1').map(([, , , text]) => text),
    ['= 1.0', '= 1.1'],
  )
})

const unknown: readonly (readonly [key: string, packageKey: string, because: RegExp])[] = [
  ['OSV-2099-1', 'pypi/rounds', /only commits/],
  ['OSV-2099-2', 'git/git.example/ward/rounds', /only commits/],
  ['OSV-2099-3', 'osv:an-ecosystem-yet-to-come/rounds', /order of versions of An Ecosystem Yet To Come is not known/],
  ['OSV-2099-4', 'pypi/rounds', /“fixed not a version” cannot be ordered/],
  ['OSV-2099-5', 'pypi/rounds', /no version is named/],
]

for (const [key, packageKey, because] of unknown) {
  test(`${key} says unknown for ${packageKey}: ${because.source}`, () => {
    const [range, ...more] = advisory(key).ranges
    assert.equal(range?.key, packageKey)
    assert.ok(range.range.is === 'unreadable')
    assert.match(range.range.because, because)
    assert.deepEqual(more, [])
  })
}

test('a package without a name is a problem that is told', () => {
  const record = parse(
    rawJson({ id: 'X-1', modified: '2099-01-01T00:00:00Z', affected: [{ package: { ecosystem: 'npm', name: ' ' } }] }),
  )
  assert.ok(record?.is === 'advisory')
  assert.match(record.advisory.problems.join(), /a package of npm without a name is affected/)
})

test('a member that no one knows, and a range of an unknown kind, fail nothing', () => {
  const record = parse(
    rawJson({
      id: 'X-1',
      modified: '2099-01-01T00:00:00Z',
      credits: [7],
      severity: 'high',
      affected: [
        { package: { ecosystem: 'PyPI', name: 'a' }, ranges: [{ type: 'TIDE', events: [{ introduced: '0' }] }] },
      ],
    }),
  )
  assert.ok(record?.is === 'advisory')
  assert.match(record.advisory.ranges[0]?.text ?? '', /of the kind TIDE, which is not known/)
})

const malformed: readonly (readonly [record: Record<string, unknown>, where: RegExp])[] = [
  [{ id: 'has blank' }, /\/id/],
  [{ id: 7 }, /\/id/],
  [{ affected: {} }, /\/affected/],
  [{ affected: [{ ranges: [{ type: 'SEMVER' }] }] }, /\/affected/],
  [{ aliases: 'CVE-2099-1' }, /\/aliases/],
]

for (const [fields, where] of malformed) {
  test(`refuses ${JSON.stringify(fields)} and says where`, () => {
    const raw = rawJson({ id: 'X-1', modified: '2099-01-01T00:00:00Z', ...fields })
    assert.throws(
      () => parse(raw),
      (error) => error instanceof FeedError && where.test(error.message),
    )
  })
}
