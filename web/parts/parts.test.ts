import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SoftwareLine } from '../../src/server/contract.ts'
import { ApiError } from '../api.ts'
import { formatsOf } from '../formats.ts'
import { aDevice, aLine, aWard, someSays } from '../testing.ts'
import { en } from '../words/en.ts'
import { bySize } from './answer-aside.ts'
import { segmentsOf } from './count-bar.ts'
import { emptyText, gistOf, groupByWard, idOf, modelOf, nameOf, totalOf } from './device-section.ts'
import { nameOfModel } from './folded-section.ts'
import { reasonsOf } from './reasons.ts'
import { distinct } from './search-box.ts'
import { detailsOf, fitting, flawsOf, isUnsupported, treeOf, withContainers } from './software-tree.ts'
import type { SoftwareNode } from './software-tree.ts'
import { asSentence, toBusy, toFailure } from './states.ts'
import { isSamePlace, placeOf, sayWard, shownWards } from './wards.ts'

const speech = { words: en, formats: formatsOf('en') }
const counts = { affected: 61, unknown: 474, notListed: 1_214, notAffected: 266 }

test('the bar has the four classes in their order, and they add up to the fleet', () => {
  const segments = segmentsOf({ says: someSays, inScope: 2_015, question: 'flaw' }, counts, speech)
  assert.deepEqual(segments.map(({ letter }) => letter).join(''), 'AULN')
  assert.equal(
    segments.reduce((sum, { count }) => sum + count, 0),
    2_015,
  )
  assert.equal(segments[0]?.label, 'Affected: 61 of 2,015 (3%), go to them')
  assert.equal(segments[1]?.leadsTo, 'cannot-tell')
})

test('a component is contained, a flaw affects; an empty fleet divides by nothing', () => {
  const none = { affected: 0, unknown: 0, notListed: 0, notAffected: 0 }
  const [first] = segmentsOf({ says: someSays, inScope: 0, question: 'words' }, none, speech)
  assert.deepEqual([first?.letter, first?.share], ['C', '0%'])
})

test('a list in the order of wards is cut where the ward changes', () => {
  const devices = [aDevice({ ward: 'ICU' }), aDevice({ ward: 'ICU' }), aDevice({ ward: 'Lab' }), aDevice()]
  const groups = groupByWard(devices, 'affected', [aWard(undefined, 'ICU', 9), aWard(undefined, undefined, 4)])
  assert.deepEqual(
    groups.map(({ ward, devices: { length }, total }) => [ward, length, total]),
    [
      ['ICU', 2, 9],
      ['Lab', 1, undefined],
      [undefined, 1, 4],
    ],
  )
})

test('a section counts its class, in one ward when only that is looked at', () => {
  const answer = { counts, devicesTotal: 2_070 }
  const wards = [aWard('North', 'ICU', 9)]
  assert.equal(totalOf({ verdict: 'affected', search: { q: 'x' }, wards }, answer), 61)
  assert.equal(totalOf({ verdict: 'affected', search: { q: 'x', site: 'North', ward: 'ICU' }, wards }, answer), 9)
  assert.equal(totalOf({ verdict: undefined, search: { q: 'x' }, wards }, { ...answer, counts: null }), 2_070)
  assert.equal(idOf(undefined), 'devices')
  assert.equal(emptyText('affected', { ward: 'ICU' }, en), en.answer.noneHere)
})

test('a device goes by what is known of it', () => {
  assert.equal(nameOf({ assetTag: 'BM-1', serial: 'S' }, en), 'BM-1')
  assert.equal(nameOf({ hostName: 'pump-7' }, en), 'pump-7')
  assert.equal(nameOf({}, en), '(no tag)')
  assert.equal(modelOf({}, en), '(model not known)')
  assert.equal(
    nameOfModel({ maker: 'Acme', model: 'Flow' } as Parameters<typeof nameOfModel>[0], en),
    'Acme Flow (version not known)',
  )
  const why = [{ reason: 'listedInRange', says: '', component: { name: 'log4j-core', version: '2.14.1' } }]
  assert.equal(gistOf({ why, reasonSays: 'because' }), 'log4j-core 2.14.1')
  assert.equal(gistOf({ why: [{ reason: 'noSbom', says: '' }], reasonSays: 'no SBOM' }), 'no SBOM')
})

test('wards with most to do come first, those without devices not at all, and the rest waits', () => {
  const many = Array.from({ length: 14 }, (_, ward) => aWard('North', `W${ward}`, ward % 3, 1))
  const { shown, hidden } = shownWards([...many, aWard('North', 'empty', 0)], false)
  assert.deepEqual([shown.length, hidden, shown[0]?.counts.affected], [12, 2, 2])
  assert.equal(shownWards(many, true).hidden, 0)
})

test('a ward without a name is one place, whether the name is missing or empty', () => {
  assert.deepEqual(placeOf({}), { site: '', ward: '' })
  assert.ok(isSamePlace({}, { site: '', ward: '' }))
  assert.ok(!isSamePlace({ site: 'North' }, { site: 'East' }))
  assert.equal(sayWard({ ward: '' }, en), '(ward not known)')
})

