import type { Advisory, AffectedRange, Severity } from '../../model/index.ts'
import { keysOfNames } from '../cve/product-names.ts'
import { stretchesOf } from '../cve/status-line.ts'
import { baseScore, cvssVersionOf } from '../cvss.ts'
import type { FeedRecord, RawRecord } from '../feed.ts'
import { fingerprintOf } from '../fingerprint.ts'
import { malformed } from '../place.ts'
import { isObject, take } from '../schema.ts'
import { plainText, referenceList, summaryText } from '../text.ts'
import { euvdTime } from './time.ts'
import { euvdEntry, type Entry } from './schema.ts'

const maxNames = 100
const maxProducts = 2_000
const nameChars = 200

/** An entry of ENISA's database, known by its number. */
export function recognises(raw: RawRecord): boolean {
  return raw.form === 'json' && isObject(raw.value) && /^EUVD-\d{4}-\d+$/.test(String(raw.value['id']))
}

/** One entry. Throws `FeedError` with the place of what has not the documented form. */
export function parse(raw: RawRecord): FeedRecord | undefined {
  if (raw.form === 'envelope') return undefined
  if (raw.form !== 'json') throw malformed(raw.at, 'it is no entry of the EUVD')
  const advisory = toAdvisory(take(euvdEntry, raw.value, raw.at))
  return { is: 'advisory', advisory, fingerprint: fingerprintOf(advisory) }
}

/**
 * An entry on one CVE speaks of that CVE, and its own number is another name of it. One on several passes them on, for to call them the same
 * would make one flaw of them all.
 */
function toAdvisory(entry: Entry): Advisory {
  const names = linesOf(entry.aliases).filter((name) => name !== entry.id && name.length <= nameChars)
  const cves = names.filter((name) => /^CVE-\d{4}-\d{4,19}$/.test(name))
  const [cve] = cves.length === 1 ? cves : []
  const others = names.filter((name) => !cves.includes(name))
  const publishedAt = euvdTime(entry.datePublished)
  const modifiedAt = euvdTime(entry.dateUpdated)
  const exploitedSince = euvdTime(entry.exploitedSince)?.slice(0, 10)
  return {
    key: entry.id,
    id: cve ?? entry.id,
    aliases: cve === undefined ? (cves.length > 1 ? [] : others) : [entry.id, ...others],
    upstream: cve === undefined ? cves : [],
    summary: summaryText(entry.description ?? ''),
    ...(publishedAt !== undefined && { publishedAt }),
    ...(modifiedAt !== undefined && { modifiedAt }),
    withdrawn: false,
    severities: severitiesOf(entry),
    ...(exploitedSince !== undefined && { assessment: { source: 'EUVD', exploitedSince } }),
    references: referenceList(linesOf(entry.references)),
    ...rangesOf(entry),
    conditions: [],
  }
}

function linesOf(text: string | null | undefined): readonly string[] {
  const lines = plainText(text ?? '').split(/[\r\n]+/)
  return [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ''))].slice(0, maxNames)
}

function severitiesOf({ baseScoreVector }: Entry): readonly Severity[] {
  const vector = plainText(baseScoreVector ?? '').slice(0, 256)
  const cvssVersion = cvssVersionOf(vector)
  if (cvssVersion === undefined) return []
  const base = baseScore(vector)
  return [{ source: 'EUVD', vector, cvssVersion, ...(base !== undefined && { base }) }]
}

/** Affected versions as the authority wrote them, in one text; of others it says nothing, so they are not counted as doubtful either. */
function rangesOf({ enisaIdProduct, enisaIdVendor }: Entry): Pick<Advisory, 'ranges' | 'problems'> {
  const vendors = [...new Set((enisaIdVendor ?? []).map(({ vendor }) => vendor?.name ?? ''))]
  const only = vendors.length === 1 ? vendors[0] : undefined
  const ranges = new Map<string, AffectedRange>()
  const problems = new Set<string>()
  for (const { product, product_version: version } of (enisaIdProduct ?? []).slice(0, maxProducts)) {
    const name = product?.name ?? ''
    const keys = keysOfNames(product?.vendor?.name ?? only ?? '', name)
    if (keys.length === 0 && name.trim() !== '')
      problems.add(`“${plainText(name).slice(0, nameChars)}” cannot be looked up`)
    const line = { defaultStatus: 'unaffected', versions: [{ version: version ?? 'n/a', status: 'affected' }] } as const
    for (const { range, text } of keys.length === 0 ? [] : stretchesOf('natural', [[line]]))
      for (const key of keys) ranges.set(`${key}\n${text}`, { key, tier: 3, range, text })
  }
  return { ranges: [...ranges.values()], problems: [...problems].slice(0, 20) }
}
