import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { inScope } from '../../test/database.ts'
import type { Scope } from '../../test/database.ts'
import { testHospital } from '../../test/hospital.ts'
import type { SbomSketch, TestHospital } from '../../test/hospital.ts'
import {
  aliasesOfWorlds,
  correctionsOfWorlds,
  feedsOfWorlds,
  flawsOfWorlds,
  sketches,
  statementsOfWorlds,
  toOpenVex,
} from '../../test/made-up-worlds.ts'
import { doubts, flawTurns } from '../model/index.ts'
import { addAliases, addCorrection, addStatements, diffSboms, listModels, setTriage } from './index.ts'
import type { SbomDiff } from './index.ts'

/** Nomenclatures that have much in common, as the versions of one model do. */
const versions: fc.Arbitrary<readonly SbomSketch[]> = fc
  .tuple(sketches, fc.array(sketches, { minLength: 2, maxLength: 2 }), fc.boolean())
  .map(([shared, some, isWhole]) =>
    [{ parts: [] }, ...some].map(({ parts }) => ({
      parts: [...shared.parts, ...parts],
      ...(isWhole && shared.complete !== undefined ? { complete: shared.complete } : {}),
    })),
  )
const apart: fc.Arbitrary<readonly SbomSketch[]> = fc.array(sketches, { minLength: 3, maxLength: 3 })
const decided = fc.uniqueArray(
  fc.record({
    flaw: fc.constantFrom(...flawsOfWorlds.slice(0, 3)),
    model: fc.constantFrom(0, 1, 2),
    status: fc.constantFrom('affected', 'notAffected', 'fixed', 'underInvestigation'),
  } as const),
  { maxLength: 3, selector: ({ flaw, model }) => `${flaw} ${model}` },
)
const world = fc.record({
  sboms: fc.oneof(versions, apart),
  feeds: feedsOfWorlds,
  corrected: correctionsOfWorlds,
  said: statementsOfWorlds,
  isSaid: fc.boolean(),
  decided,
  aliases: aliasesOfWorlds,
})
type World = typeof world extends fc.Arbitrary<infer Each> ? Each : never

test('whatever two nomenclatures, the feeds and people say, those flaws turn that devices with one and the other answer differently', async () => {
  const seen = new Set<string>()
  const wanted = ['turned', 'stated']
  // Chance may leave one of these out of the first worlds.
  for (let round = 0; round === 0 || (wanted.some((each) => !seen.has(each)) && round < 8); round += 1) {
    await fc.assert(
      fc.asyncProperty(world, (given) =>
        inScope(async (scope) => {
          const hospital = await hospitalOf(scope, given)
          for (const each of await agree(hospital)) seen.add(each)
        }),
      ),
      { numRuns: 7, endOnFailure: true },
    )
  }
  assert.deepEqual([...seen].toSorted(), wanted.toSorted())
})

async function hospitalOf(scope: Scope, given: World): Promise<TestHospital> {
  const hospital = await testHospital(scope)
  const { store, organisation } = hospital
  const { organisationId } = organisation
  const models = given.sboms.map((_, index) => `Model ${index}`)
  await hospital.own(models)
  for (const [index, each] of given.sboms.entries()) await hospital.describe(models[index] ?? '', each)
  await hospital.load('nvd', given.feeds.nvd)
  await hospital.load('osv', given.feeds.osv)
  for (const each of given.corrected)
    await addCorrection(store, organisation, { ...each, reason: 'seen', by: 'Ann', isDryRun: false })
  for (const each of given.isSaid ? given.said : [])
    await addStatements(store, { organisationId, bytes: toOpenVex(each), role: each.role })
  const { items } = await listModels(store, { organisation, page: { limit: 50 } })
  for (const { model, flaw, status } of given.decided) {
    const modelVersionId = items.find((each) => each.model === `Model ${model}`)?.modelVersionId ?? 0
    const target = { modelVersionId }
    await setTriage(store, { organisation, target, vulnerability: flaw, status, reason: 'seen', author: 'Ann' })
  }
  await addAliases(store, given.aliases, { organisationId, isPublic: false, by: 'Ann' })
  return hospital
}

