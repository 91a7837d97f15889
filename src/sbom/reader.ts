import type { Sbom } from '../model/index.ts'
import type { Content } from './content.ts'
import type { Reading } from './fields.ts'
import type { ListHints } from './list/layout.ts'

/** Reads one serialisation of one SBOM format. Never throws: what it cannot keep it lists in `reading.problems`. */
export interface SbomReader {
  readonly id: string
  /** The format in words for a person: `CycloneDX JSON`. */
  readonly format: string
  /** The specification, for whoever doubts a mapping. */
  readonly source: string
  /** True when the content is of this format; names and extensions of files play no part. `hints`: what a person says of the columns of a list. */
  readonly recognises: (content: Content, hints?: ListHints) => boolean
  /** Called only with content that it recognises. Undefined when not even the frame of the document could be read. */
  readonly read: (reading: Reading, content: Content) => Sbom | undefined
}
