import { plain } from '../facts.ts'
import type { DroppedKind } from '../protocol.ts'
import {
  allowedInItems,
  allowedTags,
  beams,
  contributingEquipment,
  directoryRecords,
  droppedKindOf,
  lastTag,
  purposeOfReference,
  scheduledStep,
  udiSequence,
} from './allowed-tags.ts'
import type { AllowedTag, Owner } from './allowed-tags.ts'
import { decoderOf } from './character-set.ts'
import { ElementWalker } from './element-walker.ts'
import type { ElementReader } from './element-walker.ts'

/** An object names one or two others that had a part in it; a worklist item one station. A directory may name many. */
const maxItems = 256
/** Values of one field. */
const maxValues = 64

/** One thing that a data set speaks of: texts by the field of the allow-list, and the AE titles that say which application it is. */
export type Equipment = { readonly [Field in AllowedTag['field']]?: readonly string[] }

/** What a data set told, in its parts. */
export interface EquipmentFound {
  readonly equipment: Equipment
  readonly capture: Equipment
  readonly detector: Equipment
  readonly contributing: readonly Equipment[]
  readonly scheduled: readonly Equipment[]
  readonly directory: readonly Equipment[]
  /** Machines that a plan of radiotherapy is made for. */
  readonly treatment: readonly Equipment[]
  readonly dropped: Readonly<Partial<Record<DroppedKind, number>>>
}

type Draft = Partial<Record<AllowedTag['field'], string[]>>

/** Reads of one data set what the allow-list names, as its bytes come; `enough` once nothing more can follow. */
export class EquipmentReader implements ElementReader {
  private readonly walker = new ElementWalker(this)
  private readonly own: Record<Owner, Draft> = { equipment: {}, capture: {}, detector: {} }
  private readonly items = new Map<number, Draft[]>()
  /** Items that are open, the innermost last, each with the draft that its values go to: the UDI and the purpose belong to what they lie in. */
  private readonly open: { readonly sequence: number; readonly draft: Draft }[] = []
  private readonly dropped: Partial<Record<DroppedKind, number>> = {}
  private decode = decoderOf('')

  take(bytes: Uint8Array): 'more' | 'enough' {
    return this.walker.take(bytes)
  }

  found(): EquipmentFound {
    return {
      ...this.own,
      contributing: this.items.get(contributingEquipment) ?? [],
      scheduled: this.items.get(scheduledStep) ?? [],
      directory: this.items.get(directoryRecords) ?? [],
      treatment: this.items.get(beams) ?? [],
      dropped: this.dropped,
    }
  }

  wants(tag: number): 'value' | 'items' | 'nothing' | 'stop' {
    const within = this.open.at(-1)?.sequence
    if (within === undefined && tag > lastTag) {
      this.drop(tag)
      return 'stop'
    }
    if (this.allowedHere().has(tag)) return 'value'
    if (allowedInItems.has(tag) && (within === undefined || mayLieIn(tag, within))) return 'items'
    this.drop(tag)
    return 'nothing'
  }

  value(tag: number, bytes: Uint8Array): void {
    const allowed = this.allowedHere().get(tag)
    if (allowed === undefined) return
    const text = this.decode(bytes)
    if (allowed.field === 'characterSet') {
      this.decode = decoderOf(text)
      return
    }
    const innermost = this.open.at(-1)
    const draft = innermost === undefined ? this.own[allowed.of] : innermost.draft
    const values = valuesOf(allowed, text)
    const told = values.filter((value) => !looksLikePerson(value))
    if (told.length < values.length) this.count('person', values.length - told.length)
    draft[allowed.field] = [...(draft[allowed.field] ?? []), ...told].slice(0, maxValues)
  }

  beginItem(sequence: number): void {
    const isPart = sequence === udiSequence || sequence === purposeOfReference
    const within = this.open.at(-1)
    this.open.push({ sequence, draft: isPart ? (within?.draft ?? this.own.equipment) : this.newItem(sequence) })
  }

  endItem(): void {
    this.open.pop()
  }

  private newItem(sequence: number): Draft {
    const items = this.items.get(sequence) ?? []
    const draft = {}
    if (items.length < maxItems) this.items.set(sequence, [...items, draft])
    return draft
  }

  private allowedHere(): ReadonlyMap<number, AllowedTag> {
    const within = this.open.at(-1)?.sequence
    return within === undefined ? allowedTags : (allowedInItems.get(within) ?? allowedTags)
  }

  private drop(tag: number): void {
    const kind = droppedKindOf(tag)
    if (kind !== undefined) this.count(kind, 1)
  }

  private count(kind: DroppedKind, count: number): void {
    this.dropped[kind] = (this.dropped[kind] ?? 0) + count
  }
}

function mayLieIn(sequence: number, within: number): boolean {
  return within === contributingEquipment && (sequence === udiSequence || sequence === purposeOfReference)
}

/** Versions and stations come several at once, divided by backslashes (PS3.5 6.4). */
function valuesOf({ field, prefix = '' }: AllowedTag, text: string): string[] {
  const isOneText = field === 'udi'
  const values = (isOneText ? [text] : text.split('\\')).map(plain)
  return values.filter((value) => value !== '').map((value) => `${prefix}${value}`)
}

/** `DOE^JANE`: the form that DICOM and HL7 give to names of persons (PS3.5 6.2.1), wherever in a text it stands. */
function looksLikePerson(value: string): boolean {
  return /\p{L}\^\p{L}/u.test(value)
}