/** What a flaw is to a device that holds a nomenclature. */
interface Standing {
  readonly truth: 0 | 1 | 2
  readonly verdict: string
  readonly reason: string
}
type Standings = ReadonlyMap<string, Standing>

/** Sets two answers of `ask` beside each other, flaw by flaw. Returns what was met. */
async function agree(hospital: TestHospital): Promise<string[]> {
  const { store, organisation } = hospital
  const { items } = await listModels(store, { organisation, page: { limit: 50 } })
  const models = items.filter(({ model }) => model.startsWith('Model '))
  const standings = await standingsOf(hospital)
  const seen: string[] = []
  const turnedIn = new Map<string, string>()
  for (const { modelVersionId: one, model: older } of models) {
    for (const { modelVersionId: other, model: newer } of models) {
      const asked = { before: { modelVersionId: one }, after: { modelVersionId: other } }
      const diff = await diffSboms(store, organisation, asked)
      const told = toldOf(diff)
      const expected = turnsBetween(standings.get(older ?? '') ?? new Map(), standings.get(newer ?? '') ?? new Map())
      assert.deepEqual(told, expected, `${older} to ${newer}`)
      if (one === other) assert.deepEqual([changesOf(diff), told], [0, []])
      turnedIn.set(`${one} ${other}`, flawsOf(diff))
      if (told.length > 0) seen.push('turned')
      if (flawTurns.some((turn) => diff.flaws[turn].some((flaw) => flaw.statedAfter ?? flaw.statedBefore)))
        seen.push('stated')
    }
  }
  for (const [sides, flaws] of turnedIn) assert.equal(turnedIn.get(sides.split(' ').reverse().join(' ')), flaws)
  return seen
}

function toldOf({ flaws }: SbomDiff): string[] {
  const all = flawTurns.flatMap((turn) =>
    flaws[turn].map(({ vulnerability, was, is, reason }) => `${turn} ${vulnerability} ${was} ${is} ${reason}`),
  )
  return all.toSorted()
}

function changesOf({ components: { added, removed, changed } }: SbomDiff): number {
  return added.length + removed.length + changed.length
}

function flawsOf({ flaws }: SbomDiff): string {
  const names = flawTurns.flatMap((turn) => flaws[turn].map(({ vulnerability }) => vulnerability))
  return names.toSorted().join(' ')
}

/** By model, what each flaw is to its device, by what `ask` answers. */
async function standingsOf(hospital: TestHospital): Promise<ReadonlyMap<string, Standings>> {
  const byModel = new Map<string, Map<string, Standing>>()
  for (const flaw of flawsOfWorlds) {
    const { devices } = await hospital.ask(flaw)
    for (const { serial, verdict, reason = '' } of devices) {
      const standings = byModel.get(serial ?? '') ?? new Map<string, Standing>()
      standings.set(flaw, { truth: truthOf(verdict, reason), verdict: verdict ?? '', reason })
      byModel.set(serial ?? '', standings)
    }
  }
  return byModel
}

/** Unknown for what is listed or stated; what is unknown for want of a list speaks of no component. */
function truthOf(verdict: string | null, reason: string): Standing['truth'] {
  const isOpen = [...doubts, 'listedInDoubt', 'underInvestigation', 'statedOfSomeVersions'].some(
    (each) => each === reason,
  )
  return verdict === 'affected' ? 2 : verdict === 'unknown' && isOpen ? 1 : 0
}

function turnsBetween(before: Standings, after: Standings): string[] {
  const turns = [...after].flatMap(([flaw, { truth, verdict, reason }]) => {
    const was = before.get(flaw)?.truth ?? 0
    if (was === truth) return []
    const told = `${flaw} ${['none', 'unknown', 'affected'][was]} ${verdict} ${reason}`
    if (truth === 2) return [`newlyAffected ${told}`]
    if (truth === 1) return [`${was === 0 ? 'newlyUnknown' : 'noLongerTold'} ${told}`]
    return [`${verdict === 'notAffected' ? 'fixed' : 'noLongerTold'} ${told}`]
  })
  return turns.toSorted()
}
