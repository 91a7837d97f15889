import { readWith } from './read-sbom.ts'
import type { ReadOptions, SbomReading } from './read-sbom.ts'
import type { SbomReader } from './reader.ts'
import { cyclonedxJson } from './readers/cyclonedx-json.ts'
import { cyclonedxXml } from './readers/cyclonedx-xml.ts'
import { listCsv } from './readers/list-csv.ts'
import { listPdf } from './readers/list-pdf.ts'
import { listXlsx } from './readers/list-xlsx.ts'
import { spdxJson } from './readers/spdx-json.ts'
import { spdxJsonLd } from './readers/spdx-json-ld.ts'
import { spdxRdfXml } from './readers/spdx-rdf-xml.ts'
import { spdxTagValue } from './readers/spdx-tag-value.ts'
import { spdxXlsx } from './readers/spdx-xlsx.ts'
import { spdxXml } from './readers/spdx-xml.ts'
import { spdxYaml } from './readers/spdx-yaml.ts'
import { cyclonedxJsonWriter } from './writers/cyclonedx-json.ts'
import { spdxJsonWriter } from './writers/spdx-json.ts'
import type { SbomWriter } from './writer.ts'
import { swidXml } from './readers/swid-xml.ts'

export { cycloneDxFields } from './read-sbom.ts'
export { mergeSboms } from './merge.ts'
export type { MergedSbom } from './merge.ts'
export { judgeQuality, missesOf, qualityChecklists } from './quality/judge-quality.ts'
export type { Checklist } from './quality/checklist.ts'
export type { SbomReader } from './reader.ts'
export type { ListHints } from './list/layout.ts'
export { isPdf, readPdf } from './pdf/extract.ts'
export type { PdfReading, PdfText } from './pdf/extract.ts'
export type { ReadOptions, SbomReading } from './read-sbom.ts'
export type { SbomWriter, SourceDocument, WritingFrame } from './writer.ts'

/** Every serialisation that is read; the first that recognises a document reads it. */
export const readers = [
  cyclonedxJson,
  cyclonedxXml,
  spdxJson,
  spdxJsonLd,
  spdxTagValue,
  spdxYaml,
  spdxXml,
  spdxRdfXml,
  spdxXlsx,
  swidXml,
  listPdf,
  listXlsx,
  listCsv,
] as const satisfies readonly SbomReader[]

/** Every form a nomenclature is written in. */
export const writers = [cyclonedxJsonWriter, spdxJsonWriter] as const satisfies readonly SbomWriter[]
export type WriterId = (typeof writers)[number]['id']

/** Reads an SBOM, recognised by its content. Never throws: what is malformed is kept as far as it goes and listed in `problems`. */
export function readSbom(bytes: Uint8Array, options: ReadOptions = {}): SbomReading {
  return readWith(readers, bytes, options)
}
