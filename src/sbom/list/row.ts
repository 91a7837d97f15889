import { componentTypes } from '../../model/index.ts'
import type { Component, ComponentType } from '../../model/index.ts'
import { foldHeader, readText } from '../../tables/index.ts'
import { known } from '../fields.ts'
import type { Reading } from '../fields.ts'
import { addBySyntax, addOnce, isCpe, isPurl, noIdentifiers, takeHash, toHash, upstreamsOf } from '../identifiers.ts'
import type { Identifiers } from '../identifiers.ts'
import { algorithmIn, identityFields } from './names.ts'
import type { LaidColumn } from './layout.ts'
import type { TableRow } from './table.ts'

/** A component of a row, or why it is none. */
export type RowReading = { readonly component: Component } | { readonly because: string }

interface Draft {
  readonly texts: Partial<Record<'name' | 'version' | 'group' | 'supplier' | 'manufacturer' | 'description', string>>
  readonly identifiers: Identifiers
  readonly licences: string[]
  type: ComponentType
  endOfSupport: string | undefined
}

/** Reads one row by its columns. Texts are kept as written; a cell that cannot be read is told, and counts as empty. */
export function readRow(reading: Reading, row: TableRow, columns: readonly LaidColumn[], ref: string): RowReading {
  const beyond = row.cells.slice(columns.length).some((cell) => readText(cell) !== undefined)
  if (beyond)
    return {
      because: `text stands beyond the last of ${columns.length} columns, so its cells may have shifted; put cells that hold the separator in quotation marks`,
    }
  const draft: Draft = {
    texts: {},
    identifiers: noIdentifiers(),
    licences: [],
    type: 'unknown',
    endOfSupport: undefined,
  }
  for (const column of columns) {
    const text = column.field === undefined ? undefined : readText(row.cells[column.position - 1] ?? '')
    if (text !== undefined) fill(reading, draft, { row, column, text: within(reading, row, column, text) })
  }
  const { texts, identifiers, licences, type, endOfSupport } = draft
  const { purls, cpes, swids, hashes, others } = identifiers
  const name = texts.name ?? nameIn(identifiers)
  if (name === undefined)
    return {
      because: `no name and no identifier stands in it; the columns that say what it is are ${saidOf(columns)}`,
    }
  const supplier = texts.supplier ?? texts.manufacturer
  const { version, group, manufacturer, description } = texts
  const otherIdentifiers = others.length > 0 ? others : undefined
  const facts = known({ version, group, supplier, manufacturer, description, otherIdentifiers, endOfSupport })
  const sourcePackages = upstreamsOf(purls)
  return {
    component: { ref, type, name, purls, cpes, swids, hashes, sourcePackages, licences, deployed: true, ...facts },
  }
}

function saidOf(columns: readonly LaidColumn[]): string {
  return columns
    .filter(({ field }) => field !== undefined && identityFields.has(field))
    .map(({ header, position }) => (header === '' ? `column ${position}` : `"${header.slice(0, 60)}"`))
    .join(', ')
}

function within(reading: Reading, { place }: TableRow, { header }: LaidColumn, text: string): string {
  const { fieldLength } = reading.limits
  if (text.length <= fieldLength) return text
  reading.problems.lost(
    place,
    `"${header.slice(0, 60)}" is ${text.length} characters long; only the first ${fieldLength} are kept`,
  )
  return text.slice(0, fieldLength)
}

interface Cell {
  readonly row: TableRow
  readonly column: LaidColumn
  readonly text: string
}

function fill(reading: Reading, draft: Draft, cell: Cell): void {
  const { text, column } = cell
  const { identifiers } = draft
  switch (column.field) {
    case undefined:
      return
    case 'name':
    case 'group':
    case 'supplier':
    case 'manufacturer':
    case 'description':
      draft.texts[column.field] = text
      return
    case 'version':
      draft.texts.version = text
      return doubtVersion(reading, cell)
    case 'purl':
    case 'cpe':
    case 'identifier':
      return fillIdentifiers(reading, identifiers, cell)
    case 'swid':
      return addOnce(identifiers.swids, text)
    case 'hash':
      return fillHash(reading, identifiers, cell)
    case 'licence':
      return addOnce(draft.licences, text)
    case 'path':
      identifiers.others.push({ type: 'path', value: text })
      return
    case 'type':
      draft.type = typeOf(text)
      return
    case 'endOfSupport':
      draft.endOfSupport = dayOf(reading, cell)
  }
}

/** Spreadsheets turn versions into numbers, days and powers of ten without asking. */
function doubtVersion(reading: Reading, { row, column, text }: Cell): void {
  const isNumber = row.numbers?.includes(column.position - 1) === true && text.includes('.')
  const isSpoilt = /^\d{1,2}[-. ]\p{L}{3,4}\.?$/u.test(text) || /^\d(?:[.,]\d+)?E\+\d+$/i.test(text)
  const isCut = row.place.startsWith('page ') && /\d \d/.test(text)
  if (isCut)
    reading.problems.doubt(
      row.place,
      `version "${text.slice(0, 100)}" stands in two pieces; if it was cut to fit its column, the space in it is wrong`,
    )
  if (isNumber)
    reading.problems.doubt(
      row.place,
      `version ${text} is stored as a number, and 1.10 and 1.1 are the same number; check it, or format the column as text`,
    )
  else if (isSpoilt)
    reading.problems.doubt(
      row.place,
      `version "${text}" looks like one that a spreadsheet turned into a day or a number; kept as written, ask the maker`,
    )
}

