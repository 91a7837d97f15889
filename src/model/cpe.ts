/** The longest CPE in the dictionary has about 250 characters. */
const maxCpeChars = 4096

/**
 * One attribute of a CPE. `text` is unescaped and in lower case.
 * `before` and `after` are wildcards at its ends: `*` for any characters, `??` for up to that many.
 */
export type CpeValue =
  | { readonly is: 'any' }
  | { readonly is: 'na' }
  | { readonly is: 'value'; readonly text: string; readonly before?: string; readonly after?: string }

const attributes = [
  'part',
  'vendor',
  'product',
  'version',
  'update',
  'edition',
  'language',
  'swEdition',
  'targetSw',
  'targetHw',
  'other',
] as const
type CpeAttribute = (typeof attributes)[number]

/** A CPE name: part `a` (application), `o` (operating system, firmware) or `h` (hardware), and ten more attributes. */
export type Cpe = Readonly<Record<CpeAttribute, CpeValue>>

/** The version of a CPE with its update merged in (`2.0 sp1`); `pattern` when it holds a wildcard and so names many versions. */
export type CpeVersion = { readonly is: 'any' | 'na' } | { readonly is: 'text' | 'pattern'; readonly text: string }

const any: CpeValue = { is: 'any' }
const notApplicable: CpeValue = { is: 'na' }
const afterVersion = attributes.slice(attributes.indexOf('update'))

/**
 * Reads a CPE 2.3 formatted string or a CPE 2.2 URI; missing attributes at the end are ANY.
 * Undefined when it is neither, has more than eleven attributes, or its part is not `a`, `o`, `h`, `*` or `-`.
 * Source: NISTIR 7695 §6.1 and §6.2.
 */
export function parseCpe(text: string): Cpe | undefined {
  const trimmed = text.trim().toLowerCase()
  if (trimmed.length > maxCpeChars) return undefined
  if (trimmed.startsWith('cpe:2.3:')) return toCpe(splitUnescaped(trimmed.slice('cpe:2.3:'.length)).map(parseFormatted))
  if (trimmed.startsWith('cpe:/')) return parseUri(trimmed.slice('cpe:/'.length))
  return undefined
}

/** The CPE 2.3 formatted string, always of eleven attributes. */
export function formatCpe(cpe: Cpe): string {
  return `cpe:2.3:${attributes.map((attribute) => formatValue(cpe[attribute])).join(':')}`
}

/**
 * Whether what a criterion asks after the version (update, edition, language, target …) is met: `disjoint` when one attribute
 * surely differs, else `unknown` when the inventory leaves one open that the criterion sets, else `match`.
 * Source: NISTIR 7696 §6.1.2, tables 6-2 and 6-3.
 */
export function compareCpeAttributes(criteria: Cpe, inventory: Cpe): 'match' | 'disjoint' | 'unknown' {
  let answer: 'match' | 'unknown' = 'match'
  for (const attribute of afterVersion) {
    const relation = compareValues(criteria[attribute], inventory[attribute])
    if (relation === 'disjoint') return 'disjoint'
    if (relation === 'unknown') answer = 'unknown'
  }
  return answer
}

/** The version to compare: `2.0` with update `sp1` gives `2.0 sp1`. */
export function cpeVersionText({ version, update }: Cpe): CpeVersion {
  if (version.is !== 'value') return version
  const withUpdate = update.is === 'value' ? `${version.text} ${update.text}` : version.text
  const hasWildcard = isPattern(version) || isPattern(update)
  return hasWildcard ? { is: 'pattern', text: writtenWithWildcards(version, update) } : { is: 'text', text: withUpdate }
}

/** True when the attribute names more than one text. */
export function isPattern(value: CpeValue): boolean {
  return value.is === 'value' && (value.before !== undefined || value.after !== undefined)
}

function toCpe(values: readonly CpeValue[]): Cpe | undefined {
  const [part] = values
  if (part === undefined || values.length > attributes.length) return undefined
  if (part.is === 'value' && !['a', 'o', 'h'].includes(part.text)) return undefined
  return Object.fromEntries(attributes.map((attribute, index) => [attribute, values[index] ?? any])) as Record<
    CpeAttribute,
    CpeValue
  >
}

