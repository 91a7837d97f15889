import type { FlawSummary, Severity } from '../model/index.ts'
import type { FlawKnowledge, FlawRecord } from '../store/index.ts'

/** What the feeds say of a flaw, in short: the NVD's words where it has some, the score of the newest CVSS. Undefined when no feed speaks of it. */
export function flawSummary({
  names,
  records,
  exploitedSince,
  epssProbability,
  ssvc,
  standing,
  ranges,
}: FlawKnowledge): FlawSummary | undefined {
  const [first] = records.toSorted((a, b) => Number(b.feed === 'nvd') - Number(a.feed === 'nvd'))
  if (first === undefined) return undefined
  const severity = tellingSeverity(records)
  return {
    id: first.name,
    names,
    summary: first.summary,
    ...(first.publishedAt === null ? {} : { publishedAt: first.publishedAt }),
    ...(severity?.base === undefined
      ? {}
      : { cvss: { base: severity.base, vector: severity.vector, source: severity.source } }),
    ...(exploitedSince === null ? {} : { exploitedSince }),
    ...(epssProbability === null ? {} : { epssProbability }),
    ...(ssvc === null ? {} : { ssvc }),
    blindSpot: standing > 0 && ranges === 0,
    sources: [...new Set(records.map((record) => `${record.feed} ${record.key}`))],
  }
}

/** Of the newest version of CVSS, the worst. */
function tellingSeverity(records: readonly FlawRecord[]): Severity | undefined {
  const scored = records.flatMap((record) => record.severities).filter((severity) => severity.base !== undefined)
  return scored.toSorted((a, b) => b.cvssVersion.localeCompare(a.cvssVersion) || (b.base ?? 0) - (a.base ?? 0))[0]
}
