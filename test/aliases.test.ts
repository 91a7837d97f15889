import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addAliases,
  bringKnownAliases,
  exportAliases,
  importAliases,
  listAliases,
  rematch,
  removeAlias,
  suggest,
} from '../src/flows/index.ts'
import type { Alias } from '../src/flows/index.ts'
import type { AliasFact } from '../src/model/index.ts'
import { cpeMatch, nvdRecord, testHospital } from './hospital.ts'
import type { Part, TestHospital } from './hospital.ts'

const hospital = await testHospital(test)
const { store, organisation } = hospital
const scope = { organisationId: organisation.organisationId, isPublic: true, by: 'test' }
await bringKnownAliases(store)

/** The shape of CVE-2020-15858 in the NVD: firmware of each module up to a revision, on the module itself. */
const modules = ['bgs5', 'ehs5', 'ehs6', 'ehs8', 'els61', 'pls62'] as const
await hospital.load('nvd', [
  nvdRecord(
    'CVE-2020-15858',
    modules.map((module) => [
      [cpeMatch(`o:thalesgroup:${module}_firmware`, '*', { versionEndIncluding: '4.003' })],
      [cpeMatch(`h:thalesgroup:${module}`, '-', {}, false)],
    ]),
  ),
  nvdRecord('CVE-2031-0001', [[[cpeMatch('o:thalesgroup:ehs8_firmware', '*', { versionEndExcluding: '5' })]]]),
  nvdRecord('CVE-2031-0002', [[[cpeMatch('a:baxter:bedside_link', '*', { versionEndExcluding: '5' })]]]),
  nvdRecord('CVE-2031-0003', [[[cpeMatch('a:philips:viewer', '*', { versionEndExcluding: '5' })]]]),
  nvdRecord('CVE-2031-0004', [[[cpeMatch('h:hillrom:bed', '*')]]]),
  nvdRecord('CVE-2031-0005', [[[cpeMatch('a:newname:gadget', '*', { versionEndExcluding: '5' })]]]),
])

const cpe = (product: string, version: string): Part => ({
  name: 'some part',
  cpe: `cpe:2.3:${product}:${version}:*:*:*:*:*:*:*`,
  version,
})
const devices: Readonly<Record<string, Part>> = {
  byMakerAndName: { name: 'Gemalto PLS62', version: '1' },
  byName: { name: 'EHS8', version: '4.003' },
  later: { name: 'EHS8', version: '6' },
  byCpe: cpe('o:gemalto:pls62_firmware', '4.003'),
  repaired: cpe('o:thalesgroup:ehs5_firmware', '6'),
  otherModem: { name: 'SARA-R410M', version: '1' },
  taken: cpe('a:welch_allyn:bedside_link', '4'),
  takenLater: cpe('a:welch_allyn:bedside_link', '6'),
  otherPart: cpe('h:welch_allyn:bedside_link', '4'),
  misspelt: cpe('a:phillips:viewer', '4'),
  misspeltLater: cpe('a:phillips:viewer', '6'),
  renamed: cpe('a:oldname:gadget', '4'),
  stack: { name: 'VxWorks', version: '6.9' },
}
for (const [model, part] of Object.entries(devices)) await hospital.describe(model, { parts: [part] })
await hospital.own(Object.keys(devices))

async function verdictOf(
  question: string,
  device: string,
  whose: TestHospital = hospital,
): Promise<string | undefined> {
  return (await whose.verdicts(question))[device]
}

async function aliasesNamed(text: string, closed = false): Promise<readonly Alias[]> {
  return (await listAliases(store, { organisation, text, closed, page: { limit: 10 } })).items
}

test('a device whose SBOM lists a Cinterion module is found for CVE-2020-15858, by maker and name, by name, and by a CPE of the old maker', async () => {
  const found = await hospital.verdicts('CVE-2020-15858')
  assert.match(found['byMakerAndName'] ?? '', /^unknown (?:nameOnly|conditionNotSettled)$/)
  assert.match(found['byName'] ?? '', /^unknown (?:nameOnly|conditionNotSettled)$/)
  assert.match(found['byCpe'] ?? '', /^unknown /)
  assert.match(found['later'] ?? '', /^unknown /)
  assert.equal(found['otherModem'], 'unknown layerNotDescribed')
  assert.equal(found['repaired'], 'notAffected listedOutsideRange')
})

