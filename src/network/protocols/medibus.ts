import { lastingSides } from '../conversation.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { Endpoint, Notes, StreamProtocol } from '../protocol.ts'

const ESC = 0x1b
const SOH = 0x01
const CR = 0x0d
const DEVICE_IDENTIFICATION = 0x52
const INITIALISE = 0x51
/** The longest message of slow data stays below 4 KiB; an identification has 40 bytes. */
const maxMessage = 512

/**
 * Dräger MEDIBUS and MEDIBUS.X, as devices speak it through serial servers: the answer to the request for identification (52H). Measurements, alarms, settings
 * and text messages are counted and not read. Frames and fields as free implementations have them; that the revision's first half is that of the device's
 * software is from knowledge [K], so it is told as a strong hint.
 */
export const medibus: StreamProtocol = {
  id: 'medibus',
  name: 'Dräger MEDIBUS',
  source: 'Dräger MEDIBUS and MEDIBUS.X protocol definition: frames with checksum, command 52H (device identification)',
  secrecy: 'clear',
  over: 'stream',
  ports: [],
  recognises,
  begin: ({ source, destination }, notes) =>
    lastingSides({ client: new FrameReader(source, notes), server: new FrameReader(destination, notes) }),
}

/** A conversation begins with ICC or the question for the identification, whose checksum has to be right. */
function recognises(bytes: Uint8Array): 'yes' | 'no' | 'more' {
  const [start, code] = bytes
  if (start !== ESC && start !== SOH) return 'no'
  if (code === undefined) return 'more'
  if (code !== INITIALISE && code !== DEVICE_IDENTIFICATION) return 'no'
  const end = bytes.indexOf(CR)
  if (end === -1) return bytes.length < 64 ? 'more' : 'no'
  return isSound(bytes.subarray(0, end)) ? 'yes' : 'no'
}

/** The last two characters are the sum of all before them, modulo 256, in hexadecimal. */
function isSound(frame: Uint8Array): boolean {
  const told = Buffer.from(frame.subarray(-2)).toString('latin1')
  const sum = frame.subarray(0, -2).reduce((total, byte) => total + byte, 0) & 0xff
  return frame.length >= 4 && /^[\dA-F]{2}$/i.test(told) && Number.parseInt(told, 16) === sum
}

class FrameReader {
  private readonly frame = new Uint8Array(maxMessage)
  private length = 0
  private isOpen = false
  private readonly speaker: Endpoint
  private readonly notes: Notes

  constructor(speaker: Endpoint, notes: Notes) {
    this.speaker = speaker
    this.notes = notes
  }

  take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      // Curves lie between the bytes of a message, and have their highest bit set.
      if (byte >= 0x80) continue
      if (byte === ESC || byte === SOH) this.begin()
      if (this.isOpen && byte === CR) this.endFrame()
      else if (this.isOpen && this.length < maxMessage) this.keep(byte)
    }
  }

  gap(): void {
    this.isOpen = false
  }

  private begin(): void {
    this.isOpen = true
    this.length = 0
  }

  private keep(byte: number): void {
    this.frame[this.length] = byte
    this.length += 1
  }

  private endFrame(): void {
    this.isOpen = false
    const frame = this.frame.subarray(0, this.length)
    if (frame[0] !== SOH) return
    if (frame[1] !== DEVICE_IDENTIFICATION) {
      if (frame.length > 4) this.notes.drop('result')
      return
    }
    if (isSound(frame)) this.tell(Buffer.from(frame.subarray(2, -2)).toString('latin1'))
    else this.notes.malformed()
  }

  /** Four characters of a number, the name between apostrophes, eleven of the revision: `8100'Evita 4'03.20:04.00`. */
  private tell(text: string): void {
    const [, name, software] = /^.{4}'([^']{1,64})'(?:(\d\d\.\d\d):\d\d\.\d\d)?/.exec(text) ?? []
    if (name === undefined) return
    const subject = subjectOf(this.speaker)
    this.notes.tell({
      subject,
      facts: factsOf({ maker: 'Dräger', model: name, softwareVersion: software }),
      confidence: 'strong',
    })
  }
}
