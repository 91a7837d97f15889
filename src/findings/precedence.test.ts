import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { justifications, statementRoles, statementStatuses } from '../model/index.ts'
import { settleStatements, standingOfSpeaker } from './precedence.ts'
import type { PartSpeaker, Speaker, Stated } from './precedence.ts'

const says = (status: Speaker['status'], more: Partial<PartSpeaker> = {}): PartSpeaker => ({
  status,
  role: 'maker',
  signature: 'unsigned',
  author: 'acme',
  justification: 'vulnerableCodeNotPresent',
  isReasoned: true,
  at: '',
  reach: 'exact',
  part: 1,
  ...more,
})
const signed = { signature: 'valid' } as const
const coordinator = { role: 'coordinator', author: 'cert' } as const
const supplier = { role: 'supplier', author: 'openssl' } as const
const hospital = { role: 'hospital', author: 'biomed' } as const

// What is said of the whole, what of a part → what holds, and which parts are cleared.
const table: readonly (readonly [string, readonly PartSpeaker[], readonly PartSpeaker[], string, readonly number[]])[] =
  [
    ['nobody says anything', [], [], 'nothing', []],
    ['the maker clears it', [says('notAffected')], [], 'notAffected', []],
    ['the maker has repaired it', [says('fixed')], [], 'fixed', []],
    [
      'a signature goes before a coordinator',
      [says('notAffected', signed), says('affected', coordinator)],
      [],
      'notAffected',
      [],
    ],
    [
      'a coordinator goes before an unsigned maker',
      [says('notAffected'), says('affected', coordinator)],
      [],
      'affected',
      [],
    ],
    ['an invalid signature clears nothing', [says('notAffected', { signature: 'invalid' })], [], 'nothing', []],
    ['nor does a repair under one', [says('fixed', { signature: 'invalid' })], [], 'nothing', []],
    ['an alarm is not silenced by one', [says('affected', { signature: 'invalid' })], [], 'affected', []],
    ['nor an investigation', [says('underInvestigation', { signature: 'invalid' })], [], 'underInvestigation', []],
    [
      'a key nobody knows is no signature',
      [says('notAffected', { signature: 'unknownKey' }), says('affected', coordinator)],
      [],
      'affected',
      [],
    ],
    ['the hospital cannot overrule the maker', [says('affected'), says('notAffected', hospital)], [], 'affected', []],
    ['the hospital speaks where nobody else does', [says('notAffected', hospital)], [], 'notAffected', []],
    [
      'no reason, no "not affected"',
      [says('notAffected', { isReasoned: false, justification: null })],
      [],
      'nothing',
      [],
    ],
    [
      'the last word of one author counts',
      [says('affected', { at: '2024' }), says('fixed', { at: '2025' })],
      [],
      'fixed',
      [],
    ],
    [
      'two authors of one standing: the worse',
      [says('fixed', { at: '2025' }), says('affected', { author: 'acme sa', at: '2024' })],
      [],
      'affected',
      [],
    ],
    ['contradictory at one time: the worse', [says('fixed'), says('affected')], [], 'affected', []],
    [
      'an investigation lowers nothing',
      [says('underInvestigation', signed), says('affected', coordinator)],
      [],
      'affected',
      [],
    ],
    [
      'nor what its own author said before',
      [says('affected', { at: '2024' }), says('underInvestigation', { at: '2025' })],
      [],
      'affected',
      [],
    ],
    ['an investigation is no all-clear', [says('underInvestigation')], [], 'underInvestigation', []],
    ['a supplier clears its component', [], [says('notAffected', supplier)], 'nothing', [1]],
    [
      'a supplier does not know what is reached',
      [],
      [says('notAffected', { ...supplier, justification: 'vulnerableCodeNotInExecutePath' })],
      'nothing',
      [],
    ],
    ['a supplier does not clear a device', [says('notAffected', supplier)], [], 'nothing', []],
    ['a part that is affected makes the whole so', [], [says('affected')], 'affected', []],
    [
      'one part cleared, another not',
      [],
      [says('notAffected', { part: 1 }), says('affected', { part: 2 })],
      'affected',
      [1],
    ],
    [
      'who stands better may clear the whole',
      [says('notAffected', signed)],
      [says('affected', coordinator)],
      'notAffected',
      [],
    ],
    ['who stands worse may not', [says('notAffected', hospital)], [says('affected', supplier)], 'affected', []],
    ['of one standing the worse', [says('notAffected')], [says('affected')], 'affected', []],
    ['what lies in an affected range is affected', [says('affected', { reach: 'inside' })], [], 'affected', []],
    ['what may lie in it is in doubt', [says('affected', { reach: 'possible' })], [], 'perhapsAffected', []],
    [
      'a doubt lowers nothing',
      [says('affected', { reach: 'possible', ...signed }), says('affected', coordinator)],
      [],
      'affected',
      [],
    ],
    ['a range clears nothing', [says('notAffected', { reach: 'inside', ...signed })], [], 'nothing', []],
    ['nor is it a repair', [says('fixed', { reach: 'inside', ...signed })], [], 'nothing', []],
    [
      'an exact version goes before a range of one time',
      [says('fixed', { at: '2024' }), says('affected', { at: '2024', reach: 'inside' })],
      [],
      'fixed',
      [],
    ],
    [
      'a later range goes before an earlier exact version',
      [says('fixed', { at: '2024' }), says('affected', { at: '2025', reach: 'inside' })],
      [],
      'affected',
      [],
    ],
    ['of what has no time the worse', [says('fixed'), says('affected', { reach: 'inside' })], [], 'affected', []],
    ['a part under investigation', [], [says('underInvestigation')], 'underInvestigation', []],
  ]

