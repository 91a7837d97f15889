import type { Observation, ObservedFlow } from '../model/index.ts'
import type { DroppedKind, Protocol } from './protocol.ts'

/** What one stretch of a source told. Batches are bounded: a source without end yields them without end. */
export interface ObservedBatch {
  readonly observations: readonly Observation[]
  readonly flows: readonly ObservedFlow[]
  readonly progress: SourceProgress
}

/** Counted since the beginning of the source. */
export interface SourceProgress {
  /** Of the source as it was given (compressed, if it is). */
  readonly bytes: number
  /** Packets, lines, files: what `unit` says. */
  readonly units: number
  readonly unit: 'packets' | 'lines' | 'files' | 'messages' | 'hosts'
  /** By clock of the source, milliseconds since 1970 UTC; absent when nothing bore a time. */
  readonly firstSeenAt?: number
  readonly lastSeenAt?: number
  /** What was seen and never kept. */
  readonly dropped: Readonly<Partial<Record<DroppedKind, number>>>
  /** Messages that broke the rules of their protocol, by protocol id. */
  readonly malformed: Readonly<Record<string, number>>
  /** Bounded memory: connections and fragments given up before their end. */
  readonly givenUp: number
  /** Why it ended before its end, or what in it was not read: what, where, what to do. Bounded. */
  readonly problems: readonly SourceProblem[]
}

export interface SourceProblem {
  /** `packet 214`, `line 12`; absent when it is about the whole. */
  readonly place?: string
  readonly message: string
}

export interface ObserveOptions {
  /** For what bears no time of its own. */
  readonly now: () => Date
  /** A batch is given out after so much time without one (a live pipe), default 5 s, … */
  readonly flushMs?: number
  /** Ends the reading early: the last batch holds what came until then. */
  readonly signal?: AbortSignal
  /** Those that are understood, where packets are read; all of them by default. */
  readonly protocols?: readonly Protocol[]
  /** Told of every protocol that throws, which is a fault of ours; it counts as a malformed message of that protocol. */
  readonly onFault?: (protocol: string, error: unknown) => void
}

/** What a source is given. */
export type SourceOptions = ObserveOptions & Required<Pick<ObserveOptions, 'protocols'>>

/** Reads one kind of file or stream that already exists in a hospital. Never throws on content: what it cannot read it lists. */
export interface ObservationSource {
  readonly id: string
  /** In words for a person: `Zeek log (JSON)`. */
  readonly name: string
  readonly source: string
  /** By the first bytes (at most 64 KiB), never by name. */
  readonly recognises: (head: Uint8Array) => boolean
  /** Yields at least one batch, the last with the final progress. A chunk holds until the next is asked for: copy what is kept. */
  readonly read: (bytes: AsyncIterable<Uint8Array>, options: SourceOptions) => AsyncIterable<ObservedBatch>
}
