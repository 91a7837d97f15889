import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { statementStatuses, verdicts } from '../model/index.ts'
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
  stated: fc.constantFrom('nothing' as const, 'nothing' as const, ...statementStatuses),
  /** Its listed components are stated not to have the flaw; not the model itself. */
  isCleared: fc.boolean(),
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
      const withDoubt = listings.map((each) => ({
        ...each,
        doubt: each.truth === 1 ? ('nameOnly' as const) : null,
        ...(each.sbomIds.length === 0 ? {} : { componentId: 7 }),
      }))
      const stated = {
        byPlace: new Map(drawn.map((each, place) => [place, each.stated])),
        cleared: new Map([[7, new Set(drawn.flatMap(({ isCleared }, place) => (isCleared ? [place] : [])))]]),
      }
      const { rulingAt } = judgeFleet(targets, asked, { listings: withDoubt, conditional: [], stated })
      const names = ['absent', 'notAffected', 'cleared', 'unknown', 'affected'] as const
      const levels = [1, 3, 4]
      for (const [place, { told, facts: all, listed, itself, ...drawnHere }] of drawn.entries()) {
        const judged = (all.length === 0 ? [undefined] : all).map((each, index) => {
          const ofLine = each === undefined ? 0 : (levels[listed[index] ?? -1] ?? 0)
          const worst = Math.max(drawnHere.isCleared ? Math.min(2, ofLine) : ofLine, levels[itself ?? -1] ?? 0)
          const of: Facts = {
            question: asked.question,
            known: asked.known,
            target: each === undefined ? told : 'described',
            stated: drawnHere.stated,
            listed: names[worst] ?? 'absent',
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
