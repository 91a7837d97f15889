/**
 * Where a text of JSON holds more objects, lists and members than `most`; undefined when it does not. Read into values, a file of brackets takes fifty
 * times its size in memory, so they are counted before. What is no JSON is counted too, since it is tried as well.
 */
export function whereTooMany(text: string, most: number): number | undefined {
  let count = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (code === brace || code === bracket || code === colon) {
      count += 1
      if (count > most) return at
    }
  }
  return undefined
}

const [quote, brace, bracket, colon, backslash] = [0x22, 0x7b, 0x5b, 0x3a, 0x5c]

function endOfString(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1
  return at
}
