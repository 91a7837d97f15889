import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { keyOfCpe, parseCpe, type Advisory } from '../../model/index.ts'
import { contains, schemeById } from '../../versions/index.ts'
import { FeedError } from '../index.ts'
import { rawJson, readAll } from '../testing.ts'
import { parse, recognises } from './parse.ts'
import type { CpeMatch } from './schema.ts'

const cves = new Map<string, Advisory>()
before(async () => {
  for (const record of await readAll(join(import.meta.dirname, 'fixtures/cves.json'))) {
    if (record.is === 'advisory') cves.set(record.advisory.id, record.advisory)
  }
})

function advisory(id: string): Advisory {
  const found = cves.get(id)
  assert.ok(found, `the fixture has no ${id}`)
  return found
}

test('a flaw keeps its names, dates, words and addresses', () => {
  const { ranges: _, severities: __, ...rest } = advisory('CVE-2099-10001')
  assert.deepEqual(rest, {
    key: 'CVE-2099-10001',
    id: 'CVE-2099-10001',
    aliases: [],
    upstream: [],
    summary: 'Anyone on the network may log in to the gateway.',
    publishedAt: '2099-01-01T10:00:00.000Z',
    modifiedAt: '2099-01-02T10:00:00.000Z',
    withdrawn: false,
    references: ['https://maker.example/advisory'],
    conditions: [],
    problems: [],
  })
})

test('scores are computed anew; a vector that is not valid is kept without a score', () => {
  const shown = advisory('CVE-2099-10001').severities.map((s) => [s.source, s.cvssVersion, s.base, s.printedBase])
  assert.deepEqual(shown, [
    ['nvd@nist.gov', '2.0', 9.3, 9.3],
    ['nvd@nist.gov', '3.1', 10, 10],
    ['psirt@maker.example', '4.0', undefined, 9.3],
  ])
})

test('each vulnerable match becomes a range of its package, in words too', () => {
  const shown = advisory('CVE-2099-10001').ranges.map(({ key, tier, range, text, cpe }) => [
    key,
    tier,
    range.is,
    text,
    cpe,
  ])
  const gateway = 'cpe/a/example/infusion_gateway'
  assert.deepEqual(shown, [
    [gateway, 2, 'interval', '>= 2.0 and < 2.15.0', undefined],
    [gateway, 2, 'interval', '= 1.4', undefined],
    [gateway, 2, 'interval', '= 1.5 sp1', undefined],
    [gateway, 2, 'interval', '= 1.6', undefined],
    ['cpe/a/example/viewer', 2, 'all', 'every version', 'cpe:2.3:a:example:viewer:*:*:*:*:*:android:*:*'],
    ['cpe/h/example/ward_terminal', 2, 'notApplicable', 'no version', undefined],
    [gateway, 2, 'interval', '= 1.5', 'cpe:2.3:a:example:infusion_gateway:*:-:*:*:*:*:*:*'],
  ])
})

test('who states a version alone may have an update of it that is named, and never one before its release', () => {
  const named = ['4.0.1:sp2', '4.0.1:sp3', '9.1:r3.1', '3.0.0:alpha1', '3.1.0:rc', '5.0:-', '6.0:*', '7.0:sp?']
  const cpeMatch = named.map((version) => ({ vulnerable: true, criteria: `cpe:2.3:a:v:p:${version}:*:*:*:*:*:*` }))
  const open = parsedRanges([{ nodes: [{ cpeMatch }] }]).filter(({ undecided }) => undecided !== undefined)
  assert.deepEqual(
    open.map(({ text }) => text),
    ['= 4.0.1', '= 9.1'],
  )
})

/** Which versions of a product a match covers. */
const covered: readonly (readonly [match: Partial<CpeMatch>, inside: string, outside: string])[] = [
  [{ criteria: 'cpe:2.3:a:v:p:7.4:*:*:*:*:*:*:*' }, '7.4 7.4.0 7.4p1 7.4-sp2 7.4-rc1', '7.3 7.4.1 7.5 7.3-sp9'],
  [{ criteria: 'cpe:2.3:a:v:p:7.4:-:*:*:*:*:*:*' }, '7.4', '7.4p1 7.4-rc1 7.5'],
  [{ criteria: 'cpe:2.3:a:v:p:7.4:p1:*:*:*:*:*:*' }, '7.4p1', '7.4 7.4p2'],
  [{ versionEndIncluding: '7.4' }, '0.1 7.4 7.4p1 7.4-rc1', '7.4.1 7.5'],
  [{ versionEndExcluding: '7.4' }, '0.1 7.3p1 7.4-rc1', '7.4 7.4p1 7.5'],
  [{ versionStartIncluding: '7.4', versionEndExcluding: '8' }, '7.4 7.4p1 7.4-rc1 7.9', '7.3 8'],
  [{ versionStartExcluding: '7.4', versionEndIncluding: '8.0' }, '7.4.1 8', '7.3 7.4 8.0.1'],
  [{ versionStartIncluding: '7.4' }, '7.4 99', '7.3'],
  [{ versionEndIncluding: '4.35\\-7' }, '4.35-7 4.35-6', '4.35-8'],
]

for (const [match, inside, outside] of covered) {
  const { criteria = 'cpe:2.3:a:v:p:*:*:*:*:*:*:*:*', ...bounds } = match
  test(`${criteria} ${JSON.stringify(bounds)} covers ${inside} and not ${outside}`, () => {
    const [range] = parsedRanges([{ nodes: [{ cpeMatch: [{ vulnerable: true, criteria, ...bounds }] }] }])
    assert.ok(range)
    const place = (version: string): string => contains(range.range, schemeById('natural').sortKey(version))
    for (const version of inside.split(' ')) assert.equal(place(version), 'inside', version)
    for (const version of outside.split(' ')) assert.equal(place(version), 'outside', version)
  })
}

