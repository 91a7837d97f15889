import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cpeMatch, nvdRecord, osvRecord, testHospital } from '../../test/hospital.ts'
import type { SbomDiff } from './index.ts'
import { addAliases, addSbom, diffComponents, diffFlaws, diffSboms, listModels, rematch, setTriage } from './index.ts'

const hospital = await testHospital(test)
const { store, organisation } = hospital
const { organisationId } = organisation
const below = (fixed: string) => [{ introduced: '0' }, { fixed }]

await hospital.load('osv', [
  osvRecord('GHSA-1', 'npm', 'leaky', below('2'), { aliases: ['CVE-2031-0001'] }),
  osvRecord('GHSA-2', 'npm', 'fresh', below('9'), { aliases: ['CVE-2031-0002'] }),
  osvRecord('GHSA-3', 'npm', 'gone', below('9'), { aliases: ['CVE-2031-0003'] }),
  osvRecord('GHSA-4', 'npm', 'vague', below('9'), { aliases: ['CVE-2031-0004'] }),
])

const cpeOf = (product: string, version: string) => `cpe:2.3:${product}:${version}:*:*:*:*:*:*:*`
const part = (name: string, version?: string): object => ({
  type: 'library',
  name,
  ...(version === undefined ? {} : { version }),
  purl: `pkg:npm/${name}${version === undefined ? '' : `@${version}`}`,
})

async function add(
  components: readonly object[],
  version: string,
  more: object = {},
  owner = organisationId,
): Promise<number> {
  const bytes = Buffer.from(
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: { component: { 'bom-ref': 'root', type: 'device', name: 'Pump' } },
      components,
      ...more,
    }),
  )
  const added = await addSbom(store, {
    organisationId: owner,
    bytes,
    target: { maker: 'Maker', model: 'Pump', version },
  })
  if ('because' in added) throw new Error(added.because)
  await rematch(store, 'stale')
  return added.sbomId
}

const older = [part('leaky', '1'), part('gone', '1'), part('vague', '1'), part('same', '1')]
const newer = [part('leaky', '2'), part('fresh', '1'), part('vague'), part('same', '1')]
const one = await add(older, '1')
const two = await add(newer, '2')
const whole = await add(newer, '3', { compositions: [{ aggregate: 'complete', assemblies: ['root'] }] })

function told({ flaws }: SbomDiff): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(flaws).map(([turn, each]) => [
      turn,
      each.map(({ vulnerability, was, is, reason }) => `${vulnerability} ${was} ${is} ${reason}`),
    ]),
  )
}

test('components are added, removed, changed or unchanged', async () => {
  const { components } = await diffSboms(store, organisation, { before: { sbomId: one }, after: { sbomId: two } })
  const names = (lines: readonly { readonly name: string }[]): string[] => lines.map(({ name }) => name)
  assert.deepEqual([names(components.added), names(components.removed)], [['fresh'], ['gone']])
  assert.deepEqual(
    components.changed.map(({ before, after, fields }) => [
      before.name,
      before.version,
      after.version,
      fields.join(' '),
    ]),
    [
      ['leaky', '1', '2', 'version purls'],
      ['vague', '1', undefined, 'version purls'],
    ],
  )
  assert.equal(components.unchanged, 2) // the device itself, and `same`
})

test('a flaw is fixed only where the newer SBOM proves it; what is merely not listed is no longer told', async () => {
  const diff = await diffSboms(store, organisation, { before: { sbomId: one }, after: { sbomId: two } })
  assert.deepEqual(told(diff), {
    newlyAffected: ['CVE-2031-0002 none affected listedInRange'],
    newlyUnknown: [],
    noLongerTold: ['CVE-2031-0003 affected notListed notListed', 'CVE-2031-0004 affected unknown versionUnknown'],
    fixed: ['CVE-2031-0001 affected notAffected listedOutsideRange'],
  })
  assert.deepEqual(diff.flaws.fixed[0]?.components, [{ name: 'leaky', version: '1' }])
})

test('what is absent from an SBOM that lists everything is fixed', async () => {
  const diff = await diffSboms(store, organisation, { before: { sbomId: one }, after: { sbomId: whole } })
  assert.deepEqual(told(diff)['fixed'], [
    'CVE-2031-0001 affected notAffected listedOutsideRange',
    'CVE-2031-0003 affected notAffected absentFromCompleteSbom',
  ])
})

