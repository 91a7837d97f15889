import { createHash } from 'node:crypto'
import type { Problem, Sbom } from '../model/index.ts'
import { toContent } from './content.ts'
import type { Content } from './content.ts'
import { decode, startsWith, unwrap } from './decode.ts'
import type { Reading } from './fields.ts'
import { nameForeign } from './foreign.ts'
import { limits as defaultLimits } from './limits.ts'
import type { Limits } from './limits.ts'
import { noHints } from './list/layout.ts'
import type { ListHints } from './list/layout.ts'
import { isPdf } from './pdf/extract.ts'
import { withoutTooMany } from './many-identifiers.ts'
import { collectProblems } from './problems.ts'
import type { SbomReader } from './reader.ts'
import { cyclonedxFormat } from './cyclonedx/xml-shape.ts'
import { cyclonedxXml } from './readers/cyclonedx-xml.ts'
import { readXml } from './xml.ts'
import { tagsInArchive } from './swid/archive.ts'
import { isWorkbook, readWorkbook } from '../tables/index.ts'

/**
 * What became of one file. `sha256` is that of the bytes as given, lower-case hexadecimal.
 * `notRead`: `format` names what it was recognised as, `because` says what to do. Problems come in the order in which they were met.
 */
export type SbomReading =
  | { readonly is: 'read'; readonly sbom: Sbom; readonly sha256: string }
  | {
      readonly is: 'notRead'
      readonly format?: string
      readonly because: string
      readonly problems: readonly Problem[]
      readonly sha256: string
    }

export interface ReadOptions {
  readonly limits?: Partial<Limits>
  /** What is known of the columns, should the document be a component list. */
  readonly hints?: ListHints
}

/** Reads a document with the first of `readers` that recognises its content. Never throws. */
export function readWith(
  readers: readonly SbomReader[],
  bytes: Uint8Array,
  { limits, hints = noHints }: ReadOptions = {},
): SbomReading {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const within = { ...defaultLimits, ...limits }
  const reading: Reading = { problems: collectProblems(within.problems), limits: within, hints }
  const notRead = (because: string, format?: string): SbomReading => {
    return {
      is: 'notRead',
      because,
      problems: reading.problems.list(),
      sha256,
      ...(format === undefined ? {} : { format }),
    }
  }
  if (bytes.length > within.sizeBytes)
    return notRead(`the file is larger than ${within.sizeBytes} bytes; ask the maker for one SBOM per device model`)
  if (bytes.length === 0) return notRead('the file is empty; ask for it again')
  const content = contentOf(reading, bytes)
  if (content === undefined) return notRead('the file cannot be opened; ask for it again, uncompressed')
  const reader = readers.find(({ recognises }) => recognises(content, hints))
  if (reader === undefined) {
    const foreign = nameForeign(content)
    return notRead(
      foreign?.because ??
        'this is no SBOM that can be recognised; ask the maker for CycloneDX 1.6 or SPDX 2.3 in JSON, or say which column of a component list is which, as in columns name=2,version=Version',
      foreign?.format,
    )
  }
  const whole = reader.read(reading, content)
  if (whole === undefined) return notRead(brokenFile, reader.format)
  const sbom = withoutTooMany(reading, whole)
  if (sbom.components.length === 0 && reading.problems.isBroken()) return notRead(brokenFile, reader.format)
  return { is: 'read', sbom: reading.problems.hasGap() ? withoutPromise(reading, sbom) : sbom, sha256 }
}

/** A CycloneDX XML document in the shape of its JSON, with what is malformed in it. */
export interface CycloneDxFields {
  readonly fields: Readonly<Record<string, unknown>>
  readonly problems: readonly Problem[]
}

/** What a CycloneDX XML document holds besides its components, for who reads its statements; undefined when the bytes are none. Never throws. */
export function cycloneDxFields(bytes: Uint8Array, limits: Partial<Limits> = {}): CycloneDxFields | undefined {
  const within = { ...defaultLimits, ...limits }
  const head = /[^\s\u0000\ufeff]/.exec(new TextDecoder().decode(bytes.subarray(0, headBytes)))?.[0]
  if (bytes.length > within.sizeBytes || head !== '<') return undefined
  const reading: Reading = { problems: collectProblems(within.problems), limits: within, hints: noHints }
  const content = contentOf(reading, bytes)
  if (content?.is !== 'xml' || !cyclonedxXml.recognises(content)) return undefined
  const document = readXml(reading, content.text, cyclonedxFormat)
  return document && { fields: document.fields, problems: reading.problems.list() }
}

/** Enough to see with what a text begins. */
const headBytes = 1024

const brokenFile =
  'the document is refused or broken from its start, as its problems say; ask the maker for a sound one'

/** A document that lost components is complete no more, whatever it says: absence from what is left proves nothing. */
function withoutPromise(reading: Reading, sbom: Sbom): Sbom {
  if (sbom.completeness.every(({ aggregate }) => aggregate !== 'complete')) return sbom
  reading.problems.doubt(
    '/',
    'the document calls itself complete, but components of it could not be read; its completeness is read as unknown',
  )
  const completeness = sbom.completeness.map((one) =>
    one.aggregate === 'complete' ? ({ ...one, aggregate: 'unknown' } as const) : one,
  )
  return { ...sbom, completeness, problems: reading.problems.list() }
}

function contentOf(reading: Reading, bytes: Uint8Array): Content | undefined {
  const opened = unwrap(reading, bytes)
  if (opened === undefined) return undefined
  if (isWorkbook(opened)) {
    const sheets = readWorkbook(reading.problems, opened)
    return sheets && { is: 'workbook', sheets }
  }
  const tags = startsWith(opened, [0x50, 0x4b]) ? tagsInArchive(reading, opened) : undefined
  if (tags !== undefined) return toContent(reading, tags)
  if (isPdf(opened)) return { is: 'binary', bytes: opened }
  const text = decode(reading, opened)
  return text === undefined ? { is: 'binary', bytes: opened } : toContent(reading, text)
}
