import type { Statement, StatementSource } from '../model/index.ts'
import type { Fields, Reading } from './fields.ts'

/** What a document states, with all that could not be told in the reading's problems. */
export interface Stated {
  readonly source: StatementSource
  readonly statements: readonly Statement[]
}

/** Reads one format of statements. Never throws: what it cannot keep it lists. */
export interface StatementReader {
  readonly id: string
  /** The format in words for a person: `OpenVEX`. */
  readonly format: string
  /** The specification, for whoever doubts a mapping. */
  readonly source: string
  readonly recognises: (document: Fields) => boolean
  /** `given` is the document's digest, by which one without an id of its own is known: `urn:sha256:…`. */
  readonly read: (reading: Reading, document: Fields, given: string) => Stated
}
