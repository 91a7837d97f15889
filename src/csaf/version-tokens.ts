/** A piece of a text about versions. `other` is a word that nothing here understands: the text is then left to people. */
export type VersionToken =
  | { readonly is: 'version'; readonly text: string }
  | { readonly is: 'operator'; readonly operator: Operator }
  | { readonly is: 'separator' | 'all' | 'between' | 'to' | 'andBelow' | 'andAbove' }
  | { readonly is: 'kind'; readonly text: string }
  | { readonly is: 'other'; readonly text: string }

export type Operator = '<' | '<=' | '>' | '>=' | '='

type Read = (match: RegExpExecArray) => VersionToken | undefined

/** Words for what comes before and after a version, English and French, without accents. */
const below =
  '(?:prior|earlier|below|previous|older|lower|before|under|less|anterieure?s?|precedente?s?|inferieure?s?|plus anciennes?)'
const above =
  '(?:later|newer|above|higher|after|greater|over|upwards?|onwards?|ulterieure?s?|superieure?s?|suivante?s?|plus recentes?)'
const noun = '(?:versions?|releases?|revisions?|rev|builds?)'
const join = '(?:,? ?(?:and|or|et|ou)|&|,)'

/** Tried in this order at each place; each text is matched from its start, and no pattern repeats within a repetition. */
const patterns: readonly (readonly [RegExp, Read])[] = [
  [/^ +/, () => undefined],
  [
    new RegExp(`^${join} ?(?:les |all |any )?(?:${noun} )?${below}(?: ${noun})?(?! ?(?:to|than|a|que) )\\b`),
    () => ({ is: 'andBelow' }),
  ],
  [
    new RegExp(`^${join} ?(?:les |all |any )?(?:${noun} )?${above}(?: ${noun})?(?! ?(?:to|than|a|que) )\\b`),
    () => ({ is: 'andAbove' }),
  ],
  [
    /^(?:up to and including|jusqu'a la|jusqu'a|inclus jusqu'a|inferieure?s? ou egales? a|less than or equal to)\b/,
    () => ({ is: 'operator', operator: '<=' }),
  ],
  [
    /^(?:greater than or equal to|superieure?s? ou egales? a|starting (?:with|from)|beginning with|a partir d[eu]|depuis|since)\b/,
    () => ({ is: 'operator', operator: '>=' }),
  ],
  [
    new RegExp(`^${below}(?: (?:to|than|a|que|de|d'))?(?: la| les| the)?\\b`),
    () => ({ is: 'operator', operator: '<' }),
  ],
  [new RegExp(`^(?:avant)(?: la)?\\b`), () => ({ is: 'operator', operator: '<' })],
  [new RegExp(`^${above}(?: (?:to|than|a|que|de))?(?: la| les| the)?\\b`), () => ({ is: 'operator', operator: '>' })],
  [/^(?:<=|=<|≤|< =)/, () => ({ is: 'operator', operator: '<=' })],
  [/^(?:>=|=>|≥|> =)/, () => ({ is: 'operator', operator: '>=' })],
  [/^</, () => ({ is: 'operator', operator: '<' })],
  [/^>/, () => ({ is: 'operator', operator: '>' })],
  [/^==?/, () => ({ is: 'operator', operator: '=' })],
  [/^(?:between|entre)\b/, () => ({ is: 'between' })],
  [
    /^(?:through to|up through|through|thru|up to|to|until|jusqu'aux?|a|–|—|- )(?= |$|(?<=[–—])|(?<=- ))/,
    () => ({ is: 'to' }),
  ],
  [/^(?:from|de|des|du)\b/, () => undefined],
  [/^(?:\||;|,|&|\/ |and\b|or\b|et\b|ou\b)/, () => ({ is: 'separator' })],
  [/^(?:\*(?!\w)|all\b|any\b|every\b|toutes?\b|tous\b)/, () => ({ is: 'all' })],
  [
    /^(?:versions?|releases?|revisions?|rev|vers|ver|les|la|the|of|du logiciel|logicielles?|supported|released|software|sw)\b\.?/,
    () => undefined,
  ],
  [/^(?:firmware|micrologiciel|fw|hardware|hw|bios|bootloader)\b/, ([text]) => ({ is: 'kind', text })],
]

/** The patches and builds that may stand behind a version with a space between. */
const addition =
  /^ mr(?= build)|^[ -](?:sp|service pack|update|upd|hf|hotfix|hotfixrev|patch|p|build|rev|rp|mr|cu|u|fp|mp|r|d|rc|beta|alpha)[ .-]?\d[\w.]*|^ \(build \d[\w.]*\)/

/**
 * A version: letters and digits with at least one digit, or one letter for a revision (`Rev. N`); `x` stands for any number (`12.2.x`).
 * A bracket belongs to it when nothing stands between (`12.2(3)EA1`).
 */
const version =
  /^(?:v\.? ?(?=\d))?((?:[a-z]{0,6}-?)?\d[\w.+~-]*(?:\(\w{1,12}\)[\w.]*)?|[a-z]\.[\w.-]*\d[\w.-]*|[a-z]\.[\dx]+[\w.]*)/
/** `N`, or all from `J` to `M`. */
const letter = /^[a-z](?:-[a-z])?(?![\w.'-])/

/** The text in lower case without accents, with white space and underscores as single spaces. */
export function plainVersionText(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[’`]/g, "'")
    .replaceAll(/(?<=[a-z)"])_|_(?=[a-z("<>=])/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** The pieces of a text that `plainVersionText` made. */
export function versionTokens(text: string): readonly VersionToken[] {
  const tokens: VersionToken[] = []
  for (let rest = text; rest !== '';) {
    const { length, token } = nextToken(rest)
    if (token !== undefined) tokens.push(token)
    rest = rest.slice(length)
  }
  return tokens
}

function nextToken(rest: string): { readonly length: number; readonly token: VersionToken | undefined } {
  for (const [pattern, read] of patterns) {
    const match = pattern.exec(rest)
    if (match !== null && match[0] !== '') return { length: match[0].length, token: read(match) }
  }
  const found = version.exec(rest)
  if (found !== null) return withAdditions(rest, found)
  const single = letter.exec(rest)
  if (single !== null) return { length: single[0].length, token: { is: 'version', text: single[0] } }
  const [word = rest] = /^(?:[\p{L}\p{N}]+|.)/su.exec(rest) ?? []
  return { length: word.length, token: { is: 'other', text: word } }
}

function withAdditions(
  rest: string,
  found: RegExpExecArray,
): { readonly length: number; readonly token: VersionToken } {
  let { length } = found[0]
  let text = found[1] ?? ''
  for (let more = addition.exec(rest.slice(length)); more !== null; more = addition.exec(rest.slice(length))) {
    length += more[0].length
    text += more[0].replace(/^([ -])upd\b/, '$1update')
  }
  return { length, token: { is: 'version', text: text.replace(/[.-]+$/, '') } }
}
