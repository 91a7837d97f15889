import type { DatagramProtocol, Carrier, FrameProtocol, Notes, Protocol } from '../protocol.ts'
import type { Notebook } from './notebook.ts'

/** Told of a protocol that threw, which is a fault of ours: tests fail then. */
export type OnFault = (protocol: string, error: unknown) => void

/** Runs protocols so that none of them can end a capture: one that throws counts as a malformed message of its own. */
export class Guarded {
  readonly #indexes: ReadonlyMap<Protocol, number>
  readonly #notes: ReadonlyMap<Protocol, Notes>
  readonly #notebook: Notebook
  readonly #onFault: OnFault
  readonly #faults = new Map<string, number>()

  constructor(protocols: readonly Protocol[], notebook: Notebook, onFault: OnFault) {
    this.#indexes = new Map(protocols.map((protocol, index) => [protocol, index]))
    this.#notes = new Map(protocols.map((protocol) => [protocol, notebook.notesOf(protocol.id)]))
    this.#notebook = notebook
    this.#onFault = onFault
  }

  /** Protocols that threw, and how often. */
  get faults(): ReadonlyMap<string, number> {
    return this.#faults
  }

  indexOf(protocol: Protocol): number {
    return this.#indexes.get(protocol) ?? -1
  }

  notesOf(protocol: Protocol): Notes {
    const notes = this.#notes.get(protocol)
    if (notes === undefined) throw new Error(`${protocol.id} is not in the list`)
    return notes
  }

  read(protocol: FrameProtocol | DatagramProtocol, payload: Uint8Array, carrier: Carrier): void {
    try {
      protocol.read(payload, carrier, this.notesOf(protocol))
    } catch (error) {
      this.blame(protocol, error)
    }
  }

  recognises(protocol: DatagramProtocol, payload: Uint8Array, carrier: Carrier): boolean {
    try {
      return protocol.recognises(payload, carrier)
    } catch (error) {
      this.blame(protocol, error)
      return false
    }
  }

  blame({ id }: Protocol, error: unknown): void {
    this.#notebook.countMalformed(id)
    this.#faults.set(id, (this.#faults.get(id) ?? 0) + 1)
    this.#onFault(id, error)
  }
}
