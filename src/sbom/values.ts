/** What one more value of a text begins with, or follows. */
const marks = { json: '{[,', xml: '<=', text: '\n', yaml: '\n[,{' } as const

/**
 * Where a text holds more values than `most`: objects, lists and what they hold, elements and attributes, or lines; undefined when it does not.
 * Read, a file of brackets takes fifty times its size in memory, so they are counted before. A text that only looks like JSON is counted as such.
 */
export function whereTooMany(text: string, kind: keyof typeof marks, most: number): number | undefined {
  if (text.length <= most) return undefined
  const [first, second, third, fourth] = [0, 1, 2, 3].map((place) => marks[kind].charCodeAt(place))
  let count = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote && kind === 'json') at = endOfString(text, at)
    else if (code === first || code === second || code === third || code === fourth) {
      count += 1
      if (count > most) return at
    }
  }
  return undefined
}

const [quote, backslash] = [0x22, 0x5c]

function endOfString(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1
  return at
}
