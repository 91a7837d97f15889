import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { readAll } from '../testing.ts'
import { euvdTime } from './time.ts'

for (const name of ['list.json', 'search.json']) {
  test(`${name}: an entry speaks of its one CVE, under its own number too, and of several as their carrier`, async () => {
    const records = await readAll(join(import.meta.dirname, 'fixtures', name))
    const told = records.flatMap((record) => (record.is === 'advisory' ? [record.advisory] : []))
    assert.deepEqual(
      told.map(({ key, id, aliases, upstream, assessment }) => [key, id, aliases, upstream, assessment]),
      [
        [
          'EUVD-2099-0001',
          'CVE-2099-0001',
          ['EUVD-2099-0001', 'GHSA-aaaa-bbbb-cccc'],
          [],
          { source: 'EUVD', exploitedSince: '2099-04-20' },
        ],
        ['EUVD-2099-0002', 'EUVD-2099-0002', [], ['CVE-2099-0002', 'CVE-2099-0003'], undefined],
      ],
    )
    assert.deepEqual(
      told.flatMap(({ ranges }) => ranges.map(({ key, tier, range, text }) => [key, tier, range.is, text])),
      [
        ['cpe/a/pump_works/pump_manager', 3, 'interval', '>= 2.0.0 and < 2.3'],
        ['cpe/a/pump_works_inc/pump_manager', 3, 'interval', '>= 2.0.0 and < 2.3'],
        ['cpe/a/pump_works/pump_manager_lite', 3, 'interval', '<= 1.4'],
        ['cpe/a/pump_works_inc/pump_manager_lite', 3, 'interval', '<= 1.4'],
        ['cpe/a/gate/gateway', 3, 'unreadable', 'the record names the product and no version of it'],
      ],
    )
  })
}

for (const [text, time] of [
  ['Apr 15, 2025, 8:30:58 PM', '2025-04-15T20:30:58.000Z'],
  ['Apr 16, 2025, 12:00:01 AM', '2025-04-16T00:00:01.000Z'],
  ['Dec 1, 2025, 12:05:00 PM', '2025-12-01T12:05:00.000Z'],
  ['2025-12-01T12:05:00Z', '2025-12-01T12:05:00.000Z'],
  ['Foo 1, 2025, 12:05:00 PM', undefined],
  ['Feb 41, 2025, 12:05:00 PM', undefined],
  ['', undefined],
] as const) {
  test(`“${text}” is ${time ?? 'no time'}`, () => {
    assert.equal(euvdTime(text), time)
  })
}
