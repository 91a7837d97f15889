import type { Content } from './content.ts'
import { startsWith } from './decode.ts'
import { isFields, own } from './fields.ts'
import type { Fields } from './fields.ts'
import { isPdf } from './pdf/extract.ts'

/** A format that is recognised and named, and not read: a person is told what to do instead. */
interface ForeignFormat {
  readonly format: string
  readonly because: string
  readonly recognises: (content: Content) => boolean
}

const convert = 'not read yet; convert it to CycloneDX 1.6 JSON or SPDX 2.3 JSON, or ask the maker for one of them'

/** Looked through in this order, after every reader has declined. */
const foreignFormats: readonly ForeignFormat[] = [
  { format: 'CycloneDX protobuf', because: `CycloneDX in protocol buffers is ${convert}`, recognises: isProtobuf },
  {
    format: 'SPDX 1 RDF/XML',
    because: `SPDX 1 is ${convert}`,
    recognises: (content) => content.is === 'xml' && /specVersion[^<>]{0,200}>\s{0,200}SPDX-1/.test(content.text),
  },
  {
    format: 'SPDX 1 tag-value',
    because: `SPDX 1 is ${convert}`,
    recognises: (content) => isText(content, /^SPDXVersion:[ \t]*SPDX-1/m),
  },
  {
    format: 'Syft JSON',
    because: 'this is Syft’s own format; write it again with “syft convert FILE -o cyclonedx-json”',
    recognises: (content) => hasKeys(content, ['artifacts', 'descriptor']),
  },
  { format: 'CSAF', because: 'this is an advisory, not an SBOM; bring it in as a feed', recognises: isCsaf },
  {
    format: 'OpenVEX',
    because: 'these are statements about vulnerabilities, not an SBOM',
    recognises: (content) => hasKeys(content, ['@context', 'statements']),
  },
  {
    format: 'in-toto attestation',
    because: 'the SBOM is wrapped in an attestation; take the document out of its predicate and add that',
    recognises: isAttestation,
  },
  {
    format: 'Excel workbook',
    because:
      'no sheet of this workbook has columns such as Component, Version and Supplier; say which column is which, or export the sheet as CSV',
    recognises: ({ is }) => is === 'workbook',
  },
  {
    format: 'spreadsheet',
    because: 'this is an old Excel or an OpenDocument file; save it as .xlsx or as CSV, and add that',
    recognises: isSpreadsheet,
  },
  {
    format: 'ZIP archive',
    because: 'this is an archive; unpack it and add the SBOM files that it holds',
    recognises: (content) => isBinary(content, [0x50, 0x4b, 0x03, 0x04]),
  },
  {
    format: 'PDF',
    because:
      'no table of this PDF has columns such as Component, Version and Supplier in text that can be taken out; say which column is which, or ask the maker for the list as CSV',
    recognises: isPdfFile,
  },
]

/** The format of a document that no reader takes, and what to do with it; undefined when it is none that is known. */
export function nameForeign(content: Content): { readonly format: string; readonly because: string } | undefined {
  return foreignFormats.find(({ recognises }) => recognises(content))
}

/** How much of a text is looked through for a format's own words. */
const headLength = 64 * 1024

function isText(content: Content, pattern: RegExp): boolean {
  return content.is === 'text' && pattern.test(content.text.slice(0, headLength))
}

function hasKeys(content: Content, keys: readonly string[]): boolean {
  return content.is === 'json' && keys.every((key) => Object.hasOwn(content.fields, key))
}

function isBinary(content: Content, head: readonly number[]): boolean {
  return content.is === 'binary' && startsWith(content.bytes, head)
}

/** Text form: `spec_version: "1.6"`. Binary form: field 1, the same three characters, comes first (bom-1.6.proto). */
function isProtobuf(content: Content): boolean {
  if (content.is === 'binary') return startsWith(content.bytes, [0x0a, 0x03, 0x31, 0x2e])
  return (
    isText(content, /^[ \t]*(?:spec_version|specVersion)[ \t]*:[ \t]*["']1\.\d/m) ||
    isText(content, /^# proto-message: Bom\s*$/m) ||
    isText(content, /^\n\u00031\.\d/)
  )
}

function isCsaf(content: Content): boolean {
  const document: unknown = content.is === 'json' ? own(content.fields, 'document') : undefined
  return isFields(document) && own(document, 'csaf_version') !== undefined
}

function isAttestation(content: Content): boolean {
  if (content.is !== 'json') return false
  const { fields }: { fields: Fields } = content
  return (
    own(fields, 'predicateType') !== undefined ||
    (own(fields, 'payloadType') !== undefined && own(fields, 'payload') !== undefined)
  )
}

/** Old Excel files are an OLE container; newer ones are ZIP archives with a folder `xl/`, OpenDocument ones name their type first. */
function isSpreadsheet(content: Content): boolean {
  if (content.is !== 'binary') return false
  if (startsWith(content.bytes, [0xd0, 0xcf, 0x11, 0xe0])) return true
  if (!startsWith(content.bytes, [0x50, 0x4b, 0x03, 0x04])) return false
  const text = Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.byteLength)
  return text.includes('xl/workbook') || text.includes('opendocument.spreadsheet')
}

function isPdfFile(content: Content): boolean {
  return content.is === 'binary' && isPdf(content.bytes)
}
