import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AnchorWords, KeptSighting, ObservedGroup } from '../../model/index.ts'
import { fuse } from './fuse.ts'
import { anySightings, sighted } from './testing.ts'

const nothingSaid: AnchorWords = { same: [], apart: [] }
const [mac, otherMac] = ['00:09:fb:00:00:01', '00:09:fb:00:00:02']

/** `serial mac | ip`: what each device is known by, without the order. */
function told(sightings: readonly KeptSighting[], words = nothingSaid): string[] {
  return fuse(sightings, words)
    .map(({ kind, anchors }) => `${kind === 'device' ? '' : `${kind}: `}${anchors.join(' ')}`)
    .sort()
}

test('what was told together is one device', () => {
  const cases: readonly (readonly [what: string, sightings: readonly KeptSighting[], devices: readonly string[]])[] = [
    [
      'a serial number and a MAC address',
      [sighted({ macs: [mac], serialKey: 'philips 1' }), sighted({ macs: [mac], ips: ['10.0.0.1'] })],
      [`serial:philips 1 mac:${mac}`],
    ],
    [
      'two interfaces with one serial number',
      [sighted({ macs: [mac], serialKey: 'philips 1' }), sighted({ macs: [otherMac], serialKey: 'philips 1' })],
      [`serial:philips 1 mac:${mac} mac:${otherMac}`],
    ],
    [
      'an AE title at the address that a MAC address had, whenever it was',
      [
        sighted({ macs: [mac], ips: ['10.0.0.1'], aeTitle: 'CT1' }),
        sighted({ ips: ['10.0.0.1'], aeTitle: 'CT1' }, [40, 50]),
      ],
      [`mac:${mac} ae:CT1@10.0.0.1`],
    ],
    [
      'an address while it was held',
      [sighted({ macs: [mac], ips: ['10.0.0.1'] }), sighted({ ips: ['10.0.0.1'] }, [3, 4])],
      [`mac:${mac} ip:10.0.0.1`],
    ],
    [
      'a name at one address',
      [sighted({ ips: ['10.0.0.1'], hostName: 'ct1' }), sighted({ ips: ['10.0.0.1'], aeTitle: 'CT1' })],
      ['host:ct1@10.0.0.1 ae:CT1@10.0.0.1'],
    ],
    [
      'a serial number that a forwarded image tells of an AE title',
      [
        sighted({ macs: [mac], ips: ['10.0.0.1'], aeTitle: 'CT1' }),
        sighted({ aeTitle: 'CT1', serialKey: 'philips 1' }),
      ],
      [`serial:philips 1 mac:${mac}`],
    ],
  ]
  for (const [what, sightings, devices] of cases) assert.deepEqual(told(sightings), devices, what)
})

