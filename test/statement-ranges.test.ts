import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addStatements, listStatements } from '../src/flows/index.ts'
import { osvRecord, testHospital } from './hospital.ts'
import type { TestHospital } from './hospital.ts'

const flaw = 'CVE-2031-0001'
type Status = 'known_affected' | 'under_investigation' | 'known_not_affected' | 'fixed'
type Named = { readonly version?: string; readonly range?: string }

/** A CSAF document of Maker that says one thing of some versions of a model. */
function csafOf(model: string, said: readonly (readonly [Status, Named])[], day = 1): Buffer {
  const id = (index: number): string => `P${index}`
  const branches = said.map(([, { version, range }], index) => {
    const product = { product_id: id(index), name: [model, version ?? range].filter(Boolean).join(' ') }
    if (range !== undefined) return { category: 'product_version_range', name: range, product }
    return { category: 'product_version', name: version ?? '', product }
  })
  const bare = said.flatMap(([, named], index) =>
    Object.keys(named).length > 0 ? [] : [{ product_id: id(index), name: model }],
  )
  const ofModel = bare[0] === undefined ? { branches } : { product: bare[0] }
  const at = `2026-01-0${day}T00:00:00Z`
  const status = Object.fromEntries(
    Map.groupBy(said.entries(), ([, [each]]) => each)
      .entries()
      .map(([each, some]) => [each, some.map(([index]) => id(index))]),
  )
  const ids = said.map((_each, index) => id(index))
  return Buffer.from(
    JSON.stringify({
      document: {
        category: 'csaf_vex',
        csaf_version: '2.0',
        publisher: { category: 'vendor', name: 'Maker', namespace: 'https://maker.example' },
        title: model,
        tracking: {
          id: `${model}-${day}`,
          status: 'final',
          version: '1',
          initial_release_date: at,
          current_release_date: at,
          revision_history: [{ date: at, number: '1', summary: 'first' }],
        },
      },
      product_tree: {
        branches: [
          { category: 'vendor', name: 'Maker', branches: [{ category: 'product_name', name: model, ...ofModel }] },
        ],
      },
      vulnerabilities: [
        {
          cve: flaw,
          product_status: status,
          flags: [{ label: 'vulnerable_code_not_present', product_ids: ids }],
          remediations: [{ category: 'vendor_fix', details: 'update', product_ids: ids }],
        },
      ],
    }),
  )
}

// The device, its version; what is said; what holds. Without a statement the list of parts would say that it is affected (or, `Lamp …`, that it is not).
const rows: readonly (readonly [string, string, readonly (readonly [Status, Named])[], string])[] = [
  ['Inside', '4.1', [['known_affected', { range: 'vers:intdot/<4.2' }]], 'affected statedAffected'],
  ['Outside', '4.3', [['known_affected', { range: 'vers:intdot/<4.2' }]], 'affected listedInRange'],
  ['Lamp inside', '4.1', [['known_affected', { range: '<= 4.1' }]], 'affected statedAffected'],
  ['Lamp outside', '4.3', [['known_affected', { range: '<4.2' }]], 'notListed notListed'],
  ['Lamp semver', '4.1.3', [['known_affected', { range: 'vers:semver/>=4.0.0|<4.2.0' }]], 'affected statedAffected'],
  ['Lamp all', '7', [['known_affected', { range: 'vers:all/*' }]], 'affected statedAffected'],
  ['Lamp all in words', '7', [['known_affected', { range: 'all versions' }]], 'affected statedAffected'],
  ['Lamp unordered', 'Falcon', [['known_affected', { range: '<4.2' }]], 'unknown statedOfSomeVersions'],
  ['Lamp prose', '4.1', [['known_affected', { range: 'see the manual' }]], 'unknown statedOfSomeVersions'],
  ['Lamp without version', '4.1', [['known_affected', {}]], 'unknown statedOfSomeVersions'],
  ['In doubt and listed', '4.1', [['known_affected', {}]], 'affected listedInRange'],
  ['Lamp looked at', '4.1', [['under_investigation', { range: '<4.2' }]], 'unknown underInvestigation'],
  ['Lamp not looked at', '4.3', [['under_investigation', { range: '<4.2' }]], 'notListed notListed'],
  ['Cleared by range', '4.1', [['known_not_affected', { range: 'vers:intdot/<4.2' }]], 'affected listedInRange'],
  ['Repaired by range', '4.3', [['fixed', { range: '>= 4.2' }]], 'affected listedInRange'],
  ['Cleared by all', '4.1', [['known_not_affected', { range: 'vers:all/*' }]], 'affected listedInRange'],
  [
    'Exact before range',
    '4.1',
    [
      ['known_affected', { range: '<4.2' }],
      ['fixed', { version: '4.1' }],
    ],
    'notAffected statedFixed',
  ],
]

