import calculator from 'ae-cvss-calculator'
import { assertNever, type Severity } from '../model/index.ts'

type CvssVersion = Severity['cvssVersion']

const maxVectorChars = 256
/** Distinct vectors in all CVEs number some ten thousand; one of version 4 costs 90 µs. */
const maxRemembered = 50_000

/** Values that each metric may have. Base metrics must all be there; the others need not. */
interface Metrics {
  readonly base: ReadonlyMap<string, readonly string[]>
  readonly other: ReadonlyMap<string, readonly string[]>
}

/** CVSS v2 Complete Guide, §2 and §3.2.1. */
const metrics2: Metrics = {
  base: table('AV L A N / AC H M L / Au M S N / C N P C / I N P C / A N P C'),
  other: table(`E U POC F H ND / RL OF TF W U ND / RC UC UR C ND / CDP N L LM MH H ND / TD N L M H ND
    / CR L M H ND / IR L M H ND / AR L M H ND`),
}

/** CVSS v3.0 and v3.1 specification, table 15. */
const metrics3: Metrics = {
  base: table('AV N A L P / AC L H / PR N L H / UI N R / S U C / C N L H / I N L H / A N L H'),
  other: table(`E X U P F H / RL X O T W U / RC X U R C / CR X L M H / IR X L M H / AR X L M H
    / MAV X N A L P / MAC X L H / MPR X N L H / MUI X N R / MS X U C / MC X N L H / MI X N L H / MA X N L H`),
}

/** CVSS v4.0 specification, table 23. Safety (`S`) is a value of MSI and MSA only, never of the base metrics SI and SA. */
const metrics4: Metrics = {
  base: table(`AV N A L P / AC L H / AT N P / PR N L H / UI N P A
    / VC H L N / VI H L N / VA H L N / SC H L N / SI H L N / SA H L N`),
  other: table(`E X A P U / CR X H M L / IR X H M L / AR X H M L
    / MAV X N A L P / MAC X L H / MAT X N P / MPR X N L H / MUI X N P A
    / MVC X H L N / MVI X H L N / MVA X H L N / MSC X H L N / MSI X S H L N / MSA X S H L N
    / S X N P / AU X N Y / R X A U I / V X D C / RE X L M H / U X Clear Green Amber Red`),
}

function table(text: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    text.split('/').map((line) => {
      const [name = '', ...values] = line.trim().split(' ')
      return [name, values]
    }),
  )
}

/** The version that a vector says it is of. Version 2 has no prefix. */
export function cvssVersionOf(vector: string): CvssVersion | undefined {
  const prefix = /^CVSS:(\d\.\d)\//.exec(vector)?.[1]
  if (prefix === undefined) return /^\(?AV:[LAN]\/AC:[HML]\/Au:/.test(vector) ? '2.0' : undefined
  return prefix === '3.0' || prefix === '3.1' || prefix === '4.0' ? prefix : undefined
}

const remembered = new Map<string, number | undefined>()

/**
 * The base score, 0.0–10.0, from the base metrics alone: threat and environment belong to the reader. Undefined when a base metric is missing,
 * a metric stands twice, or one has a value that its version does not know. The order of metrics is not judged: it changes no score.
 */
export function baseScore(vector: string): number | undefined {
  if (vector.length > maxVectorChars) return undefined
  if (remembered.has(vector)) return remembered.get(vector)
  if (remembered.size >= maxRemembered) remembered.clear()
  const score = computeBase(vector)
  remembered.set(vector, score)
  return score
}

function computeBase(vector: string): number | undefined {
  const version = cvssVersionOf(vector)
  if (version === undefined) return undefined
  const base = baseMetrics(metricsOf(version), bareMetrics(version, vector))
  if (base === undefined) return undefined
  switch (version) {
    case '2.0':
      return new calculator.Cvss2(base).calculateScores().base
    case '3.0':
      return new calculator.Cvss3P0(`CVSS:3.0/${base}`).calculateScores().base
    case '3.1':
      return new calculator.Cvss3P1(`CVSS:3.1/${base}`).calculateScores().base
    case '4.0':
      return new calculator.Cvss4P0(`CVSS:4.0/${base}`).calculateScores().base
    default:
      return assertNever(version)
  }
}

function metricsOf(version: CvssVersion): Metrics {
  if (version === '2.0') return metrics2
  return version === '4.0' ? metrics4 : metrics3
}

function bareMetrics(version: CvssVersion, vector: string): string {
  return version === '2.0' ? vector.replace(/^\((.*)\)$/, '$1') : vector.slice('CVSS:3.1/'.length)
}

/** The base metrics in their own order, when the whole text is valid. */
function baseMetrics({ base, other }: Metrics, text: string): string | undefined {
  const found = new Map<string, string>()
  for (const metric of text.split('/')) {
    const [name = '', value = '', ...more] = metric.split(':')
    const allowed = base.get(name) ?? other.get(name)
    if (more.length > 0 || found.has(name) || allowed?.includes(value) !== true) return undefined
    found.set(name, value)
  }
  const names = [...base.keys()]
  return names.every((name) => found.has(name))
    ? names.map((name) => `${name}:${found.get(name)}`).join('/')
    : undefined
}
