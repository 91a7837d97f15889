import { gunzip, isGzip, peekGzip } from './gunzip.ts'
import { inTime } from './in-time.ts'
import { withMacMakers } from './mac/told-of-macs.ts'
import type { ObservationSource, ObservedBatch, ObserveOptions, SourceOptions } from './source.ts'

/** What is looked at to find out which source reads it. */
const maxHeadBytes = 64 * 1024
/** How often a silent pipe is looked at. */
const lookMs = 60_000

export type Observe = (bytes: AsyncIterable<Uint8Array>, options: ObserveOptions) => AsyncIterable<ObservedBatch>

/** Hands bytes to the first source that recognises their begin, inflated if they are a gzip file; adds who holds the prefix of each interface. */
export function observeWith(sources: readonly ObservationSource[], protocols: SourceOptions['protocols']): Observe {
  return (bytes, options) => withMacMakers(observeAny(bytes, sources, { protocols, ...options }))
}

async function* observeAny(
  bytes: AsyncIterable<Uint8Array>,
  sources: readonly ObservationSource[],
  options: SourceOptions,
): AsyncGenerator<ObservedBatch> {
  const given = { bytes: 0 }
  const iterator = counted(bytes, given, options.signal)[Symbol.asyncIterator]()
  const { head, source } = await choose(iterator, sources)
  const whole = rejoined(head, iterator)
  if (source === undefined) {
    await iterator.return?.(undefined)
    yield notRecognised(given.bytes, sources)
    return
  }
  if (!isGzip(head)) {
    yield* source.read(whole, options)
    return
  }
  for await (const batch of source.read(gunzip(whole), options))
    yield { ...batch, progress: { ...batch.progress, bytes: given.bytes } }
}

/** Reads no more than it needs: the begin of a live capture is a few bytes. */
async function choose(
  iterator: AsyncIterator<Uint8Array>,
  sources: readonly ObservationSource[],
): Promise<{ readonly head: Uint8Array; readonly source: ObservationSource | undefined }> {
  let head: Uint8Array = new Uint8Array(0)
  for (;;) {
    const next = await iterator.next()
    if (next.done !== true) head = Buffer.concat([head, next.value])
    const plain = isGzip(head) ? peekGzip(head) : head.subarray(0, maxHeadBytes)
    const source = sources.find(({ recognises }) => recognises(plain))
    if (source !== undefined || next.done === true || head.length >= maxHeadBytes) return { head, source }
  }
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  given: { bytes: number },
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, undefined, undefined> {
  for await (const chunk of inTime(chunks, { flushMs: lookMs, signal })) {
    if (chunk === undefined) continue
    given.bytes += chunk.length
    yield chunk
  }
}

async function* rejoined(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield head
    for (;;) {
      const next = await rest.next()
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await rest.return?.(undefined)
  }
}

function notRecognised(bytes: number, sources: readonly ObservationSource[]): ObservedBatch {
  const known = sources.map(({ name }) => name).join(', ')
  const message =
    bytes === 0 ? 'there is nothing in it' : `it is nothing that is read here, which is: ${known}; each may be gzipped`
  const progress = { bytes, units: 0, unit: 'files', dropped: {}, malformed: {}, givenUp: 0, problems: [{ message }] }
  return { observations: [], flows: [], progress: { ...progress, unit: 'files' } }
}
