import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { observe } from './index.ts'
import type { ObservedBatch } from './index.ts'

const fixtures = join(import.meta.dirname, 'fixtures', 'dicom')

const given: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['a capture', readFileSync(join(fixtures, 'dicom-store.pcap'))],
  ['a gzipped capture', gzipSync(readFileSync(join(fixtures, 'dicom-store.pcap')))],
  ['a DICOM file', readFileSync(join(fixtures, 'ct.dcm'))],
  ['a neighbour table', Buffer.from('ip,mac\n10.0.0.7,00:09:fb:01:02:03\n10.0.0.8,00:09:fb:01:02:04\n')],
]

for (const [name, bytes] of given)
  test(`${name} tells the same from memory that is used again, in chunks of any size`, async () => {
    const whole = await told(once(bytes))
    assert.ok(whole.length > 0)
    for (const size of [7, 100, 1500]) assert.deepEqual(await told(reusing(bytes, size)), whole)
  })

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** Every chunk in the same memory, which says nothing any more once the next is asked for. */
async function* reusing(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const memory = new Uint8Array(size)
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.subarray(at, at + size)
    memory.set(chunk)
    yield memory.subarray(0, chunk.length)
    memory.fill(0xff)
  }
}

async function told(bytes: AsyncIterable<Uint8Array>): Promise<ObservedBatch['observations']> {
  const observations: ObservedBatch['observations'][number][] = []
  for await (const batch of observe(bytes, { now: () => new Date(0) })) observations.push(...batch.observations)
  return observations
}
