import { purlTypes } from './purl-types.ts'
import type { PurlTypeRule } from './purl-types.ts'

/** A longer text is no identifier of anything; real purls with long checksums stay below 2 kB. */
const maxPurlChars = 16_384
const typeForm = /^[a-z][a-z0-9.-]*$/
const qualifierKeyForm = /^[a-z][a-z0-9._-]*$/

/** The parts of a purl, decoded. Empty and absent are the same. */
export interface PurlParts {
  readonly type: string
  readonly namespace?: string | undefined
  readonly name: string
  readonly version?: string | undefined
  readonly qualifiers?: Iterable<readonly [string, string]> | undefined
  readonly subpath?: string | undefined
}

/** A package URL, decoded and normalised by the rules of its type. It is valid when `problems` is empty; its identity stands either way. */
export interface Purl {
  readonly type: string
  readonly namespace?: string
  readonly name: string
  readonly version?: string
  /** Keys in lower case, sorted. */
  readonly qualifiers: ReadonlyMap<string, string>
  readonly subpath?: string
  /** What the specification forbids in this text, one sentence each. */
  readonly problems: readonly string[]
}

/**
 * Reads a package URL. Undefined only when it has no scheme, no type or no name; lesser faults are kept in `problems`.
 * Source: package-url/purl-spec, "How to parse a purl string"; tests of the same repository.
 */
export function parsePurl(text: string): Purl | undefined {
  const trimmed = text.trim()
  if (trimmed.length > maxPurlChars || trimmed.slice(0, 4).toLowerCase() !== 'pkg:') return undefined
  const problems: string[] = []
  const [beforeSubpath, subpath] = cutAt(trimmed.slice(4), trimmed.slice(4).lastIndexOf('#'))
  const [path, query] = cutAt(beforeSubpath, beforeSubpath.indexOf('?'))
  const [identity, version] = splitVersion(path)
  const [type, ...segments] = identity.split('/').filter((segment) => segment !== '')
  const name = segments.pop()
  if (type === undefined || name === undefined || identity.endsWith('/')) return undefined
  return normalise(
    {
      type,
      namespace: segments.map((segment) => decode(segment, problems)).join('/'),
      name: decode(name, problems),
      version: decode(version, problems),
      qualifiers: parseQualifiers(query, problems),
      subpath: decodeSubpath(subpath, problems),
    },
    problems,
  )
}

/** The purl under the type that is written today: Syft once wrote `pkg:alpine/musl` for `pkg:apk/alpine/musl`. */
export function toCurrentType(purl: Purl): Purl {
  return purl.type === 'alpine' ? { ...purl, type: 'apk', namespace: 'alpine' } : purl
}

/** Makes a purl of decoded parts by the rules of its type; undefined without a type or a name. */
export function toPurl(parts: PurlParts): Purl | undefined {
  return normalise(parts, [])
}

/** The canonical text. `parsePurl(formatPurl(purl))` is the same purl. Source: purl-spec, "How to build a purl string". */
export function formatPurl(purl: Omit<Purl, 'problems'>): string {
  const name = purlTypes.get(purl.type)?.nameHasSlashes === true ? purl.name.split('/') : [purl.name]
  const path = [...(purl.namespace ?? '').split('/'), ...name]
    .filter((segment) => segment !== '')
    .map(encode)
    .join('/')
  const version = purl.version === undefined ? '' : `@${encode(purl.version)}`
  const query = [...purl.qualifiers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${encode(value)}`)
    .join('&')
  const subpath = purl.subpath === undefined ? '' : `#${purl.subpath.split('/').map(encode).join('/')}`
  return `pkg:${purl.type}/${path}${version}${query === '' ? '' : `?${query}`}${subpath}`
}

function cutAt(text: string, at: number): [string, string] {
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** The last `@` starts the version, unless it opens a scope that was left unencoded: `npm/@babel/core`. */
function splitVersion(path: string): [string, string] {
  const at = path.lastIndexOf('@')
  const opensScope = path[at - 1] === '/' && path.indexOf('/', at) !== -1
  return opensScope ? [path, ''] : cutAt(path, at)
}

function parseQualifiers(query: string, problems: string[]): [string, string][] {
  const pairs: [string, string][] = []
  for (const part of query.split('&')) {
    if (part === '') continue
    const [key, value] = cutAt(part, part.indexOf('='))
    if (key !== key.toLowerCase()) problems.push(`qualifier key ${key} is not in lower case`)
    if (value !== '') pairs.push([key, decode(value, problems)])
  }
  return pairs
}

function decodeSubpath(subpath: string, problems: string[]): string {
  return subpath
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
    .map((segment) => decode(segment, problems))
    .join('/')
}

function decode(text: string, problems: string[]): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    problems.push(`${text} has a percent sign that encodes nothing; taken as written`)
    return text
  }
}

/** Everything but letters, digits, `.`, `-`, `_`, `~` and `:` is percent-encoded. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':')
}

function normalise(parts: PurlParts, problems: string[]): Purl | undefined {
  const type = parts.type.toLowerCase()
  const rule: PurlTypeRule = purlTypes.get(type) ?? {}
  const qualifiers = normaliseQualifiers(parts.qualifiers ?? [], problems)
  const given = rule.split?.(parts.namespace ?? '', parts.name) ?? [parts.namespace ?? '', parts.name]
  const namespace = (rule.namespace?.(given[0]) ?? given[0]).replace(/^\/+/, '').replace(/\/+$/, '')
  const name = rule.name?.(given[1], qualifiers) ?? given[1]
  if (!typeForm.test(type) || name === '') return undefined
  const version = rule.version?.(parts.version ?? '') ?? parts.version ?? ''
  const purl: Purl = {
    type,
    ...(namespace === '' ? {} : { namespace }),
    name,
    ...(version === '' ? {} : { version }),
    qualifiers,
    ...(parts.subpath === undefined || parts.subpath === '' ? {} : { subpath: parts.subpath }),
    problems,
  }
  problems.push(...faultsOf(purl, rule))
  return purl
}

function normaliseQualifiers(pairs: Iterable<readonly [string, string]>, problems: string[]): Map<string, string> {
  const qualifiers = new Map<string, string>()
  for (const [rawKey, value] of pairs) {
    const key = rawKey.toLowerCase()
    if (value === '') continue
    if (!qualifierKeyForm.test(key)) problems.push(`${rawKey} is no qualifier key; left out`)
    else if (qualifiers.has(key)) problems.push(`qualifier ${key} is given twice; the first is kept`)
    else qualifiers.set(key, value)
  }
  return new Map([...qualifiers].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function faultsOf(purl: Purl, rule: PurlTypeRule): string[] {
  const faults: string[] = []
  if (rule.demands === 'namespace' && purl.namespace === undefined) faults.push(`a ${purl.type} purl needs a namespace`)
  if (rule.demands === 'noNamespace' && purl.namespace !== undefined)
    faults.push(`a ${purl.type} purl has no namespace`)
  if (rule.qualifier !== undefined && !purl.qualifiers.has(rule.qualifier)) {
    faults.push(`a ${purl.type} purl needs the qualifier ${rule.qualifier}`)
  }
  if (rule.nameForm !== undefined && !rule.nameForm.test(purl.name)) faults.push(`${purl.name} is no ${purl.type} name`)
  if (rule.versionForm !== undefined && purl.version !== undefined && !rule.versionForm.test(purl.version)) {
    faults.push(`${purl.version} is no ${purl.type} version`)
  }
  if (purl.version !== undefined && purl.qualifiers.has('vers'))
    faults.push('a version and a vers range exclude each other')
  return faults
}
