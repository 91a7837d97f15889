import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { observedFields } from '../../model/index.ts'
import type { KeptObservation, ObservedField } from '../../model/index.ts'
import { confidenceNow } from './confidence.ts'
import { resolveFacts } from './resolve.ts'

const DAY_MS = 86_400_000
const BEGIN = Date.UTC(2026, 0, 1)
const ground = { sightings: new Map(), anchors: [] }

function told(
  facts: readonly (readonly [ObservedField, string])[],
  {
    protocol = 'dicom',
    days = [0, 1],
    ...more
  }: Partial<KeptObservation> & { readonly days?: readonly [number, number] } = {},
): KeptObservation {
  const [firstSeenAt, lastSeenAt] = [BEGIN + days[0] * DAY_MS, BEGIN + days[1] * DAY_MS]
  return {
    sightingId: '1',
    protocol,
    confidence: 'explicit',
    facts,
    firstSeenAt,
    lastSeenAt,
    count: 1,
    sensors: ['north'],
    source: 'a.pcap',
    place: 'packet 1',
    ...more,
  }
}

test('a value keeps who told it, from when to when, how often and where first', () => {
  const { fields } = resolveFacts(
    [
      told([['model', 'Ingenuity CT']], { count: 3 }),
      told([['model', 'Ingenuity CT']], {
        protocol: 'hl7',
        days: [2, 5],
        confidence: 'strong',
        sensors: ['south'],
        place: 'packet 9',
      }),
    ],
    ground,
  )
  assert.deepEqual(fields.model?.values, [
    {
      value: 'Ingenuity CT',
      confidence: 'explicit',
      protocols: ['dicom', 'hl7'],
      sensors: ['north', 'south'],
      firstSeenAt: BEGIN,
      lastSeenAt: BEGIN + 5 * DAY_MS,
      count: 4,
      source: 'a.pcap',
      place: 'packet 1',
    },
  ])
})

test('of two versions the newer is in force, and the older is history unless both are told at the same time', () => {
  const after = resolveFacts(
    [told([['softwareVersion', '1.0']], { days: [0, 3] }), told([['softwareVersion', '2.0']], { days: [4, 9] })],
    ground,
  )
  assert.deepEqual(
    after.versions.map(({ value }) => value),
    ['2.0', '1.0'],
  )
  assert.deepEqual(after.conflicts, [])
  const beside = resolveFacts(
    [told([['softwareVersion', '1.0']], { days: [0, 5] }), told([['softwareVersion', '2.0']], { days: [4, 9] })],
    ground,
  )
  assert.deepEqual(
    beside.conflicts.map(({ field, values }) => [field, ...values.map(({ value }) => value)]),
    [['softwareVersion', '2.0', '1.0']],
  )
})

test('a hint that is newer does not overrule what a field was made for', () => {
  const { fields } = resolveFacts(
    [told([['maker', 'Philips']]), told([['maker', 'Digi']], { days: [30, 40], confidence: 'weak' })],
    ground,
  )
  assert.equal(fields.maker?.values[0]?.value, 'Philips')
})

test('spellings of one maker are no conflict, two serial numbers always are', () => {
  const spelled = resolveFacts([told([['maker', 'Philips']]), told([['maker', 'Philips Medical Systems']])], ground)
  assert.deepEqual(spelled.conflicts, [])
  const { conflicts } = resolveFacts(
    [told([['serial', 'A 1']]), told([['serial', 'a-1']]), told([['serial', 'B2']], { days: [50, 60] })],
    ground,
  )
  assert.deepEqual(
    conflicts.map(({ field, values }) => [field, ...values.map(({ value }) => value)]),
    [['serial', 'B2', 'A 1', 'a-1']],
  )
})

test('protocols that read the same bytes, or that nobody vouches for, are one voice', () => {
  const voicesOf = (...protocols: readonly string[]): number =>
    resolveFacts(
      protocols.map((protocol) => told([['softwareVersion', '1.0']], { protocol })),
      ground,
    ).versions[0]?.voices ?? -1
  assert.equal(voicesOf('dicom'), 1)
  assert.equal(voicesOf('dicom', 'hl7'), 2)
  assert.equal(voicesOf('dicom', 'dicom-file', 'dicom-json'), 1)
  assert.equal(voicesOf('zeek-software', 'zeek-http', 'nmap'), 1)
  assert.equal(
    resolveFacts([told([['softwareVersion', '1.0']], { confidence: 'strong' })], ground).versions[0]?.voices,
    0,
  )
})

test('a voice that was not heard for a month does not agree with what is told now', () => {
  const { versions } = resolveFacts(
    [told([['softwareVersion', '1.0']]), told([['softwareVersion', '1.0']], { protocol: 'hl7', days: [60, 61] })],
    ground,
  )
  assert.equal(versions[0]?.voices, 1)
})

test('confidence is halved by the half-life of the field', () => {
  const value = { confidence: 'explicit', lastSeenAt: BEGIN } as const
  assert.equal(confidenceNow('ip', value, BEGIN), 0.95)
  assert.equal(confidenceNow('ip', value, BEGIN + 30 * DAY_MS), 0.475)
  assert.equal(confidenceNow('serial', value, BEGIN + 720 * DAY_MS), 0.475)
})

test('the order of observations does not matter', () => {
  const any = fc.array(
    fc
      .record({
        field: fc.constantFrom(...observedFields.slice(0, 12)),
        value: fc.constantFrom('1.0', '2.0', 'A'),
        protocol: fc.constantFrom('dicom', 'hl7', 'snmp'),
        from: fc.integer({ min: 0, max: 40 }),
        long: fc.integer({ min: 0, max: 40 }),
        confidence: fc.constantFrom('explicit', 'strong', 'weak'),
      })
      .map(({ field, value, protocol, from, long, confidence }) =>
        told([[field, value]], { protocol, confidence, days: [from, from + long] }),
      ),
    { maxLength: 20 },
  )
  fc.assert(
    fc.property(any, (observations) => {
      assert.deepEqual(resolveFacts(observations.toReversed(), ground), resolveFacts(observations, ground))
    }),
  )
})
