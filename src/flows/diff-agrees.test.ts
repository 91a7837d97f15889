import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testHospital } from '../../test/hospital.ts'
import type { SbomSketch, TestHospital } from '../../test/hospital.ts'
import { correctionsOfWorlds, feedsOfWorlds, sketches } from '../../test/made-up-worlds.ts'
import { flawTurns } from '../model/index.ts'
import type { DeviceId, FlawTurn } from '../model/index.ts'
import { addCorrection, askDevices, diffSboms, findingsOf, listDevices, listModels } from './index.ts'

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
const world = fc.record({
  sboms: fc.oneof(versions, apart),
  feeds: feedsOfWorlds,
  corrected: correctionsOfWorlds,
})

test('whatever two nomenclatures and the feeds say, those flaws turn that devices with one and the other answer differently', async (t) => {
  const turns: FlawTurn[] = []
  await fc.assert(
    fc.asyncProperty(world, async ({ sboms, feeds, corrected }) => {
      const hospital = await testHospital(t)
      const models = sboms.map((_, index) => `Model ${index}`)
      await hospital.own(models)
      for (const [index, each] of sboms.entries()) await hospital.describe(models[index] ?? '', each)
      await hospital.load('nvd', feeds.nvd)
      await hospital.load('osv', feeds.osv)
      for (const each of corrected)
        await addCorrection(hospital.store, hospital.organisation, {
          ...each,
          reason: 'seen',
          by: 'Ann',
          isDryRun: false,
        })
      turns.push(...(await agree(hospital)))
    }),
    { numRuns: 8 },
  )
  assert.ok(turns.length > 0, 'no world had a flaw that turns')
})

/** What a flaw is to one device that holds the nomenclature. */
interface Standing {
  readonly truth: 0 | 1 | 2
  readonly reason: string
}
const nothing: Standing = { truth: 0, reason: '' }

/** Judges each side whole, flaw by flaw, and sets the two beside each other. */
async function agree(hospital: TestHospital): Promise<FlawTurn[]> {
  const { store, organisation } = hospital
  const { items: devices } = await listDevices(store, { organisation, page: { limit: 50 } })
  const { items: models } = await listModels(store, { organisation, page: { limit: 50 } })
  const sides = new Map<number, Map<string, Standing>>()
  for (const { deviceId, serial } of devices) {
    const { modelVersionId } = models.find(({ model }) => model === serial) ?? {}
    if (modelVersionId !== undefined) sides.set(modelVersionId, await standingsOf(hospital, deviceId))
  }
  const seen: FlawTurn[] = []
  for (const [one, before] of sides) {
    for (const [other, after] of sides) {
      const asked = { before: { modelVersionId: one }, after: { modelVersionId: other } }
      const { flaws } = await diffSboms(store, organisation, asked)
      const told = flawTurns.flatMap((turn) =>
        flaws[turn].map(({ names, was, is, reason }) => `${turn} ${names.join(' ')} ${was} ${is} ${reason}`),
      )
      const serial = models.find(({ modelVersionId }) => modelVersionId === other)?.model ?? ''
      const expected = await turnsOf(hospital, { before, after, serial })
      assert.deepEqual(told.toSorted(), expected.toSorted(), JSON.stringify(asked))
      seen.push(...flawTurns.filter((turn) => flaws[turn].length > 0))
    }
  }
  return seen
}

async function standingsOf({ store, organisation }: TestHospital, deviceId: DeviceId): Promise<Map<string, Standing>> {
  const { items } = await findingsOf(store, { organisation, deviceId, page: { limit: 100 } })
  return new Map(
    items.map(({ names, verdict, reason }) => [names.join(' '), { truth: verdict === 'affected' ? 2 : 1, reason }]),
  )
}

interface Sides {
  readonly before: ReadonlyMap<string, Standing>
  readonly after: ReadonlyMap<string, Standing>
  /** Of the device that holds the newer one. */
  readonly serial: string
}

async function turnsOf(hospital: TestHospital, { before, after, serial }: Sides): Promise<string[]> {
  const turns: string[] = []
  for (const flaw of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(flaw) ?? nothing, after.get(flaw) ?? nothing]
    if (was.truth === is.truth) continue
    const named = `${flaw} ${['none', 'unknown', 'affected'][was.truth]}`
    if (is.truth === 2) turns.push(`newlyAffected ${named} affected ${is.reason}`)
    else if (is.truth === 1)
      turns.push(`${was.truth === 0 ? 'newlyUnknown' : 'noLongerTold'} ${named} unknown ${is.reason}`)
    else {
      const { verdict, reason } = await verdictOn(hospital, flaw, serial)
      turns.push(`${verdict === 'notAffected' ? 'fixed' : 'noLongerTold'} ${named} ${verdict} ${reason}`)
    }
  }
  return turns
}

async function verdictOn({ store, organisation }: TestHospital, flaw: string, serial: string) {
  const text = flaw.split(' ')[0] ?? ''
  const { items } = await askDevices(store, { organisation, text, fictional: false, page: { limit: 100 } })
  return items.find((device) => device.serial === serial) ?? { verdict: '', reason: '' }
}
