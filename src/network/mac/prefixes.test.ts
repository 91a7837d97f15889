import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Observation } from '../../model/index.ts'
import type { ObservedBatch } from '../source.ts'
import { macHolder } from './prefixes.ts'
import { withMacMakers } from './told-of-macs.ts'

test('the holder of a prefix is a hint, and the maker where it makes medical devices and nothing else', () => {
  const cases: readonly (readonly [string, RegExp, string | undefined])[] = [
    ['00:09:fb:01:02:03', /^Philips Patient Monitoring$/, 'Philips'],
    ['00:30:e6:01:02:03', /^Draeger Medical/, 'Dräger'],
    ['f0:e5:c3:01:02:03', /^Drägerwerk/, 'Dräger'],
    ['00:0f:14:01:02:03', /^Mindray/, 'Mindray'],
    ['00:12:21:01:02:03', /^B\.Braun/, 'B. Braun'],
    ['00:d0:75:01:02:03', /^ALARIS/, 'BD'],
    ['00:14:b8:01:02:03', /^Hill-Rom/, 'Hillrom'],
    ['00:17:88:01:02:03', /^Philips Lighting/, undefined],
    ['00:1f:44:01:02:03', /^GE Transportation/, undefined],
    ['00:40:9d:01:02:03', /digi/i, undefined],
    ['00:80:a3:01:02:03', /^Lantronix/, undefined],
    ['00:90:e8:01:02:03', /^MOXA/, undefined],
  ]
  for (const [mac, name, maker] of cases) {
    const holder = macHolder(mac)
    assert.match(holder?.name ?? '', name, mac)
    assert.equal(holder?.deviceMaker, maker, mac)
  }
})

test('blocks of 28 and 36 bits have holders of their own', () => {
  assert.match(macHolder('a4:58:0f:81:02:03')?.name ?? '', /air liquide medical/i)
  assert.match(macHolder('70:b3:d5:36:a1:23')?.name ?? '', /becton dickinson/i)
  assert.notEqual(macHolder('70:b3:d5:b3:41:23')?.name, macHolder('70:b3:d5:36:a1:23')?.name)
})

test('addresses that no maker gave, of groups, and what is none have no holder', () => {
  for (const mac of [
    '02:42:ac:11:00:02',
    'da:a1:19:00:00:01',
    '01:00:5e:00:00:01',
    'ff:ff:ff:ff:ff:ff',
    '00:00:00:00:00:00',
    '',
    'x',
  ])
    assert.equal(macHolder(mac), undefined, mac)
})

function observed(mac: string): Observation {
  return {
    subject: { mac },
    protocol: 'arp',
    facts: [],
    confidence: 'strong',
    firstSeenAt: 1,
    lastSeenAt: 2,
    count: 5,
    place: 'packet 7',
  }
}

function batchOf(...observations: readonly Observation[]): ObservedBatch {
  const progress = {
    bytes: 0,
    units: 0,
    unit: 'packets',
    dropped: {},
    malformed: {},
    givenUp: 0,
    problems: [],
  } as const
  return { observations, flows: [], progress }
}

test('each interface is told of once, beside what showed it', async () => {
  const batches = [
    batchOf(observed('00:09:fb:01:02:03'), observed('00:80:a3:01:02:03')),
    batchOf(observed('00:09:fb:01:02:03')),
  ]
  const [first, second] = await Array.fromAsync(withMacMakers(asyncOf(batches)))
  assert.deepEqual(
    first?.observations
      .slice(2)
      .map(({ subject, facts, confidence, place }) => [
        subject.mac,
        facts[0]?.field,
        facts[0]?.value,
        confidence,
        place,
      ]),
    [
      ['00:09:fb:01:02:03', 'macMaker', 'Philips Patient Monitoring', 'weak', 'packet 7'],
      ['00:09:fb:01:02:03', 'maker', 'Philips', 'strong', 'packet 7'],
      ['00:80:a3:01:02:03', 'macMaker', 'Lantronix', 'weak', 'packet 7'],
    ],
  )
  assert.equal(second?.observations.length, 1)
})

async function* asyncOf<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values
}
