import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf, textOf, utf16Of } from '../facts.ts'
import { frameReader } from '../framing.ts'
import type { SideReader, Wish } from '../framing.ts'
import type { Carrier, Conversation, Notes, StreamProtocol } from '../protocol.ts'
import { tlsConversation } from '../tls/conversation.ts'

const maxFrame = 4096
const x224 = { request: 0xe0, confirm: 0xd0 }
const clientCore = 0xc001
const maxBlocks = 16

/** The client's name and build when the session opens in clear text, otherwise the certificates under which it opens. Names of persons are not kept. */
export const rdp: StreamProtocol = {
  over: 'stream',
  id: 'rdp',
  name: 'RDP',
  source: 'MS-RDPBCGR §2.2.1.1–2.2.1.3; T.123 (TPKT); X.224 §13',
  secrecy: 'encrypted',
  ports: [3389],
  recognises(bytes, from) {
    const [version, , , , , code] = bytes
    if (version !== 3 || (bytes[1] ?? 0) !== 0) return 'no'
    if (code === undefined) return 'more'
    if (code !== (from === 'client' ? x224.request : x224.confirm)) return 'no'
    return bytes.length < 12 ? 'more' : isRdp(bytes) ? 'yes' : 'no'
  },
  begin,
}

/** An X.224 connection is also how others begin: RDP adds a cookie, or a negotiation of eight bytes. */
function isRdp(bytes: Uint8Array): boolean {
  const rest = bytes.subarray(11)
  return textOf(rest.subarray(0, 7)) === 'Cookie:'.slice(0, rest.length) || (rest[0] ?? 0) <= 3
}

function begin(carrier: Carrier, notes: Notes): Conversation {
  const wants = { client: true, server: true }
  let encrypted: Conversation | undefined
  const sides = { client: openPart(carrier, notes), server: serverPart(carrier, notes) }
  return {
    take(bytes, from, seenAt) {
      if (encrypted === undefined && bytes[0] === 22) encrypted = tlsConversation(carrier, notes)
      if (encrypted !== undefined) return encrypted.take(bytes, from, seenAt)
      if (wants[from] && sides[from].take(bytes) === 'enough') wants[from] = false
      return 'more'
    },
    gap: () => 'enough',
    end: () => encrypted?.end?.(),
  }
}

function tpkt(onFrame: (frame: Uint8Array) => Wish): SideReader {
  const lengthOf = (header: Uint8Array): number | undefined => {
    const cursor = new Cursor(header)
    return cursor.u16() === 0x0300 ? cursor.u16() : undefined
  }
  return frameReader({ headerLength: 4, lengthOf, maxFrame, maxFrames: 4 }, onFrame)
}

function serverPart({ destination }: Carrier, notes: Notes): SideReader {
  return tpkt((frame) => {
    if (frame[5] !== x224.confirm) return 'enough'
    notes.tell({ subject: subjectOf(destination), facts: factsOf({ role: 'server' }), confidence: 'strong' })
    return 'enough'
  })
}

function openPart({ source }: Carrier, notes: Notes): SideReader {
  return tpkt((frame) => {
    if (frame[5] === x224.request) {
      if (textOf(frame).includes('mstshash=')) notes.drop('person')
      return 'more'
    }
    const core = readClientCore(frame)
    if (core === undefined) return 'more'
    const facts = factsOf({ hostName: core.name, softwareProduct: 'RDP client', softwareProductVersion: core.build })
    notes.tell({ subject: subjectOf(source), facts, confidence: 'strong' })
    return 'enough'
  })
}

/** The client core of the first MCS message (MS-RDPBCGR §2.2.1.3.2), which stands behind the key `Duca` of the conference. */
function readClientCore(frame: Uint8Array): { readonly name: string; readonly build: string } | undefined {
  const start = Buffer.from(frame.buffer, frame.byteOffset, frame.length).indexOf('Duca')
  if (start === -1) return undefined
  const cursor = new Cursor(frame.subarray(start + 4))
  if (cursor.u8() >= 0x80) cursor.skip(1) // the length of what follows, one byte or two (X.691)
  for (let count = 0; count < maxBlocks && cursor.left > 4; count += 1) {
    const type = cursor.u16le()
    const block = cursor.part(cursor.u16le() - 4)
    if (type !== clientCore) continue
    block.skip(16)
    const build = block.u32le()
    const [name = ''] = utf16Of(block.take(32)).split('\0')
    return block.isShort ? undefined : { name, build: String(build) }
  }
  return undefined
}