test('who is believed, case by case', () => {
  for (const [what, whole, parts, stated, cleared] of table) {
    const settled = settleStatements(whole, parts)
    assert.equal(settled.stated, stated, what)
    assert.deepEqual([...settled.cleared.keys()], cleared, what)
  }
})

const speaker = fc.record({
  status: fc.constantFrom(...statementStatuses),
  role: fc.constantFrom(...statementRoles),
  signature: fc.constantFrom('valid' as const, 'invalid' as const, 'unsigned' as const, 'unknownKey' as const),
  author: fc.constantFrom('a', 'b'),
  justification: fc.constantFrom(null, ...justifications),
  isReasoned: fc.boolean(),
  at: fc.constantFrom('', '2024', '2025'),
  reach: fc.constantFrom('exact' as const, 'inside' as const, 'possible' as const),
  part: fc.constantFrom(1, 2),
})

test('the order in which statements come does not count, and what decides says what holds', () => {
  fc.assert(
    fc.property(fc.array(speaker, { maxLength: 6 }), fc.array(speaker, { maxLength: 4 }), (whole, parts) => {
      const settled = settleStatements(whole, parts)
      const turned = settleStatements(whole.toReversed(), parts.toReversed())
      assert.equal(turned.stated, settled.stated)
      assert.deepEqual(new Set(turned.cleared.keys()), new Set(settled.cleared.keys()))
      const decided = settled.stated === 'perhapsAffected' ? 'affected' : settled.stated
      for (const { status } of settled.deciding) assert.equal(status, decided)
      assert.equal(settled.deciding.length === 0, settled.stated === 'nothing')
    }),
    { numRuns: 500 },
  )
})

test('an investigation or a statement that does not count never makes anything better', () => {
  const goodness = ['affected', 'underInvestigation', 'nothing', 'notAffected', 'fixed']
  const toldOf = (stated: Stated): Stated => (stated === 'perhapsAffected' ? 'underInvestigation' : stated)
  fc.assert(
    fc.property(fc.array(speaker, { maxLength: 5 }), speaker, (whole, added) => {
      const counts = standingOfSpeaker(added, 'whole') !== undefined
      fc.pre(added.status === 'underInvestigation' || !counts)
      fc.pre(!whole.some(({ role, author }) => role === added.role && author === added.author))
      const before = toldOf(settleStatements(whole, []).stated)
      const after = toldOf(settleStatements([...whole, added], []).stated)
      assert.ok(goodness.indexOf(after) <= goodness.indexOf(before) || before === 'nothing', `${before} → ${after}`)
      if (before === 'nothing') assert.ok(after === 'nothing' || after === 'underInvestigation')
    }),
    { numRuns: 500 },
  )
})
