import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { verdicts } from '../model/index.ts'
import type { FleetTarget, SbomFacts } from '../model/index.ts'
import { judgeFleet } from './judge-fleet.ts'
import { judge } from './truth-table.ts'
import type { Facts } from './truth-table.ts'

const facts: fc.Arbitrary<SbomFacts> = fc.record({
  complete: fc.boolean(),
  describesOperatingSystem: fc.boolean(),
  describesFirmware: fc.boolean(),
  describesHardware: fc.boolean(),
  statesSources: fc.boolean(),
  hashedWith: fc.subarray(['md5', 'sha256']),
})
const target = fc.record({
  told: fc.constantFrom('noModel' as const, 'noVersion' as const, 'noSbom' as const),
  facts: fc.array(facts, { maxLength: 3 }),
  listed: fc.array(fc.constantFrom(undefined, 0 as const, 1 as const, 2 as const), { minLength: 3, maxLength: 3 }),
  itself: fc.constantFrom(undefined, 0 as const, 1 as const, 2 as const),
})
const question = fc.record({
  question: fc.constantFrom('flaw' as const, 'part' as const, 'words' as const, 'hash' as const),
  known: fc.constantFrom('judged' as const, 'noRange' as const),
  layers: fc.record({ operatingSystem: fc.boolean(), firmware: fc.boolean() }),
  isPackaged: fc.boolean(),
  digests: fc.constantFrom([], ['sha256']),
})

test('a fleet judged at once has the verdicts of the truth table, asked SBOM by SBOM for the worst', () => {
  fc.assert(
    fc.property(fc.array(target, { minLength: 1, maxLength: 8 }), question, (drawn, asked) => {
      const targets = drawn.map(({ told, facts: all }, id): FleetTarget => {
        const sboms = all.map((each, index) => ({ sbomId: id * 10 + index, facts: each }))
        return { modelVersionId: id, deviceId: null, devices: 1, told, sboms }
      })
      const listings = drawn.flatMap(({ listed, itself }, id) => [
        ...listed.flatMap((truth, index) =>
          truth === undefined ? [] : [{ truth, sbomIds: [id * 10 + index], modelVersionIds: [] }],
        ),
        ...(itself === undefined ? [] : [{ truth: itself, sbomIds: [], modelVersionIds: [id] }]),
      ])
      const withDoubt = listings.map((each) => ({ ...each, doubt: each.truth === 1 ? ('nameOnly' as const) : null }))
      const { rulingAt } = judgeFleet(targets, asked, { listings: withDoubt, conditional: [] })
      const names = ['absent', 'notAffected', 'unknown', 'affected'] as const
      for (const [place, { told, facts: all, listed, itself = -1 }] of drawn.entries()) {
        const judged = (all.length === 0 ? [undefined] : all).map((each, index) => {
          const worst = Math.max(each === undefined ? -1 : (listed[index] ?? -1), itself)
          const of: Facts = {
            question: asked.question,
            known: asked.known,
            target: each === undefined ? told : 'described',
            listed: names[worst + 1] ?? 'absent',
            layer:
              (!asked.layers.operatingSystem || each?.describesOperatingSystem === true) &&
              (!asked.layers.firmware || each?.describesFirmware === true),
            complete:
              each?.complete === true &&
              (asked.digests.length === 0 || each.hashedWith.includes('sha256')) &&
              (!asked.isPackaged || each.statesSources),
          }
          return verdicts.indexOf(judge(of).verdict)
        })
        assert.equal(rulingAt(place)?.verdict, verdicts[Math.min(...judged)])
      }
    }),
    { numRuns: 500 },
  )
})
