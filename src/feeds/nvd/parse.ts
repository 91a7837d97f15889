import type { Advisory, Severity } from '../../model/index.ts'
import { baseScore, cvssVersionOf } from '../cvss.ts'
import type { FeedRecord, RawRecord } from '../feed.ts'
import { fingerprintOf } from '../fingerprint.ts'
import { malformed } from '../place.ts'
import { isObject, take } from '../schema.ts'
import { plainText, referenceList, summaryText, utcTime } from '../text.ts'
import { readConfigurations } from './configurations.ts'
import { cveRecord, envelopeRecord, metricList, type Cve } from './schema.ts'

/** NVD records carry at most a handful of scores. */
const maxSeverities = 16
const metricNames = ['cvssMetricV2', 'cvssMetricV30', 'cvssMetricV31', 'cvssMetricV40']

/** A CVE of the NVD, with its wrapper (`{"cve": …}`) or without it, or what stands around the list of them. */
export function recognises(raw: RawRecord): boolean {
  if (raw.form === 'envelope') return isObject(raw.value) && raw.value['format'] === 'NVD_CVE'
  if (raw.form !== 'json') return false
  const cve = unwrap(raw.value)
  if (!isObject(cve) || !Array.isArray(cve['descriptions'])) return false
  const { id } = cve
  return typeof id === 'string' && id.startsWith('CVE-')
}

/** One CVE; the envelope gives the edition. Throws `FeedError` with the place of what the schema forbids. */
export function parse(raw: RawRecord): FeedRecord | undefined {
  if (raw.form === 'row' || raw.form === 'page') throw malformed(raw.at, 'it is a line of text, not a CVE record')
  if (raw.form === 'envelope') return editionOf(raw.value)
  const advisory = toAdvisory(take(cveRecord, unwrap(raw.value), raw.at))
  return { is: 'advisory', advisory, fingerprint: fingerprintOf(advisory) }
}

function unwrap(value: unknown): unknown {
  return isObject(value) && isObject(value['cve']) ? value['cve'] : value
}

function editionOf(envelope: unknown): FeedRecord | undefined {
  const publishedAt = envelopeRecord.Check(envelope) ? utcTime(envelope.timestamp) : undefined
  return publishedAt === undefined ? undefined : { is: 'edition', publishedAt }
}

function toAdvisory(cve: Cve): Advisory {
  const publishedAt = utcTime(cve.published)
  const modifiedAt = utcTime(cve.lastModified)
  const summary = cve.descriptions?.find(({ lang }) => lang === 'en') ?? cve.descriptions?.[0]
  return {
    key: cve.id,
    id: cve.id,
    aliases: [],
    upstream: [],
    summary: summaryText(summary?.value ?? ''),
    ...(publishedAt !== undefined && { publishedAt }),
    ...(modifiedAt !== undefined && { modifiedAt }),
    withdrawn: cve.vulnStatus === 'Rejected',
    severities: severitiesOf(cve),
    references: referenceList(cve.references?.map(({ url }) => url) ?? []),
    ...readConfigurations(cve.configurations ?? []),
  }
}

function severitiesOf(cve: Cve): readonly Severity[] {
  const severities: Severity[] = []
  for (const name of metricNames) {
    const list = cve.metrics?.[name]
    if (!metricList.Check(list)) continue
    for (const { source, cvssData } of list) {
      const cvssVersion = cvssVersionOf(cvssData.vectorString)
      if (cvssVersion === undefined) continue
      const vector = plainText(cvssData.vectorString).slice(0, 256)
      const base = baseScore(vector)
      severities.push({
        source: plainText(source ?? 'NVD').slice(0, 200),
        vector,
        cvssVersion,
        ...(base !== undefined && { base }),
        ...(typeof cvssData.baseScore === 'number' && { printedBase: cvssData.baseScore }),
      })
    }
  }
  return severities.slice(0, maxSeverities)
}
