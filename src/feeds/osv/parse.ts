import type { Advisory, Severity } from '../../model/index.ts'
import { baseScore, cvssVersionOf } from '../cvss.ts'
import type { FeedRecord, RawRecord } from '../feed.ts'
import { fingerprintOf } from '../fingerprint.ts'
import { malformed } from '../place.ts'
import { isObject, take } from '../schema.ts'
import { plainText, referenceList, summaryText, utcTime } from '../text.ts'
import { readAffected } from './affected.ts'
import { keyOf, namesOf } from './names.ts'
import { osvRecord, severityList, type Osv } from './schema.ts'

const maxSeverities = 16

/** An object with the two members that every OSV record must have, and none of those that a CVE of the NVD has. */
export function recognises(raw: RawRecord): boolean {
  if (raw.form !== 'json' || !isObject(raw.value)) return false
  return typeof raw.value['id'] === 'string' && typeof raw.value['modified'] === 'string'
}

/** One OSV record. Throws `FeedError` with the place of what the schema forbids. */
export function parse(raw: RawRecord): FeedRecord | undefined {
  if (raw.form !== 'json') throw malformed(raw.at, 'it is no OSV record')
  const advisory = toAdvisory(take(osvRecord, raw.value, raw.at))
  return { is: 'advisory', advisory, fingerprint: fingerprintOf(advisory) }
}

function toAdvisory(record: Osv): Advisory {
  const publishedAt = utcTime(record.published)
  const modifiedAt = utcTime(record.modified)
  return {
    key: keyOf(record),
    id: record.id,
    ...namesOf(record),
    summary: summaryText(record.summary || record.details || ''),
    ...(publishedAt !== undefined && { publishedAt }),
    ...(modifiedAt !== undefined && { modifiedAt }),
    withdrawn: typeof record.withdrawn === 'string',
    severities: severitiesOf(record),
    references: referenceList(record.references?.map(({ url }) => url) ?? []),
    conditions: [],
    ...readAffected(record.affected ?? []),
  }
}

/** The CVSS vectors of the record and of its packages. Words such as Ubuntu's `medium` are no vectors, and are not kept. */
function severitiesOf(record: Osv): readonly Severity[] {
  const severities = new Map<string, Severity>()
  for (const list of [record.severity, ...(record.affected ?? []).map((each) => each.severity)]) {
    if (!severityList.Check(list)) continue
    for (const { score } of list) {
      const cvssVersion = cvssVersionOf(score)
      if (cvssVersion === undefined) continue
      const vector = plainText(score).slice(0, 256)
      const base = baseScore(vector)
      severities.set(vector, { source: 'OSV', vector, cvssVersion, ...(base !== undefined && { base }) })
    }
  }
  return [...severities.values()].slice(0, maxSeverities)
}
