/**
 * Whether a text fits a model or serial number of CSAF: `?` stands for one character, `*` for any number of them, a backslash takes their meaning. Case, spaces
 * and dashes do not count. One walk with one place to return to, so no pattern takes long.
 */
export function fitsPattern(pattern: string, text: string): boolean {
  const wanted = symbolsOf(pattern)
  const given = symbolsOf(text).map(({ character }) => character)
  let [at, place] = [0, 0]
  let [star, resume] = [-1, 0]
  while (place < given.length) {
    const symbol = wanted[at]
    if (symbol?.is === 'any') {
      star = at
      resume = place
      at += 1
    } else if (symbol !== undefined && (symbol.is === 'one' || symbol.character === given[place])) {
      at += 1
      place += 1
    } else if (star !== -1) {
      at = star + 1
      resume += 1
      place = resume
    } else {
      return false
    }
  }
  return wanted.length > 0 && wanted.slice(at).every(({ is }) => is === 'any')
}

interface PatternSymbol {
  readonly is: 'itself' | 'one' | 'any'
  readonly character: string
}

const maxChars = 500

function symbolsOf(text: string): readonly PatternSymbol[] {
  const symbols: PatternSymbol[] = []
  const characters = text.slice(0, maxChars).toUpperCase().split('')
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? ''
    if (character === '\\' && at + 1 < characters.length) {
      at += 1
      symbols.push({ is: 'itself', character: characters[at] ?? '' })
    } else if (character === '?') symbols.push({ is: 'one', character })
    else if (character === '*') symbols.push({ is: 'any', character })
    else if (!/[\s_.-]/.test(character)) symbols.push({ is: 'itself', character })
  }
  return symbols
}
