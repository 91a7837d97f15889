import assert from 'node:assert/strict'
import type { ObservedSubject } from '../src/model/index.ts'
import type { Carrier, DroppedKind, Notes, StreamProtocol } from '../src/network/index.ts'
import type { Telling } from '../src/network/index.ts'

/** What a protocol noted, in order. */
export interface NotesTaken {
  readonly tellings: Telling[]
  readonly dropped: Partial<Record<DroppedKind, number>>
  malformed: number
}

/** Notes that keep what is written. */
export function takeNotes(): { readonly notes: Notes; readonly taken: NotesTaken } {
  const taken: NotesTaken = { tellings: [], dropped: {}, malformed: 0 }
  return {
    taken,
    notes: {
      tell: (telling) => taken.tellings.push(telling),
      drop: (kind, count = 1) => (taken.dropped[kind] = (taken.dropped[kind] ?? 0) + count),
      malformed: () => (taken.malformed += 1),
    },
  }
}

/** From 10.0.0.1 to 10.0.0.2, at noon of the first day of 2026. */
export function carrierTo(port: number, sourcePort = 50_000): Carrier {
  return {
    seenAt: Date.UTC(2026, 0, 1, 12),
    source: { mac: '02:00:00:00:00:01', ip: '10.0.0.1', port: sourcePort },
    destination: { mac: '02:00:00:00:00:02', ip: '10.0.0.2', port },
  }
}

export interface Said {
  readonly from: 'client' | 'server'
  readonly bytes: Uint8Array
}

/** What a protocol notes of a conversation that is handed over in pieces of so many bytes; its end is told. */
export function listenTo(
  protocol: StreamProtocol,
  said: readonly Said[],
  { piece = 65_536, port = 104 } = {},
): NotesTaken {
  const { notes, taken } = takeNotes()
  const conversation = protocol.begin(carrierTo(port), notes)
  for (const { from, bytes } of said) {
    for (let at = 0; at < bytes.length; at += piece) {
      if (conversation.take(bytes.slice(at, at + piece), from, 0) === 'enough') return taken
    }
  }
  conversation.end?.()
  return taken
}

/** The facts of all tellings, one a line: `10.0.0.1 CT1 explicit: model=Tomo 64, serial=640017`. A table of them reads well. */
export function inLines(taken: Pick<NotesTaken, 'tellings'>): string[] {
  return taken.tellings.map(
    ({ subject, confidence, facts }) =>
      `${subjectInWords(subject)} ${confidence}: ${facts.map(({ field, value }) => `${field}=${value}`).join(', ')}`,
  )
}

function subjectInWords({ ip, aeTitle, hostName, mac }: ObservedSubject): string {
  return (
    [ip, aeTitle, hostName, ip === undefined ? mac : undefined].filter((part) => part !== undefined).join(' ') || '-'
  )
}

/** No conversation may make a protocol throw: cut at every byte, in single bytes, with gaps at every byte, and damaged ones. */
export function assertNeverThrows(protocol: StreamProtocol, said: readonly Said[], { port = 104 } = {}): void {
  assert.deepEqual(inLines(listenTo(protocol, said, { port, piece: 1 })), inLines(listenTo(protocol, said, { port })))
  const [first] = said
  if (first === undefined) return
  for (let cut = 0; cut <= first.bytes.length; cut += 1) {
    listenTo(protocol, [{ from: first.from, bytes: first.bytes.subarray(0, cut) }], { port })
    withGap(protocol, said, { port, cut })
  }
  for (let seed = 1; seed <= 300; seed += 1)
    listenTo(
      protocol,
      said.map(({ from, bytes }) => ({ from, bytes: damaged(bytes, seed) })),
      { port },
    )
}

function withGap(protocol: StreamProtocol, said: readonly Said[], { port, cut }: { port: number; cut: number }): void {
  const conversation = protocol.begin(carrierTo(port), takeNotes().notes)
  for (const { from, bytes } of said) {
    conversation.take(bytes.slice(0, cut), from, 0)
    const missing = Math.min(7, Math.max(0, bytes.length - cut))
    if (missing > 0) conversation.gap(missing, from)
    conversation.take(bytes.slice(cut + missing), from, 0)
  }
  conversation.end?.()
}

/** The same bytes with a few of them changed, always alike for one seed. */
export function damaged(bytes: Uint8Array, seed: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  let state = seed * 2_654_435_761
  for (let change = 0; change < 4 && copy.length > 0; change += 1) {
    state = (state * 1_103_515_245 + 12_345) >>> 0
    copy[state % copy.length] = (state >>> 13) & 0xff
  }
  return copy
}
