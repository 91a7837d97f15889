import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { createOrganisation, listen, listenToImages } from '../src/flows/index.ts'
import type { ListenOptions } from '../src/flows/index.ts'
import { testStore } from './database.ts'
import { dataSet } from './dicom-bytes.ts'

const now = (): Date => new Date('2026-11-01T12:00:00Z')
const seconds = Date.UTC(2026, 9, 31, 8) / 1000

/** An ARP answer: 00:09:fb:00:00:05 is 10.0.0.5. Big-endian pcap, RFC 826. */
const arpAnswer = Buffer.from(
  '0009fb0000090009fb000005080600010800060400020009fb0000050a0000050009fb0000090a000009',
  'hex',
)
const capture = Buffer.concat([
  Buffer.from('a1b2c3d40002000400000000000000000004000000000001', 'hex'),
  ...[0, 1].map((at) => Buffer.concat([words(seconds + at, 0, arpAnswer.length, arpAnswer.length), arpAnswer])),
])

function words(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length)
  for (const [index, number] of numbers.entries()) bytes.writeUInt32BE(number, index * 4)
  return bytes
}

async function* chunks(...given: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* given
}

test('a capture tells of devices, gzipped or not, and nothing is stored unless asked', async () => {
  for (const bytes of [capture, gzipSync(capture)]) {
    const heard = await listen({ bytes: chunks(bytes), now })
    assert.deepEqual([heard.progress.units, heard.progress.bytes], [2, bytes.length])
    const [device] = heard.devices
    assert.deepEqual(device?.subject, { mac: '00:09:fb:00:00:05', ip: '10.0.0.5' })
    assert.deepEqual([device?.protocols, heard.flows, heard.kept], [['arp', 'mac-prefix'], 1, undefined])
  }
})

test('what was heard is kept, and a file that is heard again counts once', async (t) => {
  const store = await testStore(t)
  const { organisationId } = await createOrganisation(store, 'North')
  const keep = { store, organisationId, sensor: 'files', source: 'friday.pcap', name: 'a digest' }
  const options = (): ListenOptions => ({ bytes: chunks(capture), now, keep })
  const first = await listen(options())
  // One of the frame, two of who holds the prefix of its interface.
  assert.deepEqual(first.kept && [first.kept.observations, first.kept.flows, first.kept.knownBatches], [3, 1, 0])
  assert.equal(first.kept?.devices, 1)
  const second = await listen(options())
  assert.deepEqual(second.kept && [second.kept.knownBatches, second.kept.changed], [1, 0])
})

test('a pipe gives out what it heard without ending, and ends when it is told to', async () => {
  const controller = new AbortController()
  const silence = new Promise<never>(() => undefined)
  const live = async function* (): AsyncGenerator<Uint8Array> {
    yield capture
    await silence
  }
  let batches = 0
  const heard = await listen({
    bytes: live(),
    now,
    flushMs: 20,
    signal: controller.signal,
    onBatch: ({ observations }) => {
      batches += 1
      if (observations.length > 0) controller.abort()
    },
  })
  assert.deepEqual([batches, heard.devices.length, heard.progress.problems], [2, 1, []])
})

test('what is nothing that is read is said, with what is', async () => {
  for (const [bytes, because] of [
    [Buffer.from('MZ not a capture'), /Network capture/],
    [Buffer.alloc(0), /nothing in it/],
    [gzipSync(Buffer.from('neither is this one')), /Network capture/],
    [Buffer.from([0x1f, 0x8b, 1, 2, 3]), /Network capture/],
  ] as const) {
    const { progress } = await listen({ bytes: chunks(bytes), now })
    assert.match(progress.problems[0]?.message ?? '', because)
  }
})

test('a gzipped capture that is cut keeps what it held', async () => {
  const many = Buffer.concat([capture, ...Array.from({ length: 5000 }, () => capture.subarray(24))])
  const whole = gzipSync(many, { level: 0 })
  const { progress } = await listen({ bytes: chunks(whole.subarray(0, 40_000), whole.subarray(40_000, 100_000)), now })
  assert.ok(progress.units > 1000, `${progress.units} packets`)
  assert.match(progress.problems[0]?.message ?? '', /cannot be read further \(unexpected end of file\)/)
})

test('DICOM files are one source: their names stay out, an old version keeps its day, and the same files count once', async (t) => {
  const store = await testStore(t)
  const { organisationId } = await createOrganisation(store, 'North')
  const image = (serial: string, version: string, day: string): Buffer =>
    dataSet([
      [0x0008_0005, 'CS', 'ISO_IR 100'],
      [0x0008_0020, 'DA', day],
      [0x0008_0070, 'LO', 'Exemplar'],
      [0x0010_0010, 'PN', 'DOE^JANE'],
      [0x0018_1000, 'LO', serial],
      [0x0018_1020, 'LO', version],
    ])
  const given = [
    image('SN-1001', '2.0', '20260901'),
    image('SN-1001', '1.0', '20240101'),
    image('SN-1002', '7', '20260101'),
  ]
  const files = async function* (): AsyncGenerator<AsyncIterable<Uint8Array>> {
    for (const bytes of given) yield chunks(bytes)
  }
  const keep = { store, organisationId, sensor: 'files', source: 'DICOM files', name: 'images' }
  const first = await listenToImages({ files: files(), now, keep })
  assert.deepEqual([first.progress.units, first.devices.length, first.kept?.devices], [3, 2, 2])
  const [device] = first.devices
  assert.deepEqual(device?.facts.softwareVersion, ['2.0', '1.0'])
  assert.equal(new Date(device?.lastSeenAt ?? 0).toISOString().slice(0, 10), '2026-09-01')
  assert.doesNotMatch(JSON.stringify(first), /DOE|JANE/)
  const second = await listenToImages({ files: files(), now, keep })
  assert.equal(second.kept?.knownBatches, 1)
})

test('a file whose hearing was ended early tells the rest when it is heard again', async (t) => {
  const store = await testStore(t)
  const { organisationId } = await createOrganisation(store, 'North')
  const keep = { store, organisationId, sensor: 'files', source: 'leases', name: 'abc' }
  const line = (n: number): Buffer => Buffer.from(`1767229600 00:09:fb:01:00:0${n} 10.0.0.${n} pump-${n} *\n`)
  const stop = new AbortController()
  async function* cut(): AsyncGenerator<Uint8Array> {
    yield line(1)
    await delay(50)
    stop.abort()
    await delay(50)
    yield line(2)
  }
  const first = await listen({ bytes: cut(), now, keep, signal: stop.signal })
  const second = await listen({ bytes: chunks(line(1), line(2)), now, keep })
  const third = await listen({ bytes: chunks(line(1), line(2)), now, keep })
  assert.deepEqual(
    [first, second, third].map(({ kept }) => [kept?.devices, kept?.knownBatches]),
    [
      [1, 0],
      [2, 0],
      [2, 1],
    ],
  )
})
