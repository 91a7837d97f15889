import { lastingSides } from '../conversation.ts'
import { factsOf, plain, subjectOf, textOf } from '../facts.ts'
import type { DroppedKind, Endpoint, Notes, StreamProtocol } from '../protocol.ts'

const ENQ = 0x05
const STX = 0x02
const ETX = 0x03
const ETB = 0x17
const EOT = 0x04
/** Of a frame this much is looked at: the header record stands at its beginning. */
const maxHeader = 1024

/** Laboratory analysers: the sender's name in the header record, after its checksum was checked. Patients, orders, results and comments are counted. */
export const astm: StreamProtocol = {
  id: 'astm',
  name: 'ASTM E1381/E1394 (LIS1-A, LIS2-A2)',
  source: 'ASTM E1381 §6.3 (frames), E1394 §7 (header record) = CLSI LIS01-A2, LIS02-A2',
  secrecy: 'clear',
  over: 'stream',
  ports: [],
  recognises,
  begin: ({ source, destination }, notes) =>
    lastingSides({ client: new FrameReader(source, notes), server: new FrameReader(destination, notes) }),
}

/** ENQ alone proves nothing; the first frame begins with its number and the header that announces its delimiters. */
function recognises(bytes: Uint8Array): 'yes' | 'no' | 'more' {
  const text = Buffer.from(bytes.subarray(0, 64)).toString('latin1')
  if (/^\u0005*\u0002[0-7]H\|\\\^&/.test(text) || text.startsWith('H|\\^&|')) return 'yes'
  if (/^\u0005+(?:\u0002(?:[0-7](?:H(?:\|\\?\^?)?)?)?)?$/.test(text)) return 'more'
  return 'H|\\^&|'.startsWith(text) ? 'more' : 'no'
}

type State = 'idle' | 'number' | 'text' | 'checksum' | 'lost'

/** One side, byte by byte: frames (E1381), or records alone as converters send them. */
class FrameReader {
  private state: State = 'idle'
  private readonly text = new Uint8Array(maxHeader)
  private length = 0
  private sum = 0
  private checksum = ''
  private readonly speaker: Endpoint
  private readonly notes: Notes

  constructor(speaker: Endpoint, notes: Notes) {
    this.speaker = speaker
    this.notes = notes
  }

  take(bytes: Uint8Array): void {
    for (const byte of bytes) this.takeByte(byte)
  }

  private takeByte(byte: number): void {
    if (byte === STX || byte === ENQ || byte === EOT) this.begin(byte)
    else if (this.state === 'number') this.takeNumber(byte)
    else if (this.state === 'text') this.takeText(byte)
    else if (this.state === 'checksum') this.takeChecksum(byte)
    else if (this.state === 'idle') this.takeBare(byte)
  }

  gap(): void {
    this.state = 'lost'
    this.length = 0
  }

  /** A record without a frame may end with the connection. */
  end(): void {
    if (this.state === 'idle') this.endRecord()
  }

  private begin(byte: number): void {
    this.state = byte === STX ? 'number' : 'idle'
    this.length = 0
    this.sum = 0
    this.checksum = ''
  }

  private takeNumber(byte: number): void {
    this.sum = byte
    this.state = 'text'
  }

  private takeText(byte: number): void {
    this.sum = (this.sum + byte) & 0xff
    if (byte === ETX || byte === ETB) this.state = 'checksum'
    else this.keep(byte)
  }

  /** Two hexadecimal digits: the sum of all from the number of the frame to its end, modulo 256 (E1381 §6.3.1.2). */
  private takeChecksum(byte: number): void {
    this.checksum += String.fromCharCode(byte)
    if (this.checksum.length < 2) return
    if (Number.parseInt(this.checksum, 16) === this.sum) this.endRecord()
    else this.notes.malformed()
    this.state = 'idle'
    this.length = 0
  }

  private takeBare(byte: number): void {
    if (byte !== 0x0d && byte !== 0x0a) {
      this.keep(byte)
      return
    }
    this.endRecord()
    this.length = 0
  }

  private keep(byte: number): void {
    if (this.length === maxHeader) return
    this.text[this.length] = byte
    this.length += 1
  }

  private endRecord(): void {
    for (const record of textOf(this.text.subarray(0, this.length)).split('\r'))
      tellRecord(record, this.speaker, this.notes)
  }
}

const droppedByRecord: Readonly<Record<string, DroppedKind | undefined>> = {
  P: 'patient',
  O: 'identifier',
  R: 'result',
  C: 'text',
  Q: 'identifier',
  S: 'identifier',
  M: 'result',
}

/** Only the header says who speaks; what its fifth field holds, makers decide: it is kept as the name that the sender gives itself. */
function tellRecord(record: string, speaker: Endpoint, notes: Notes): void {
  const type = record[0] ?? ''
  const kind = droppedByRecord[type]
  if (kind !== undefined && /^[A-Z][^A-Za-z\d]/.test(record)) notes.drop(kind)
  if (!/^H[^A-Za-z\d\s]{4}/.test(record)) return
  const [field = '', , component = ''] = record.slice(1, 5)
  const parts = (record.split(field)[4] ?? '').split(component).map(plain)
  const sender = parts.filter((part) => part !== '')
  notes.tell({
    subject: subjectOf(speaker),
    facts: factsOf({ applicationName: sender[0], banner: sender.join(' ') }),
    confidence: 'strong',
  })
}
