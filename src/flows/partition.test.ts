import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isDistributionKey, verdicts } from '../model/index.ts'
import { inSnapshot } from '../store/index.ts'
import { inScope } from '../../test/database.ts'
import { testHospital } from '../../test/hospital.ts'
import type { TestHospital } from '../../test/hospital.ts'
import {
  correctionsOfWorlds,
  feedsOfWorlds,
  flawsOfWorlds,
  sketches,
  statementsOfWorlds,
  toOpenVex,
} from '../../test/made-up-worlds.ts'
import { readKnown } from '../../test/naive-knowledge.ts'
import { naiveVerdict } from '../../test/naive-partition.ts'
import type { NaiveQuestion } from '../../test/naive-partition.ts'
import { addCorrection, addStatements, askDevices, countsOfFlaw, listDevices, removeCorrection } from './index.ts'
import { bringCorrections } from './corrections.ts'
import { toParts } from './question-parts.ts'

const models = ['Model 0', 'Model 1', 'Model 2', 'Model 3'] as const
const world = fc.record({
  /** Who gave each SBOM, and who may read it at first and in the end. */
  sboms: fc.array(
    fc.record({
      sketch: sketches,
      model: fc.constantFrom(...models),
      of: fc.constantFrom('north', 'south'),
      audience: fc.constantFrom('owner', 'all', 'north'),
      becomes: fc.constantFrom('same', 'same', 'retired', 'owner', 'all'),
    }),
    { minLength: 2, maxLength: 5 },
  ),
  own: sketches,
  feeds: feedsOfWorlds,
  /** What is stated at first, and besides in the end. */
  said: statementsOfWorlds,
  saidLater: statementsOfWorlds,
  /** What North corrects at first, and besides in the end, when the first of all is taken back. */
  corrected: correctionsOfWorlds,
  correctedLater: correctionsOfWorlds,
  isCrowded: fc.boolean(),
})

test('every device of two hospitals has the verdict and reason that its lines and the findings give, looked at one by one, now and as of then', async () => {
  await fc.assert(
    fc.asyncProperty(world, ({ sboms, own, feeds, said, saidLater, corrected, correctedLater, isCrowded }) =>
      inScope(async (scope) => {
        const north = await testHospital(scope, 'North')
        const south = await testHospital(scope, 'South', north.store)
        for (const hospital of [north, south]) {
          await hospital.own([...models, 'Model 9'])
        }
        const client = await north.store.connectAboveWalls()
        scope.after(async () => client.end())
        const audiences = {
          owner: [],
          all: ['00000000-0000-0000-0000-000000000000'],
          north: [north.organisation.organisationId],
        }
        await north.load('nvd', feeds.nvd)
        const ids: number[] = []
        for (const { sketch, model, of, audience } of sboms) {
          await (of === 'north' ? north : south).describe(model, sketch)
          const { rows } = await client.query<{ id: number }>('select max(sbom_id) as id from auscult.sbom')
          ids.push(rows[0]?.id ?? 0)
          await client.query('update auscult.sbom set audience = $1 where sbom_id = $2', [
            audiences[audience],
            rows[0]?.id,
          ])
          if (isCrowded)
            await client.query(
              `update auscult.posting set sbom_ids = sbom_ids || decode(repeat('00', 1024), 'hex') where octet_length(sbom_ids) < 1024`,
            )
        }
        const deviceId = (
          await listDevices(north.store, { organisation: north.organisation, page: { limit: 50 } })
        ).items.find(({ serial }) => serial === 'Model 0')?.deviceId
        if (deviceId !== undefined) await north.describe('Model 0', own, { deviceId })
        const state = async (some: typeof said): Promise<void> => {
          for (const each of some) {
            const { organisationId } = each.model === 3 ? south.organisation : north.organisation
            await addStatements(north.store, { organisationId, bytes: toOpenVex(each), role: each.role })
          }
        }
        await state(said)
        const correct = async (some: typeof corrected): Promise<(number | undefined)[]> => {
          const added: (number | undefined)[] = []
          for (const each of some) {
            const fact = { ...each, reason: 'seen', by: 'Ann', isDryRun: false }
            added.push((await addCorrection(north.store, north.organisation, fact)).correctionId)
          }
          return added
        }
        const [first] = await correct(corrected)
        for (const hospital of [north, south]) await agree(hospital)
        const then = new Date().toISOString()
        await north.load('osv', feeds.osv)
        await state(saidLater)
        if (first !== undefined)
          await removeCorrection(north.store, north.organisation, { correctionId: first, by: 'Ann' })
        await correct(correctedLater)
        for (const [index, { becomes }] of sboms.entries()) {
          if (becomes === 'retired')
            await client.query('update auscult.sbom set valid_to = now() where sbom_id = $1', [ids[index]])
          if (becomes === 'owner' || becomes === 'all')
            await client.query('update auscult.sbom set audience = $1 where sbom_id = $2', [
              audiences[becomes],
              ids[index],
            ])
        }
        for (const hospital of [north, south]) {
          await agree(hospital)
          await agree(hospital, then)
        }
      }),
    ),
    { numRuns: 10, endOnFailure: true },
  )
})

async function agree({ store, organisation }: TestHospital, asOf?: string): Promise<void> {
  await bringCorrections(store, organisation.organisationId) // an SBOM may have become readable since; asking would do it
  const known = await readKnown(store, organisation, asOf)
  for (const flaw of flawsOfWorlds) {
    const asked = await inSnapshot(store, organisation.organisationId, async (trx): Promise<NaiveQuestion> => {
      const parts = await toParts(trx, { is: 'flaw', id: flaw }, asOf)
      const { members = [], same = [], keys = [] } = parts.flaw ?? {}
      return { ...parts, members, same, isOnlyPackaged: keys.every(isDistributionKey) }
    })
    const naive = Object.fromEntries(known.devices.map((device) => [device.serial, naiveVerdict(known, device, asked)]))
    const text = asOf === undefined ? flaw : `${flaw} as-of:${asOf}`
    const { items } = await askDevices(store, { organisation, text, fictional: false, page: { limit: 100 } })
    assert.deepEqual(
      Object.fromEntries(items.map(({ serial, verdict, reason }) => [serial, `${verdict} ${reason}`])),
      naive,
      text,
    )
    if (asOf !== undefined) continue
    const count = (verdict: string): number =>
      Object.values(naive).filter((each) => each.startsWith(`${verdict} `)).length
    const counts = await countsOfFlaw(store, organisation.organisationId, flaw)
    assert.deepEqual(counts, Object.fromEntries(verdicts.map((verdict) => [verdict, count(verdict)])))
  }
}
