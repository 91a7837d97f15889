import type { Assessment, Severity } from '../../model/index.ts'
import { baseScore, cvssVersionOf } from '../cvss.ts'
import { plainText, utcTime } from '../text.ts'
import { kevMetric, metricList, scored, ssvcMetric, type Container } from './schema.ts'

const maxSeverities = 16
const forms = ['cvssV4_0', 'cvssV3_1', 'cvssV3_0', 'cvssV2_0'] as const

/** The scores of all containers, each recomputed from its vector. */
export function severitiesOf(containers: readonly Container[]): readonly Severity[] {
  const severities = new Map<string, Severity>()
  for (const { metrics, providerMetadata } of containers) {
    if (!metricList.Check(metrics)) continue
    const source = plainText(providerMetadata?.shortName ?? 'CVE').slice(0, 200)
    for (const metric of metrics) {
      for (const form of forms) {
        const severity = toSeverity(source, metric[form])
        if (severity !== undefined) severities.set(`${source} ${severity.vector}`, severity)
      }
    }
  }
  return [...severities.values()].slice(0, maxSeverities)
}

function toSeverity(source: string, score: unknown): Severity | undefined {
  if (!scored.Check(score)) return undefined
  const vector = plainText(score.vectorString).slice(0, 256)
  const cvssVersion = cvssVersionOf(vector)
  if (cvssVersion === undefined) return undefined
  const base = baseScore(vector)
  return {
    source,
    vector,
    cvssVersion,
    ...(base !== undefined && { base }),
    ...(typeof score.baseScore === 'number' && { printedBase: score.baseScore }),
  }
}

/**
 * What CISA weighed (SSVC) and whether its catalogue names the flaw. Undefined when no container has either.
 * Source: https://github.com/cisagov/vulnrichment and the SSVC options of CISA's coordinator table.
 */
export function assessmentOf(containers: readonly Container[]): Assessment | undefined {
  const told = containers.flatMap(({ metrics, providerMetadata }) => {
    if (!metricList.Check(metrics)) return []
    const source = plainText(providerMetadata?.shortName ?? 'ADP').slice(0, 60)
    const said = metrics.map(({ other }) => (ssvcMetric.Check(other) ? optionsOf(other.content) : kevOf(other)))
    return said.flatMap((each) => (each === undefined ? [] : [{ source, ...each }]))
  })
  const [first, ...others] = told
  return first === undefined ? undefined : Object.assign({}, first, ...others)
}

type Told = Omit<Assessment, 'source'>

function optionsOf({
  options,
  timestamp,
}: {
  readonly options: readonly Record<string, unknown>[]
  readonly timestamp?: string | null
}): Told | undefined {
  const said = new Map(
    options.flatMap((option) =>
      Object.entries(option).map(
        ([name, value]) => [name.trim().toLowerCase(), String(value).trim().toLowerCase()] as const,
      ),
    ),
  )
  const exploitation = oneOf(['none', 'poc', 'active'], said.get('exploitation'))
  const automatable = oneOf(['no', 'yes'], said.get('automatable'))
  const technicalImpact = oneOf(['partial', 'total'], said.get('technical impact'))
  if (exploitation === undefined && automatable === undefined && technicalImpact === undefined) return undefined
  const assessedAt = utcTime(timestamp)
  return {
    ...(exploitation !== undefined && { exploitation }),
    ...(automatable !== undefined && { automatable }),
    ...(technicalImpact !== undefined && { technicalImpact }),
    ...(assessedAt !== undefined && { assessedAt }),
  }
}

function kevOf(other: unknown): Told | undefined {
  const addedAt = kevMetric.Check(other) ? utcTime(other.content.dateAdded) : undefined
  return addedAt === undefined ? undefined : { exploitedSince: addedAt.slice(0, 10) }
}

function oneOf<Word extends string>(words: readonly Word[], text: string | undefined): Word | undefined {
  return words.find((word) => word === text)
}
