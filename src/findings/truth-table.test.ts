import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judge, truthTable } from './truth-table.ts'
import type { Facts } from './truth-table.ts'

const values = {
  question: ['flaw', 'part', 'words', 'hash', 'support'],
  known: ['judged', 'noRange', 'withdrawn', 'notInFeeds'],
  target: ['noModel', 'noVersion', 'noSbom', 'described'],
  stated: ['nothing', 'affected', 'notAffected', 'fixed', 'underInvestigation', 'perhapsAffected'],
  listed: ['affected', 'unknown', 'cleared', 'notAffected', 'absent'],
  layer: [true, false],
  complete: [true, false],
} as const satisfies { [Fact in keyof Facts]: readonly Facts[Fact][] }

/** The ordinary case of each fact; a row below names only what differs. */
const ordinary: Facts = {
  question: 'flaw',
  known: 'judged',
  target: 'described',
  stated: 'nothing',
  listed: 'absent',
  layer: true,
  complete: false,
}

// One line a rule, in the order of the table: what is known → what must be said.
const rows: readonly (readonly [Partial<Facts>, string, string])[] = [
  [{ stated: 'affected', complete: true }, 'affected', 'statedAffected'],
  [{ stated: 'notAffected', listed: 'affected' }, 'notAffected', 'statedNotAffected'],
  [{ stated: 'fixed', listed: 'affected' }, 'notAffected', 'statedFixed'],
  [{ question: 'support', listed: 'affected', complete: true }, 'affected', 'supportEnded'],
  [{ stated: 'underInvestigation', listed: 'affected' }, 'affected', 'listedInRange'],
  [{ stated: 'underInvestigation', complete: true }, 'unknown', 'underInvestigation'],
  [{ stated: 'perhapsAffected', listed: 'affected' }, 'affected', 'listedInRange'],
  [{ stated: 'perhapsAffected', complete: true }, 'unknown', 'statedOfSomeVersions'],
  [{ question: 'support', known: 'notInFeeds', complete: true }, 'unknown', 'noLifecycles'],
  [{ known: 'notInFeeds', listed: 'absent', complete: true }, 'unknown', 'notInFeeds'],
  [{ known: 'withdrawn', complete: true }, 'unknown', 'withdrawn'],
  [{ known: 'noRange', complete: true }, 'unknown', 'noRange'],
  [{ target: 'noModel' }, 'unknown', 'noModel'],
  [{ target: 'noVersion', listed: 'affected' }, 'unknown', 'noVersion'],
  [{ listed: 'affected', complete: true }, 'affected', 'listedInRange'],
  [{ target: 'noSbom', listed: 'unknown' }, 'unknown', 'listedInDoubt'],
  [{ target: 'noSbom' }, 'unknown', 'noSbom'],
  [{ listed: 'unknown', complete: true }, 'unknown', 'listedInDoubt'],
  [{ question: 'support', listed: 'notAffected', complete: true }, 'notAffected', 'allSupported'],
  [{ question: 'support', listed: 'notAffected' }, 'notListed', 'notListed'],
  [{ question: 'support', complete: true }, 'notListed', 'notListed'],
  [{ layer: false, complete: true }, 'unknown', 'layerNotDescribed'],
  [{ listed: 'cleared' }, 'notAffected', 'componentCleared'],
  [{ listed: 'notAffected' }, 'notAffected', 'listedOutsideRange'],
  [{ question: 'words', complete: true }, 'notListed', 'notListed'],
  [{ complete: true }, 'notAffected', 'absentFromCompleteSbom'],
  [{}, 'notListed', 'notListed'],
]

test('each row of the truth table says what a pharmacist would expect', () => {
  assert.equal(rows.length, truthTable.length)
  for (const [index, [facts, verdict, reason]] of rows.entries()) {
    const rule = judge({ ...ordinary, ...facts })
    assert.equal(rule, truthTable[index], `row ${index} is not the rule that decides ${JSON.stringify(facts)}`)
    assert.deepEqual([rule.verdict, rule.reason], [verdict, reason])
  }
})

test('every combination of facts has a verdict, and every rule decides at least one', () => {
  const used = new Set(allFacts().map(judge))
  assert.equal(used.size, truthTable.length)
})

test('absence never proves "not affected" unless the whole device is stated complete, and never for free words', () => {
  for (const facts of allFacts().filter(({ listed, stated }) => listed === 'absent' && stated === 'nothing')) {
    if (judge(facts).verdict !== 'notAffected') continue
    assert.equal(facts.complete, true)
    assert.equal(facts.target, 'described')
    assert.notEqual(facts.question, 'words')
    assert.equal(facts.known, 'judged')
  }
})

test('what cannot be told is never "not affected", unless it is stated so', () => {
  for (const facts of allFacts()) {
    if (facts.stated === 'notAffected' || facts.stated === 'fixed') continue
    if (facts.known === 'judged' && facts.target === 'described' && facts.listed !== 'unknown') continue
    assert.notEqual(judge(facts).verdict, 'notAffected', JSON.stringify(facts))
  }
})

test('an investigation never makes a device better than it is without', () => {
  const worstFirst = ['affected', 'unknown', 'notListed', 'notAffected']
  for (const facts of allFacts().filter(({ stated }) => stated === 'underInvestigation')) {
    const without = judge({ ...facts, stated: 'nothing' })
    assert.ok(worstFirst.indexOf(judge(facts).verdict) <= worstFirst.indexOf(without.verdict), JSON.stringify(facts))
  }
})

function allFacts(): Facts[] {
  let some: Partial<Facts>[] = [{}]
  for (const [fact, each] of Object.entries(values)) {
    some = some.flatMap((facts) => each.map((value) => ({ ...facts, [fact]: value })))
  }
  return some as Facts[]
}