test('a flaw in one module of a family leaves the others in doubt, and the evidence names the family with its source', async () => {
  const { devices: found } = await hospital.ask('CVE-2031-0001')
  const pls62 = found.find(({ serial }) => serial === 'byMakerAndName')
  assert.equal(`${pls62?.verdict} ${pls62?.reason}`, 'unknown familyOnly')
  assert.deepEqual(
    pls62?.why[0]?.aliases?.map(({ relation, from, to }) => `${from} ${relation} ${to}`),
    ['PLS62 memberOf Cinterion', 'EHS8 memberOf Cinterion'],
  )
  assert.match(pls62?.why[0]?.aliases?.[0]?.source ?? '', /CVE-2020-15858/)
  assert.equal(await verdictOf('CVE-2031-0001', 'otherModem'), 'unknown layerNotDescribed')
})

test('asked for a module, the others of its family cannot be told; asked for the family, all of them', async () => {
  for (const asked of ['EHS8', 'ehs8', 'Cinterion', 'Cinterion module', 'EHS8 < 5']) {
    assert.equal(await verdictOf(asked, 'byMakerAndName'), 'unknown familyOnly', asked)
    assert.equal(await verdictOf(asked, 'otherModem'), 'notListed notListed', asked)
  }
  assert.equal(await verdictOf('EHS8', 'byName'), 'affected listedInRange')
  const { devices: found } = await hospital.ask('EHS8')
  const why = found.find(({ serial }) => serial === 'byMakerAndName')?.why[0]
  assert.equal(why?.component?.name, 'Gemalto PLS62')
  assert.equal(why?.aliases?.[0]?.to, 'Cinterion')
})

test('what people call a set of flaws finds what is in it', async () => {
  for (const asked of ['URGENT/11', 'RTOS', 'IPnet'])
    assert.equal(await verdictOf(asked, 'stack'), 'unknown familyOnly', asked)
})

test('an advisory under the new maker reaches what is listed under the old one, in doubt, and by the same version and kind of part', async () => {
  const found = await hospital.verdicts('CVE-2031-0002')
  assert.equal(found['taken'], 'unknown successorOnly')
  assert.notEqual(found['takenLater'], 'unknown successorOnly')
  assert.notEqual(found['otherPart'], 'unknown successorOnly')
})

test('a CPE under another spelling of its maker proves as much', async () => {
  assert.equal(await verdictOf('CVE-2031-0003', 'misspelt'), 'affected listedInRange')
  assert.notEqual(await verdictOf('CVE-2031-0003', 'misspeltLater'), 'affected listedInRange')
})

test('a CPE is asked for by any name of its maker', async () => {
  const asked = 'cpe:2.3:a:philips:viewer:*:*:*:*:*:*:*:*'
  assert.equal(await verdictOf(asked, 'misspelt'), 'affected listedInRange')
  assert.equal(await verdictOf('cpe:2.3:a:baxter:bedside_link:*:*:*:*:*:*:*:*', 'taken'), 'unknown successorOnly')
})

const renaming: AliasFact = {
  relation: 'same',
  kind: 'maker',
  from: 'Oldname',
  to: 'Newname',
  source: 'a press notice',
}

test('an alias acts at once, is told with its source, and acts no more once it is closed', async () => {
  assert.equal(await verdictOf('CVE-2031-0005', 'renamed'), 'unknown nameOnly')
  const { added, components } = await addAliases(store, [renaming], scope)
  assert.equal(components, 1)
  assert.equal(await verdictOf('CVE-2031-0005', 'renamed'), 'affected listedInRange')
  assert.equal((await addAliases(store, [renaming], scope)).known, 1)
  const [aliasId = 0] = added
  await removeAlias(store, aliasId, { organisationId: organisation.organisationId, by: 'test' })
  assert.equal(await verdictOf('CVE-2031-0005', 'renamed'), 'unknown nameOnly')
  const closed = await aliasesNamed('oldname', true)
  assert.deepEqual(
    closed.map(({ source, addedBy, closedBy }) => [source, addedBy, closedBy]),
    [['a press notice', 'test', 'test']],
  )
})

test('a full rematch finds what aliases brought bit by bit', async () => {
  await addAliases(store, [{ ...renaming, relation: 'successor' }], scope)
  await hospital.describe('afterwards', { parts: [cpe('a:oldname:gadget', '3')] })
  await hospital.own(['afterwards'])
  assert.equal(await verdictOf('CVE-2031-0005', 'afterwards'), 'unknown successorOnly')
  assert.deepEqual(await rematch(store, 'all'), { opened: 0, closed: 0 })
})

test('aliases that come along are brought once, and one that a person closed stays closed', async () => {
  const [philips] = await aliasesNamed('phillips')
  assert.equal(philips?.addedBy, 'auscult')
  await removeAlias(store, philips?.aliasId ?? 0, { organisationId: organisation.organisationId, by: 'test' })
  await bringKnownAliases(store)
  assert.deepEqual(await aliasesNamed('phillips'), [])
})