function splitUnescaped(text: string): string[] {
  const fields: string[] = []
  let start = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === ':') {
      fields.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...fields, text.slice(start)]
}

function parseFormatted(field: string): CpeValue {
  if (field === '' || field === '*') return any
  if (field === '-') return notApplicable
  const before = /^(?:\*|\?+)/.exec(field)?.[0] ?? ''
  const rest = field.slice(before.length)
  const after = unescapedTail(rest)
  const text = rest.slice(0, rest.length - after.length).replace(/\\(.)/gs, '$1')
  return toValue(before, text, after)
}

/** The wildcards at the end; a preceding backslash makes the first of them a plain character. */
function unescapedTail(text: string): string {
  let start = text.length
  if (text[start - 1] === '*') start -= 1
  else while (text[start - 1] === '?') start -= 1
  let backslashes = 0
  while (text[start - 1 - backslashes] === '\\') backslashes += 1
  return text.slice(backslashes % 2 === 0 ? start : start + 1)
}

function toValue(before: string, text: string, after: string): CpeValue {
  if (text === '') return any
  return { is: 'value', text, ...(before === '' ? {} : { before }), ...(after === '' ? {} : { after }) }
}

/** `cpe:/part:vendor:product:version:update:edition:language`, where the edition may pack five attributes: `~ed~sw~sys~hw~other`. */
function parseUri(text: string): Cpe | undefined {
  const [part = '', vendor = '', product = '', version = '', update = '', edition = '', language = '', ...more] =
    text.split(':')
  if (more.length > 0) return undefined
  const [ed = '', swEdition = '', targetSw = '', targetHw = '', other = ''] = edition.startsWith('~')
    ? edition.slice(1).split('~')
    : [edition]
  const fields = [part, vendor, product, version, update, ed, language, swEdition, targetSw, targetHw, other]
  return toCpe(fields.map(parseUriField))
}

function parseUriField(field: string): CpeValue {
  if (field === '' || field === '*') return any
  if (field === '-') return notApplicable
  const before = /^(?:%02|(?:%01)+)/.exec(field)?.[0] ?? ''
  const rest = field.slice(before.length)
  const after = /(?:%02|(?:%01)+)$/.exec(rest)?.[0] ?? ''
  const text = rest.slice(0, rest.length - after.length)
  return toValue(uriWildcard(before), percentDecode(text), uriWildcard(after))
}

function uriWildcard(text: string): string {
  return text.replaceAll('%02', '*').replaceAll('%01', '?')
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text).toLowerCase()
  } catch {
    return text
  }
}

/** In a formatted string letters, digits and `_` stand bare; so do `.` and `-`, unless `-` is all there is. */
function formatValue(value: CpeValue): string {
  if (value.is === 'any') return '*'
  if (value.is === 'na') return '-'
  const bare = value.text === '-' ? '\\-' : value.text.replace(/[^\p{L}\p{N}\p{M}_.-]/gu, '\\$&')
  return `${value.before ?? ''}${bare}${value.after ?? ''}`
}

function writtenWithWildcards(version: CpeValue, update: CpeValue): string {
  return [version, update]
    .flatMap((v) => (v.is === 'value' ? [`${v.before ?? ''}${v.text}${v.after ?? ''}`] : []))
    .join(' ')
}

function compareValues(criteria: CpeValue, inventory: CpeValue): 'match' | 'disjoint' | 'unknown' {
  if (criteria.is === 'any') return 'match'
  if (inventory.is === 'any' || isPattern(inventory)) return 'unknown'
  if (criteria.is === 'na' || inventory.is === 'na') return criteria.is === inventory.is ? 'match' : 'disjoint'
  return covers(criteria, inventory.text) ? 'match' : 'disjoint'
}

function covers(pattern: CpeValue & { is: 'value' }, text: string): boolean {
  const most = { before: reach(pattern.before), after: reach(pattern.after) }
  for (let at = text.indexOf(pattern.text); at !== -1; at = text.indexOf(pattern.text, at + 1)) {
    if (at <= most.before && text.length - at - pattern.text.length <= most.after) return true
  }
  return false
}

function reach(wildcard: string | undefined): number {
  return wildcard === '*' ? Number.POSITIVE_INFINITY : (wildcard?.length ?? 0)
}
