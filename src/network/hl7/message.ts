import { plain } from '../facts.ts'
import type { DroppedKind } from '../protocol.ts'
import { DeviceTree } from './device-tree.ts'
import type { DeviceTold } from './device-tree.ts'
import { decoderOf, delimitersOf, Segment } from './fields.ts'
import type { Delimiters } from './fields.ts'

/** Applications that each added their line to one message. */
const maxSoftware = 8
/** Participations of equipment. */
const maxParticipants = 64

/** An application or a place in HL7 (type HD): a name, and perhaps a number that is unique. */
export interface Designator {
  readonly name: string
  readonly id: string
  readonly idType: string
}

export interface SoftwareTold {
  readonly maker: string
  readonly product: string
  readonly version: string
}

/** What one message tells of machines. */
export interface Hl7Message {
  readonly application: Designator
  readonly facility: Designator
  readonly receivingApplication: Designator
  readonly receivingFacility: Designator
  /** `ORU^R01`, `ACK`. */
  readonly type: string
  /** `2.6`. */
  readonly version: string
  readonly controlId: string
  readonly processingId: string
  /** Of MSH-21, each by its name or its number. */
  readonly profiles: readonly Designator[]
  readonly sendingAddress: string
  readonly software: readonly SoftwareTold[]
  readonly devices: readonly DeviceTold[]
  /** EQU-1, of laboratory automation. */
  readonly equipment: readonly string[]
}

/** Segments that are read. Everything else is counted and passed over. */
const wanted = ['MSH', 'SFT', 'OBX', 'PRT', 'EQU']
const droppedBySegment: Readonly<Record<string, DroppedKind | undefined>> = {
  PID: 'patient',
  PD1: 'patient',
  PV1: 'patient',
  PV2: 'patient',
  NK1: 'person',
  GT1: 'person',
  IN1: 'person',
  STF: 'person',
  ROL: 'person',
  ORC: 'identifier',
  OBR: 'identifier',
  NTE: 'text',
  TXA: 'text',
  MRG: 'patient',
  ZPD: 'patient',
}

/** Puts the segments of one message together; holds of it only what may be told. */
export class MessageDraft {
  private delimiters: Delimiters | undefined
  private decode = decoderOf('')
  private header: Segment | undefined
  private readonly software: SoftwareTold[] = []
  private readonly participants: DeviceTold[] = []
  private readonly equipment: string[] = []
  private readonly tree = new DeviceTree()
  readonly dropped: Partial<Record<DroppedKind, number>> = {}

  wants(name: string): boolean {
    const kind = droppedBySegment[name]
    if (kind !== undefined) this.drop(kind)
    return wanted.includes(name)
  }

  segment(name: string, bytes: Uint8Array): void {
    if (name === 'MSH') this.begin(bytes)
    if (this.delimiters === undefined || this.header === undefined) return
    if (name === 'OBX' && !mayTellOfDevice(bytes)) {
      this.drop('result')
      return
    }
    const segment = new Segment(this.decode(bytes), this.delimiters)
    if (name === 'SFT' && this.software.length < maxSoftware) this.software.push(softwareOf(segment))
    if (name === 'PRT') this.participant(segment)
    if (name === 'EQU' && this.equipment.length < maxParticipants) this.equipment.push(plain(segment.component(1)))
    if (name === 'OBX' && !this.tree.observation(segment)) this.drop('result')
  }

  /** Undefined before any header. */
  finish(): Hl7Message | undefined {
    const { header } = this
    if (header === undefined) return undefined
    return {
      application: designator(header, 3),
      facility: designator(header, 4),
      receivingApplication: designator(header, 5),
      receivingFacility: designator(header, 6),
      type: [1, 2]
        .map((part) => plain(header.component(9, part)))
        .filter((part) => part !== '')
        .join('^'),
      version: plain(header.component(12)),
      controlId: header.component(10),
      processingId: plain(header.component(11)),
      profiles: header
        .repetitions(21)
        .slice(0, 8)
        .map((each) => designatorOf(header, each, [1, 3, 4])),
      sendingAddress: plain(header.component(24)),
      software: this.software,
      devices: [...this.tree.devices(), ...this.participants],
      equipment: this.equipment,
    }
  }

  private begin(bytes: Uint8Array): void {
    this.delimiters = delimitersOf(bytes)
    if (this.delimiters === undefined) return
    const raw = new Segment(Buffer.from(bytes).toString('latin1'), this.delimiters)
    this.decode = decoderOf(raw.component(18))
    this.header = new Segment(this.decode(bytes), this.delimiters)
  }

  /** Only equipment takes part with a name that may be kept (PRT-4, table 0912); the donation (PRT-21) is a patient's. */
  private participant(segment: Segment): void {
    if (segment.component(4).toUpperCase() !== 'EQUIP') {
      this.drop('person')
    } else if (this.participants.length < maxParticipants) {
      const [entity, , universal] = [1, 2, 3].map((part) => plain(segment.component(10, part)))
      this.participants.push({
        deviceIdentifier: [universal || entity || ''],
        udi: [plain(segment.component(16))],
        manufacturedOn: [dayOf(segment.component(17))],
        lot: [plain(segment.component(19))],
        serial: [plain(segment.component(20))],
        deviceKind: [plain(segment.component(22, 2) || segment.component(22))],
      })
    }
  }

  private drop(kind: DroppedKind): void {
    this.dropped[kind] = (this.dropped[kind] ?? 0) + 1
  }
}

/** Most observations are results of patients: without a term of IEEE 11073 and without an eighteenth field there is nothing to read in them. */
function mayTellOfDevice(bytes: Uint8Array): boolean {
  const separator = bytes[3]
  let fields = 0
  for (const byte of bytes) if (byte === separator) fields += 1
  return fields >= 17 || Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('MDC')
}

function softwareOf(segment: Segment): SoftwareTold {
  return {
    maker: plain(segment.component(1)),
    version: plain(segment.component(2)),
    product: plain(segment.component(3)),
  }
}

function designator(segment: Segment, field: number): Designator {
  return designatorOf(segment, segment.repetitions(field)[0] ?? '', [1, 2, 3])
}

function designatorOf(
  segment: Segment,
  text: string,
  [name, id, idType]: readonly [number, number, number],
): Designator {
  const part = (number: number): string => plain(segment.componentOf(text, number))
  return { name: part(name), id: part(id), idType: part(idType) }
}

/** `20240131…` → `2024-01-31`; nothing finer than a day is kept. */
function dayOf(text: string): string {
  const [, year, month, day] = /^(\d{4})(\d\d)?(\d\d)?/.exec(text) ?? []
  return [year, month, day].filter((part) => part !== undefined).join('-')
}
