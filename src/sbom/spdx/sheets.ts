import type { Fields, Reading } from '../fields.ts'
import type { Row, Sheet } from '../../tables/index.ts'

/** A document in its JSON shape, and the row in which each of its objects stands. */
export interface SheetDocument {
  readonly fields: Fields
  readonly placeOf: (fields: object) => string | undefined
}

/** Sheets that a document of SPDX 2 has; those of SPDX 1 have "Origins" in place of the first. */
export function isSpdxWorkbook(sheets: readonly Sheet[]): boolean {
  const names = sheets.map(({ name }) => toWord(name))
  return names.includes('documentinfo') && names.includes('packageinfo')
}

type Draft = Record<string, unknown>
type Columns = Readonly<Record<string, string>>

/** Headings of columns that hold one text, in small letters without spaces, and its name in JSON (SPDX tools, spreadsheet 2.3). */
const documentColumns: Columns = {
  spdxversion: 'spdxVersion',
  spdxidentifier: 'SPDXID',
  documentname: 'name',
  documentnamespace: 'documentNamespace',
}
const packageColumns: Columns = {
  packagename: 'name',
  spdxidentifier: 'SPDXID',
  packageversion: 'versionInfo',
  packagefilename: 'packageFileName',
  packagesupplier: 'supplier',
  packagedownloadlocation: 'downloadLocation',
  packageoriginator: 'originator',
  sourceinfo: 'sourceInfo',
  licensedeclared: 'licenseDeclared',
  licenseconcluded: 'licenseConcluded',
  summary: 'summary',
  description: 'description',
  primarypurpose: 'primaryPackagePurpose',
  validuntildate: 'validUntilDate',
}
const fileColumns: Columns = {
  filename: 'fileName',
  spdxidentifier: 'SPDXID',
  licenseconcluded: 'licenseConcluded',
}
const externalRefColumns: Columns = {
  category: 'referenceCategory',
  type: 'referenceType',
  locator: 'referenceLocator',
}
const relationshipColumns: Columns = {
  spdxidentifiera: 'spdxElementId',
  relationship: 'relationshipType',
  spdxidentifierb: 'relatedSpdxElement',
}

/** Turns the sheets of an SPDX spreadsheet into the JSON shape of the same document. Snippets, licence texts and annotations are not read. */
export function readSheets(reading: Reading, sheets: readonly Sheet[]): SheetDocument {
  const book: Book = { reading, sheets, places: new Map() }
  const packages = packagesOf(book)
  const files = filesOf(book, packages)
  addExternalRefs(book, packages)
  const relationships = recordsOf(book, 'relationships').map((record) => draftOf(book, record, relationshipColumns))
  return {
    fields: { ...documentOf(book), packages: packages.list, files, relationships },
    placeOf: (fields) => book.places.get(fields),
  }
}

interface Book {
  readonly reading: Reading
  readonly sheets: readonly Sheet[]
  readonly places: Map<object, string>
}

/** A row below the headings: its texts by heading. */
interface SheetRecord {
  readonly cells: ReadonlyMap<string, string>
  /** Headings whose cell holds a number. */
  readonly numbers: ReadonlySet<string>
  readonly place: string
}

interface Packages {
  readonly list: readonly Draft[]
  readonly byId: ReadonlyMap<unknown, Draft>
}

function toWord(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]/g, '')
}

function recordsOf({ sheets }: Book, word: string): readonly SheetRecord[] {
  const sheet = sheets.find(({ name }) => toWord(name) === word)
  const [head, ...rows] = sheet?.rows ?? []
  if (sheet === undefined || head === undefined) return []
  const headings = head.cells.map(toWord)
  return rows.map((row) => recordOf(headings, row, sheet.name))
}

function recordOf(headings: readonly string[], { number, cells, numbers }: Row, sheet: string): SheetRecord {
  const byHeading = new Map<string, string>()
  for (const [column, text] of cells.entries()) {
    const heading = headings[column]
    if (heading !== undefined && text.trim() !== '' && !byHeading.has(heading)) byHeading.set(heading, text)
  }
  return {
    cells: byHeading,
    numbers: new Set(numbers.map((column) => headings[column] ?? '')),
    place: `sheet "${sheet}", row ${number}`,
  }
}

