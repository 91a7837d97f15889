import { observedFields } from '../../model/index.ts'
import type { FlowEnd, Observation, ObservedFact, ObservedFlow, ObservedSubject } from '../../model/index.ts'
import { plain } from '../facts.ts'
import type { DroppedKind, Notes, Telling } from '../protocol.ts'

/** A batch is given out once it holds so many different observations or flows. */
const maxBatch = 8_000
/** … or of so much text. */
const maxBatchCharacters = 8_000_000
const maxFacts = 256
const maxValueLength = 512
const notPlain = /[\u0000-\u001f\u007f-\u009f]/
/** Names of what was malformed or left out; the protocols are fewer. */
const maxNames = 256

/** The moment of what is being read: a packet, a line. */
export interface Moment {
  seenAt: number
  /** Of the packet or line, from 1. */
  number: number
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

/** A flow that is being counted, until its batch is given out. */
export type FlowTally = Mutable<ObservedFlow>

export interface FlowKey {
  readonly client: FlowEnd
  readonly server: FlowEnd
  readonly transport: ObservedFlow['transport']
  readonly port: number
  readonly vlan: number
  /** Tells apart what has the same addresses and no port: an EtherType. */
  readonly kind: number
}

const fieldOrder: ReadonlyMap<string, number> = new Map(observedFields.map((field, index) => [field, index]))

/** Where everything that was understood is put down; equal observations are one, with their count. Gives out bounded batches and loses none. */
export class Notebook {
  readonly #moment: Moment
  readonly #unit: string
  #observations = new Map<string, Mutable<Observation>>()
  #flows = new Map<string, FlowTally>()
  #batch = 0
  #characters = 0
  readonly dropped: Partial<Record<DroppedKind, number>> = {}
  readonly malformed: Record<string, number> = {}

  /** `unit`: what a place is called, `packet`. */
  constructor(moment: Moment, unit: string) {
    this.#moment = moment
    this.#unit = unit
  }

  get batch(): number {
    return this.#batch
  }

  get isFull(): boolean {
    return this.#observations.size + this.#flows.size >= maxBatch || this.#characters >= maxBatchCharacters
  }

  get isEmpty(): boolean {
    return this.#observations.size + this.#flows.size === 0
  }

  /** What one protocol writes into. */
  notesOf(protocol: string): Notes {
    return {
      tell: (telling) => this.#tell(protocol, telling),
      drop: (kind, count = 1) => {
        this.dropped[kind] = (this.dropped[kind] ?? 0) + count
      },
      malformed: () => this.countMalformed(protocol),
    }
  }

  countMalformed(protocol: string): void {
    if (Object.hasOwn(this.malformed, protocol) || Object.keys(this.malformed).length < maxNames)
      this.malformed[protocol] = (this.malformed[protocol] ?? 0) + 1
  }

  /** The flow of this key in the batch that is being filled. */
  flow(key: FlowKey): FlowTally {
    const { client, server, transport, port, vlan, kind } = key
    const text = `${client.mac} ${client.ip} ${server.mac} ${server.ip} ${transport} ${port} ${vlan} ${kind}`
    const known = this.#flows.get(text)
    if (known !== undefined) return known
    const flow: FlowTally = {
      client,
      server,
      transport,
      port,
      ...(vlan < 0 ? {} : { vlan }),
      connections: 0,
      unanswered: 0,
      packets: 0,
      bytes: 0,
      firstSeenAt: this.#moment.seenAt,
      lastSeenAt: this.#moment.seenAt,
    }
    this.#flows.set(text, flow)
    return flow
  }

  /** Everything since the last time. */
  takeBatch(): { readonly observations: readonly Observation[]; readonly flows: readonly ObservedFlow[] } {
    const observations = [...this.#observations.values()]
    const flows = [...this.#flows.values()]
    this.#observations = new Map()
    this.#flows = new Map()
    this.#batch += 1
    this.#characters = 0
    return { observations, flows }
  }

  #tell(protocol: string, { subject: of, facts: told, confidence, asOf }: Telling): void {
    const facts = inOrder(told)
    const subject = isPlainSubject(of) ? of : plainSubject(of)
    const key = `${protocol}\0${confidence}\0${subject.mac ?? ''}\0${subject.ip ?? ''}\0${subject.aeTitle ?? ''}\0${subject.hostName ?? ''}${textOf(facts)}`
    const { number } = this.#moment
    const seenAt = asOf === undefined ? this.#moment.seenAt : Math.min(asOf, this.#moment.seenAt)
    const known = this.#observations.get(key)
    if (known !== undefined) {
      known.count += 1
      known.firstSeenAt = Math.min(known.firstSeenAt, seenAt)
      known.lastSeenAt = Math.max(known.lastSeenAt, seenAt)
      return
    }
    this.#characters += key.length
    this.#observations.set(key, {
      subject,
      protocol,
      facts,
      confidence,
      firstSeenAt: seenAt,
      lastSeenAt: seenAt,
      count: 1,
      place: `${this.#unit} ${number}`,
    })
  }
}

function textOf(facts: readonly ObservedFact[]): string {
  let text = ''
  for (const { field, value } of facts) text += `\0${field}\0${value}`
  return text
}

/** In the order of `observedFields`, then by value, without repetition; what is no field of the list stays out. */
function inOrder(told: readonly ObservedFact[]): readonly ObservedFact[] {
  if (isInOrder(told)) return told
  const kept = told
    .slice(0, maxFacts)
    .map(({ field, value }) => ({ field, value: plain(value) }))
    .filter(isFit)
  const sorted = kept.sort((a, b) => compare(a, b))
  return sorted.filter((fact, index) => index === 0 || compare(fact, sorted[index - 1] ?? fact) !== 0)
}

function isInOrder(facts: readonly ObservedFact[]): boolean {
  if (facts.length > maxFacts) return false
  let before: ObservedFact | undefined
  for (const fact of facts) {
    if (!isFit(fact) || (before !== undefined && compare(before, fact) >= 0)) return false
    before = fact
  }
  return true
}

function isFit({ field, value }: ObservedFact): boolean {
  return fieldOrder.has(field) && value !== '' && isPlain(value)
}

function isPlain(text: string): boolean {
  return text.length <= maxValueLength && !notPlain.test(text)
}

function isPlainSubject({ aeTitle = '', hostName = '' }: ObservedSubject): boolean {
  return isPlain(aeTitle) && isPlain(hostName)
}

function plainSubject({ aeTitle, hostName, ...addresses }: ObservedSubject): ObservedSubject {
  return {
    ...addresses,
    ...(aeTitle === undefined ? {} : { aeTitle: plain(aeTitle) }),
    ...(hostName === undefined ? {} : { hostName: plain(hostName) }),
  }
}

function compare(a: ObservedFact, b: ObservedFact): number {
  const byField = (fieldOrder.get(a.field) ?? 0) - (fieldOrder.get(b.field) ?? 0)
  if (byField !== 0) return byField
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0
}
