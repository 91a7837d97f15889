import { canonicalIp, canonicalMac, foldWords } from '../model/index.ts'
import type { AssetRow } from '../model/index.ts'
import { readWrittenUdi } from './udi-names.ts'

/** A cell's value, nothing, or why it cannot be read; a problem is never guessed away. */
export type Reading<T> = { readonly value: T } | { readonly problem: string } | undefined

const statuses: ReadonlyMap<string, AssetRow['status']> = new Map(
  Object.entries({
    inService:
      'en service|in service|in use|active|actif|activee|utilise|operationnel|operational|ok|disponible|available|en stock|in stock|stock|installe|installed|marche|en fonction|1',
    broken:
      'en panne|panne|broken|hors service|hs|out of order|out of service|en maintenance|en reparation|in repair|maintenance|sav|immobilise',
    lent: 'prete|en pret|pret|lent|on loan|loan|loaned|emprunte|mis a disposition',
    scrapped:
      'reforme|reformee|scrapped|retired|disposed|decommissioned|rebut|mis au rebut|detruit|vendu|sold|cede|sorti|sorti d inventaire|written off|hors parc|perdu|lost|vole|stolen|0',
  } satisfies Record<AssetRow['status'], string>).flatMap(([status, words]) =>
    words.split('|').map((word) => [foldWords(word), status as AssetRow['status']] as const),
  ),
)

const yesWords = new Set('oui o yes y true vrai 1 x avec'.split(' '))
const noWords = new Set('non n no false faux 0 sans'.split(' '))

/** An identifier. What Excel turned into `3,7E+12` has lost its digits for good. */
export function readIdentifier(text: string): Reading<string> {
  if (/^\d(?:[.,]\d+)?E\+\d+$/i.test(text)) {
    return {
      problem: `${text} was shortened by a spreadsheet and its digits are lost; format the column as text and export again`,
    }
  }
  return { value: text }
}

/** A UDI as written, of a label or a scanner; one whose check digit is wrong is evidence of nothing. What is no UDI is kept as it stands. */
export function readUdiCell(text: string): Reading<string> {
  const written = readIdentifier(text)
  const isWrong = readWrittenUdi(text)?.isChecked === false
  return isWrong ? { problem: `the check digit of the UDI ${text} is wrong; scan the label again` } : written
}

/** MAC addresses, lower case with colons. */
export function readMacs(text: string): Reading<string>[] {
  return text
    .split(/[,;|/\s]+/)
    .filter((part) => part !== '')
    .map(readMac)
}

/** IPv4 and IPv6 addresses in canonical form; a prefix length is dropped, the word DHCP says nothing. */
export function readIps(text: string): Reading<string>[] {
  return text
    .split(/[,;|\s]+/)
    .filter((part) => part !== '' && part.toLowerCase() !== 'dhcp')
    .map(readIp)
}

/** A day as ISO 8601: `2024-03-31`, `31/03/2024`, `31.03.24`, `20240331` or a spreadsheet's day number. Day before month, always. */
export function readDate(text: string): Reading<string> {
  const problem = `${text} is no date; write it as 2024-03-31 or 31/03/2024`
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (iso !== null) return toDay(Number(iso[1]), Number(iso[2]), Number(iso[3])) ?? { problem }
  const european = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})(?: .*)?$/.exec(text)
  if (european !== null)
    return toDay(fullYear(european[3] ?? ''), Number(european[2]), Number(european[1])) ?? { problem }
  const days = /^\d{5}(?:[.,]\d+)?$/.test(text) ? Number.parseInt(text, 10) : 0
  if (days < 10_000) return { problem }
  return { value: new Date(Date.UTC(1899, 11, 30) + days * 86_400_000).toISOString().slice(0, 10) }
}

/** What a list says of a device's state, in French or English. */
export function readStatus(text: string): Reading<AssetRow['status']> {
  const value = statuses.get(foldWords(text))
  return value === undefined
    ? {
        problem: `the status "${text}" is not known, so the device counts as in service; write en service, en panne, prêté or réformé`,
      }
    : { value }
}

/** Yes or no, in French or English. */
export function readFlag(text: string): Reading<boolean> {
  const word = foldWords(text)
  if (yesWords.has(word)) return { value: true }
  return noWords.has(word)
    ? { value: false }
    : { problem: `"${text}" is neither oui nor non; the device counts as having software` }
}

function readMac(text: string): Reading<string> {
  const value = canonicalMac(text)
  return value === undefined
    ? { problem: `${text} is no MAC address of a device; write it as 00:1a:2b:3c:4d:5e` }
    : { value }
}

function readIp(text: string): Reading<string> {
  const value = canonicalIp(text)
  return value === undefined ? { problem: `${text} is no IP address of a device; write it as 10.1.2.3` } : { value }
}

function toDay(year: number, month: number, day: number): Reading<string> {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isReal && year >= 1950 && year <= 2100 ? { value: date.toISOString().slice(0, 10) } : undefined
}

/** Two digits as spreadsheets read them: 00–29 are of this century. */
function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length === 4) return year
  return year < 30 ? 2000 + year : 1900 + year
}
