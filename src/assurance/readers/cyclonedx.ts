import type { ProductNamed, Statement, StatementStatus } from '../../model/index.ts'
import { fieldsAt, flatUntilMost, instantAt, isFields, listAt, textAt } from '../fields.ts'
import type { Fields, Reading } from '../fields.ts'
import type { Stated, StatementReader } from '../reader.ts'
import { analysisOf } from '../cyclonedx/analysis.ts'
import type { Analysis } from '../cyclonedx/analysis.ts'
import { makerOf, partsOf } from '../cyclonedx/parts.ts'
import type { Parts } from '../cyclonedx/parts.ts'

/** CycloneDX: `vulnerabilities[].analysis` in a VEX document of its own, which names products by BOM-Link, or inside an SBOM. */
export const cycloneDx: StatementReader = {
  id: 'cyclonedx',
  format: 'CycloneDX',
  source: 'https://cyclonedx.org/docs/1.6/json/#vulnerabilities',
  recognises: (document) => document['bomFormat'] === 'CycloneDX',
  read,
}

function read(reading: Reading, document: Fields, given: string): Stated {
  const metadata = fieldsAt(document, 'metadata')
  const [documentId, revision] = ['serialNumber', 'version'].map((name) => textAt(document, name))
  const [firstAuthor] = listAt(metadata, 'authors')
  const author =
    makerOf(metadata) ??
    makerOf(fieldsAt(metadata, 'component')) ??
    (isFields(firstAuthor) ? textAt(firstAuthor, 'name') : undefined)
  const issuedAt = instantAt(metadata, 'timestamp')
  const parts = partsOf(document, documentId ?? given)
  const source = {
    format: 'CycloneDX' as const,
    formatVersion: textAt(document, 'specVersion') ?? '',
    ...(documentId === undefined ? {} : { documentId }),
    ...(revision === undefined ? {} : { revision }),
    ...(parts.root === undefined ? {} : { describes: parts.root }),
    ...(author === undefined ? {} : { author }),
    ...(issuedAt === undefined ? {} : { issuedAt }),
  }
  const flaws = listAt(document, 'vulnerabilities')
  const statements = flatUntilMost(flaws, (each, index) =>
    isFields(each) ? readFlaw(reading, { parts, each, place: `/vulnerabilities/${index}` }) : [],
  )
  return { source, statements }
}

interface Place {
  readonly parts: Parts
  readonly each: Fields
  readonly place: string
}

/** A vulnerability without an analysis is a finding of somebody's scanner and states nothing. */
function readFlaw(reading: Reading, { parts, each, place }: Place): Statement[] {
  if (!isFields(each['analysis'])) return []
  const vulnerability = textAt(each, 'id')
  if (vulnerability === undefined) {
    reading.lost(place, 'the analysis names no vulnerability (id); it is left out, ask the author to mend it')
    return []
  }
  const analysis = analysisOf(reading, each, place)
  if (analysis === undefined) return []
  const affects = listAt(each, 'affects')
  const versions = affects.flatMap((one, index) =>
    versionsOf(reading, { one, place: `${place}/affects/${index}` }, analysis.status),
  )
  const aliases = listAt(each, 'references').flatMap((one) => (isFields(one) ? (textAt(one, 'id') ?? []) : []))
  if (affects.length === 0) warnOfNothing(reading, { parts, each, place })
  const subjects = affects.length === 0 && parts.root !== undefined ? [{ product: parts.root }] : []
  const others = [...new Set(aliases)].filter((alias) => alias !== vulnerability)
  const said = { ...analysis, vulnerability, aliases: others, place }
  return [
    ...subjects.map((subject) => ({ ...said, ...subject })),
    ...versions.flatMap(({ ref, ...version }) =>
      toStatement(reading, said, { ...subjectOf(parts, ref, version), status: version.status }),
    ),
  ]
}

function warnOfNothing(reading: Reading, { parts, place }: Place): void {
  if (parts.root === undefined)
    reading.lost(
      `${place}/affects`,
      'the analysis names no product, so it applies to nothing; ask the author to mend it',
    )
  else
    reading.doubt(
      `${place}/affects`,
      'the analysis names no part; it is taken to speak of the whole that the document describes',
    )
}

interface VersionStated {
  readonly ref: string
  readonly status: StatementStatus
  readonly version?: string
  readonly versionRange?: string
}

interface Affected {
  readonly one: unknown
  readonly place: string
}