test('looked from the other side, what was fixed is newly affected, and an unknown becomes certain', async () => {
  const diff = await diffSboms(store, organisation, { before: { sbomId: two }, after: { sbomId: one } })
  assert.deepEqual(told(diff)['newlyAffected'], [
    'CVE-2031-0001 none affected listedInRange',
    'CVE-2031-0003 none affected listedInRange',
    'CVE-2031-0004 unknown affected listedInRange',
  ])
})

test('model versions are compared by their live SBOMs', async () => {
  const { modelVersionId: first = 0 } = await modelVersion('1')
  const { modelVersionId: second = 0 } = await modelVersion('2')
  const byModel = await diffSboms(store, organisation, {
    before: { modelVersionId: first },
    after: { modelVersionId: second },
  })
  const bySbom = await diffSboms(store, organisation, { before: { sbomId: one }, after: { sbomId: two } })
  assert.deepEqual(byModel.flaws, bySbom.flaws)
  assert.deepEqual(byModel.components, bySbom.components)
  assert.equal(byModel.after.name, 'Maker Pump 2')
})

async function modelVersion(version: string): Promise<{ readonly modelVersionId?: number }> {
  const { items } = await listModels(store, { organisation, page: { limit: 50 } })
  return items.find((each) => each.version === version) ?? {}
}

test('pages of a comparison give each change once', async () => {
  const asked = { organisation, before: { sbomId: one }, after: { sbomId: two } }
  const first = await diffComponents(store, { ...asked, page: { limit: 3 } })
  assert.deepEqual(
    first.items.map(({ change }) => change),
    ['added', 'removed', 'changed'],
  )
  const second = await diffComponents(store, { ...asked, page: { limit: 3, after: first.next ?? '' } })
  assert.deepEqual([second.items.length, second.next], [1, undefined])
  const flaws = await diffFlaws(store, { ...asked, page: { limit: 9 }, classes: ['fixed', 'newlyAffected'] })
  assert.deepEqual(
    flaws.items.map(({ turn }) => turn),
    ['newlyAffected', 'fixed'],
  )
})

test('a flaw of what stays turns where what stands beside it makes its configuration hold no longer', async () => {
  const configuration = [
    [cpeMatch('a:acme:loader', '*', { versionEndExcluding: '9' })],
    [cpeMatch('h:acme:infuser', '-', {}, false)],
  ]
  await hospital.load('nvd', [nvdRecord('CVE-2031-0005', [configuration])])
  const loader = { type: 'application', name: 'loader', version: '1', cpe: cpeOf('a:acme:loader', '1') }
  const beside = (name: string): object => ({ type: 'device', name, cpe: cpeOf(`h:acme:${name}`, '-') })
  const complete = { compositions: [{ aggregate: 'complete', assemblies: ['root'] }] }
  const before = { sbomId: await add([loader, beside('infuser')], '4', complete) }
  const after = { sbomId: await add([loader, beside('monitor')], '5', complete) }
  const there = await diffSboms(store, organisation, { before, after })
  assert.deepEqual(told(there)['fixed'], ['CVE-2031-0005 affected notAffected listedOutsideRange'])
  const back = await diffSboms(store, organisation, { before: after, after: before })
  assert.deepEqual(told(back)['newlyAffected'], ['CVE-2031-0005 none affected listedInRange'])
})

test('what both hold hides only what it says itself: a doubt of both does not hide that one was sure', async () => {
  const unsure = { sbomId: await add([part('leaky')], '13') }
  const sure = { sbomId: await add([part('leaky'), part('leaky', '1')], '14') }
  const surer = { sbomId: await add([part('leaky'), part('leaky', '1'), part('leaky', '1.1')], '15') }
  const turned = async (before: { sbomId: number }, after: { sbomId: number }): Promise<string[]> =>
    Object.values(told(await diffSboms(store, organisation, { before, after }))).flat()
  assert.deepEqual(await turned(sure, unsure), ['CVE-2031-0001 affected unknown versionUnknown'])
  assert.deepEqual(await turned(unsure, sure), ['CVE-2031-0001 unknown affected listedInRange'])
  assert.deepEqual([await turned(sure, surer), await turned(surer, sure)], [[], []])
})

