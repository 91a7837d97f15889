import { readWith } from './read-statements.ts'
import type { ShapedDocument, StatementsReading } from './read-statements.ts'
import type { StatementReader } from './reader.ts'
import type { StatementWriter } from './writer.ts'
import { csafWriter } from './writers/csaf.ts'
import { cycloneDxWriter } from './writers/cyclonedx.ts'
import { openVexWriter } from './writers/openvex.ts'
import { csaf } from './readers/csaf.ts'
import { cycloneDx } from './readers/cyclonedx.ts'
import { openVex } from './readers/openvex.ts'

export type { StatementsToWrite, StatementWriter } from './writer.ts'
export type { ShapedDocument, StatementsReading } from './read-statements.ts'

/** Every reader of statements. The first that recognises a document reads it. */
export const statementReaders = [csaf, cycloneDx, openVex] as const satisfies readonly StatementReader[]

/**
 * Reads the statements of a document, in whichever format it is. `shaped` is what an XML document holds, in the shape of JSON. Never throws; `notRead`
 * says what to do instead.
 */
export function readStatements(bytes: Uint8Array, shaped?: ShapedDocument): StatementsReading {
  return readWith(statementReaders, bytes, shaped)
}

/** Every writer of statements. */
export const statementWriters = [
  csafWriter,
  cycloneDxWriter,
  openVexWriter,
] as const satisfies readonly StatementWriter[]
