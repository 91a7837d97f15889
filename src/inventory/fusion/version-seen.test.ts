import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ObservedVersion } from '../../model/index.ts'
import { versionsSeen } from './version-seen.ts'

const DAY_MS = 86_400_000

function told(
  value: string,
  {
    voices = 1,
    days = [0, 1],
    confidence = 'explicit',
  }: { voices?: number; days?: readonly [number, number]; confidence?: ObservedVersion['confidence'] } = {},
): ObservedVersion {
  return {
    value,
    voices,
    confidence,
    protocols: ['dicom'],
    sensors: ['north'],
    firstSeenAt: days[0] * DAY_MS,
    lastSeenAt: days[1] * DAY_MS,
    count: 1,
    source: 'a.pcap',
    place: 'packet 1',
  }
}

function words(
  declared: string | undefined,
  observed: readonly ObservedVersion[],
  word?: { version: string; against: string },
): string {
  return versionsSeen({ declared, observed, word })
    .map(({ version, stands, because }) => `${version} ${stands} ${because}`)
    .join(', ')
}

test('the combinations of what the list says, what the network tells, and what a person decided', () => {
  const rivals = [told('2', { days: [0, 9] }), told('3', { days: [1, 8] })]
  const agreed = [told('2', { voices: 2, days: [0, 9] }), told('3', { days: [1, 8] })]
  const crowd = Array.from({ length: 17 }, (_, place) => told(String(place), { days: [-place, 1 - place] })).map(
    (each, place) =>
      place === 0 ? { ...each, lastSeenAt: each.lastSeenAt + 90 * DAY_MS, firstSeenAt: 90 * DAY_MS } : each,
  )
  const cases: readonly (readonly [what: string, is: string, result: string])[] = [
    ['nothing is seen', words('1', []), ''],
    ['a hint counts for nothing', words('1', [told('2', { confidence: 'weak' })]), ''],
    ['list and network agree', words('V 1', [told('version 1')]), ''],
    ['one of several values told together is that of the list', words('1', [told('1\\R5')]), ''],
    ['one voice says otherwise', words('1', [told('2')]), '2 beside oneVoice'],
    ['the list says none', words(undefined, [told('2')]), '2 beside oneVoice'],
    ['two voices agree', words('1', [told('2', { voices: 2 })]), '2 instead severalVoices'],
    ['two voices agree, the list says none', words(undefined, [told('2', { voices: 2 })]), '2 instead severalVoices'],
    [
      'an older version is history',
      words('1', [told('2', { days: [5, 9] }), told('1', { days: [0, 4] })]),
      '2 beside oneVoice',
    ],
    [
      'one voice that began just now, and what the list says is what it says',
      words('1', [told('1', { days: [5, 5] }), told('2', { days: [0, 4] })]),
      '2 beside rivals',
    ],
    ['one voice that goes on for a day', words('1', [told('1', { days: [5, 6] }), told('2', { days: [0, 4] })]), ''],
    ['one voice, long after', words('1', [told('1', { days: [50, 50] }), told('2', { days: [0, 4] })]), ''],
    [
      'two voices that began just now',
      words('1', [told('1', { voices: 2, days: [5, 5] }), told('2', { days: [0, 4] })]),
      '',
    ],
    ['more versions than can be weighed, all history', words('0', crowd), ' beside tooMany'],
    ['the order does not count', words('1', agreed.toReversed()), '2 beside rivals, 3 beside rivals'],
    ['two at the same time', words('1', rivals), '2 beside rivals, 3 beside rivals'],
    ['two at the same time, one of two voices', words('1', agreed), '2 beside rivals, 3 beside rivals'],
    ['two at the same time, one that of the list', words('2', rivals), '3 beside rivals'],
    ['a rival that is not told any more', words('2', [told('2', { days: [0, 99] }), told('3', { days: [1, 8] })]), ''],
    ['a person says what is seen', words('1', [told('2')], { version: '2', against: '2' }), '2 instead person'],
    ['a person says what the list says', words('1', [told('2')], { version: '1', against: '2' }), ''],
    ['a person says a third', words('1', [told('2')], { version: '4', against: '2' }), '4 instead person'],
    [
      'another version is seen than the person knew of',
      words('1', [told('3')], { version: '1', against: '2' }),
      '3 beside oneVoice',
    ],
    [
      'the network comes to say what the person said',
      words('1', [told('4')], { version: '4', against: '2' }),
      '4 instead person',
    ],
    ['a person settles two at the same time', words('1', rivals, { version: '1', against: '2' }), ''],
  ]
  for (const [what, is, result] of cases) assert.equal(is, result, what)
})
