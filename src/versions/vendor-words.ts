/** Words for what comes before a release, by rank. */
export const earlierWords: ReadonlyMap<string, number> = new Map([
  ['dev', 1],
  ['snapshot', 1],
  ['nightly', 1],
  ['alpha', 2],
  ['beta', 3],
  ['pre', 4],
  ['preview', 4],
  ['prerelease', 4],
  ['rc', 5],
  ['cr', 5],
])

/** Words for what comes after a release, by rank: a build of it, a revision, a hotfix, a patch, an update, a service pack. */
export const laterWords: ReadonlyMap<string, number> = new Map([
  ['build', 11],
  ['bld', 11],
  ['r', 12],
  ['rev', 12],
  ['revision', 12],
  ['release', 12],
  ['post', 12],
  ['hf', 13],
  ['hotfix', 13],
  ['fix', 13],
  ['p', 14],
  ['pl', 14],
  ['patch', 14],
  ['u', 15],
  ['cu', 15],
  ['update', 15],
  ['sp', 16],
  ['servicepack', 16],
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
