import type { CsafDocument, CsafProblem } from './document.ts'
import { isFields, own } from './fields.ts'
import { readCsaf } from './read-csaf.ts'

/**
 * Tests of the library that refuse what the standard allows, or that our own make as it stands now: gaps of revisions and products of `product_paths` (our reading tells
 * what is wrong with these), names of profiles that 2.1 added, times of more than nine digits. The strict schema differs in refusing fields that it does not know.
 */
function isOutdated(name: string, { csafVersion }: CsafDocument): boolean {
  if (name === 'mandatoryTest_6_1_21') return true
  const made = ['csaf_2_1_strict', 'mandatoryTest_6_1_1', 'mandatoryTest_6_1_26', 'mandatoryTest_6_1_37']
  return csafVersion === '2.1' && made.includes(name)
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
  found.push(...(await checkByOwn(value, reading.document)))
  const told = new Set(reading.document.problems.map(({ test }) => test ?? ''))
  return [...reading.document.problems, ...found.filter(({ test = '' }) => !told.has(test))]
}

async function checkByOwn(value: unknown, { csafVersion }: CsafDocument): Promise<readonly CsafProblem[]> {
  if (!isFields(value)) return []
  const { checksOf20, checksOf21 } = await import('./checks/checks.ts')
  const checks = csafVersion === '2.1' ? checksOf21 : checksOf20
  return checks.flatMap(({ clause, run }) =>
    run({ fields: value, place: '' }).map((fault) => ({ severity: 'doubt' as const, ...fault, test: clause })),
  )
}

async function testsFor(document: CsafDocument): Promise<readonly DocumentTest[]> {
  const libraries: readonly unknown[] =
    document.csafVersion === '2.1'
      ? [
          await import('@secvisogram/csaf-validator-lib/csaf_2_1/schemaTests.js'),
          await import('@secvisogram/csaf-validator-lib/csaf_2_1/mandatoryTests.js'),
        ]
      : [await import('@secvisogram/csaf-validator-lib/basic.js')]
  return libraries
    .filter(isFields)
    .flatMap((library) =>
      Object.keys(library)
        .filter((name) => name !== 'default' && !isOutdated(name, document))
        .map((name) => own(library, name)),
    )
    .filter((test) => typeof test === 'function')
    .map((test) => test as DocumentTest)
}

function toProblems(name: string, errors: readonly unknown[]): readonly CsafProblem[] {
  const test = clauseOf(name)
  const notPassed = 'the document does not pass this test'
  if (errors.length === 0) return [{ severity: 'doubt', place: '/', message: notPassed, test }]
  const problems = errors.map((error): CsafProblem & { readonly test: string } => {
    const said = isFields(error) ? { place: own(error, 'instancePath'), message: own(error, 'message') } : {}
    const place = typeof said.place === 'string' && said.place !== '' ? said.place : '/'
    const message = typeof said.message === 'string' ? said.message : notPassed
    // What the schema demands of a score is a test of its own.
    return { severity: 'doubt', place, message, test: test === 'schema' && place.includes('/cvss_v') ? '6.1.8' : test }
  })
  const ofDraft = name === 'csaf_2_1' ? errors.map(isOfDraft) : []
  return problems.filter((problem, index) => !isMadeByOwn(problem) && ofDraft[index] !== true)
}

/** The schema of 2.1 in the library is an older draft: fields that came since are unknown to it, and times are made by our own (6.1.37). */
function isOfDraft(error: unknown): boolean {
  const keyword = isFields(error) ? own(error, 'keyword') : undefined
  return keyword === 'additionalProperties' || keyword === 'unevaluatedProperties' || keyword === 'format'
}

/** The library has an older draft of the schema of CVSS 4.0. */
function isMadeByOwn({ place, test }: { readonly place: string; readonly test: string }): boolean {
  return place.includes('/cvss_v4') && (test === '6.1.8' || test === '6.1.9')
}

/** `mandatoryTest_6_1_27_3` is clause 6.1.27.3; anything else is the schema. */
function clauseOf(name: string): string {
  return name.startsWith('mandatoryTest_') ? name.replace('mandatoryTest_', '').replaceAll('_', '.') : 'schema'
}
