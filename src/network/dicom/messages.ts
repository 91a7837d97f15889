import { deflatedDataSet, plainDataSet } from './data-set.ts'
import type { DataSet } from './data-set.ts'
import type { EquipmentFound } from './equipment.ts'
import { plain } from '../facts.ts'
import type { Fragment } from './pdu.ts'

/** A command has some dozen short elements. */
const maxCommandBytes = 4 * 1024
export const deflatedTransferSyntax = '1.2.840.10008.1.2.1.99'
const performedProcedureStep = '1.2.840.10008.3.1.2.3.3'

/** The services whose data sets are read: PS3.7 E.1. */
const wantedFields = { 0x0001: 'store', 0x0020: 'find', 0x8020: 'found', 0x0140: 'step', 0x0120: 'step' } as const
export type Service = (typeof wantedFields)[keyof typeof wantedFields]

/** What came in one message. */
export interface MessageRead {
  readonly service: Service
  /** The object was sent because a third application asked for it (PS3.7 9.1.1.1): the sender only passes it on. */
  readonly isForwarded: boolean
  readonly found: EquipmentFound
  /** False when bytes of it were missing: what was found stands, and more may have been there. */
  readonly isWhole: boolean
}

export interface MessageReader {
  readonly message: (message: MessageRead) => void
  readonly malformed: () => void
  /** Whether the data sets of this presentation context are deflated. */
  readonly isDeflated: (contextId: number) => boolean
}

interface Command {
  readonly service: Service
  readonly isForwarded: boolean
}

/** The messages of one side: a command, and after it the data set that it announces (PS3.7 6.3, PS3.8 E). */
export class MessageSide {
  private command = new Uint8Array(0)
  private awaited: Command | undefined
  private dataSet: DataSet | undefined
  private isFull = false
  private readonly reader: MessageReader

  constructor(reader: MessageReader) {
    this.reader = reader
  }

  fragment(fragment: Fragment, bytes: Uint8Array, isEnd: boolean): void {
    if (fragment.isCommand) this.takeCommand(bytes)
    else if (this.awaited !== undefined) this.takeData(fragment.contextId, bytes)
    if (!isEnd || !fragment.isLast) return
    if (fragment.isCommand) this.endCommand()
    else this.endData('whole')
  }

  /** Bytes are missing: neither a half command nor half a data set is read on; what was read of the data set stands. */
  broken(): void {
    this.command = new Uint8Array(0)
    this.endData('partial')
  }

  private takeCommand(bytes: Uint8Array): void {
    if (this.command.length + bytes.length <= maxCommandBytes) this.command = Buffer.concat([this.command, bytes])
  }

  private endCommand(): void {
    this.endData('partial')
    this.awaited = readCommand(this.command)
    this.command = new Uint8Array(0)
  }

  private takeData(contextId: number, bytes: Uint8Array): void {
    if (this.isFull) return
    this.dataSet ??= this.reader.isDeflated(contextId) ? deflatedDataSet() : plainDataSet()
    const wish = this.dataSet.take(bytes)
    if (wish === 'damaged') this.reader.malformed()
    if (wish !== 'more') this.isFull = true
  }

  private endData(extent: 'whole' | 'partial'): void {
    if (this.awaited !== undefined && this.dataSet !== undefined) {
      const isWhole = extent === 'whole' || this.isFull
      this.reader.message({ ...this.awaited, found: this.dataSet.found(), isWhole })
    }
    this.awaited = undefined
    this.dataSet = undefined
    this.isFull = false
  }
}

/** Undefined for a message without a data set, or with one that is not read. Commands are implicit little-endian always (PS3.7 6.3.1). */
function readCommand(bytes: Uint8Array): Command | undefined {
  const elements = new Map<number, Uint8Array>()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4, true)
    if (view.getUint16(at, true) === 0)
      elements.set(view.getUint16(at + 2, true), bytes.subarray(at + 8, at + 8 + length))
    at += 8 + length
  }
  const field = u16(elements.get(0x0100))
  const service = Object.hasOwn(wantedFields, field) ? wantedFields[field as keyof typeof wantedFields] : undefined
  const sopClass = plain(Buffer.from(elements.get(0x0002) ?? elements.get(0x0003) ?? []).toString('latin1'))
  if (service === undefined || u16(elements.get(0x0800)) === 0x0101) return undefined
  if (service === 'step' && sopClass !== performedProcedureStep) return undefined
  return { service, isForwarded: elements.has(0x1030) }
}

function u16(bytes: Uint8Array | undefined): number {
  return (bytes?.[0] ?? 0) + (bytes?.[1] ?? 0) * 256
}
