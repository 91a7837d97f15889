import type { Comparison, Subject, VersionTest } from './question.ts'

const comparisonForm = /(<=|>=|=<|=>|!=|==|<|>|=|≤|≥|≠)/
/** A version with the decimal comma of a French keyboard. */
const commaForm = /(?:^|[\s@<>=≤≥≠])v?(\d[\w.]*,\d[\w.,]*)/

/** `openssl < 1.1.1`, `openssl >= 1.0 < 1.1.1`, `openssl 1.0.2k`, `lodash@4.17.20`, or free words. */
export function readNamed(text: string): Subject | { readonly message: string } {
  const [, withComma] = commaForm.exec(text) ?? []
  if (withComma !== undefined)
    return {
      message: `"${withComma}" is no version. Versions are written with points: ${withComma.replaceAll(',', '.')}`,
    }
  const [name = '', ...rest] = text.split(comparisonForm).map((piece) => piece.trim())
  if (rest.length > 0) return readTests(name.replace(/,$/, ''), rest)
  const [, before, version] = /^(.*\S)(?:\s+v?|@)(\d+\.\S*)$/.exec(text) ?? []
  if (before !== undefined && version !== undefined)
    return { is: 'part', name: before, tests: [{ comparison: '=', version }] }
  return { is: 'words', words: text.toLowerCase().split(/\s+/) }
}

function readTests(name: string, pieces: readonly string[]): Subject | { readonly message: string } {
  if (name === '') return { message: 'A version question starts with a name: openssl < 1.1.1' }
  const tests: VersionTest[] = []
  for (let at = 0; at < pieces.length; at += 2) {
    const version = (pieces[at + 1] ?? '').replace(/[\s,]+$/, '')
    if (version === '' || /\s/.test(version))
      return { message: `After "${pieces[at] ?? ''}" one version is expected, for example ${name} < 1.1.1` }
    tests.push({ comparison: toComparison(pieces[at] ?? ''), version })
  }
  const signs = tests.map((test) => test.comparison)
  const repeats = ['<', '>'].some((sign) => signs.filter((each) => each.startsWith(sign)).length > 1)
  if (repeats || (signs.length > 1 && signs.some((sign) => sign === '=' || sign === '!='))) {
    return { message: `Give one lower and one upper bound, for example ${name} >= 1.0 < 1.1.1, or a single = or !=.` }
  }
  return { is: 'part', name, tests }
}

function toComparison(sign: string): Comparison {
  switch (sign) {
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '!=':
      return sign
    case '=<':
    case '≤':
      return '<='
    case '=>':
    case '≥':
      return '>='
    case '≠':
      return '!='
    default:
      return '='
  }
}
