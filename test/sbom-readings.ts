import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sbom } from '../src/model/index.ts'
import { isPdf, readPdf, readSbom } from '../src/sbom/index.ts'

type Options = Parameters<typeof readSbom>[1]

/** A file of `src/sbom/fixtures`. */
export function sbomFixture(path: string): Buffer {
  return readFileSync(join(import.meta.dirname, '..', 'src', 'sbom', 'fixtures', path))
}

/** Reads a document that must be readable: bytes, text, or an object to write as JSON. */
export function sbomOf(document: string | object | Uint8Array, options?: Options): Sbom {
  const bytes =
    document instanceof Uint8Array
      ? document
      : Buffer.from(typeof document === 'string' ? document : JSON.stringify(document))
  const reading = readSbom(bytes, options)
  return reading.is === 'read' ? reading.sbom : assert.fail(JSON.stringify(reading))
}

/** Reads a document that must not be readable. */
export function notRead(document: string | Uint8Array): {
  format: string | undefined
  because: string
  places: string[]
} {
  const reading = readSbom(typeof document === 'string' ? Buffer.from(document) : document)
  if (reading.is === 'read') assert.fail('the document was read')
  return { format: reading.format, because: reading.because, places: reading.problems.map(({ place }) => place) }
}

/** A CycloneDX document with these fields. */
export function bom(fields: object): object {
  return { bomFormat: 'CycloneDX', specVersion: '1.6', ...fields }
}

/** How a file of any kind is read: the texts of a PDF are taken out of it before. */
export async function optionsFor(bytes: Uint8Array): Promise<NonNullable<Options>> {
  const pdf = isPdf(bytes) ? await readPdf(bytes) : undefined
  return pdf !== undefined && 'lines' in pdf ? { hints: { choices: [], pdf } } : {}
}
