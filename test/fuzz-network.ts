import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { observe, protocols } from '../src/network/index.ts'
import type { Carrier, Conversation, Notes, Protocol, StreamProtocol } from '../src/network/index.ts'
import type { FuzzTarget } from './fuzz-targets.ts'
import { sharedSet, withoutSharedData } from './shared-data.ts'

type Side = Parameters<Conversation['take']>[1]

/** Larger captures would only be cut: a fuzzer's inputs are short. */
const maxSeedBytes = 32 * 1024
const maxSeedsOfProtocol = 40
const maxPiece = 4096
const maxObservations = 20_000
/** One input tells no more, or memory is not bounded. */
const maxTold = 20_000

const fixtures = join(import.meta.dirname, '..', 'src', 'network', 'fixtures')

/** Damaged captures through everything: framing, layers, reassembly and every protocol. */
export const networkTarget: FuzzTarget = {
  name: 'network',
  seeds: captures,
  run: async (bytes) => observeAll(bytes, protocols),
  share: 4,
}

/** Damaged messages straight into one protocol, which a damaged capture would seldom reach. The first byte says which. */
export const protocolTarget: FuzzTarget = {
  name: 'protocols',
  seeds: messages,
  run: (bytes) => {
    const [index = 0] = bytes
    const protocol = protocols[index % protocols.length]
    if (protocol !== undefined) give(protocol, bytes.subarray(1))
  },
  share: 8,
}

async function captures(): Promise<readonly Uint8Array[]> {
  const collected = withoutSharedData() === false ? [await sharedSet('captures')] : []
  const paths = [fixtures, ...collected].flatMap((folder) =>
    globSync('**/*.{pcap,pcapng,pcap.gz,pcapng.gz}', { cwd: folder }).map((path) => join(folder, path)),
  )
  const small = paths.sort().filter((path) => statSync(path).size <= maxSeedBytes)
  return small.map((path) => (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path)))
}

/** A protocol that throws is a bug of ours, and must be seen here. */
async function observeAll(bytes: Uint8Array, given: readonly Protocol[]): Promise<void> {
  const faults: unknown[] = []
  const onFault = (_: string, error: unknown): void => void faults.push(error)
  const once = async function* (): AsyncGenerator<Uint8Array> {
    yield bytes
  }
  for await (const batch of observe(once(), { now: () => new Date(0), protocols: given, onFault }))
    if (batch.observations.length > maxObservations) throw new Error('a batch is bounded')
  if (faults.length > 0) throw faults[0]
}

/** What the captures hold, message by message: the index of its protocol, and what `give` takes. */
async function messages(): Promise<readonly Uint8Array[]> {
  const found = protocols.map((): Uint8Array[] => [])
  const listening = protocols.map((protocol, index) => {
    const keep = (...parts: Uint8Array[]): void => {
      const seeds = found[index] ?? []
      if (seeds.length < maxSeedsOfProtocol) seeds.push(Buffer.concat([Uint8Array.of(index), ...parts]))
    }
    return overheard(protocol, keep)
  })
  for (const capture of await captures()) await observeAll(capture, listening)
  const bare = protocols.map((_, index) => Uint8Array.of(index, 0, 0, 0))
  return [...bare, ...found.flat()]
}

function overheard(protocol: Protocol, keep: (...parts: Uint8Array[]) => void): Protocol {
  if (protocol.over !== 'stream')
    return {
      ...protocol,
      read: (payload: Uint8Array, carrier: Carrier, notes: Notes) => {
        keep(payload)
        protocol.read(payload, carrier, notes)
      },
    }
  return {
    ...protocol,
    begin: (carrier, notes) => {
      const conversation = protocol.begin(carrier, notes)
      const said: Uint8Array[] = []
      const end = (): void => {
        keep(...said)
        conversation.end?.()
      }
      const take: Conversation['take'] = (bytes, from, seenAt) => {
        said.push(pieceOf(bytes.subarray(0, maxPiece), from))
        const wish = conversation.take(bytes, from, seenAt)
        if (wish === 'enough') keep(...said)
        return wish
      }
      return { take, gap: (bytes, from) => conversation.gap(bytes, from), end }
    },
  }
}

/** What one side says at a time, with its length before it: sides and pieces survive in a seed. */
function pieceOf(bytes: Uint8Array, from: Side): Uint8Array {
  return Buffer.concat([Uint8Array.of(from === 'client' ? 0 : 1, bytes.length >> 8, bytes.length), bytes])
}

const carrier: Carrier = {
  seenAt: 0,
  source: { mac: '00:00:5e:00:53:01', ip: '192.0.2.1', port: 40_000 },
  destination: { mac: '00:00:5e:00:53:02', ip: '192.0.2.2', port: 40_001 },
}

function give(protocol: Protocol, bytes: Uint8Array): void {
  let told = 0
  const notes: Notes = { tell: () => void (told += 1), drop: () => undefined, malformed: () => undefined }
  if (protocol.over === 'stream') converse(protocol.begin(carrier, notes), protocol, bytes)
  else {
    if (protocol.over === 'datagram') protocol.recognises(bytes, carrier)
    protocol.read(bytes, carrier, notes)
  }
  if (told > maxTold) throw new Error(`${protocol.id} told ${told} things of ${bytes.length} bytes`)
}

function converse(conversation: Conversation, { recognises }: StreamProtocol, bytes: Uint8Array): void {
  for (let at = 0; at + 3 <= bytes.length;) {
    const [kind = 0, high = 0, low = 0] = bytes.subarray(at, at + 3)
    const from = (kind & 1) === 0 ? 'client' : 'server'
    const piece = bytes.subarray(at + 3, at + 3 + ((high << 8) | low))
    at += 3 + piece.length
    recognises(piece.subarray(0, 512), from, carrier)
    const wish = kind > 0xf0 ? conversation.gap(1 + low, from) : conversation.take(piece, from, 0)
    if (wish === 'enough') return
  }
  conversation.end?.()
}