test('what differs is never one device', () => {
  const cases: readonly (readonly [what: string, sightings: readonly KeptSighting[], devices: readonly string[]])[] = [
    [
      'a lease that went on to another',
      [
        sighted({ macs: [mac], ips: ['10.0.0.1'] }, [0, 10]),
        sighted({ macs: [otherMac], ips: ['10.0.0.1'] }, [11, 20]),
        sighted({ ips: ['10.0.0.1'] }, [12, 13]),
      ],
      [`mac:${mac}`, `mac:${otherMac} ip:10.0.0.1`],
    ],
    [
      'an address that two held at the time',
      [
        sighted({ macs: [mac], ips: ['10.0.0.1'] }, [0, 10]),
        sighted({ macs: [otherMac], ips: ['10.0.0.1'] }, [5, 20]),
        sighted({ ips: ['10.0.0.1'] }, [6, 7]),
      ],
      ['ip:10.0.0.1', `mac:${mac}`, `mac:${otherMac}`],
    ],
    [
      'a router and what stands behind it',
      ['10.1.0.1', '10.1.0.2', '10.1.0.3', '10.1.0.4'].map((ip) => sighted({ macs: [mac], ips: [ip] })),
      ['ip:10.1.0.1', 'ip:10.1.0.2', 'ip:10.1.0.3', 'ip:10.1.0.4'],
    ],
    [
      'a gateway and the devices that speak through it',
      [
        sighted({ macs: [mac], serialKey: 'philips 1' }),
        sighted({ macs: [mac], serialKey: 'philips 2' }),
        sighted({ macs: [mac], ips: ['10.0.0.1'] }),
      ],
      [`gateway: mac:${mac}`, 'serial:philips 1', 'serial:philips 2'],
    ],
    [
      'a terminal server known by its address alone',
      [sighted({ ips: ['10.0.0.9'], serialKey: 'philips 1' }), sighted({ ips: ['10.0.0.9'], serialKey: 'philips 2' })],
      ['gateway: ip:10.0.0.9', 'serial:philips 1', 'serial:philips 2'],
    ],
    [
      'one serial number of two makers',
      [sighted({ serialKey: 'philips 1' }), sighted({ serialKey: 'ge 1' })],
      ['serial:ge 1', 'serial:philips 1'],
    ],
    [
      'a MAC address that its machine made up, at another address',
      [
        sighted({ macs: ['52:54:00:00:00:01'], ips: ['10.0.0.1'] }),
        sighted({ macs: ['52:54:00:00:00:01'], ips: ['10.0.0.2'] }),
      ],
      ['mac:52:54:00:00:00:01@10.0.0.1', 'mac:52:54:00:00:00:01@10.0.0.2'],
    ],
  ]
  for (const [what, sightings, devices] of cases) assert.deepEqual(told(sightings), devices, what)
})

test('a gateway names the devices behind it', () => {
  const sightings = ['philips 1', 'philips 2'].map((serialKey) => sighted({ macs: [mac], serialKey }))
  const groups = fuse(sightings, nothingSaid)
  const gateway = groups.find(({ kind }) => kind === 'gateway')
  const others = groups.filter(({ kind }) => kind === 'device').map(({ observedId }) => observedId)
  assert.deepEqual(gateway?.members, others.sort())
})

test('a gateway tells who was heard alone there before, and one whose devices are heard together tells nobody', () => {
  const formerlyOf = (days: readonly (readonly [number, number])[], where: Partial<KeptSighting>): unknown => {
    const sightings = days.map((span, place) => sighted({ ...where, serialKey: `philips ${place + 1}` }, span))
    return fuse(sightings, nothingSaid).find(({ kind }) => kind === 'gateway')?.formerly
  }
  for (const where of [{ macs: [mac] }, { ips: ['10.0.0.1'] }]) {
    const [first, second] = [
      [0, 9],
      [1, 1],
    ] as const
    assert.deepEqual(formerlyOf([first, second], where), ['philips 1'])
    assert.deepEqual(formerlyOf([second, first], where), ['philips 2'])
    assert.equal(
      formerlyOf(
        [
          [0, 9],
          [0.01, 9],
        ],
        where,
      ),
      undefined,
    )
    assert.deepEqual(
      formerlyOf(
        [
          [0, 9],
          [2, 9],
          [2.01, 9],
        ],
        where,
      ),
      ['philips 1'],
    )
  }
})

test("a person's word goes before every rule, and taking it back undoes it", () => {
  const sightings = [
    sighted({ macs: [mac], serialKey: 'philips 1' }),
    sighted({ macs: [mac], ips: ['10.0.0.1'] }),
    sighted({ macs: [otherMac] }),
  ]
  const before = [`mac:${otherMac}`, `serial:philips 1 mac:${mac}`]
  assert.deepEqual(told(sightings), before)
  assert.deepEqual(told(sightings, { same: [], apart: [`mac:${mac}`] }), [
    `mac:${mac}`,
    `mac:${otherMac}`,
    'serial:philips 1',
  ])
  assert.deepEqual(told(sightings, { same: [['serial:philips 1', `mac:${otherMac}`]], apart: [] }), [
    `serial:philips 1 mac:${mac} mac:${otherMac}`,
  ])
  assert.deepEqual(told(sightings, nothingSaid), before)
})

