import { lookup } from '../../model/index.ts'
import type { Fields, Reading } from '../fields.ts'
import { placesIn } from '../place.ts'

/** A document in its JSON shape, and the line on which each of its objects begins. */
export interface TagValueDocument {
  readonly fields: Fields
  readonly placeOf: (fields: object) => string | undefined
}

type Draft = Record<string, unknown>

interface Tag {
  readonly name: string
  readonly value: string
  readonly line: number
}

type Document = Draft & {
  readonly packages: Draft[]
  readonly files: Draft[]
  readonly relationships: Draft[]
  readonly creationInfo: { creators: string[]; created?: string }
}

/** The section that a line belongs to. What stands in one that is not read (snippets, reviews, licence texts) is passed over. */
interface Position {
  readonly document: Document
  readonly lines: Map<object, number>
  package: Draft | undefined
  current: { readonly is: 'document' | 'package' | 'file' | 'other'; readonly draft: Draft }
}

/** Turns tag-value text into the JSON shape of the same document, in one pass (SPDX 2.3 annex C and §6 to §11). */
export function readTagValue(reading: Reading, text: string): TagValueDocument {
  const document: Document = { packages: [], files: [], relationships: [], creationInfo: { creators: [] } }
  const position: Position = {
    document,
    lines: new Map([[document, 1]]),
    package: undefined,
    current: { is: 'document', draft: document },
  }
  for (const tag of tagsOf(reading, text)) place(reading, position, tag)
  return { fields: document, placeOf: placesIn(position.lines) }
}

interface Cursor {
  at: number
  line: number
}

/** The tags of a text, one a line; a value in `<text>` … `</text>` may run over many lines. */
function* tagsOf(reading: Reading, text: string): Generator<Tag> {
  const cursor: Cursor = { at: 0, line: 0 }
  while (cursor.at < text.length) {
    const row = nextRow(text, cursor)
    const { line } = cursor
    const [, name, rest] = /^[ \t]*([A-Za-z][\w-]{0,100})[ \t]*:(.*)$/s.exec(row) ?? []
    if (name !== undefined && rest !== undefined)
      yield { name, line, value: valueOf(reading, text, cursor, { name, rest: rest.trim() }) }
    else if (row.trim() !== '' && !row.trimStart().startsWith('#')) {
      reading.problems.doubt(
        `line ${line}`,
        `"${row.trim().slice(0, 80)}" is no line of the form "Tag: value"; passed over`,
      )
    }
  }
}

function nextRow(text: string, cursor: Cursor): string {
  const next = text.indexOf('\n', cursor.at)
  const end = next === -1 ? text.length : next
  const row = text.slice(cursor.at, end)
  cursor.at = end + 1
  cursor.line += 1
  return row
}

const opening = '<text>'
const closing = '</text>'

function valueOf(
  reading: Reading,
  text: string,
  cursor: Cursor,
  { name, rest }: { name: string; rest: string },
): string {
  if (!rest.startsWith(opening)) return rest
  let row = rest.slice(opening.length)
  const rows = [row]
  const { line } = cursor
  while (!row.includes(closing)) {
    if (cursor.at >= text.length) {
      reading.problems.gap(
        `line ${line}`,
        `${name} opens <text> and nothing closes it, so the rest of the file was taken for its value; ask for the whole file`,
      )
      return rows.join('\n').trim()
    }
    row = nextRow(text, cursor)
    rows.push(row)
  }
  const value = rows.join('\n')
  return value.slice(0, value.indexOf(closing)).trim()
}

/** Tags whose value is a plain text of one section, and its name in JSON. */
const documentFields = lookup<string>({
  SPDXVersion: 'spdxVersion',
  SPDXID: 'SPDXID',
  DocumentName: 'name',
  DocumentNamespace: 'documentNamespace',
})
const packageFields = lookup<string>({
  SPDXID: 'SPDXID',
  PackageVersion: 'versionInfo',
  PackageFileName: 'packageFileName',
  PackageSupplier: 'supplier',
  PackageDownloadLocation: 'downloadLocation',
  PackageOriginator: 'originator',
  PackageLicenseConcluded: 'licenseConcluded',
  PackageLicenseDeclared: 'licenseDeclared',
  PackageSourceInfo: 'sourceInfo',
  PackageSummary: 'summary',
  PackageDescription: 'description',
  PrimaryPackagePurpose: 'primaryPackagePurpose',
  ValidUntilDate: 'validUntilDate',
})
const fileFields = lookup<string>({ SPDXID: 'SPDXID', LicenseConcluded: 'licenseConcluded' })

const fieldsOfSection = { document: documentFields, package: packageFields, file: fileFields, other: {} } as const

