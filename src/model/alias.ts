import { parseCpe } from './cpe.ts'
import { foldWords } from './names.ts'
import { keyOfCpe, keysOfPurl, nameKey, packageKey } from './package-key.ts'
import { parsePurl, toCurrentType } from './purl.ts'

/**
 * How two names stand to each other, from the first to the second.
 * - `same`: another spelling or a later name of the very same thing; both ways.
 * - `successor`: the second took over the first; both ways, but a match through it is in doubt.
 * - `memberOf`: the first is one of the family that the second names; asked for one of them, the others are in doubt.
 * - `embeds`: the first may hold the second; asked for the second, the first is in doubt.
 * - `knownBy`: people call a set of things, of which the first is one, by the second; asked for by it, the first is in doubt.
 */
export const aliasRelations = ['same', 'successor', 'memberOf', 'embeds', 'knownBy'] as const
export type AliasRelation = (typeof aliasRelations)[number]

/** Whether makers or products are spoken of. Makers are only ever the same or successors. */
export const aliasKinds = ['maker', 'product'] as const
export type AliasKind = (typeof aliasKinds)[number]

/** A fact about two names. A product is a name (`EHS8`), a CPE or a purl without version. */
export interface AliasFact {
  readonly relation: AliasRelation
  readonly kind: AliasKind
  readonly from: string
  readonly to: string
  /** What says so, in public and by name: an advisory, a product page, a press notice. */
  readonly source: string
}

export interface AliasProblem {
  readonly line: number
  readonly message: string
}

const maxAliases = 100_000
const maxNameChars = 200
const maxSourceChars = 500
/** PostgreSQL refuses NUL in a text, and the others are invisible. */
const invisible = /\p{Cc}/u

const aliasColumns = ['relation', 'kind', 'from', 'to', 'source'] as const

/** Reads aliases from a table of `aliasColumns` with tabs between, the first line naming them; `#` begins a remark. Never throws. */
export function readAliases(text: string): { readonly aliases: AliasFact[]; readonly problems: AliasProblem[] } {
  const [aliases, problems]: [AliasFact[], AliasProblem[]] = [[], []]
  for (const [place, written] of text.split(/\r?\n/).entries()) {
    const line = written.trimEnd()
    if (line === '' || line.startsWith('#') || (place === 0 && line === aliasColumns.join('\t'))) continue
    const fact = toAlias(line.split('\t'))
    if (typeof fact === 'string') problems.push({ line: place + 1, message: fact })
    else if (aliases.length === maxAliases) return { aliases, problems: [...problems, tooMany(place + 1)] }
    else aliases.push(fact)
  }
  return { aliases, problems }
}

/** The table that `readAliases` reads. */
export function writeAliases(aliases: readonly AliasFact[]): string {
  const lines = aliases.map((alias) => aliasColumns.map((column) => alias[column]).join('\t'))
  return [aliasColumns.join('\t'), ...lines, ''].join('\n')
}

function tooMany(line: number): AliasProblem {
  return { line, message: `more than ${maxAliases} aliases; split the file` }
}

function toAlias(cells: readonly string[]): AliasFact | string {
  const [relation = '', kind = '', from = '', to = '', source = ''] = cells.map((cell) => cell.trim())
  if (cells.length !== aliasColumns.length)
    return `has ${cells.length} columns instead of ${aliasColumns.length}: ${aliasColumns.join(', ')}, with tabs between`
  return checkAlias({ relation, kind, from, to, source })
}

/** The fact that these texts state, or what is wrong with them, in one sentence. */
export function checkAlias(texts: Readonly<Record<keyof AliasFact, string>>): AliasFact | string {
  const relation = aliasRelations.find((each) => each === texts.relation)
  const kind = aliasKinds.find((each) => each === texts.kind)
  if (relation === undefined) return `"${shortened(texts.relation)}" is no relation; use ${aliasRelations.join(', ')}`
  if (kind === undefined) return `"${shortened(texts.kind)}" is neither maker nor product`
  if (kind === 'maker' && relation !== 'same' && relation !== 'successor')
    return `makers are the same or one is the successor of the other; ${relation} is for products`
  for (const name of [texts.from, texts.to]) {
    if (name.length > maxNameChars || invisible.test(name) || keyOfAliasEnd(kind, name) === undefined)
      return `"${shortened(name)}" is no usable name of a ${kind}: at most ${maxNameChars} characters, with a letter or a digit in it; a CPE or purl must name its product`
  }
  if (texts.source === '' || texts.source.length > maxSourceChars || invisible.test(texts.source))
    return `gives no usable source; name what says so (an advisory, a product page), in at most ${maxSourceChars} characters`
  if (texts.from === texts.to) return `names "${shortened(texts.from)}" twice`
  return { relation, kind, from: texts.from, to: texts.to, source: texts.source }
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** Under which key a name stands in the graph: `maker/philips` (folded, whatever the spelling), or the key of a package. */
export function keyOfAliasEnd(kind: AliasKind, text: string): string | undefined {
  if (kind === 'maker') {
    const maker = foldMaker(text)
    return maker === '' ? undefined : packageKey('maker', maker)
  }
  if (/^cpe:/i.test(text)) {
    const cpe = parseCpe(text)
    return cpe === undefined ? undefined : keyOfCpe(cpe)
  }
  if (/^pkg:/i.test(text)) {
    const purl = parsePurl(text)
    return purl === undefined ? undefined : keysOfPurl(toCurrentType(purl))[0]
  }
  return nameKey(text)
}

/** Words that only say what kind of company it is. */
const legalForms = new Set(
  'ab ag aps as asa bv bvba co company corp corporation gmbh inc incorporated kg kgaa kk limited llc lp ltd nv oy oyj plc pty sa sarl sas se spa srl'.split(
    ' ',
  ),
)

/** A maker's name without its legal form, folded: `philips-medical-systems` for `Philips Medical Systems B.V.`; spellings stay apart. */
export function foldMaker(text: string): string {
  const words = foldWords(text.replace(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, '')).split('-')
  while (words.length > 1 && (legalForms.has(words.at(-1) ?? '') || words.at(-1) === 'and')) words.pop()
  return words.join('-')
}
