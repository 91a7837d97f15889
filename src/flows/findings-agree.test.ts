import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
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
import { addCorrection, addStatements, askDevices, findingsOf, listDevices, softwareOf } from './index.ts'

const world = fc.record({
  sboms: fc.array(sketches, { minLength: 3, maxLength: 3 }),
  own: sketches,
  feeds: feedsOfWorlds,
  said: statementsOfWorlds,
  corrected: correctionsOfWorlds,
})

test('whatever SBOMs and feeds say, the flaws of a device are those for which asking says so', async () => {
  await fc.assert(
    fc.asyncProperty(world, ({ sboms, own, feeds, said, corrected }) =>
      inScope(async (scope) => {
        const hospital = await testHospital(scope)
        const models = sboms.map((_, index) => `Model ${index}`)
        await hospital.own([...models, 'Model 9'])
        for (const [index, each] of sboms.entries()) await hospital.describe(models[index] ?? '', each)
        const ids = await deviceIds(hospital)
        const alone = ids.get('Model 0')
        if (alone !== undefined) await hospital.describe('Model 0', own, { deviceId: alone })
        await hospital.load('nvd', feeds.nvd)
        await hospital.load('osv', feeds.osv)
        const { organisationId } = hospital.organisation
        for (const each of said)
          await addStatements(hospital.store, { organisationId, bytes: toOpenVex(each), role: each.role })
        for (const each of corrected)
          await addCorrection(hospital.store, hospital.organisation, {
            ...each,
            reason: 'seen',
            by: 'Ann',
            isDryRun: false,
          })
        await agree(hospital, ids)
      }),
    ),
    { numRuns: 12 },
  )
})

async function deviceIds({ store, organisation }: TestHospital) {
  const { items } = await listDevices(store, { organisation, page: { limit: 50 } })
  return new Map(items.map((device) => [device.serial ?? '', device.deviceId]))
}

async function agree({ store, organisation }: TestHospital, ids: Awaited<ReturnType<typeof deviceIds>>): Promise<void> {
  const page = { limit: 100 }
  const found = new Map<string, string>()
  for (const [serial, deviceId] of ids) {
    const { items } = await findingsOf(store, { organisation, deviceId, page })
    for (const { names, verdict, reason } of items) {
      for (const name of names) found.set(`${serial} ${name}`, `${verdict} ${reason}`)
    }
    const { items: lines } = await softwareOf(store, { organisation, deviceId, page })
    assert.equal(
      lines.some((line) => line.affected > 0),
      items.some(({ why }) => why.some((each) => each.reason === 'listedInRange')),
      serial,
    )
  }
  for (const name of flawsOfWorlds) {
    const { items } = await askDevices(store, { organisation, text: name, fictional: false, page })
    for (const { serial, verdict, reason, why } of items) {
      const isListed = why.some(
        (each) => each.component !== undefined && !['listedOutsideRange', 'componentCorrected'].includes(each.reason),
      )
      const isSaid = isListed || reason === 'underInvestigation'
      const asked = verdict === 'affected' || (verdict === 'unknown' && isSaid) ? `${verdict} ${reason}` : undefined
      assert.equal(found.get(`${serial} ${name}`), asked, `${serial} ${name}: ${verdict} ${reason}`)
    }
  }
}