function draftOf({ reading, places }: Book, { cells, numbers, place }: SheetRecord, columns: Columns): Draft {
  const draft: Draft = {}
  for (const [heading, text] of cells) {
    const key = Object.hasOwn(columns, heading) ? columns[heading] : undefined
    if (key === undefined) continue
    draft[key] = text
    if (key === 'versionInfo' && numbers.has(heading))
      reading.problems.doubt(
        place,
        `the version is the number ${text} where text is expected; kept as "${text}", but 1.10 and 1.1 are the same number`,
      )
  }
  places.set(draft, place)
  return draft
}

/** Several texts of one cell, a line each. */
function linesOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Several words of one cell: ids and licences hold no comma. */
function wordsOf(text: string | undefined): readonly string[] {
  return linesOf(text?.replaceAll(',', '\n'))
}

function packagesOf(book: Book): Packages {
  const list = recordsOf(book, 'packageinfo').map((record) => {
    const draft = draftOf(book, record, packageColumns)
    draft['checksums'] = checksumsOf(book, record, 'packagechecksum')
    draft['licenseInfoFromFiles'] = wordsOf(record.cells.get('licenseinfofromfiles'))
    draft['hasFiles'] = []
    draft['externalRefs'] = []
    return draft
  })
  return { list, byId: new Map(list.map((draft) => [draft['SPDXID'], draft])) }
}

/** Files name the packages that hold them. */
function filesOf(book: Book, { byId }: Packages): readonly Draft[] {
  return recordsOf(book, 'perfileinfo').map((record) => {
    const draft = draftOf(book, record, fileColumns)
    draft['checksums'] = checksumsOf(book, record, 'filechecksums')
    draft['licenseInfoInFiles'] = wordsOf(record.cells.get('licenseinfoinfile'))
    for (const id of wordsOf(record.cells.get('packageidentifier'))) {
      const isHeld = push(byId.get(id), 'hasFiles', draft['SPDXID'])
      if (!isHeld)
        book.reading.problems.lost(
          record.place,
          `no package has the identifier "${id.slice(0, 200)}"; the file is kept without it`,
        )
    }
    return draft
  })
}

function addExternalRefs(book: Book, { byId }: Packages): void {
  for (const record of recordsOf(book, 'externalrefs')) {
    const id = record.cells.get('packageid')
    if (push(byId.get(id), 'externalRefs', draftOf(book, record, externalRefColumns))) continue
    book.reading.problems.lost(
      record.place,
      `the reference belongs to "${(id ?? '').slice(0, 200)}", and no package has that identifier; left out`,
    )
  }
}

function push(draft: Draft | undefined, key: string, value: unknown): boolean {
  const list = draft?.[key]
  if (!Array.isArray(list)) return false
  if (value !== undefined) list.push(value)
  return true
}

/** `SHA1: 85ed…`, a line each. */
function checksumsOf({ places }: Book, { cells, place }: SheetRecord, heading: string): readonly Draft[] {
  return linesOf(cells.get(heading)).map((line) => {
    const colon = line.indexOf(':')
    const checksum = {
      algorithm: line.slice(0, Math.max(0, colon)).trim(),
      checksumValue: line.slice(colon + 1).trim(),
    }
    places.set(checksum, place)
    return checksum
  })
}

/** The first row speaks of the document; the ones below it list further creators, documents and elements that it describes. */
function documentOf(book: Book): Draft {
  const records = recordsOf(book, 'documentinfo')
  const [first] = records
  if (first === undefined) return {}
  const all = (heading: string): readonly string[] => records.flatMap(({ cells }) => linesOf(cells.get(heading)))
  // SPDX dates are in UTC; a date cell cannot say so.
  const created = first.cells.get('created')?.replace(/:\d\d$/, '$&Z')
  return {
    ...draftOf(book, first, documentColumns),
    creationInfo: { creators: all('creator'), ...(created === undefined ? {} : { created }) },
    documentDescribes: all('documentcontents').flatMap(wordsOf),
    externalDocumentRefs: all('externaldocumentreferences').map((line) => {
      const [externalDocumentId, spdxDocument] = line.split(/[ \t]+/)
      const reference = { externalDocumentId, spdxDocument }
      book.places.set(reference, first.place)
      return reference
    }),
  }
}
