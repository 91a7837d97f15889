import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeptSighting, Observation } from '../../model/index.ts'
import { fuse } from './fuse.ts'
import { toSighting } from './sightings.ts'
import { sighted } from './testing.ts'
import { udiSerialKey, withMakersOfUdi } from './udi-serials.ts'
import type { UdiKnown } from './udi-serials.ts'

const model = '(01)04046964000003'
const udi = `${model}(21)S-7700`
const [mac, otherMac] = ['00:09:fb:00:00:01', '00:09:fb:00:00:02']

function keyTold(facts: Readonly<Record<string, string>>): string | null {
  const told = Object.entries(facts).map(([field, value]) => ({ field, value }))
  return toSighting({ subject: {}, protocol: 'hl7', confidence: 'explicit', facts: told } as unknown as Observation)
    .serialKey
}

test('a UDI names a device by its identifier with a serial number, and never by the identifier alone', () => {
  assert.equal(keyTold({ udi }), 'gs1:04046964000003 S7700')
  assert.equal(keyTold({ udi: model, serial: 'S-7700' }), 'gs1:04046964000003 S7700')
  assert.equal(keyTold({ udi: model }), null)
  assert.equal(keyTold({ udi, serial: 'T-1000' }), null)
  assert.equal(keyTold({ udi: udi.replace('04046964000003', '04046964000004') }), null)
  assert.equal(keyTold({ udi: `${model}(21)0000` }), null)
  assert.equal(keyTold({ udi: '+A123BJC5D6E71G', serial: 'S-7700' }), 'hibcc:A123BJC5D6E71 S7700')
  assert.equal(udiSerialKey('no label'), undefined)
})

const key = keyTold({ udi }) ?? ''

/** What each device is known by, after makers are put in. */
function told(sightings: readonly KeptSighting[], fleet: readonly UdiKnown[] = []): string[] {
  return fuse(withMakersOfUdi(sightings, fleet), { same: [], apart: [] })
    .map(({ kind, anchors }) => `${kind === 'device' ? '' : `${kind}: `}${anchors.join(' ')}`)
    .toSorted((a, b) => (a < b ? -1 : 1))
}

test('what a UDI tells is one device with what maker and serial number tell, where the maker of the identifier is known', () => {
  const byMaker = sighted({ macs: [mac], serialKey: 'acme S7700' })
  const byUdi = sighted({ macs: [otherMac], serialKey: key })
  const joined = [`serial:acme S7700 mac:${mac} mac:${otherMac}`]
  const apart = [`serial:acme S7700 mac:${mac}`, `serial:${key} mac:${otherMac}`]
  const cases: readonly (readonly [
    what: string,
    sightings: readonly KeptSighting[],
    fleet: readonly UdiKnown[],
    devices: readonly string[],
  ])[] = [
    ['nobody knows the maker', [byMaker, byUdi], [], apart],
    ['the list does, of any device of that identifier', [byMaker, byUdi], [{ udi: model, maker: 'Acme' }], joined],
    [
      'the list has it of two makers',
      [byMaker, byUdi],
      [
        { udi: model, maker: 'Acme' },
        { udi, maker: 'Other' },
      ],
      apart,
    ],
    ['the list knows another identifier', [byMaker, byUdi], [{ udi: '(01)00844588003288', maker: 'Acme' }], apart],
    ['one address told both', [byMaker, byUdi, sighted({ macs: [mac], serialKey: key })], [], joined],
    [
      'another serial number of that identifier',
      [byMaker, sighted({ macs: [otherMac], serialKey: 'gs1:04046964000003 S7701' })],
      [{ udi: model, maker: 'Acme' }],
      [`serial:acme S7700 mac:${mac}`, `serial:acme S7701 mac:${otherMac}`],
    ],
    [
      'two devices behind one address',
      [byMaker, sighted({ macs: [mac], serialKey: 'gs1:04046964000003 S7701' })],
      [],
      [`gateway: mac:${mac}`, 'serial:acme S7700', 'serial:gs1:04046964000003 S7701'],
    ],
  ]
  for (const [what, sightings, fleet, devices] of cases) assert.deepEqual(told(sightings, fleet), devices, what)
})

test('a maker that anybody may have told of an identifier counts only where it is the only one', () => {
  const here = { macs: [mac], serialKey: key }
  const sightings = [
    sighted(here),
    sighted({ ...here, serialKey: 'acme S7700' }),
    sighted({ ...here, serialKey: 'evil S7700' }),
  ]
  assert.ok(told(sightings).every((device) => device.split('serial:').length <= 2))
  assert.ok(told(sightings).includes(`serial:${key}`))
})

test('numbers that makers give by chance teach nothing of an identifier elsewhere', () => {
  const short = 'gs1:04046964000003 12'
  const at = (mac: string, serialKey: string): KeptSighting => sighted({ macs: [mac], serialKey })
  assert.deepEqual(told([at(mac, 'acme 12'), at(mac, short), at(otherMac, 'gs1:04046964000003 13')]), [
    `serial:acme 12 mac:${mac}`,
    `serial:gs1:04046964000003 13 mac:${otherMac}`,
  ])
})
