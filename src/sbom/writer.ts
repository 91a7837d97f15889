import type { CorrectedAs, Sbom } from '../model/index.ts'

/** A document that components of a nomenclature were taken from. */
export interface SourceDocument {
  /** Hex, of the bytes as they came. */
  readonly sha256: string
  readonly fileName?: string
  /** Format and version in words: `CycloneDX 1.6`. */
  readonly format: string
  readonly documentId?: string
  /** When the document says it was made. */
  readonly statedAt?: string
}

/** What is written, and by whom. The same frame and nomenclature give the same text. */
export interface WritingFrame {
  /** What the document is about, for people. */
  readonly name: string
  /** A UUID in lower case. */
  readonly documentId: string
  /** ISO 8601, UTC. */
  readonly writtenAt: string
  /** Version of Auscult. */
  readonly version: string
  readonly sources: readonly SourceDocument[]
  /** SHA-256 of the documents that list a component, by its `ref`; asked only where there are several. */
  readonly sourcesOf: (ref: string) => readonly string[]
  /** What the organisation that exports judges in the place of a component, by its `ref`: told beside what is written. */
  readonly correctedOf: (ref: string) => CorrectedAs | undefined
}

/** Writes a nomenclature in one format, so that its reader gives the same again: what the format has no place for is carried beside. Pure. */
export interface SbomWriter {
  readonly id: string
  /** The format in words for a person: `CycloneDX 1.6 JSON`. */
  readonly format: string
  /** The specification. */
  readonly source: string
  readonly mediaType: string
  /** How a file's name ends. */
  readonly ending: string
  /** The document in pieces, each of one component or a list of other things. */
  readonly write: (sbom: Sbom, frame: WritingFrame) => Iterable<string>
}