const north = await testHospital(test, 'North', store)
await north.describe('own', { parts: [{ name: 'Quuxos', version: '4' }, cpe('a:quietname:gadget', '4')] })
await north.own(['own'])
const south = await testHospital(test, 'South', store)
await south.describe('own', { parts: [{ name: 'Quuxos', version: '4' }, cpe('a:quietname:gadget', '4')] })
await south.own(['own'])
await hospital.load('nvd', [
  nvdRecord('CVE-2031-0006', [[[cpeMatch('a:example:frobnix', '*', { versionEndExcluding: '5' })]]]),
  nvdRecord('CVE-2031-0007', [[[cpeMatch('a:loudname:gadget', '*', { versionEndExcluding: '5' })]]]),
])

test('an alias of one organisation acts when it asks, and never on what others are told or shown', async () => {
  const own = { organisationId: north.organisation.organisationId, isPublic: false, by: 'a colleague' }
  const before = await south.verdicts('CVE-2031-0006')
  const { added } = await addAliases(
    store,
    [
      { relation: 'same', kind: 'product', from: 'Quuxos', to: 'Frobnix', source: 'a label inside the device' },
      { relation: 'same', kind: 'maker', from: 'Quietname', to: 'Loudname', source: 'a label inside the device' },
    ],
    own,
  )
  assert.equal(await verdictOf('CVE-2031-0006', 'own', north), 'unknown nameOnly')
  assert.equal(await verdictOf('CVE-2031-0007', 'own', north), 'affected listedInRange')
  assert.equal(await verdictOf('frobnix', 'own', north), 'affected listedInRange')
  assert.equal(await verdictOf('frobnix < 9', 'own', north), 'affected listedInRange')
  assert.equal(await verdictOf('cpe:2.3:a:loudname:gadget:*:*:*:*:*:*:*:*', 'own', north), 'affected listedInRange')
  const [device] = (await north.ask('CVE-2031-0006')).devices
  assert.deepEqual(
    device?.why[0]?.aliases?.map(({ source }) => source),
    ['a label inside the device'],
  )

  assert.deepEqual(await south.verdicts('CVE-2031-0006'), before)
  assert.match((await verdictOf('CVE-2031-0007', 'own', south)) ?? '', /nameOnly/)
  assert.equal(await verdictOf('frobnix', 'own', south), 'notListed notListed')
  assert.deepEqual(
    (await listAliases(store, { organisation: south.organisation, text: 'quuxos', page: { limit: 9 } })).items,
    [],
  )
  const [aliasId = 0] = added
  await assert.rejects(
    removeAlias(store, aliasId, { organisationId: south.organisation.organisationId, by: 'someone else' }),
    /there is no alias/,
  )
  assert.deepEqual(await rematch(store, 'all'), { opened: 0, closed: 0 })
})

test('a table with a line that cannot be used adds nothing, and each such line is told', async () => {
  const { problems, done } = await importAliases(store, 'same\tproduct\tNobodys one\tB1\tx\nsame\tproduct\tA2\n', scope)
  assert.equal(done, undefined)
  assert.deepEqual(
    problems.map(({ line }) => line),
    [2],
  )
  assert.deepEqual(await aliasesNamed('Nobodys one'), [])
})

test('what is exported is read again and adds nothing', async () => {
  const table = await exportAliases(store, organisation)
  const { done } = await importAliases(store, table, scope)
  assert.deepEqual(done?.added, [])
})

test('an alias that would stand for half the world is refused, and nothing changes', async () => {
  const many = Array.from({ length: 600 }, (_, place): AliasFact => ({
    relation: 'same',
    kind: 'product',
    from: `thing ${place}`,
    to: 'everything',
    source: 'a test',
  }))
  await assert.rejects(addAliases(store, many, scope), /more than 500 other names/)
  assert.deepEqual(await aliasesNamed('everything'), [])
})

test('the search box offers names that lead to what SBOMs list, and makers that lead to those of the fleet', async () => {
  await hospital.own(['bed'], { maker: 'Baxter', model: 'Bed' })
  const offered = async (text: string, whose = organisation): Promise<string[]> =>
    (await suggest(store, { organisation: whose, text, limit: 9 })).map(
      ({ query, label, detail }) => `${query} · ${label} · ${detail ?? ''}`,
    )
  assert.ok((await offered('ehs6')).some((each) => /^EHS6 · EHS6 · ≈ (?:Gemalto PLS62|EHS8|some part)$/.test(each)))
  assert.equal(await verdictOf('CVE-2031-0004', 'bed'), 'unknown successorOnly')
  assert.ok((await offered('Hillr')).includes('maker:Baxter · Hillrom · → Baxter'))
  assert.deepEqual(await offered('ehs6', south.organisation), [])
  assert.deepEqual(await offered('Hillr', south.organisation), [])
})
