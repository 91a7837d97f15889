import { FeedError } from '../feed-error.ts'

const maxLineBytes = 64 * 1024
const lineFeed = 0x0a

interface Line {
  readonly text: string
  readonly start: number
}

interface LineScanner {
  readonly push: (chunk: Buffer) => readonly Line[]
  /** Throws `truncated` when the last line has no end: a cut number would look whole. */
  readonly end: () => void
}

/** Cuts a text into its lines, without their ends and without empty ones. */
export function scanLines(file: string): LineScanner {
  let rest: Buffer = Buffer.alloc(0)
  let seen = 0
  function push(chunk: Buffer): readonly Line[] {
    const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const found: Line[] = []
    let start = 0
    for (let end = text.indexOf(lineFeed); end !== -1; end = text.indexOf(lineFeed, start)) {
      const line = text.toString('utf8', start, end).trimEnd()
      if (line !== '') found.push({ text: line, start: seen + start })
      start = end + 1
    }
    rest = Buffer.from(text.subarray(start))
    seen += start
    if (rest.length > maxLineBytes) throw tooLong(file, seen)
    return found
  }
  function end(): void {
    if (rest.length > 0) throw cutLine(file, seen)
  }
  return { push, end }
}

function tooLong(file: string, start: number): FeedError {
  return new FeedError({
    code: 'unknownFormat',
    place: `${file}, line that begins at byte ${start}`,
    because: `a line is longer than ${maxLineBytes / 1024} kB`,
    remedy: 'check that this is the file you meant',
  })
}

function cutLine(file: string, start: number): FeedError {
  return new FeedError({
    code: 'truncated',
    place: `${file}, line that begins at byte ${start}`,
    because: 'the last line has no line end, so it may be cut',
    remedy: 'nothing was changed; fetch the whole file again, or end the last line if it is whole',
  })
}
