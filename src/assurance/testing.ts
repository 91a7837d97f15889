import { readStatements } from './index.ts'
import type { StatementsReading } from './index.ts'

/** What is read of a JSON document; throws where it is refused. */
export function read(document: unknown): Extract<StatementsReading, { is: 'read' }> {
  const reading = readStatements(Buffer.from(JSON.stringify(document)))
  if (reading.is !== 'read') throw new Error(reading.because)
  return reading
}

/** Its problems, each after its place. */
export function problemsOf(document: unknown): string[] {
  return read(document).problems.map(({ place, message }) => `${place} ${message}`)
}
