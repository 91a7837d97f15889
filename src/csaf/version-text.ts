import type { VersionRange } from '../model/index.ts'
import { parseVers, schemeById, versToRanges } from '../versions/index.ts'
import { reachOf, toWrittenVersion } from './version-bounds.ts'
import type { Reach } from './version-bounds.ts'
import { reachOfTokens } from './version-clauses.ts'
import { plainVersionText, versionTokens } from './version-tokens.ts'
import type { VersionToken } from './version-tokens.ts'

/**
 * What a text about versions means. A version inside `ranges` is meant; one inside `possible` may be, and `because` says why that is not sure.
 * Only a version outside both is not meant. A text that is not understood has one `unreadable` range among the possible ones.
 */
export interface VersionReading {
  readonly text: string
  readonly ranges: readonly VersionRange[]
  readonly possible: readonly VersionRange[]
  readonly because?: string
}

const maxTextChars = 500

/**
 * Reads what people write of versions: `Versions prior to 8.2`, `<= 2.1.3`, `1.0 through 3.2`, `Rev. B and earlier`, `12.2.x`, `vers:all/*`, and the same in French.
 * A text with one word that is not understood is not understood at all. Versions are in the `natural` order, or in that of their `vers:` type.
 */
export function readVersionText(given: string): VersionReading {
  const text = given.trim()
  if (text.length > maxTextChars)
    return unreadable(text.slice(0, maxTextChars), 'it is too long for a range of versions')
  if (/^vers:/i.test(text)) return readVers(text)
  return readPlain(text, plainVersionText(text))
}

/** `vers:all/<V2.0` is no VERS, yet written by the thousand: what follows the slash is then read as any other text. */
function readVers(text: string): VersionReading {
  const parsed = parseVers(text)
  if (parsed.is === 'vers' && (parsed.vers.every || parsed.vers.scheme !== undefined)) {
    const ranges = versToRanges(parsed.vers)
    return ranges.some(({ is }) => is === 'unreadable')
      ? { text, ranges: [], possible: ranges, because: reasonOf(ranges) }
      : { text, ranges, possible: [] }
  }
  return readPlain(text, plainVersionText(text.replace(/^vers:[^/]*\//i, '')))
}

function reasonOf(ranges: readonly VersionRange[]): string {
  const broken = ranges.find((range) => range.is === 'unreadable')
  return broken?.is === 'unreadable' ? broken.because : 'it cannot be ordered'
}

function readPlain(text: string, plain: string): VersionReading {
  const { rest, remarks } = withoutRemarks(plain.replace(/(?<=[<>=] ?)\((\w[\w.]*)\)/, '$1'))
  const tokens = versionTokens(rest)
  const reach = reachOfTokens(tokens)
  if (reach === undefined) return readName(text, rest) ?? unreadable(text, whyNot(tokens))
  const narrowing = remarks.find((remark) => !isHarmless(remark))
  if (narrowing === undefined)
    return toReading(text, { ...reach, possible: [...reach.possible, ...perhapsYears(tokens)] })
  if (/\d/.test(narrowing) && !/^with |^model /.test(narrowing))
    return unreadable(text, `“${narrowing}” may mean other versions`)
  return { text, ranges: [], possible: [...reach.sure, ...reach.possible], because: `it holds only for “${narrowing}”` }
}

function toReading(text: string, { sure, possible }: Reach): VersionReading {
  const because = possible.some(({ is }) => is === 'unreadable') ? reasonOf(possible) : shortForm
  return { text, ranges: sure, possible, ...(possible.length > 0 && { because }) }
}

/** `2003 to 2006` may be years in which any version was sold. */
function perhapsYears(tokens: readonly VersionToken[]): readonly VersionRange[] {
  const versions = tokens.filter((token) => token.is === 'version')
  const areYears = versions.length > 0 && versions.every(({ text }) => /^(?:19|20)\d\d$/.test(text))
  return areYears ? [{ is: 'unreadable', because: 'its numbers may be years and not versions' }] : []
}

const shortForm = 'a version with more numbers may be meant by one with fewer'

/** Takes out what stands in brackets apart from a version, and what a model or option narrows a version to. */
function withoutRemarks(plain: string): { readonly rest: string; readonly remarks: readonly string[] } {
  const remarks: string[] = []
  const keep = (_: string, remark: string): string => {
    remarks.push(remark.trim())
    return ' '
  }
  const rest = plain
    .replaceAll(/(?<=^|[ ,|])\((?!build \d)([^()]*)\)/g, keep)
    .replace(/(?<=[\dx] )((?:with|model|running on|on|for|for the|pour|sur|avec) [^<>|]+)$/, keep)
  return { rest: rest.trim(), remarks }
}

/** Remarks that narrow nothing: end of life, where it is sold, which flaw is meant. */
function isHarmless(remark: string): boolean {
  return /^(?:end[- ]of[- ]life|eol|discontinued|obsolete|integrated into|not (?:sold|distributed)|impacted by cve|inclusive|included|inclus)/.test(
    remark,
  )
}

/** Without any operator a text may be a version of a kind of its own (`LPI 3.5.12.P30`), which is compared only with others of that kind. */
function readName(text: string, rest: string): VersionReading | undefined {
  const words = rest.split(' ').filter((word) => /^\D+$/.test(word))
  if (words.length > 1 || /[<>=|,;*()"]|\d\/\d/.test(rest)) return undefined
  const shape = schemeById('natural').sortKey(rest)?.shape
  if (shape === undefined || shape === 'numbers' || shape === 'letter') return undefined
  const version = toWrittenVersion(rest)
  const reach = version && reachOf(version)
  return reach && toReading(text, reach)
}

function whyNot(tokens: readonly VersionToken[]): string {
  const kind = tokens.find((token) => token.is === 'kind')
  if (kind?.is === 'kind') return `its versions may be those of the ${kind.text} and not of the product`
  if (tokens.some((token) => token.is === 'other' && isOfDate.test(token.text)))
    return 'it gives a date or a lot of devices, and no version'
  const strange = tokens.find((token) => token.is === 'other')
  if (strange?.is === 'other') return `“${strange.text}” is not understood in a text about versions`
  if (!tokens.some(({ is }) => is === 'version')) return 'it names no version'
  return 'its words do not make up one range of versions'
}

const isOfDate =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|distributed|manufactured|shipped|serial|lot)$/

function unreadable(text: string, because: string): VersionReading {
  return { text, ranges: [], possible: [{ is: 'unreadable', because }], because }
}