test('the same parts answer otherwise where one list is complete and the other is not', async () => {
  const configuration = [
    [cpeMatch('a:acme:tuner', '*', { versionEndExcluding: '9' })],
    [cpeMatch('h:acme:infuser', '-', {}, false)],
  ]
  await hospital.load('nvd', [nvdRecord('CVE-2031-0010', [configuration])])
  const parts = [
    { type: 'application', name: 'tuner', version: '1', cpe: cpeOf('a:acme:tuner', '1') },
    { type: 'device', name: 'monitor', cpe: cpeOf('h:acme:monitor', '-') },
  ]
  const before = {
    sbomId: await add(parts, '16', { compositions: [{ aggregate: 'complete', assemblies: ['root'] }] }),
  }
  const after = { sbomId: await add(parts, '17') }
  const diff = await diffSboms(store, organisation, { before, after })
  assert.deepEqual(told(diff)['newlyUnknown'], ['CVE-2031-0010 none unknown conditionNotSettled'])
})

test('a flaw of which only distributions speak is in doubt as long as some part bears the name', async () => {
  await hospital.load('osv', [osvRecord('DEBIAN-CVE-2031-0006', 'Debian:12', 'lone', below('9'))])
  const [bears, others] = [
    { sbomId: await add([part('lone', '1')], '6') },
    { sbomId: await add([part('lone', '2')], '7') },
  ]
  const bare = { sbomId: await add([part('same', '1')], '8') }
  const between = await diffSboms(store, organisation, { before: bears, after: others })
  assert.deepEqual(Object.values(told(between)).flat(), [])
  const gone = await diffSboms(store, organisation, { before: bears, after: bare })
  assert.match(told(gone)['noLongerTold']?.join() ?? '', /^CVE-2031-0006 unknown /)
  const come = await diffSboms(store, organisation, { before: bare, after: bears })
  assert.deepEqual(told(come)['newlyUnknown'], ['CVE-2031-0006 none unknown otherFeedOnly'])
})

test('what no machine can match is not fixed by being gone', async () => {
  const unreadable = cpeMatch('a:acme:blurry', '*', { versionEndExcluding: 'see notes' })
  await hospital.load('nvd', [nvdRecord('CVE-2031-0007', [[[unreadable]]])])
  const complete = { compositions: [{ aggregate: 'complete', assemblies: ['root'] }] }
  const blurry = { type: 'library', name: 'blurry', version: '1', cpe: cpeOf('a:acme:blurry', '1') }
  const before = { sbomId: await add([blurry], '9') }
  const after = { sbomId: await add([part('same', '1')], '10', complete) }
  const diff = await diffSboms(store, organisation, { before, after })
  assert.deepEqual([told(diff)['fixed'], told(diff)['noLongerTold']], [[], ['CVE-2031-0007 unknown unknown noRange']])
})

test('what is stated of a version decides, and is named', async () => {
  const { modelVersionId: first = 0 } = await modelVersion('1')
  const { modelVersionId: second = 0 } = await modelVersion('2')
  const author = 'A. Turing'
  const set = async (
    modelVersionId: number,
    vulnerability: string,
    status: 'affected' | 'fixed' | 'underInvestigation',
  ) =>
    setTriage(store, { organisation, target: { modelVersionId }, vulnerability, status, reason: 'seen here', author })
  await set(second, 'CVE-2031-0002', 'fixed') // listed there, and not before
  await set(second, 'CVE-2031-0001', 'affected') // listed before in range, there outside it
  await set(first, 'CVE-2031-0003', 'fixed') // listed before, and not there
  await set(second, 'CVE-2031-0004', 'underInvestigation') // in doubt there as well
  await set(second, 'CVE-2099-0001', 'affected') // no feed knows it, nothing lists it
  for (const sides of [
    { before: { modelVersionId: first }, after: { modelVersionId: second } },
    { before: { sbomId: one }, after: { sbomId: two } },
  ]) {
    const diff = await diffSboms(store, organisation, sides)
    assert.deepEqual(told(diff), {
      newlyAffected: ['CVE-2099-0001 none affected statedAffected'],
      newlyUnknown: [],
      noLongerTold: ['CVE-2031-0004 affected unknown underInvestigation'],
      fixed: [],
    })
    const [flaw] = diff.flaws.newlyAffected
    assert.deepEqual(
      [flaw?.components, flaw?.statedBefore, flaw?.statedAfter?.map((each) => [each.status, each.author, each.text])],
      [[], undefined, [['affected', author, 'seen here']]],
    )
    const back = await diffSboms(store, organisation, { before: sides.after, after: sides.before })
    assert.deepEqual(told(back), {
      newlyAffected: ['CVE-2031-0004 unknown affected listedInRange'],
      newlyUnknown: [],
      noLongerTold: ['CVE-2099-0001 affected unknown notInFeeds'],
      fixed: [],
    })
    assert.equal(back.flaws.noLongerTold[0]?.statedBefore?.[0]?.author, author)
  }
})

