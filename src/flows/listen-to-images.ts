import { createHash } from 'node:crypto'
import { observe } from '../network/index.ts'
import type { ObservedBatch, SourceProblem, SourceProgress } from '../network/index.ts'
import { HeardSummary } from './heard.ts'
import type { Heard } from './heard.ts'
import { HeardKeeper } from './keep-heard.ts'
import type { KeepHeard } from './keep-heard.ts'

/** So many files are stored at once; an examination alone has hundreds, which tell the same. */
const filesAtOnce = 500
const maxProblems = 50

export interface ListenToImagesOptions {
  /** The bytes of each DICOM file, opened when its turn comes and read no further than its pixels. */
  readonly files: AsyncIterable<AsyncIterable<Uint8Array>>
  readonly now: () => Date
  readonly signal?: AbortSignal
  readonly keep?: KeepHeard
  readonly onBatch?: (batch: ObservedBatch) => void | Promise<void>
}

/**
 * Reads many DICOM files as one source. Their names are never kept: archives call files and folders by their patients. The same files in the same order
 * count once.
 */
export async function listenToImages(options: ListenToImagesOptions): Promise<Heard> {
  const { files, keep, now, signal } = options
  const reading = new ImagesReading(options, keep === undefined ? undefined : new HeardKeeper(keep, now))
  for await (const bytes of files) {
    await reading.take(bytes)
    if (signal?.aborted === true) break
  }
  return reading.end()
}

type Counts = Partial<Record<string, number>>

class ImagesReading {
  readonly #options: ListenToImagesOptions
  readonly #keeper: HeardKeeper | undefined
  readonly #summary = new HeardSummary()
  readonly #dropped: Counts = {}
  readonly #malformed: Record<string, number> = {}
  readonly #problems: SourceProblem[] = []
  #observations: ObservedBatch['observations'][number][] = []
  #digest = createHash('sha256')
  #waiting = 0
  #bytes = 0
  #units = 0

  constructor(options: ListenToImagesOptions, keeper: HeardKeeper | undefined) {
    this.#options = options
    this.#keeper = keeper
  }

  async take(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const { now, signal } = this.#options
    this.#units += 1
    this.#waiting += 1
    const place = `file ${this.#units}`
    for await (const { observations, progress } of observe(this.#counted(bytes), { now, ...(signal && { signal }) })) {
      this.#observations.push(...observations.map((each) => ({ ...each, place })))
      add(this.#dropped, progress.dropped)
      add(this.#malformed, progress.malformed)
      const problems = progress.problems.map(({ message }) => ({ place, message }))
      this.#problems.push(...problems.slice(0, maxProblems - this.#problems.length))
    }
    if (this.#waiting >= filesAtOnce) await this.#flush()
  }

  async end(): Promise<Heard> {
    await this.#flush()
    const kept = await this.#keeper?.end()
    return { progress: this.#progress(), ...this.#summary.told(), ...(kept === undefined ? {} : { kept }) }
  }

  async #flush(): Promise<void> {
    const batch = { observations: this.#observations, flows: [], progress: this.#progress() }
    await this.#keeper?.take(batch, { id: `images ${this.#digest.digest('hex')}` })
    this.#summary.add(batch)
    this.#digest = createHash('sha256')
    this.#observations = []
    this.#waiting = 0
    await this.#options.onBatch?.(batch)
  }

  async *#counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#bytes += chunk.length
      this.#digest.update(chunk)
      yield chunk
    }
  }

  #progress(): SourceProgress {
    return {
      bytes: this.#bytes,
      units: this.#units,
      unit: 'files',
      dropped: this.#dropped,
      malformed: this.#malformed,
      givenUp: 0,
      problems: this.#problems,
    }
  }
}

function add(sums: Counts, counts: Readonly<Counts>): void {
  for (const [name, count = 0] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count
}
