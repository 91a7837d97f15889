import { tell } from '../place.ts'
import type { Place } from '../place.ts'
import type { Problems } from '../problems.ts'

/** One tag of a text that holds several, one after the other. */
export interface Piece {
  readonly text: string
  /** Lines of the text before it. */
  readonly linesBefore: number
}

const endTag = /<\/(?:[\w.-]+:)?SoftwareIdentity\s*>/g

/** Cuts a text behind the end of each tag. What stands behind the last one belongs to it when it is only blank. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  let start = 0
  let linesBefore = 0
  const take = (end: number): void => {
    const whole = text.slice(start, end)
    const piece = whole.trimStart()
    const lead = whole.slice(0, whole.length - piece.length)
    if (piece !== '') pieces.push({ text: piece, linesBefore: linesBefore + countLines(lead) })
    linesBefore += countLines(whole)
    start = end
  }
  for (const match of text.matchAll(endTag)) take(match.index + match[0].length)
  take(text.length)
  return pieces
}

function countLines(text: string): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

/** The same collector for a piece of a text: its lines count from the text's own beginning. */
export function problemsBelow(problems: Problems, linesBefore: number): Problems {
  if (linesBefore === 0) return problems
  const shift = (place: Place): string => {
    const told = tell(place)
    const line = /^line (\d+)$/.exec(told)?.[1]
    return line === undefined ? told : `line ${Number(line) + linesBefore}`
  }
  return {
    ...problems,
    doubt: (place, message) => problems.doubt(shift(place), message),
    lost: (place, message) => problems.lost(shift(place), message),
    gap: (place, message) => problems.gap(shift(place), message),
    broke: (place, message) => problems.broke(shift(place), message),
  }
}
