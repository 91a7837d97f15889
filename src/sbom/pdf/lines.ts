/** A piece of text of a page: left end of its baseline, from the upper left corner, in points. */
export interface PlacedWord {
  readonly x: number
  readonly y: number
  readonly width: number
  /** Of the letters, in points. */
  readonly size: number
  readonly text: string
}

/** Words that stand together: a cell, or a part of one. */
export interface Segment {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** One line of a page, from left to right. */
export interface TextLine {
  readonly page: number
  readonly y: number
  readonly size: number
  readonly segments: readonly Segment[]
}

/** Share of the letters' size: baselines nearer than this are one line; a wider gap is one between words, then one between cells. */
const sameLine = 0.4
const wordGap = 0.12
const cellGap = 0.42

/** The lines of a page, from the top. */
export function toLines(page: number, words: readonly PlacedWord[]): TextLine[] {
  const lines: TextLine[] = []
  let line: PlacedWord[] = []
  const close = (): void => {
    const [first] = line
    if (first !== undefined) lines.push({ page, y: first.y, size: medianSize(line), segments: toSegments(line) })
    line = []
  }
  for (const word of words.toSorted((one, other) => one.y - other.y)) {
    const [first] = line
    if (first !== undefined && word.y - first.y > sameLine * Math.min(first.size, word.size)) close()
    line.push(word)
  }
  close()
  return lines
}

function medianSize(words: readonly PlacedWord[]): number {
  const sizes = words.map(({ size }) => size).toSorted((one, other) => one - other)
  return sizes[Math.floor(sizes.length / 2)] ?? 0
}

function toSegments(words: readonly PlacedWord[]): Segment[] {
  const segments: { from: number; to: number; text: string }[] = []
  for (const { x, width, size, text } of words.toSorted((one, other) => one.x - other.x)) {
    const last = segments.at(-1)
    const gap = last === undefined ? Number.POSITIVE_INFINITY : x - last.to
    if (last === undefined || gap > cellGap * size) segments.push({ from: x, to: x + width, text: text.trim() })
    else {
      const isApart = gap > wordGap * size || /^\s/.test(text)
      last.text = `${last.text}${isApart ? ' ' : ''}${text.trim()}`
      last.to = Math.max(last.to, x + width)
    }
  }
  return segments
}
