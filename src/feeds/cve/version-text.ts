import type { VersionBounds } from '../../versions/index.ts'

const maxChars = 120
const maxAlternatives = 20

/** What the words in a `version` field mean: every version, none that is told, some stretches, or one version as it is written. */
export type VersionText =
  | { readonly is: 'all' | 'untold' }
  | { readonly is: 'stretches'; readonly stretches: readonly VersionBounds[] }
  | { readonly is: 'version'; readonly version: string }

const all = /^(?:all|any|\*|all versions?|any version|every version)$/
const untold =
  /^(?:|-|n\/?a|unspecified|unknown|none|see (?:references|description|advisory)|tbd|undefined|not (?:specified|applicable))$/

/**
 * Reads what numbering authorities write where one version should stand: `< 2.3`, `>= 1.0, < 2.3`, `2.0 through 2.5`, `before 2.3`,
 * `2.3 and earlier`, `1.x`, `all`. Alternatives are parted by `||`. What is no such text is one version, as it is.
 */
export function readVersionText(text: string): VersionText {
  const words = text.trim().replace(/\s+/g, ' ').replaceAll('≤', '<=').replaceAll('≥', '>=')
  const plain = words.toLowerCase()
  if (all.test(plain)) return { is: 'all' }
  if (untold.test(plain) || words.length > maxChars) return { is: 'untold' }
  const alternatives = words.split('||').slice(0, maxAlternatives)
  const stretches = alternatives.map((each) => readStretch(each.trim()))
  const known = stretches.filter((each) => each !== undefined)
  if (known.length > 0 && known.length === stretches.length) return { is: 'stretches', stretches: known }
  return { is: 'version', version: withoutLabel(words) }
}

const phrases: readonly (readonly [form: RegExp, toBounds: (first: string, second: string) => VersionBounds])[] = [
  [/^(?:before|prior to|earlier than|lower than|below|less than) (\S+)$/, (to) => ({ to })],
  [/^(?:up to(?: and including)?|through|until) (\S+)$/, (to) => ({ to, toInclusive: true })],
  [/^(\S+) (?:and|or) (?:earlier|prior|below|lower|older|before)(?: versions?)?$/, (to) => ({ to, toInclusive: true })],
  [/^(\S+) (?:and|or) (?:later|above|higher|newer|onwards?)(?: versions?)?$/, (from) => ({ from })],
  [
    /^(?:from )?(\S+) (?:through|thru|to|up to) (?:and including |including )?(\S+)$/,
    (from, to) => ({ from, to, toInclusive: true }),
  ],
  [/^between (\S+) and (\S+)$/, (from, to) => ({ from, to, toInclusive: true })],
  [/^([^\s<>=]+) < ?([^\s<>=]+)$/, (from, to) => ({ from, to })],
  [/^([^\s<>=]+) <= ?([^\s<>=]+)$/, (from, to) => ({ from, to, toInclusive: true })],
  [/^(?:from )?(\S+) - (\S+)$/, (from, to) => ({ from, to, toInclusive: true })],
  [/^(?:from )?(\S+) (?:before|prior to) (\S+)$/, (from, to) => ({ from, to })],
]

function readStretch(text: string): VersionBounds | undefined {
  const phrase = withoutLabel(text.replace(/,? (?:inclusive|included)$/i, ''))
  const plain = phrase.toLowerCase()
  for (const [form, toBounds] of phrases) {
    const [, first, second = ''] = form.exec(plain) ?? []
    if (first !== undefined && /\d/.test(first) && (second === '' || /\d/.test(second)))
      return withoutLowest(toBounds(first, second))
  }
  const branch = /^v?(\d[\d.]{0,30})\.[x*]$/i.exec(phrase)?.[1]
  if (branch !== undefined) return { from: branch, to: `${branch}.*`, toInclusive: true }
  return readComparisons(phrase)
}

/** `0` stands for the lowest version there is. */
function withoutLowest({ from, ...bounds }: VersionBounds): VersionBounds {
  return from === undefined || from === '0' ? bounds : { from, ...bounds }
}

/** `>= 1.0, < 2.3`: all of them hold. */
function readComparisons(text: string): VersionBounds | undefined {
  const parts = text.match(/(?:[<>]=?|=)\s?[^\s<>=,&]+/g)
  if (parts === null || text.replace(/(?:[<>]=?|=)\s?[^\s<>=,&]+/g, '').replace(/[\s,&]|and/gi, '') !== '') return
  const bounds = parts.map((part) => /^([<>=]+)\s?(.+)$/.exec(part) ?? [])
  const [lows, highs] = ['>', '<'].map((first) => bounds.filter(([, sign]) => sign?.startsWith(first)))
  const [[, , exact] = []] = bounds
  if (parts.length === 1 && lows?.length === 0 && highs?.length === 0)
    return { from: exact, to: exact, toInclusive: true }
  const [low = [], ...moreLows] = lows ?? []
  const [high = [], ...moreHighs] = highs ?? []
  if (moreLows.length + moreHighs.length > 0 || (lows?.length ?? 0) + (highs?.length ?? 0) < parts.length)
    return undefined
  return { from: low[2], fromInclusive: low[1] !== '>', to: high[2], toInclusive: high[1] === '<=' }
}

/** `Version 2.3`, `v2.3` and `2.3` are one. */
function withoutLabel(text: string): string {
  return text.replace(/^(?:versions?|ver\.?|releases?)[\s:]+/i, '').trim()
}
