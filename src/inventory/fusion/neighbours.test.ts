import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AnchorWords, KeptSighting, ObservedGroup } from '../../model/index.ts'
import { compareTexts } from './anchors.ts'
import { fuse } from './fuse.ts'
import { neighboursUnder } from './neighbours.ts'
import { anySightings, sighted } from './testing.ts'
import { withMakersOfUdi } from './udi-serials.ts'

/** Several small networks that share few addresses and names. */
const anyNetworks = fc.array(anySightings, { minLength: 1, maxLength: 4 }).chain((networks) =>
  fc
    .tuple(
      ...networks.map((sightings, place) =>
        fc.tuple(fc.constantFrom(0, 0, 0, 1, 2, 4, 8, 16, 31), fc.constant({ sightings, place })),
      ),
    )
    .map((drawn) => {
      const all = drawn.flatMap(([shared, { sightings, place }]) => sightings.map((each) => moved(each, place, shared)))
      return [...new Map(all.map((each) => [each.sightingId, each])).values()]
    }),
)

/** The same in a network of other addresses and names, but for the kinds of which `shared` has a bit. */
function moved(given: KeptSighting, place: number, shared: number): KeptSighting {
  const ofPlace = (bit: number, text: string, other: string): string => ((shared & bit) === 0 ? other : text)
  const { macs, ips, aeTitle, hostName, serialKey } = given
  const named = {
    macs: macs.map((mac) => ofPlace(1, mac, `${mac.slice(0, 12)}${place}${mac.slice(13)}`)),
    ips: ips.map((ip) => ofPlace(2, ip, `${ip}${place}`)),
    aeTitle: aeTitle === null ? null : ofPlace(4, aeTitle, place === 3 ? `${aeTitle}@10.0.0.1` : `${aeTitle}${place}`),
    hostName: hostName === null ? null : ofPlace(8, hostName, `${hostName}${place}`),
    serialKey:
      serialKey === null
        ? null
        : ofPlace(16, `${serialKey}0001`, `${makerAt(place, serialKey)} ${place}000${serialKey.at(-1)}`),
  }
  return { ...given, ...named, sightingId: JSON.stringify([named, given.sightingId]) }
}

/** A device of the second network tells its device identifier in the place of its maker, now and then. */
function makerAt(place: number, serialKey: string): string {
  const [maker = ''] = serialKey.split(' ')
  return place === 1 && maker === 'ge' ? 'gs1:04046964000003' : 'philips'
}

/** By the places of what devices are known by. */
interface DrawnWords {
  readonly same: readonly (readonly [number, number])[]
  readonly apart: readonly number[]
}

const anyWords: fc.Arbitrary<DrawnWords> = fc.record({
  same: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 2 }),
  apart: fc.array(fc.nat(), { maxLength: 2 }),
})

/** What a person may say of these devices, in view of how they are without a word. */
function wordsOf(sightings: readonly KeptSighting[], drawn: DrawnWords): AnchorWords {
  const anchors = fuse(sightings, { same: [], apart: [] }).flatMap((group) => group.anchors)
  const at = (place: number): string => anchors[place % Math.max(1, anchors.length)] ?? 'mac:00:09:fb:00:00:09'
  return { same: drawn.same.map(([one, other]) => [at(one), at(other)] as const), apart: drawn.apart.map(at) }
}

function partsOf(sightings: readonly KeptSighting[], words: AnchorWords): KeptSighting[][] {
  const neighbours = neighboursUnder(words)
  const marked = sightings.map((sighting) => ({ sighting, mark: neighbours.add(sighting) }))
  const parts = Map.groupBy(marked, ({ mark }) => (mark === undefined ? undefined : neighbours.rootOf(mark)))
  return [...parts.values()].map((part) => part.map(({ sighting }) => sighting))
}

function byId(groups: readonly ObservedGroup[]): readonly ObservedGroup[] {
  return groups.toSorted((a, b) => compareTexts(a.observedId, b.observedId))
}

test('neighbours put together by themselves are what all are together, whatever people said', () => {
  let several = 0
  fc.assert(
    fc.property(anyNetworks, anyWords, (sightings, drawn) => {
      const words = wordsOf(sightings, drawn)
      const parts = partsOf(sightings, words)
      if (parts.length > 2) several += 1
      assert.deepEqual(
        byId(parts.flatMap((part) => fuse(withMakersOfUdi(part, []), words))),
        fuse(withMakersOfUdi(sightings, []), words),
      )
    }),
    { numRuns: 1_500 },
  )
  assert.ok(several > 300, `only ${several} cases of several neighbourhoods`)
})

test('an anchor is found where its address, its name or its serial number stands', () => {
  const neighbours = neighboursUnder({ same: [['host:b@10.0.0.2', 'serial:ge 1']] })
  const one = neighbours.add(sighted({ macs: ['00:09:fb:00:00:01'], ips: ['10.0.0.1'], hostName: 'a' })) ?? -1
  const other = neighbours.add(sighted({ ips: ['10.0.0.2'] })) ?? -1
  assert.notEqual(neighbours.rootOf(one), neighbours.rootOf(other))
  for (const anchor of ['mac:00:09:fb:00:00:01', 'ip:10.0.0.1', 'host:a@10.0.0.9'])
    assert.equal(neighbours.rootOf(neighbours.find(anchor) ?? -1), neighbours.rootOf(one), anchor)
  for (const anchor of ['serial:ge 1', 'host:b', 'ae:CT1@10.0.0.2'])
    assert.equal(neighbours.rootOf(neighbours.find(anchor) ?? -1), neighbours.rootOf(other), anchor)
  assert.equal(neighbours.find('serial:philips 9'), undefined)
  assert.equal(neighbours.add(sighted({ isRouter: true })), undefined)
})

test('a name that holds an address is a neighbour of the same name at that address, since both read alike as an anchor', () => {
  const sightings = [sighted({ ips: ['10.0.0.9'], hostName: 'a' }), sighted({ hostName: 'a@10.0.0.9' })]
  assert.equal(partsOf(sightings, { same: [], apart: [] }).length, 1)
})

test('devices of one identifier are neighbours, and equal serial numbers are: its maker is learned from one and holds for the others', () => {
  const sightings = [
    sighted({ serialKey: 'gs1:04046964000003 10001', ips: ['10.0.0.1'] }),
    sighted({ serialKey: 'philips 10001', ips: ['10.0.0.1'] }),
    sighted({ serialKey: 'gs1:04046964000003 20002', ips: ['10.0.0.7'] }),
    sighted({ serialKey: 'philips 20002', ips: ['10.0.0.8'] }),
  ]
  assert.equal(partsOf(sightings, { same: [], apart: [] }).length, 1)
  assert.equal(fuse(withMakersOfUdi(sightings, []), { same: [], apart: [] }).length, 2)
})
