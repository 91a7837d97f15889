import type { Advisory } from '../../model/index.ts'
import type { FeedRecord, RawRecord } from '../feed.ts'
import { fingerprintOf } from '../fingerprint.ts'
import { malformed } from '../place.ts'
import { isObject, take } from '../schema.ts'
import { referenceList, summaryText, utcTime } from '../text.ts'
import { readAffected } from './affected.ts'
import { assessmentOf, severitiesOf } from './assessment.ts'
import { cveRecord, type Container, type Cve } from './schema.ts'

/** A record of the CVE List: the one that states its own kind, or holds the members that no other feed has. */
export function recognises(raw: RawRecord): boolean {
  if (raw.form !== 'json' || !isObject(raw.value)) return false
  return (
    raw.value['dataType'] === 'CVE_RECORD' || (isObject(raw.value['cveMetadata']) && isObject(raw.value['containers']))
  )
}

/** One record. Throws `FeedError` with the place of what the schema forbids. */
export function parse(raw: RawRecord): FeedRecord | undefined {
  if (raw.form !== 'json') throw malformed(raw.at, 'it is no record of the CVE List')
  const advisory = toAdvisory(take(cveRecord, raw.value, raw.at))
  return { is: 'advisory', advisory, fingerprint: fingerprintOf(advisory) }
}

function toAdvisory({ cveMetadata, containers }: Cve): Advisory {
  const { cna, adp } = containers
  const all = [...(cna ? [cna] : []), ...(adp ?? [])]
  const withdrawn = cveMetadata.state === 'REJECTED'
  const publishedAt = utcTime(cveMetadata.datePublished)
  const modifiedAt = latestOf(
    [cveMetadata, ...all.map((each) => each.providerMetadata)].map((each) => each?.dateUpdated),
  )
  const assessment = assessmentOf(all)
  return {
    key: cveMetadata.cveId,
    id: cveMetadata.cveId,
    aliases: [],
    upstream: [],
    summary: summaryOf(cna),
    ...(publishedAt !== undefined && { publishedAt }),
    ...(modifiedAt !== undefined && { modifiedAt }),
    withdrawn,
    severities: severitiesOf(all),
    ...(assessment !== undefined && { assessment }),
    references: referenceList(all.flatMap(({ references }) => references?.map(({ url }) => url) ?? [])),
    ...(withdrawn ? { ranges: [], conditions: [], problems: [] } : readAffected(all)),
  }
}

function summaryOf(cna: Container | null | undefined): string {
  const texts = cna?.descriptions ?? cna?.rejectedReasons ?? []
  const text = texts.find(({ lang }) => /^en\b/i.test(lang)) ?? texts[0]
  return summaryText(text?.value ?? cna?.title ?? '')
}

/** Of the record and its containers: an assessment that is added later does not always move the record's own date. */
function latestOf(times: readonly (string | null | undefined)[]): string | undefined {
  return times
    .flatMap((time) => utcTime(time) ?? [])
    .sort()
    .at(-1)
}
