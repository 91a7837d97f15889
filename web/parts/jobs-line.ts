import type { Job } from '../../src/server/contract.ts'
import type { Formats } from '../formats.ts'
import type { Words } from '../words/en.ts'

interface Speech {
  readonly words: Words
  readonly formats: Formats
}

/** `12,000 of 298,586 records`, and which attempt it is when the first one failed. */
export function progressText({ progress, attempts }: Job, { words, formats }: Speech): string {
  const attempt = attempts > 1 ? [words.jobs.attempt(attempts)] : []
  if (progress === undefined) return attempt.join()
  const { done, total, unit } = progress
  const reached =
    total === undefined
      ? words.jobs.done(formats.count(done), unit)
      : words.jobs.of(formats.count(done), formats.count(total), unit)
  return [reached, ...attempt].join(', ')
}