/** A part that is spoken of in several versions is so many products. */
function versionsOf(reading: Reading, { one, place }: Affected, status: StatementStatus): VersionStated[] {
  const ref = isFields(one) ? textAt(one, 'ref') : undefined
  if (!isFields(one) || ref === undefined)
    return lost(reading, place, 'this names no part (ref), so what is stated of it applies to nothing')
  if (one['versions'] === null) return lost(reading, `${place}/versions`, 'versions are spoken of and none is named')
  const listed = listAt(one, 'versions')
  if (listed.length === 0) return [{ ref, status }]
  return listed.flatMap((each, index) => {
    const fields = isFields(each) ? each : {}
    const [version, versionRange] = ['version', 'range'].map((name) => textAt(fields, name))
    if (version === undefined && versionRange === undefined)
      return lost(
        reading,
        `${place}/versions/${index}`,
        'this is neither a version nor a range, so nothing is stated of it',
      )
    return {
      ref,
      status: statusOf(fields['status'], status),
      ...(version === undefined ? {} : { version }),
      ...(versionRange === undefined ? {} : { versionRange }),
    }
  })
}

/** What is said of one version goes before the analysis; where the two contradict, the worse counts. Without a word of its own it has the analysis'. */
function statusOf(own: unknown, analysis: StatementStatus): StatementStatus {
  if (own === undefined) return analysis
  const label = typeof own === 'string' ? own.trim().toLowerCase() : ''
  if (label === 'affected') return 'affected'
  if (label === 'unaffected') return analysis === 'affected' ? 'notAffected' : analysis
  return label !== 'unknown' && analysis === 'affected' ? 'affected' : 'underInvestigation'
}

function lost(reading: Reading, place: string, message: string): [] {
  reading.lost(place, `${message}; it is left out, ask the author to mend it`)
  return []
}

interface Subject {
  readonly product: ProductNamed
  readonly component?: ProductNamed
}

/** What a reference names: a part of another document (BOM-Link), the root of this one, or a part of it. */
function subjectOf(parts: Parts, ref: string, { version, versionRange }: Omit<VersionStated, 'ref'>): Subject {
  const stated = {
    ...(version === undefined ? {} : { version }),
    ...(versionRange === undefined ? {} : { versionRange }),
  }
  const link = /^urn:cdx:([0-9a-f-]{36})\/(\d+)(?:#(.*))?$/i.exec(ref)
  if (link !== null && link[1]?.toLowerCase() !== parts.documentId.slice('urn:uuid:'.length).toLowerCase())
    return { product: productOfLink(ref, link, stated) }
  const own = link === null ? ref : (link[3] ?? '')
  const named = parts.byRef.get(own)
  if (own === '' || own === parts.rootRef) return { product: withVersion(parts.root ?? unnamed(parts), stated) }
  return {
    product: parts.root ?? unnamed(parts),
    component: withVersion(
      named ?? { ...unnamed(parts), name: own, sbomIds: [parts.documentId], sbomRef: own },
      stated,
    ),
  }
}

function productOfLink(
  ref: string,
  [, uuid = '', , element]: RegExpExecArray,
  stated: Partial<ProductNamed>,
): ProductNamed {
  const sbomRef = element === undefined ? undefined : decoded(element)
  const sbomIds = [`urn:uuid:${uuid.toLowerCase()}`]
  return {
    name: ref,
    purls: [],
    cpes: [],
    hashes: [],
    serials: [],
    modelNumbers: [],
    sbomIds,
    ...(sbomRef === undefined ? {} : { sbomRef }),
    ...stated,
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function unnamed({ documentId }: Parts): ProductNamed {
  return { name: documentId, purls: [], cpes: [], hashes: [], serials: [], modelNumbers: [], sbomIds: [documentId] }
}

/** A version that is stated for a part stands before that of the part. */
function withVersion(named: ProductNamed, stated: Partial<ProductNamed>): ProductNamed {
  if (stated.version === undefined && stated.versionRange === undefined) return named
  if (stated.version !== undefined && stated.version === named.version) return named
  const { version: _version, ...rest } = named
  return { ...rest, purls: [], cpes: [], hashes: [], ...stated }
}

const apart: Readonly<Record<StatementStatus, string>> = {
  affected: 'affected, which counts,',
  notAffected: 'unaffected, which has no justification and does not count,',
  fixed: 'fixed',
  underInvestigation: 'unknown',
}

/** A status of a version that is not that of the analysis has none of its reasons. */
function toStatement(
  reading: Reading,
  said: Analysis & Pick<Statement, 'vulnerability' | 'aliases' | 'place'>,
  subject: Subject & { readonly status: StatementStatus },
): Statement[] {
  if (subject.status === said.status) return [{ ...said, ...subject }]
  const { vulnerability, aliases, place, statedAt, updatedAt } = said
  reading.doubt(`${place}/affects`, `a version is listed as ${apart[subject.status]} under another analysis`)
  return [
    {
      vulnerability,
      aliases,
      place,
      ...(statedAt === undefined ? {} : { statedAt }),
      ...(updatedAt === undefined ? {} : { updatedAt }),
      ...subject,
    },
  ]
}
