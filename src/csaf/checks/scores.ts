import calculator from 'ae-cvss-calculator'
import { own } from '../fields.ts'
import type { Entry } from '../fields.ts'
import { eachOf, metricsOf, textIn, textsIn, under } from './check.ts'
import type { Check, Fault } from './check.ts'

/** Numbers and severities that older drafts of the schema of CVSS 4.0 had beside those of the whole vector. */
const dropped = ['threatScore', 'threatSeverity', 'environmentalScore', 'environmentalSeverity']
const maxVectorChars = 256

function scoresOf4(root: Entry): readonly Entry[] {
  return eachOf(root, 'vulnerabilities').flatMap((vulnerability) =>
    metricsOf(vulnerability).flatMap(({ content }) => under(content, 'cvss_v4') ?? []),
  )
}

/** 6.1.8 of CVSS 4.0: what its schema demands. */
export const cvss4Shape: Check = {
  clause: '6.1.8',
  run: (root) =>
    scoresOf4(root).flatMap((score): readonly Fault[] => [
      ...['version', 'vectorString', 'baseScore', 'baseSeverity']
        .filter((key) => own(score.fields, key) === undefined)
        .map((key) => ({ place: score.place, message: `it has no "${key}", which the schema of CVSS 4.0 demands` })),
      ...dropped
        .filter((key) => own(score.fields, key) !== undefined)
        .map((key) => ({ place: `${score.place}/${key}`, message: 'the schema of CVSS 4.0 has no such field' })),
    ]),
}

/** 6.1.9 of CVSS 4.0: the number and its severity are those of the whole vector. */
export const cvss4Score: Check = {
  clause: '6.1.9',
  run: (root) =>
    scoresOf4(root).flatMap((score): readonly Fault[] => {
      const computed = scoreOf(textIn(score.fields, 'vectorString') ?? '')
      if (computed === undefined) return []
      const printed = own(score.fields, 'baseScore')
      const severity = textIn(score.fields, 'baseSeverity')
      const faults: Fault[] = []
      if (typeof printed === 'number' && printed !== computed)
        faults.push({
          place: `${score.place}/baseScore`,
          message: `${printed} is printed; the vector gives ${computed}`,
        })
      if (severity !== undefined && severity !== severityOf(computed))
        faults.push({
          place: `${score.place}/baseSeverity`,
          message: `${severity} is printed; ${computed} is ${severityOf(computed)}`,
        })
      return faults
    }),
}

function scoreOf(vector: string): number | undefined {
  if (vector.length > maxVectorChars || !vector.startsWith('CVSS:4.0/')) return undefined
  try {
    return new calculator.Cvss4P0(vector).calculateScores().overall
  } catch {
    return undefined
  }
}

/** CVSS v4.0 specification, table 24. */
function severityOf(score: number): string {
  if (score === 0) return 'NONE'
  if (score < 4) return 'LOW'
  if (score < 7) return 'MEDIUM'
  return score < 9 ? 'HIGH' : 'CRITICAL'
}

/** 6.1.56: one source rates a product by CVSS or in words, not both. */
export const cvssOrWords: Check = {
  clause: '6.1.56',
  run: (root) =>
    eachOf(root, 'vulnerabilities').flatMap((vulnerability): readonly Fault[] => {
      const rated = metricsOf(vulnerability)
      const keysOf = ({ fields }: Entry): readonly string[] =>
        textsIn(fields, 'products').map((id) => JSON.stringify([textIn(fields, 'source'), id]))
      const byNumber = new Set(rated.filter(({ content }) => hasCvss(content)).flatMap(({ metric }) => keysOf(metric)))
      return rated
        .filter(({ content }) => own(content.fields, 'qualitative_severity_rating') !== undefined)
        .filter(({ metric }) => keysOf(metric).some((key) => byNumber.has(key)))
        .map(({ content }) => ({
          place: `${content.place}/qualitative_severity_rating`,
          message: 'the same source rates one of these products by CVSS too',
        }))
    }),
}

function hasCvss({ fields }: Entry): boolean {
  return ['cvss_v2', 'cvss_v3', 'cvss_v4'].some((key) => own(fields, key) !== undefined)
}