test('an alias of the organisation counts in its comparisons, and in those of no other', async () => {
  const complete = { compositions: [{ aggregate: 'complete', assemblies: ['root'] }] }
  await hospital.load('nvd', [
    nvdRecord('CVE-2031-0008', [[[cpeMatch('a:loud:gizmo', '*', { versionEndExcluding: '5' })]]]),
  ])
  const gizmo = { type: 'library', name: 'quiet thing', version: '4', cpe: cpeOf('a:quiet:thing', '4') }
  const sides = {
    before: { sbomId: await add([gizmo], '11') },
    after: { sbomId: await add([part('same', '1')], '12', complete) },
  }
  assert.deepEqual(Object.values(told(await diffSboms(store, organisation, sides))).flat(), [])
  const alias = {
    relation: 'same',
    kind: 'product',
    from: 'cpe:2.3:a:quiet:thing',
    to: 'cpe:2.3:a:loud:gizmo',
    source: 'label',
  } as const
  const { added } = await addAliases(store, [alias], { organisationId, isPublic: false, by: 'Ann' })
  assert.equal(added.length, 1)
  assert.deepEqual(told(await diffSboms(store, organisation, sides))['fixed'], [
    'CVE-2031-0008 affected notAffected absentFromCompleteSbom',
  ])
  const other = (await testHospital(test, 'Third', store)).organisation
  const its = {
    before: { sbomId: await add([gizmo], '1', {}, other.organisationId) },
    after: { sbomId: await add([part('same', '1')], '2', complete, other.organisationId) },
  }
  assert.deepEqual(Object.values(told(await diffSboms(store, other, its))).flat(), [])
})

test('what an alias of the organisation brings in doubt is no longer told when its part is gone', async () => {
  const configuration = [
    [cpeMatch('a:loud:dial', '*', { versionEndExcluding: '9' })],
    [cpeMatch('h:acme:infuser', '-', {}, false)],
  ]
  await hospital.load('nvd', [nvdRecord('CVE-2031-0009', [configuration])])
  const alias = {
    relation: 'same',
    kind: 'product',
    from: 'cpe:2.3:a:silent:knob',
    to: 'cpe:2.3:a:loud:dial',
    source: 'label',
  } as const
  await addAliases(store, [alias], { organisationId, isPublic: false, by: 'Ann' })
  const infuser = { type: 'device', name: 'infuser', cpe: cpeOf('h:acme:infuser', '-') }
  const knob = { type: 'library', name: 'silent knob', version: '4', cpe: cpeOf('a:silent:knob', '4') }
  const before = { sbomId: await add([infuser, knob], '18') }
  const after = { sbomId: await add([infuser], '19') }
  const diff = await diffSboms(store, organisation, { before, after })
  assert.match(told(diff)['noLongerTold']?.join() ?? '', /^CVE-2031-0009 unknown /)
})

test('another organisation can compare neither', async () => {
  const other = await testHospital(test, 'Other', store)
  const its = await add([part('same', '1')], '1', {}, other.organisation.organisationId)
  await assert.rejects(
    diffSboms(store, other.organisation, { before: { sbomId: its }, after: { sbomId: two } }),
    /no SBOM \d+ that this organisation may read/,
  )
})
