import type { SchemeId } from './schemes.ts'
import type { SortKey } from '../model/index.ts'
import { schemeOfPurlType } from './ecosystem.ts'
import { schemeById } from './schemes.ts'

export type VersComparator = '=' | '!=' | '<' | '<=' | '>' | '>='

export interface VersConstraint {
  readonly comparator: VersComparator
  /** Percent-decoded. */
  readonly version: string
}

/** A VERS range. `*` alone is `every`; `vers:none/*` has no constraint and is not `every`. */
export interface Vers {
  readonly type: string
  /** Undefined when we hold no order for the type. */
  readonly scheme: SchemeId | undefined
  readonly every: boolean
  /** Sorted by version where each has a key. */
  readonly constraints: readonly VersConstraint[]
  /** Where the text is not canonical; it was read all the same. */
  readonly problems: readonly string[]
}

export type ParsedVers =
  | { readonly is: 'vers'; readonly vers: Vers }
  | { readonly is: 'unreadable'; readonly because: string }

const MAX_TEXT_LENGTH = 65_536
const MAX_CONSTRAINTS = 1_000

/** Types that are no package URL type, or have another name there; https://github.com/package-url/vers-spec */
const schemesByVersType = {
  alpine: 'apk',
  datetime: 'datetime',
  intdot: 'natural',
  lexicographic: 'lexicographic',
  nginx: 'semver',
  openssl: 'openssl',
  semver: 'semver',
} as const satisfies Record<string, SchemeId>

/** Reads `vers:npm/>=1.0.0|<2.0.0`. A text that is not canonical is read with problems; one that has no sure meaning is unreadable. */
export function parseVers(text: string): ParsedVers {
  if (text.length > MAX_TEXT_LENGTH)
    return unreadable(`longer than ${MAX_TEXT_LENGTH} characters; ask the source for a shorter range`)
  const problems: string[] = []
  const [, type = '', list = ''] = /^vers:([A-Za-z0-9.+-]+)\/(.*)$/s.exec(withoutSpaces(text, problems)) ?? []
  if (list === '') return unreadable(`"${text.slice(0, 80)}" is not of the form vers:type/constraints`)
  if (type !== type.toLowerCase()) problems.push('the type is not in lower case')
  const scheme = schemeOfVersType(type.toLowerCase())
  const known = { type: type.toLowerCase(), scheme }
  if (list === '*') return { is: 'vers', vers: { ...known, every: known.type !== 'none', constraints: [], problems } }
  const pieces = list.split('|')
  if (pieces.includes('')) problems.push('a | stands at an end or next to another')
  const constraints: VersConstraint[] = []
  for (const piece of pieces.filter((p) => p !== '')) {
    const constraint = readConstraint(piece, problems)
    if (constraint === undefined) return unreadable(`"${piece.slice(0, 80)}" is no version constraint`)
    constraints.push(constraint)
  }
  if (constraints.length === 0) return unreadable('it holds no version constraint')
  if (constraints.length > MAX_CONSTRAINTS) return unreadable(`it holds more than ${MAX_CONSTRAINTS} constraints`)
  return { is: 'vers', vers: { ...known, every: false, constraints: sorted(constraints, scheme, problems), problems } }
}

function schemeOfVersType(type: string): SchemeId | undefined {
  if (Object.hasOwn(schemesByVersType, type)) return schemesByVersType[type as keyof typeof schemesByVersType]
  return schemeOfPurlType(type)
}

function withoutSpaces(text: string, problems: string[]): string {
  const compact = text.replaceAll(/\s/g, '')
  if (compact !== text) problems.push('it holds white space')
  return compact
}

function readConstraint(piece: string, problems: string[]): VersConstraint | undefined {
  const [, comparator = '', encoded = ''] = /^(!=|<=|>=|<|>|=)?([^<>=!*|]+)$/.exec(piece) ?? []
  const version = decodeVersion(encoded)
  if (encoded === '' || version === undefined) return undefined
  if (comparator === '=') problems.push(`"${piece}" writes an = that VERS leaves out`)
  if (encodeVersion(version) !== encoded) problems.push(`"${encoded}" is not percent-encoded as VERS demands`)
  return { comparator: comparator === '' ? '=' : (comparator as VersComparator), version }
}

/** With the separators of VERS percent-encoded, and what is not ASCII. */
export function encodeVersion(version: string): string {
  return version.replaceAll(/[%<>=!*|\s]|[^\u0000-\u007f]+/gu, (part) =>
    encodeURIComponent(part).replaceAll(/[!*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
  )
}

function decodeVersion(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

/** Stable, so that constraints on one version keep their order. */
function sorted(
  constraints: readonly VersConstraint[],
  scheme: SchemeId | undefined,
  problems: string[],
): readonly VersConstraint[] {
  const order = scheme === undefined ? undefined : schemeById(scheme)
  const keyed: { readonly constraint: VersConstraint; readonly key: SortKey }[] = []
  for (const constraint of constraints) {
    const key = order?.sortKey(constraint.version)
    if (key !== undefined) keyed.push({ constraint, key })
  }
  const isLoneText = constraints.length === 1 && scheme !== 'datetime'
  if (isLoneText) return constraints
  if (keyed.length < constraints.length || new Set(keyed.map(({ key }) => key.shape)).size > 1) {
    problems.push('its versions cannot all be ordered')
    return constraints
  }
  const inOrder = keyed.toSorted((a, b) => Buffer.compare(a.key.bytes, b.key.bytes)).map(({ constraint }) => constraint)
  if (inOrder.some((constraint, i) => constraint !== constraints[i])) problems.push('its versions are not sorted')
  return inOrder
}

function unreadable(because: string): ParsedVers {
  return { is: 'unreadable', because }
}