function parsedRanges(configurations: unknown): Advisory['ranges'] {
  const record = parse(rawJson({ id: 'CVE-2099-1234', descriptions: [], configurations }))
  assert.ok(record?.is === 'advisory')
  return record.advisory.ranges
}

test('firmware on hardware is a condition: the hardware makes no range of its own', () => {
  const { ranges, conditions } = advisory('CVE-2099-10002')
  assert.deepEqual(
    ranges.map(({ key, condition }) => [key, condition]),
    [['cpe/o/example/pump_firmware', 0]],
  )
  const shown = conditions.map(({ operator, negate, nodes }) => [
    operator,
    negate,
    nodes.map((node) => [node.operator, node.operands.map(({ key, vulnerable }) => [key, vulnerable])]),
  ])
  assert.deepEqual(shown, [
    [
      'AND',
      false,
      [
        ['OR', [['cpe/o/example/pump_firmware', true]]],
        [
          'OR',
          [
            ['cpe/h/example/pump_a', false],
            ['cpe/h/example/pump_b', false],
          ],
        ],
      ],
    ],
  ])
})

const x = { vulnerable: true, criteria: 'cpe:2.3:a:v:x:1:*:*:*:*:*:*:*' }
const y = { vulnerable: false, criteria: 'cpe:2.3:o:v:y:-:*:*:*:*:*:*:*' }
const settled: readonly (readonly [name: string, configuration: unknown, condition: number | undefined])[] = [
  ['a list without operators', { nodes: [{ cpeMatch: [x, y] }] }, undefined],
  [
    'nodes joined by OR',
    {
      operator: 'OR',
      nodes: [
        { operator: 'OR', cpeMatch: [x] },
        { operator: 'OR', cpeMatch: [y] },
      ],
    },
    undefined,
  ],
  ['AND of one node', { operator: 'AND', nodes: [{ operator: 'OR', cpeMatch: [x] }] }, undefined],
  ['AND inside a node of one', { nodes: [{ operator: 'AND', cpeMatch: [x] }] }, undefined],
  ['nodes joined by AND', { operator: 'AND', nodes: [{ cpeMatch: [x] }, { cpeMatch: [y] }] }, 0],
  ['AND inside a node', { nodes: [{ operator: 'AND', cpeMatch: [x, y] }] }, 0],
  ['a negated node', { nodes: [{ operator: 'OR', negate: true, cpeMatch: [x] }] }, 0],
  ['a negated configuration', { negate: true, nodes: [{ operator: 'OR', cpeMatch: [x] }] }, 0],
]

for (const [name, configuration, condition] of settled) {
  test(`${name} ${condition === undefined ? 'asks nothing more of the device' : 'is a condition'}`, () => {
    assert.deepEqual(
      parsedRanges([configuration]).map((range) => [range.key, range.condition]),
      [['cpe/a/v/x', condition]],
    )
  })
}

test('a flaw without configurations is kept, without a range', () => {
  assert.deepEqual(advisory('CVE-2099-10003').ranges, [])
  assert.equal(advisory('CVE-2099-10003').withdrawn, false)
})

test('a rejected number is kept as withdrawn', () => {
  assert.equal(advisory('CVE-2099-10004').withdrawn, true)
})

test('an environment that cannot be looked up leaves the range unknown, never no', () => {
  const { ranges, conditions, problems } = advisory('CVE-2099-10005')
  assert.deepEqual(
    ranges.map(({ key, range }) => [key, range.is]),
    [['cpe/a/example/viewer', 'unreadable']],
  )
  assert.deepEqual(conditions, [])
  assert.match(problems.join(), /cpe:2\.3:o:-:-:-.*cannot be looked up/)
})

test('criteria that name everything are a problem, not an empty answer', () => {
  assert.equal(keyOfCpe(parseCpe('cpe:2.3:a:*:*:*:*:*:*:*:*:*:*')!), undefined)
  assert.equal(advisory('CVE-2099-10006').ranges.length, 0)
  assert.equal(advisory('CVE-2099-10006').problems.length, 2)
})

const malformed: readonly (readonly [record: Record<string, unknown>, where: RegExp])[] = [
  [{ id: 'CVE-1' }, /\/id/],
  [{ configurations: 'none' }, /\/configurations/],
  [{ configurations: [{}] }, /\/configurations\/0/],
  [{ configurations: [{ nodes: [{ operator: 'XOR', cpeMatch: [] }] }] }, /\/configurations\/0/],
  [{ configurations: [{ nodes: [{ cpeMatch: [{ criteria: 'cpe:/a:x' }] }] }] }, /\/configurations\/0/],
  [{ references: [{ url: 7 }] }, /\/references/],
]

for (const [fields, where] of malformed) {
  test(`refuses ${JSON.stringify(fields)} and says where`, () => {
    const raw = rawJson({ id: 'CVE-2099-1234', descriptions: [], ...fields })
    assert.throws(
      () => parse(raw),
      (error) => error instanceof FeedError && where.test(error.message),
    )
  })
}

test('an identifier that is no text, and cannot be made one, is not recognised and breaks nothing', () => {
  const ids = [{ toString: 0 }, ['CVE-2099-0001'], 7, null, 'CVE-2099-0001']
  assert.deepEqual(
    ids.map((id) => recognises(rawJson({ id, descriptions: [] }))),
    [false, false, false, false, true],
  )
})