/** Several may stand in one cell. */
function fillIdentifiers(reading: Reading, identifiers: Identifiers, { row, column, text }: Cell): void {
  for (const part of text.split(/[\s;,|]+(?=pkg:|cpe:)/i)) {
    if (addBySyntax(identifiers, part)) continue
    if (column.field !== 'identifier')
      reading.problems.doubt(
        row.place,
        `"${part.slice(0, 100)}" stands in the column of ${column.field === 'purl' ? 'package URLs' : 'CPEs'} and is none; kept as another identifier`,
      )
    identifiers.others.push({ type: column.header === '' ? 'identifier' : column.header.slice(0, 60), value: part })
  }
}

const algorithmByLength: Readonly<Record<number, string>> = {
  32: 'md5',
  40: 'sha1',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
}

/** The algorithm stands before the digest, in the header, or follows from its length. */
function fillHash(reading: Reading, identifiers: Identifiers, { row, column, text }: Cell): void {
  for (const part of text.split(/[\s;,|]+(?=[\w-]{3,12}[:=]\s?[0-9a-f]{8})|[;,|]\s*/i)) {
    const [, stated, digest = ''] = /^(?:([\w-]{3,12})\s?[:=]\s?)?([0-9a-f\s]+)$/i.exec(part.trim()) ?? []
    const hex = digest.replaceAll(/\s+/g, '')
    const algorithm = stated ?? algorithmIn(column.header) ?? algorithmByLength[hex.length]
    const hash = algorithm === undefined ? undefined : toHash(algorithm, hex)
    if (hash === undefined)
      reading.problems.lost(row.place, `"${part.slice(0, 100)}" is no hexadecimal digest that is known; left out`)
    else
      takeHash(identifiers.hashes, reading.problems, { place: row.place, algorithm: hash.algorithm, digest: hash.hex })
  }
}

/** A row without a name is named by its identifier, as a list of nothing but package URLs has it. */
function nameIn({ purls, cpes, swids, others }: Identifiers): string | undefined {
  const purl = purls.find(isPurl)
  const last = purl
    ?.replace(/[@?#].*$/, '')
    .split('/')
    .at(-1)
  if (last !== undefined && last !== '') return unescaped(last)
  const cpe = cpes.find(isCpe)
  const product = cpe?.startsWith('cpe:/') === true ? cpe.split(':')[3] : cpe?.split(':')[4]
  if (product !== undefined && product !== '' && product !== '*') return product
  return swids[0] ?? others.find(({ type }) => type !== 'path')?.value
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const typeWords: Readonly<Record<string, ComponentType>> = Object.fromEntries(
  (
    [
      ['application', 'application|software|logiciel|anwendung|programme|program|programm|app|executable'],
      ['framework', 'framework|cadriciel'],
      ['library', 'library|bibliotheque|librairie|bibliothek|lib|module|modul|package|paquet|paket'],
      ['container', 'container|conteneur|docker image|container image'],
      ['platform', 'platform|plateforme|plattform|runtime'],
      ['operating-system', 'operating system|systeme exploitation|betriebssystem|os|rtos'],
      ['device', 'device|hardware|materiel|appareil|gerat|baugruppe'],
      ['device-driver', 'device driver|driver|pilote|treiber|geratetreiber'],
      ['firmware', 'firmware|micrologiciel|bootloader|bios'],
      ['file', 'file|fichier|datei|binary|binaire'],
      ['service', 'service|cloud service|web service|dienst'],
      ['data', 'data|donnees|daten'],
    ] as const
  ).flatMap(([type, words]) => words.split('|').map((word) => [word, type] as const)),
)

const types: ReadonlySet<string> = new Set(componentTypes)

/** A word of CycloneDX or one in English, French or German; any other is unknown. */
function typeOf(text: string): ComponentType {
  if (text.length > 60) return 'unknown'
  const dashed = text.toLowerCase().replaceAll(/[_ ]/g, '-')
  if (types.has(dashed)) return dashed as ComponentType
  const folded = foldHeader(text)
  return Object.hasOwn(typeWords, folded) ? (typeWords[folded] ?? 'unknown') : 'unknown'
}

/** ISO 8601, or day before month where it cannot be the other way round. */
function dayOf(reading: Reading, { row, text }: Cell): string | undefined {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text) ?? []
  const isClear = Number(day) > 12 || day === month
  const iso = day === '' ? text.slice(0, 10) : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(Date.parse(iso))
  if (isDay && (day === '' || isClear)) return iso
  reading.problems.lost(
    row.place,
    `end of support "${text.slice(0, 60)}" is no clear date; left out, write it as 2027-03-31`,
  )
  return undefined
}
