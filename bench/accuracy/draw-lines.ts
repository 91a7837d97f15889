import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createZstdDecompress } from 'node:zlib'
import { below, seededRandom } from '../random.ts'

/** Which lines are drawn: so many of those that hold, the same for the same seed. */
export interface Draw {
  readonly count: number
  readonly seed: string
  readonly holds: (line: string) => boolean
}

/** Lines of zstd files drawn by chance with equal weight, in one pass (reservoir sampling, algorithm R). */
export async function drawLines(files: readonly string[], { count, seed, holds }: Draw): Promise<string[]> {
  const random = seededRandom(seed)
  const drawn: string[] = []
  let seen = 0
  for (const file of files) {
    for await (const line of createInterface({ input: createReadStream(file).pipe(createZstdDecompress()) })) {
      if (!holds(line)) continue
      seen += 1
      if (drawn.length < count) drawn.push(line)
      else {
        const place = below(random, seen)
        if (place < count) drawn[place] = line
      }
    }
  }
  return drawn
}