async function hospitalOf(t: Parameters<typeof testHospital>[0]): Promise<TestHospital> {
  const hospital = await testHospital(t)
  const { organisationId } = hospital.organisation
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  for (const [model, version, said] of rows) {
    await hospital.own([model], { 'software version': version })
    const name = model.startsWith('Lamp') ? 'lamp' : 'pad'
    await hospital.describe(
      model,
      { parts: [{ name, version: '1', purl: `pkg:npm/${name}@1` }] },
      { maker: 'Maker', model, version },
    )
    const added = await addStatements(hospital.store, { organisationId, bytes: csafOf(model, said) })
    assert.equal(added.is, 'added', JSON.stringify(added))
  }
  return hospital
}

test('a statement on a range raises what lies in it, clears nothing, and leaves in doubt what cannot be ordered', async (t) => {
  const hospital = await hospitalOf(t)
  assert.deepEqual(
    await hospital.verdicts(flaw),
    Object.fromEntries(rows.map(([model, _version, _said, verdict]) => [model, verdict])),
  )
  const { devices } = await hospital.ask(flaw)
  const cleared = devices.find(({ serial }) => serial === 'Cleared by range')?.why.flatMap((why) => why.statement ?? [])
  assert.deepEqual(
    cleared?.map(({ isDeciding, reach, versions }) => [isDeciding, reach, versions]),
    [[false, 'inside', 'vers:intdot/<4.2']],
  )
})

test('a list says which versions here a statement on a range may mean, and that it clears none', async (t) => {
  const hospital = await hospitalOf(t)
  const { store, organisation } = hospital
  const listed = async (matched: boolean) => {
    const { items } = await listStatements(store, { organisation, matched, page: { limit: 100 }, now: new Date() })
    return items
  }
  const here = await listed(true)
  const byModel = new Map(here.map((item) => [item.product.model, item]))
  assert.equal(byModel.get('Cleared by range')?.clearsNothing, true)
  assert.equal(byModel.get('Inside')?.clearsNothing, undefined)
  assert.deepEqual(
    byModel.get('Lamp prose')?.models.map(({ version, isInDoubt }) => [version, isInDoubt]),
    [['4.1', true]],
  )
  const lost = await listed(false)
  assert.deepEqual(
    new Set(lost.map(({ product }) => product.model)),
    new Set(['Lamp not looked at', 'Lamp outside', 'Outside']),
  )
  assert.deepEqual(lost.find(({ product }) => product.model === 'Outside')?.nearest[0]?.version, '4.3')
})

test('a device whose model version comes later is found by a statement on a range', async (t) => {
  const hospital = await testHospital(t)
  const { organisationId } = hospital.organisation
  const bytes = csafOf('Late', [['known_affected', { range: '<4.2' }]])
  await addStatements(hospital.store, { organisationId, bytes })
  await hospital.own(['Late'], { 'software version': 'V4.1' })
  assert.deepEqual(await hospital.verdicts(flaw), { Late: 'affected statedAffected' })
})
