import assert from 'node:assert/strict'
import type { Carrier, DatagramProtocol, FrameProtocol, Notes, Side, StreamProtocol, Telling } from './protocol.ts'

/** What a protocol wrote down of the messages it was given. */
export interface Heard {
  readonly told: Telling[]
  readonly dropped: Record<string, number>
  malformed: number
}

/** A message from 10.0.0.5 to 10.0.0.9, for tests that do not care. */
const carrier: Carrier = {
  seenAt: 0,
  source: { mac: '00:09:fb:00:00:05', ip: '10.0.0.5', port: 40000 },
  destination: { mac: '00:09:fb:00:00:09', ip: '10.0.0.9', port: 40001 },
}

export function between(source: Partial<Carrier['source']>, destination: Partial<Carrier['source']> = {}): Carrier {
  return {
    seenAt: 0,
    source: { ...carrier.source, ...source },
    destination: { ...carrier.destination, ...destination },
  }
}

export function notesFor(heard: Heard): Notes {
  return {
    tell: (telling) => void heard.told.push(telling),
    drop: (kind, count = 1) => void (heard.dropped[kind] = (heard.dropped[kind] ?? 0) + count),
    malformed: () => void (heard.malformed += 1),
  }
}

export function nothingHeard(): Heard {
  return { told: [], dropped: {}, malformed: 0 }
}

/** One frame or datagram. */
export function hear(protocol: FrameProtocol | DatagramProtocol, payload: Uint8Array, by: Carrier = carrier): Heard {
  const heard = nothingHeard()
  protocol.read(payload, by, notesFor(heard))
  return heard
}

/** One connection: what each side sent, in order. */
export function hearStream(
  protocol: StreamProtocol,
  sent: readonly (readonly [Side, Uint8Array])[],
  by: Carrier = carrier,
): Heard {
  const heard = nothingHeard()
  const conversation = protocol.begin(by, notesFor(heard))
  for (const [side, bytes] of sent) if (conversation.take(bytes, side, 0) === 'enough') break
  conversation.end?.()
  return heard
}

/** `field: value` of everything told, a line each; for tables that read well. */
export function factLines(heard: Heard): string[] {
  return heard.told.flatMap(({ facts }) => facts.map(({ field, value }) => `${field}: ${value}`))
}

/** Damages a sound message in every simple way; a protocol must not throw, and must not tell more than a message can hold. */
export function assertSurvives(
  protocol: FrameProtocol | DatagramProtocol,
  sound: Uint8Array,
  by: Carrier = carrier,
): void {
  for (const damaged of damages(sound)) {
    if (protocol.over === 'datagram') protocol.recognises(damaged, by)
    const heard = hear(protocol, damaged, by)
    const facts = heard.told.reduce((sum, telling) => sum + telling.facts.length, 0)
    assert.ok(facts <= 4096 && heard.told.length <= 1024, `${protocol.id} told ${facts} facts`)
  }
}

/** Cut after every byte; each byte set to 0, 255 and turned; random bytes. The same every time. */
export function* damages(sound: Uint8Array): Iterable<Uint8Array> {
  for (let length = 0; length < sound.length; length += 1) yield sound.slice(0, length)
  const step = Math.max(1, Math.floor(sound.length / 400))
  for (let index = 0; index < sound.length; index += step) {
    for (const byte of [0, 0xff, (sound[index] ?? 0) ^ 0x80, ((sound[index] ?? 0) + 1) & 0xff]) {
      const damaged = sound.slice()
      damaged[index] = byte
      yield damaged
    }
  }
  let state = 42
  for (let round = 0; round < 200; round += 1) {
    yield Uint8Array.from({ length: (round * 7) % 300 }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return state >>> 16
    })
  }
}

/** Bytes written as hex, with spaces and line breaks where they help; `"text"` stands for its own bytes. */
export function wire(text: string): Uint8Array {
  const parts = text.split('"')
  return Uint8Array.from(
    parts.flatMap((part, index) => [
      ...(index % 2 === 1 ? Buffer.from(part) : Buffer.from(part.replaceAll(/\s/g, ''), 'hex')),
    ]),
  )
}

/** The same for a connection: each side damaged, and cut into pieces of every size. */
export function assertStreamSurvives(protocol: StreamProtocol, client: Uint8Array, server: Uint8Array): void {
  for (const damaged of damages(client)) {
    protocol.recognises(damaged, 'client', carrier)
    hearStream(protocol, [['client', damaged], ['server', server], ['client', client]]) // prettier-ignore
  }
  for (const damaged of damages(server)) {
    protocol.recognises(damaged, 'server', carrier)
    hearStream(protocol, [['client', client], ['server', damaged]]) // prettier-ignore
  }
  for (let size = 1; size < 20; size += 1)
    hearStream(protocol, [...pieces(client, 'client', size), ...pieces(server, 'server', size)])
}

/** What one side sent, in segments of that many bytes. */
export function pieces(bytes: Uint8Array, side: Side, size: number): (readonly [Side, Uint8Array])[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => [
    side,
    bytes.subarray(index * size, (index + 1) * size),
  ])
}