test('every sighting belongs to one device at most, whatever comes in whatever order', () => {
  fc.assert(
    fc.property(anySightings, fc.infiniteStream(fc.nat()), (sightings, numbers) => {
      const groups = fuse(sightings, nothingSaid)
      const shuffled = sightings
        .map((sighting) => ({ sighting, at: numbers.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at)
        .map(({ sighting }) => sighting)
      assert.deepEqual(fuse(shuffled, nothingSaid), groups)
      const ids = groups.flatMap(({ sightingIds }) => sightingIds)
      assert.equal(new Set(ids).size, ids.length)
      assert.equal(new Set(groups.map(({ observedId }) => observedId)).size, groups.length)
    }),
    { numRuns: 500 },
  )
})

test('two serial numbers are never made one device but by a person', () => {
  fc.assert(
    fc.property(anySightings, (sightings) => {
      for (const { anchors } of fuse(sightings, nothingSaid))
        assert.ok(anchors.filter((anchor) => anchor.startsWith('serial:')).length <= 1, anchors.join(' '))
    }),
    { numRuns: 500 },
  )
})

test('what a person said of two anchors holds after any pass', () => {
  fc.assert(
    fc.property(anySightings, (sightings) => {
      const [one, other] = fuse(sightings, nothingSaid)
      if (one === undefined || other === undefined) return
      const pair = [anchorOf(one), anchorOf(other)] as const
      const joined = fuse(sightings, { same: [pair], apart: [] })
      assert.ok(joined.some(({ anchors }) => pair.every((anchor) => anchors.includes(anchor))))
      const [apart] = pair
      const split = fuse(sightings, { same: [], apart: [apart] }).filter(({ anchors }) => anchors.includes(apart))
      for (const { joins } of split)
        assert.ok(
          joins.every(
            ({ anchors, rule }) => anchors[0] === apart || !anchors.includes(apart) || rule !== 'serialAndMac',
          ),
        )
    }),
    { numRuns: 200 },
  )
})

function anchorOf({ anchors }: ObservedGroup): string {
  return anchors[0] ?? ''
}

test('an address that more than a hundred held in turns is nobody’s, and what was told there stays apart', () => {
  const held = (holders: number): number => {
    const turns = Array.from({ length: holders }, (_, place) =>
      sighted({ macs: [`00:09:fb:00:01:${place.toString(16).padStart(2, '0')}`], ips: ['10.0.0.1'], isOwn: true }, [
        place * 10,
        place * 10 + 1,
      ]),
    )
    return fuse([...turns, sighted({ ips: ['10.0.0.1'], hostName: 'ct1' }, [10, 11])], { same: [], apart: [] }).length
  }
  assert.equal(held(3), 3)
  assert.equal(held(128), 128)
  assert.equal(held(129), 130)
})

test('who ties the addresses of everybody together, in pairs or by one serial number, makes nobody one; a large switch stays one', () => {
  const macOf = (n: number): string => `00:09:fb:00:01:${n.toString(16).padStart(2, '0')}`
  const pairs = (count: number): KeptSighting[] =>
    Array.from({ length: count - 1 }, (_, n) => sighted({ macs: [macOf(n), macOf(n + 1)] }))
  const numbered = (count: number): KeptSighting[] =>
    Array.from({ length: count }, (_, n) => sighted({ macs: [macOf(n)], serialKey: 'exemplar|s1' }))
  const heard = Array.from({ length: 65 }, (_, n) =>
    sighted({ macs: [macOf(n)], ips: [`10.0.1.${n + 1}`], isOwn: true }),
  )
  const devices = (sightings: readonly KeptSighting[]): number =>
    fuse(sightings, nothingSaid).filter(({ anchors }) => anchors.some((anchor) => anchor.startsWith('mac:'))).length
  assert.deepEqual([devices([...pairs(64), ...heard]), devices([...pairs(65), ...heard])], [2, 65])
  assert.deepEqual([devices([...numbered(64), ...heard]), devices([...numbered(65), ...heard])], [2, 65])
})
