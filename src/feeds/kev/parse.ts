import type { FeedRecord, RawRecord } from '../feed.ts'
import { malformed } from '../place.ts'
import { isObject, take } from '../schema.ts'
import { summaryText, utcTime } from '../text.ts'
import { catalogue, knownExploited } from './schema.ts'

/** An entry of CISA's catalogue, or what stands around the list of them. */
export function recognises(raw: RawRecord): boolean {
  if (raw.form === 'envelope') return isObject(raw.value) && typeof raw.value['catalogVersion'] === 'string'
  return raw.form === 'json' && isObject(raw.value) && typeof raw.value['cveID'] === 'string'
}

/** One entry; the envelope gives the edition. Throws `FeedError` with the place of what the schema forbids. */
export function parse(raw: RawRecord): FeedRecord | undefined {
  if (raw.form === 'row' || raw.form === 'page')
    throw malformed(raw.at, 'it is a line of text, not an entry of the catalogue')
  if (raw.form === 'envelope') {
    const publishedAt = catalogue.Check(raw.value) ? utcTime(raw.value.dateReleased) : undefined
    return publishedAt === undefined ? undefined : { is: 'edition', publishedAt }
  }
  const entry = take(knownExploited, raw.value, raw.at)
  const hasDueDate = utcTime(entry.dueDate) !== undefined
  return {
    is: 'exploited',
    flaw: {
      id: entry.cveID,
      addedOn: entry.dateAdded,
      ...(hasDueDate && { dueOn: String(entry.dueDate).slice(0, 10) }),
      ransomware: entry.knownRansomwareCampaignUse === 'Known',
      name: summaryText(entry.vulnerabilityName ?? ''),
    },
  }
}