test('each suggestion is offered once', () => {
  const log4j = { is: 'component' as const, query: 'log4j', label: 'log4j' }
  assert.deepEqual(
    distinct([log4j, { ...log4j, is: 'flaw' }, { ...log4j, query: 'log4j-core' }]).map(({ query }) => query),
    ['log4j', 'log4j-core'],
  )
})

function shapeOf(nodes: readonly SoftwareNode[]): string {
  return nodes
    .map(({ line, children }) => line.component.name + (children.length === 0 ? '' : `(${shapeOf(children)})`))
    .join(' ')
}

function filtered(all: readonly SoftwareLine[], filter: string): readonly SoftwareNode[] {
  return treeOf(withContainers(all, fitting(all, filter)))
}

const lines = [
  aLine(1, 'linux'),
  aLine(2, 'openssl', { parent: 1 }),
  aLine(3, 'libcrypto', { parent: 2, supplier: 'Acme' }),
  aLine(4, 'qt'),
  aLine(9, 'late', { parent: 8 }),
]

test('software stands in what contains it; a line whose container was not read yet stands for itself', () => {
  assert.equal(shapeOf(treeOf(lines)), 'linux(openssl(libcrypto)) qt late')
})

test('a filter keeps what fits and what it stands in', () => {
  assert.equal(shapeOf(filtered(lines, 'LIBCRYPTO acme')), 'linux(openssl(libcrypto))')
  assert.equal(shapeOf(filtered(lines, 'libcrypto ÀCME')), 'linux(openssl(libcrypto))')
  assert.equal(shapeOf(filtered(lines, 'openssl')), 'linux(openssl)')
  assert.equal(shapeOf(filtered(lines, 'nothing')), '')
})

test('a folded line says what flaws it hides, an open one only its own', () => {
  const flawed = [
    aLine(1, 'linux', { unknown: 1 }),
    aLine(2, 'openssl', { parent: 1, affected: 2 }),
    aLine(3, 'bn', { parent: 2, affected: 1 }),
  ]
  const [linux] = treeOf(flawed)
  assert.ok(linux !== undefined)
  assert.equal(flawsOf(linux, false, en), '1 in doubt, inside: 3 flaws')
  assert.equal(flawsOf(linux, true, en), '1 in doubt')
  const line = aLine(1, 'linux', { supplier: 'Acme', deployed: false, endOfSupport: '2026-08-31' })
  const before = Date.parse('2026-08-01')
  assert.equal(detailsOf(line, speech, before), 'from Acme, not deployed, supported until 31 August 2026')
  assert.ok(!isUnsupported(line, before))
  const after = Date.parse('2026-11-26')
  assert.equal(detailsOf(line, speech, after), 'from Acme, not deployed, without support since 31 August 2026')
  assert.ok(isUnsupported(line, after))
})

test('lines that name each other as container are each shown once, and nothing hangs', () => {
  const circle = [aLine(1, 'a', { parent: 2 }), aLine(2, 'b', { parent: 1 }), aLine(3, 'c', { parent: 3 })]
  assert.equal(shapeOf(treeOf(circle)), 'b(a) c')
  assert.equal(shapeOf(filtered(circle, 'a')), 'b(a)')
})

test('a failure tells what the server says, and what to look at where no server spoke', () => {
  const failureOf = (code: string, status = 500) =>
    toFailure(new ApiError({ type: '', title: '', status, code, detail: 'the disk is full' }), en)
  assert.deepEqual(failureOf('diskFull'), { title: en.states.failed, detail: 'The disk is full.', mayPass: true })
  assert.equal(failureOf('unreachable').detail, en.states.unreachable)
  assert.match(failureOf('unreadable', 502).detail, /502/)
  assert.equal(failureOf('notUnderstood', 400).mayPass, false)
  assert.equal(failureOf('organisationInvalid', 400).title, en.states.whichOrganisation)
  assert.match(toFailure(new TypeError('x is undefined'), en).detail, /x is undefined/)
  const busy = new ApiError(
    { type: '', title: '', status: 503, code: 'stillMatching', detail: 'feeds are being matched' },
    2,
  )
  assert.match(toBusy(busy, speech), /^Feeds are being matched\. .*2 s/)
  assert.equal(asSentence('Done!'), 'Done!')
})

test('reasons are those of the class; what settles most stands before the rest', () => {
  const reasons = [
    { verdict: 'affected' as const, reason: 'listedInRange', devices: 61, says: 'listed' },
    { verdict: 'unknown' as const, reason: 'noSbom', devices: 293, says: 'no SBOM' },
  ]
  assert.deepEqual(
    reasonsOf({ reasons }, 'unknown').map(({ reason }) => reason),
    ['noSbom'],
  )
  const { first, later } = bySize(
    Array.from({ length: 7 }, (_, place) => ({ need: 'sbom', devices: 7 - place, says: `${place}` })),
  )
  assert.deepEqual([first.length, later.length, first[0]?.devices], [5, 2, 7])
})
