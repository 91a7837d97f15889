/** Words for what comes before a release, by rank. */
export const earlierWords: ReadonlyMap<string, number> = new Map([
  ['dev', 1],
  ['snapshot', 1],
  ['nightly', 1],
  ['alpha', 2],
  ['beta', 3],
  ['milestone', 4],
  ['pre', 5],
  ['preview', 5],
  ['prerelease', 5],
  ['ea', 5],
  ['rc', 6],
  ['cr', 6],
])

/** Words for what comes after a release, by rank: a build of it, a revision, a fix or maintenance release, a patch, an update, a service pack. */
export const laterWords: ReadonlyMap<string, number> = new Map([
  ['build', 11],
  ['bld', 11],
  ['r', 12],
  ['rev', 12],
  ['revision', 12],
  ['release', 12],
  ['post', 12],
  ['mr', 13],
  ['sr', 13],
  ['hf', 13],
  ['hotfix', 13],
  ['fix', 13],
  ['p', 14],
  ['pl', 14],
  ['patch', 14],
  ['fp', 14],
  ['mp', 14],
  ['u', 15],
  ['cu', 15],
  ['update', 15],
  ['sp', 16],
])

/** Words that change nothing in the order. */
export const neutralWords: ReadonlySet<string> = new Set(['final', 'ga', 'release', 'stable', 'lts', 'fips'])

const statementWords: ReadonlySet<string> = new Set(
  'above after all any before below earlier from greater later less none older prior since thru through to under until unknown up'.split(
    ' ',
  ),
)

/** Words that make a text a statement about versions (`before 3.2`) and no version. */
export function isStatementWord(word: string): boolean {
  return statementWords.has(word)
}

const phrases: readonly (readonly [RegExp, string])[] = [
  [/service[ _-]?pack/g, 'sp'],
  [/fix[ _-]?pack/g, 'fp'],
  [/cumulative[ _-]?update/g, 'cu'],
  [/maintenance[ _-]?release/g, 'mr'],
  [/release[ _-]?candidate/g, 'rc'],
]

/** Phrases of two words, as the one word that means the same. */
export function withShortPhrases(text: string): string {
  let short = text
  for (const [phrase, word] of phrases) short = short.replaceAll(phrase, word)
  return short
}
