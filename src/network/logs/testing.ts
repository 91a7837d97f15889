import type { Observation } from '../../model/index.ts'
import type { ObservationSource, ObservedBatch } from '../source.ts'

const now = (): Date => new Date('2026-01-01T00:00:00Z')

/** Everything that a source told of a text that comes in pieces of that many bytes, as one batch. */
export async function readAll(
  source: ObservationSource,
  text: string | Uint8Array,
  size = 65_536,
): Promise<ObservedBatch> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const batches: ObservedBatch[] = []
  for await (const batch of source.read(inPieces(bytes, size), { now, protocols: [] })) batches.push(batch)
  const last = batches.at(-1)
  if (last === undefined) throw new Error(`${source.id} gave no batch`)
  return {
    observations: batches.flatMap(({ observations }) => observations),
    flows: batches.flatMap(({ flows }) => flows),
    progress: last.progress,
  }
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** `10.0.0.7 00:09:fb:01:02:03 dhcp-lease: hostName=pump-7`, one line an observation, for tables that read well. */
export function observationLines(observations: readonly Observation[]): string[] {
  return observations.map(({ subject, protocol, facts }) => {
    const who = [subject.ip, subject.mac].filter((part) => part !== undefined).join(' ')
    return `${who} ${protocol}: ${facts.map(({ field, value }) => `${field}=${value}`).join(', ')}`
  })
}
