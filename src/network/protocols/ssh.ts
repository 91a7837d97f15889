import { createHash } from 'node:crypto'
import { tellProducts } from '../banner.ts'
import { twoSides } from '../conversation.ts'
import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import { frameReader, lineReader } from '../framing.ts'
import type { SideReader, Wish } from '../framing.ts'
import type { Endpoint, Notes, Side, StreamProtocol } from '../protocol.ts'

const maxIdentification = 255 // RFC 4253 §4.2
const maxLinesBefore = 50
const maxKexInit = 16_384
const kexInit = 20

interface Speaker {
  readonly endpoint: Endpoint
  readonly role: Side
  readonly notes: Notes
}

/** Who speaks, which software, and the fingerprint of its algorithms. What is typed is encrypted and stays so. */
export const ssh: StreamProtocol = {
  over: 'stream',
  id: 'ssh',
  name: 'SSH',
  source: 'RFC 4253 §4.2, §7.1; HASSH: MD5 over the algorithms of key exchange, encryption, MAC and compression',
  secrecy: 'encrypted',
  ports: [22],
  recognises(bytes) {
    const start = textOf(bytes.subarray(0, 4))
    if (!'SSH-'.startsWith(start)) return 'no'
    return start.length === 4 ? 'yes' : 'more'
  },
  begin: ({ source, destination }, notes) =>
    twoSides({
      client: oneSide({ endpoint: source, role: 'client', notes }),
      server: oneSide({ endpoint: destination, role: 'server', notes }),
    }),
}

function oneSide(speaker: Speaker): SideReader {
  let frames: SideReader | undefined
  let lines = 0
  const identification = lineReader({ maxLine: maxIdentification, maxBytes: 8192 }, (line) => {
    lines += 1
    const text = textOf(line)
    if (!text.startsWith('SSH-')) return lines < maxLinesBefore ? 'more' : 'enough'
    tellIdentification(text, speaker)
    frames = packets(speaker)
    return 'enough'
  })
  function take(bytes: Uint8Array): Wish {
    if (frames !== undefined) return frames.take(bytes)
    const end = bytes.indexOf(0x0a)
    if (end === -1) return identification.take(bytes)
    const wish = identification.take(bytes.subarray(0, end + 1))
    return frames === undefined && wish === 'enough' ? 'enough' : take(bytes.subarray(end + 1))
  }
  return { take }
}

/** `SSH-2.0-OpenSSH_8.2p1 Ubuntu-4ubuntu0.5`: protocol version, software, and a comment after a blank. */
function tellIdentification(text: string, { endpoint, role, notes }: Speaker): void {
  const software = /^SSH-[\d.]+-(.*)$/.exec(text)?.[1]
  if (software === undefined) return notes.malformed()
  const subject = subjectOf(endpoint)
  notes.tell({ subject, facts: factsOf({ banner: text, role }), confidence: 'strong' })
  tellProducts(software, { subject, notes })
}

/** Binary packets until keys are taken into use: length, padding length, payload (RFC 4253 §6). */
function packets({ endpoint, role, notes }: Speaker): SideReader {
  const lengthOf = (header: Uint8Array): number | undefined => {
    const length = new Cursor(header).u32()
    return length < 2 || length > 262_144 ? undefined : length + 4
  }
  return frameReader({ headerLength: 4, lengthOf, maxFrame: maxKexInit, maxFrames: 4 }, (frame) => {
    const packet = new Cursor(frame)
    packet.skip(5)
    if (packet.u8() !== kexInit) return 'more'
    packet.skip(16)
    const lists = Array.from({ length: 8 }, () => textOf(packet.take(packet.u32())))
    if (packet.isShort) notes.malformed()
    else
      notes.tell({ subject: subjectOf(endpoint), facts: factsOf({ hassh: hasshOf(lists, role) }), confidence: 'weak' })
    return 'enough'
  })
}

/** Of the lists of KEXINIT (RFC 4253 §7.1), those of the speaker's own direction. */
function hasshOf(lists: readonly string[], role: Side): string {
  const [kex, , cipherOut, cipherIn, macOut, macIn, compressionOut, compressionIn] = lists
  const own = role === 'client' ? [cipherOut, macOut, compressionOut] : [cipherIn, macIn, compressionIn]
  return createHash('md5')
    .update([kex, ...own].join(';'))
    .digest('hex')
}
