import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readStatements } from '../src/assurance/index.ts'
import { addSbom, addStatements, listStatements, rematch } from '../src/flows/index.ts'
import type { StatementRole } from '../src/model/index.ts'
import { osvRecord, testHospital } from './hospital.ts'

// What forged, careless or odd statements must never do: clear a device that they do not speak of, or that their author does not know.

const flaw = 'CVE-2031-0009'
const bad = { name: 'leaky', version: '1', purl: 'pkg:npm/leaky@1' }
const why = { justification: 'vulnerable_code_not_present' }

interface Vex {
  readonly author?: string
  readonly [field: string]: unknown
}

const openVex = (product: string | object, more: Vex = {}, statement: object = {}): object => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': `https://example.org/${JSON.stringify([product, more, statement]).length}`,
  author: 'Maker',
  timestamp: '2026-01-01T00:00:00Z',
  version: 1,
  ...more,
  statements: [
    {
      vulnerability: { name: flaw },
      products: [typeof product === 'string' ? { '@id': product } : product],
      status: 'not_affected',
      ...why,
      ...statement,
    },
  ],
})
const purl = (model: string, version = '1'): string => `pkg:generic/Maker/${model}@${version}`
const cpe = (model: string, rest: string): object => ({ identifiers: { cpe23: `cpe:2.3:h:maker:${model}:${rest}` } })

const csaf = (model: string, author: readonly [string, string], identifiers: object = {}): object => ({
  document: {
    category: 'csaf_vex',
    csaf_version: '2.0',
    publisher: { category: author[0], name: author[1], namespace: 'https://example.org' },
    title: model,
    tracking: {
      id: `VEX-${model}`,
      current_release_date: '2026-01-01T00:00:00Z',
      initial_release_date: '2026-01-01T00:00:00Z',
      revision_history: [{ number: '1', date: '2026-01-01T00:00:00Z', summary: 'first' }],
      status: 'final',
      version: '1',
    },
  },
  product_tree: {
    branches: [
      {
        category: 'vendor',
        name: 'Maker',
        branches: [
          {
            category: 'product_name',
            name: model,
            branches: [
              {
                category: 'product_version',
                name: '1',
                product: { product_id: 'P', name: `${model} 1`, ...identifiers },
              },
            ],
          },
        ],
      },
    ],
  },
  vulnerabilities: [
    {
      cve: flaw,
      product_status: { known_not_affected: ['P'] },
      flags: [{ label: 'vulnerable_code_not_present', product_ids: ['P'] }],
    },
  ],
})
const helper = (more: object): object => ({ product_identification_helper: more })

interface Case {
  readonly device: string
  readonly said: readonly object[]
  readonly role?: StatementRole
  /** Absent: the list of parts decides, as if nobody had said anything. */
  readonly expect?: string
}

const cases: readonly Case[] = [
  { device: 'Honest', said: [csaf('Honest', ['vendor', 'Maker'])], expect: 'notAffected statedNotAffected' },
  { device: 'OtherHouse', said: [csaf('OtherHouse', ['vendor', 'Other Maker'])] },
  { device: 'MakerOfShoes', said: [csaf('MakerOfShoes', ['vendor', 'Maker of Shoes'])] },
  { device: 'NoHouse', said: [openVex(purl('NoHouse'), { author: 'Mallory', role: 'vendor' })] },
  { device: 'SelfMadeCert', said: [openVex(purl('SelfMadeCert'), { author: 'Mallory', role: 'coordinator' })] },
  { device: 'SomeUser', said: [csaf('SomeUser', ['user', 'Other hospital'])] },
  { device: 'Wildcard', said: [csaf('Wildcard', ['vendor', 'Maker'], helper({ model_numbers: ['MX?00*'] }))] },
  { device: 'OneSerial', said: [csaf('OneSerial', ['vendor', 'Maker'], helper({ serial_numbers: ['OneSerial-2'] }))] },
  { device: 'Any', said: [csaf('An*', ['vendor', 'Maker']), csaf('Any*', ['vendor', 'Maker'])] },
  { device: 'Updated', said: [openVex(cpe('updated', '1:sp3:*:*:*:*:*:*'))], role: 'maker' },
  { device: 'OnArm', said: [openVex(cpe('onarm', '1:*:*:*:*:*:arm:*'))], role: 'maker' },
  { device: 'Subpath', said: [openVex(`${purl('Subpath')}#modules/web`)], role: 'maker' },
  {
    device: 'FromTheFuture',
    said: [
      openVex(purl('FromTheFuture'), { '@id': 'a', timestamp: '2099-01-01T00:00:00Z' }),
      openVex(purl('FromTheFuture'), { '@id': 'b' }, { status: 'affected', action_statement: 'update' }),
    ],
    role: 'maker',
    expect: 'affected statedAffected',
  },
  {
    device: 'RevisedInTheFuture',
    said: [
      openVex(purl('RevisedInTheFuture'), { '@id': 'c', timestamp: '2099-01-01T00:00:00Z' }),
      openVex(
        purl('RevisedInTheFuture'),
        { '@id': 'c', version: 2 },
        { status: 'affected', action_statement: 'update' },
      ),
    ],
    role: 'maker',
    expect: 'affected statedAffected',
  },
  {
    device: 'Undated',
    said: [
      openVex(purl('Undated'), { '@id': 'd' }),
      openVex(
        purl('Undated'),
        { '@id': 'e', timestamp: undefined },
        { status: 'affected', action_statement: 'update' },
      ),
    ],
    role: 'maker',
    expect: 'affected statedAffected',
  },
  {
    device: 'OddReason',
    said: [openVex(purl('OddReason'), {}, { justification: 'constructor' })],
    role: 'maker',
  },
]

