import { FeedError } from './feed-error.ts'
import type { Place } from './feed.ts'

/** `nvd.json.gz, record 214 (CVE-2024-1234), byte 10423 of the unpacked text` */
function placeText(at: Place, id?: string): string {
  const named = id === undefined ? '' : ` (${id})`
  return `${at.file}, record ${at.record}${named}, byte ${at.byte} of the unpacked text`
}

/** The error for a record that its own format forbids. */
export function malformed(at: Place, because: string, id?: string): FeedError {
  return new FeedError({
    code: 'malformed',
    place: placeText(at, id),
    because,
    remedy: 'nothing was changed; fetch the file again, and if it is the same, report it to the feed’s maker',
  })
}
