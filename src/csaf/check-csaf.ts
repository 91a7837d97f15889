import type { CsafDocument, CsafProblem } from './document.ts'
import { isFields, own } from './fields.ts'
import { readCsaf } from './read-csaf.ts'

/** Profiles that 2.1 added; the library's test of names takes them for misspelt ones. */
const newProfiles = new Set(['csaf_withdrawn', 'csaf_superseded', 'csaf_deprecated_security_advisory'])

/**
 * Tests of the library that refuse what the standard allows: gaps of revisions and products of `product_paths` (our reading tells what is wrong with these), names of
 * new profiles, scores of CVSS 4.
 */
function isOutdated(name: string, { category, csafVersion, vulnerabilities }: CsafDocument): boolean {
  if (name === 'mandatoryTest_6_1_21') return true
  if (csafVersion !== '2.1') return false
  if (name === 'mandatoryTest_6_1_1') return true
  const hasCvss4 = vulnerabilities.some(({ scores }) => scores.some(({ vector }) => vector.startsWith('CVSS:4')))
  if (name === 'mandatoryTest_6_1_8' || name === 'mandatoryTest_6_1_9') return hasCvss4
  return name === 'mandatoryTest_6_1_26' && newProfiles.has(category)
}

type DocumentTest = (document: unknown) => unknown

/**
 * Everything that is wrong with a CSAF document: what reading it finds, and what the schema (2.0) and the mandatory tests of the standard find, each with its
 * clause and place. Empty for a valid one. Nothing is fetched. The library is loaded only here, when somebody asks.
 */
export async function checkCsaf(value: unknown): Promise<readonly CsafProblem[]> {
  const reading = readCsaf(value)
  if (reading.is === 'notCsaf') return [{ severity: 'lost', place: '/', message: reading.because }]
  const { default: validate } = await import('@secvisogram/csaf-validator-lib/validate.js')
  const found: CsafProblem[] = []
  for (const test of await testsFor(reading.document)) {
    try {
      const { tests } = await validate([test], value)
      for (const { name, isValid, errors } of tests) if (!isValid) found.push(...toProblems(name, errors))
    } catch {
      const message = 'the document is so far from the schema that this test could not be made'
      found.push({ severity: 'doubt', place: '/', message, test: clauseOf(test.name) })
    }
  }
  const told = new Set(reading.document.problems.map(({ test }) => test ?? ''))
  return [...reading.document.problems, ...found.filter(({ test = '' }) => !told.has(test))]
}

async function testsFor(document: CsafDocument): Promise<readonly DocumentTest[]> {
  const library: unknown =
    document.csafVersion === '2.1'
      ? await import('@secvisogram/csaf-validator-lib/csaf_2_1/mandatoryTests.js')
      : await import('@secvisogram/csaf-validator-lib/basic.js')
  if (!isFields(library)) return []
  return Object.keys(library)
    .filter((name) => name !== 'default' && !isOutdated(name, document))
    .map((name) => own(library, name))
    .filter((test) => typeof test === 'function')
    .map((test) => test as DocumentTest)
}

function toProblems(name: string, errors: readonly unknown[]): readonly CsafProblem[] {
  const test = clauseOf(name)
  const notPassed = 'the document does not pass this test'
  if (errors.length === 0) return [{ severity: 'doubt', place: '/', message: notPassed, test }]
  return errors.map((error) => {
    const said = isFields(error) ? { place: own(error, 'instancePath'), message: own(error, 'message') } : {}
    const place = typeof said.place === 'string' && said.place !== '' ? said.place : '/'
    return { severity: 'doubt', place, message: typeof said.message === 'string' ? said.message : notPassed, test }
  })
}

/** `mandatoryTest_6_1_27_3` is clause 6.1.27.3; anything else is the schema. */
function clauseOf(name: string): string {
  return name.startsWith('mandatoryTest_') ? name.replace('mandatoryTest_', '').replaceAll('_', '.') : 'schema'
}
