import { maxJsonDepth } from '../limits.ts'

/** What makes JSON ambiguous: two readers may see two documents, so a signature over one proves nothing of the other. */
export type JsonFault = { readonly is: 'duplicate'; readonly member: string } | { readonly is: 'tooDeep' }

/**
 * Looks for members that stand twice in one object, and for nesting that is too deep. For text that `JSON.parse` accepts; RFC 8785 §3.1 demands
 * unique names.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: (Set<string> | undefined)[] = []
  const token = /["{}[\]]/g
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const at = match.index
    switch (match[0]) {
      case '{':
      case '[':
        if (open.length >= maxJsonDepth) return { is: 'tooDeep' }
        open.push(match[0] === '{' ? new Set() : undefined)
        break
      case '}':
      case ']':
        open.pop()
        break
      default: {
        const end = endOfString(text, at)
        token.lastIndex = end
        const names = open.at(-1)
        if (names === undefined || !isMember(text, end)) break
        const member = JSON.parse(text.slice(at, end)) as string
        if (names.has(member)) return { is: 'duplicate', member }
        names.add(member)
      }
    }
  }
  return undefined
}

/** The place after the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function isMember(text: string, end: number): boolean {
  let at = end
  while (/[ \t\r\n]/.test(text[at] ?? '')) at += 1
  return text[at] === ':'
}