/** Tags that open a section of which nothing is read. */
const unreadSections: ReadonlySet<string> = new Set(['SnippetSPDXID', 'LicenseID', 'Annotator', 'Reviewer'])

function place(reading: Reading, position: Position, tag: Tag): void {
  const { name, value } = tag
  if (name === 'PackageName') return openPackage(position, tag)
  if (name === 'FileName') return openFile(position, tag)
  if (name === 'Relationship') return addRelationship(reading, position, tag)
  if (unreadSections.has(name)) return void (position.current = { is: 'other', draft: {} })
  const { is, draft } = position.current
  const fields: Readonly<Record<string, string>> = fieldsOfSection[is]
  const key = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (key !== undefined) return setOnce(reading, position, { key, tag })
  if (name === 'PackageChecksum' || name === 'FileChecksum')
    return append(position, { draft, key: 'checksums', value: checksum(value), tag })
  if (name === 'ExternalRef') return append(position, { draft, key: 'externalRefs', value: externalRef(value), tag })
  if (name === 'PackageLicenseInfoFromFiles')
    return append(position, { draft, key: 'licenseInfoFromFiles', value, tag })
  if (name === 'LicenseInfoInFile') return append(position, { draft, key: 'licenseInfoInFiles', value, tag })
  addToDocument(position, tag)
}

function openPackage(position: Position, { value, line }: Tag): void {
  const draft: Draft = { name: value }
  position.lines.set(draft, line)
  position.document.packages.push(draft)
  position.package = draft
  position.current = { is: 'package', draft }
}

/** A file belongs to the package that it follows (SPDX 2.3 §8.1). */
function openFile(position: Position, { value, line }: Tag): void {
  const draft: Draft = { fileName: value }
  position.lines.set(draft, line)
  position.document.files.push(draft)
  position.current = { is: 'file', draft }
}

function setOnce(reading: Reading, position: Position, { key, tag }: { key: string; tag: Tag }): void {
  const { is, draft } = position.current
  if (Object.hasOwn(draft, key)) {
    reading.problems.lost(
      `line ${tag.line}`,
      `${tag.name} is stated twice of one ${is}; the first is kept, "${tag.value.slice(0, 100)}" is left out`,
    )
    return
  }
  draft[key] = tag.value
  if (is === 'file' && key === 'SPDXID' && position.package !== undefined)
    pushTo(position.package, 'hasFiles', tag.value)
}

function append(
  position: Position,
  { draft, key, value, tag }: { draft: Draft; key: string; value: unknown; tag: Tag },
): void {
  if (typeof value === 'object' && value !== null) position.lines.set(value, tag.line)
  pushTo(draft, key, value)
}

function pushTo(draft: Draft, key: string, value: unknown): void {
  const list: unknown = draft[key]
  if (Array.isArray(list)) list.push(value)
  else draft[key] = [value]
}

/** `SHA1: 85ed…`. */
function checksum(value: string): Fields {
  const [, algorithm, digest] = /^([^:]*):(.*)$/s.exec(value) ?? []
  return { algorithm: algorithm?.trim() ?? '', checksumValue: digest?.trim() ?? value }
}

/** `SECURITY cpe23Type cpe:2.3:a:…`: category, type, locator. */
function externalRef(value: string): Fields {
  const [referenceCategory = '', referenceType = '', ...locator] = value.split(/[ \t]+/)
  return { referenceCategory, referenceType, referenceLocator: locator.join(' ') }
}

/** `A CONTAINS B`. */
function addRelationship(reading: Reading, { document, lines }: Position, { value, line }: Tag): void {
  const [spdxElementId, relationshipType, relatedSpdxElement, ...rest] = value.split(/[ \t]+/)
  if (relatedSpdxElement === undefined || rest.length > 0) {
    reading.problems.lost(
      `line ${line}`,
      `relationship "${value.slice(0, 200)}" is not of the form "A TYPE B"; left out`,
    )
    return
  }
  const relationship: Draft = { spdxElementId, relationshipType, relatedSpdxElement }
  lines.set(relationship, line)
  document.relationships.push(relationship)
}

/** Tags that speak of the document wherever they stand. */
function addToDocument(position: Position, { name, value, line }: Tag): void {
  const { document, lines } = position
  if (name === 'Creator') document.creationInfo.creators.push(value)
  else if (name === 'Created') document.creationInfo.created = value
  else if (name === 'ExternalDocumentRef') {
    const [externalDocumentId, spdxDocument] = value.split(/[ \t]+/)
    const reference = { externalDocumentId, spdxDocument }
    lines.set(reference, line)
    pushTo(document, 'externalDocumentRefs', reference)
  } else if (Object.hasOwn(documentFields, name) && name !== 'SPDXID') document[documentFields[name] ?? name] ??= value
}
