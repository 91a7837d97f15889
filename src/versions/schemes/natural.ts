import type { SortKey } from '../../model/index.ts'
import type { VersionScheme } from '../scheme.ts'
import { isOrderable, pushNumber } from '../key.ts'
import { vendorOrder } from '../vendor-order.ts'
import { isStatementWord, withShortPhrases } from '../vendor-words.ts'

/**
 * Vendor versions, as CPE, CVE and CSAF texts write them. No standard orders them, so two compare only within one shape:
 * `numbers`, `date`, `letter` (A.02.15), one for each leading word (`word r`, `word sp`), one for each pattern of unknown
 * words. The rules are in docs/add-a-version-scheme.md.
 */
export const natural = {
  id: 'natural',
  source: 'docs/add-a-version-scheme.md#vendor-versions',
  sortKey: (version) => (isOrderable(version) ? readVendorVersion(version) : undefined),
} as const satisfies VersionScheme

/** A slash joins the parts of one version (`rn_04.003_/_arn_01.000.04`, Thales modems), unless it stands between two numbers. */
const textPattern = /^[a-z0-9 ._:()+,~/-]+$/
/** Two versions in one text (`1.2, 1.3`, `1.2 - 1.4`, `1.2 1.3`, `1.2/1.3`), or what may be two (`4,2`, which a French list means as 4.2). */
const severalPattern = /, | - |[0-9][ ,][0-9]|[0-9] ?\/ ?v?[0-9]/
const commitPattern = /^(?=.*[a-f])[0-9a-f]{7,}$/
const datePattern =
  /^((?:19|20)[0-9]{2})(-?)(0[1-9]|1[0-2])\2(0[1-9]|[12][0-9]|3[01])(?:t?([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))?)?$/

/** A backslash is how CPE escapes the character after it; it says nothing. */
function readVendorVersion(version: string): SortKey | undefined {
  const text = withShortPhrases(version.toLowerCase())
    .replaceAll('\\', '')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replace(/^(?:version|ver|v)[ ._-]*(?=[0-9])/, '')
  if (!textPattern.test(text) || severalPattern.test(text) || commitPattern.test(text)) return undefined
  const date = datePattern.exec(text)
  if (date !== null) return dateKey(date)
  const lead = /^([a-z]*)([^a-z0-9]*)[0-9]/.exec(text)
  if (lead === null) return undefined
  const [, word = '', separator = ''] = lead
  const rest = text.slice(word.length + separator.length)
  if (word === '') return separator === '' ? vendorOrder('numbers', [], rest) : undefined
  if (isStatementWord(word)) return undefined
  if (word.length === 1 && separator === '.') return vendorOrder('letter', [word.charCodeAt(0)], rest)
  return vendorOrder(`word ${word}`, [], rest)
}

function dateKey([, year = '', , month = '', day = '', hour = '', minute = '', second = '']: RegExpExecArray): SortKey {
  const bytes: number[] = []
  pushNumber(bytes, `${year}${month}${day}`)
  pushNumber(bytes, `${hour.padStart(2, '0')}${minute.padStart(2, '0')}${second.padStart(2, '0')}`)
  return { shape: 'date', bytes: Uint8Array.from(bytes) }
}