test('no statement clears what it does not speak of, or what its author cannot know', async (t) => {
  const hospital = await testHospital(t)
  const { organisationId } = hospital.organisation
  await hospital.own(cases.map(({ device }) => device))
  for (const { device } of cases) await hospital.describe(device, { parts: [bad] })
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'leaky', [{ introduced: '0' }, { fixed: '2' }])])
  for (const { said, role } of cases)
    for (const document of said) {
      const bytes = Buffer.from(JSON.stringify(document))
      const added = await addStatements(hospital.store, { organisationId, bytes, ...(role && { role }) })
      assert.notEqual(added.is, 'refused', JSON.stringify(added))
    }
  assert.deepEqual(
    await hospital.verdicts(flaw),
    Object.fromEntries(cases.map(({ device, expect = 'affected listedInRange' }) => [device, expect])),
  )
})

test('labels that are names of JavaScript are no labels', async (t) => {
  const hospital = await testHospital(t)
  const { organisationId } = hospital.organisation
  const cycloneDx = (analysis: object): object => ({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { component: { type: 'device', name: 'X', version: '1', 'bom-ref': 'x' } },
    vulnerabilities: [{ id: flaw, analysis, affects: [{ ref: 'x' }] }],
  })
  const name = 'constructor'
  for (const document of [
    openVex(purl('X'), {}, { status: name }),
    openVex(purl('X'), { role: name }, { status: name }),
    cycloneDx({ state: name }),
  ]) {
    const bytes = Buffer.from(JSON.stringify(document))
    const added = await addStatements(hospital.store, { organisationId, bytes })
    assert.equal(added.is, 'refused')
  }
  const odd = cycloneDx({ state: 'not_affected', justification: name, response: [name, '__proto__'] })
  const added = await addStatements(hospital.store, { organisationId, bytes: Buffer.from(JSON.stringify(odd)) })
  assert.ok(added.is === 'added')
  assert.ok(added.problems.some(({ message }) => message.includes(`"${name}" is no justification`)))
})

test('an SBOM of another version under the same serial number is neither cleared nor silenced by what the first states', async (t) => {
  const hospital = await testHospital(t)
  const { store } = hospital
  const { organisationId } = hospital.organisation
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'leaky', [{ introduced: '0' }, { fixed: '2' }])])
  const bom = (version: string, state: string): Uint8Array =>
    Buffer.from(
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
        version: Number(version),
        metadata: {
          timestamp: `2026-01-0${version}T00:00:00Z`,
          supplier: { name: 'Maker' },
          component: {
            type: 'device',
            supplier: { name: 'Maker' },
            name: 'Twin',
            version,
            'bom-ref': 'twin',
            cpe: `cpe:2.3:h:maker:twin:${version}:*:*:*:*:*:*:*`,
          },
        },
        components: [{ type: 'library', 'bom-ref': 'leaky', ...bad }],
        vulnerabilities:
          state === '' ? [] : [{ id: flaw, analysis: { state, detail: 'looked at' }, affects: [{ ref: 'twin' }] }],
      }),
    )
  for (const version of ['1', '2'])
    await hospital.own(['Twin'], { serial: `Twin ${version}`, 'software version': version })
  for (const [version, state] of [
    ['1', 'not_affected'],
    ['2', ''],
  ] as const) {
    const target = { maker: 'Maker', model: 'Twin', version }
    assert.notEqual((await addSbom(store, { organisationId, bytes: bom(version, state), target })).is, 'refused')
  }
  await rematch(store, 'stale')
  assert.deepEqual(await hospital.verdicts(flaw), {
    'Twin 1': 'notAffected statedNotAffected',
    'Twin 2': 'affected listedInRange',
  })
})

test('a short document that stands for very many statements is read up to a limit, and what no table takes is kept as it can be', async (t) => {
  const hospital = await testHospital(t)
  const { organisationId } = hospital.organisation
  const many = (name: string): object[] =>
    Array.from({ length: 1_000 }, (_, index) => ({ '@id': `pkg:generic/Maker/${name}@${index}` }))
  const product = { products: many('Pump'), subcomponents: many('Part') }
  const reading = readStatements(Buffer.from(JSON.stringify(openVex('', {}, product))))
  assert.ok(reading.is === 'read')
  assert.equal(reading.statements.length, 200_000)
  assert.ok(reading.problems.some(({ message }) => message.includes('beyond the first 200000 are left out')))
  const odd =
    '{"@context":"https://openvex.dev/ns/v0.2.0","@id":"\\u0000\\ud800","author":"\\u202eevil\\u0007","timestamp":"+275760-01-01","version":1e400,"statements":[{"vulnerability":{"name":"CVE\\u0000-1"},"products":[{"@id":"pkg:generic/M\\u0000/\\ud800@1"}],"status":"not_affected","impact_statement":"\\ud800\\u0000"}]}'
  const added = await addStatements(hospital.store, { organisationId, bytes: Buffer.from(odd) })
  assert.equal(added.is, 'added')
  const listed = await listStatements(hospital.store, {
    organisation: hospital.organisation,
    page: { limit: 10 },
    now: new Date(),
  })
  assert.equal(listed.items.length, 1)
  assert.doesNotMatch(JSON.stringify(listed), /\\u0000|\\ud800/)
})
