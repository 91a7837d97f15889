import assert from 'node:assert/strict'
import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { checkOrderLines, compareVersions, parseVers } from './index.ts'
import { formatVers, schemeOfOrderFile, versContains } from './testing.ts'

const skip = withoutSharedData()

/** Columns: file, the line or test (`*` for a whole file), why our order differs from it. */
const exceptions = readFileSync(join(import.meta.dirname, 'public-lines-exceptions.tsv'), 'utf8')
  .split('\n')
  .filter((row) => row !== '' && !row.startsWith('#'))
  .map((row) => row.split('\t'))

/** Fails on a failure that is no exception, and on an exception that no longer fails. */
function assertOnlyExceptions(file: string, failures: ReadonlySet<string>): void {
  const excepted = exceptions.filter(([of]) => of === file).map(([, text]) => text ?? '')
  if (excepted[0] === '*') {
    assert.notEqual(failures.size, 0, `${file} holds now: take it out of the exceptions`)
    return
  }
  assert.deepEqual([...failures].toSorted(), excepted.toSorted())
}

test('every exception gives its reason, and none is listed twice', () => {
  for (const row of exceptions) assert.ok(row.length === 3 && (row[2] ?? '').length > 10, row.join(' '))
  assert.equal(new Set(exceptions.map(([file, text]) => `${file} ${text}`)).size, exceptions.length)
})

test('every line of the OSV comparison files holds, but for the exceptions', { skip }, async (context) => {
  const folder = join(await sharedSet('versions'), 'osv-scalibr')
  for (const file of readdirSync(folder)) {
    await context.test(file, async () => {
      const scheme = schemeOfOrderFile(file)
      assert.ok(scheme !== undefined, `no scheme for ${file}`)
      const failures = new Set<string>()
      const lines = createInterface({ input: createReadStream(join(folder, file)) })
      for await (const failed of checkOrderLines(scheme, lines)) failures.add(failed.text)
      assertOnlyExceptions(file, failures)
    })
  }
})

/** The parts that we use of https://packageurl.org/schemas/vers-test.schema-0.2.json */
interface VersTest {
  readonly test_type: 'comparison' | 'equality' | 'parse' | 'validate' | 'containment' | 'from_native'
  readonly input:
    | string
    | {
        readonly input_scheme: string
        readonly versions: readonly string[]
        readonly vers: string
        readonly version: string
      }
  readonly expected_output?: unknown
  readonly expected_failure?: boolean
}

test('every test of the VERS specification holds, but for the exceptions', { skip }, async (context) => {
  const folder = join(await sharedSet('versions'), 'vers-spec', 'tests')
  for (const file of readdirSync(folder)) {
    const { tests } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { readonly tests: readonly VersTest[] }
    // Ranges in the words of one package manager are no part of this room.
    const ours = tests.filter((versTest) => versTest.test_type !== 'from_native')
    if (ours.length === 0) continue
    await context.test(file, () => {
      assertOnlyExceptions(file, new Set(ours.filter((versTest) => !holds(versTest)).map(nameOf)))
    })
  }
})

function nameOf({ test_type, input }: VersTest): string {
  if (typeof input === 'string') return input
  return test_type === 'containment' ? `${input.vers} ${input.version}` : `${test_type} ${input.versions.join(' ')}`
}

function holds(versTest: VersTest): boolean {
  const { test_type, input, expected_output: expected } = versTest
  if (typeof input === 'string') return test_type === 'validate' ? readsAs(input, expected) : parsesAs(input, versTest)
  if (test_type === 'containment') {
    const parsed = parseVers(input.vers)
    return (
      parsed.is === 'vers' && versContains(parsed.vers, input.version) === (expected === true ? 'inside' : 'outside')
    )
  }
  const sorted = test_type === 'equality' ? input.versions : (expected as readonly string[])
  const orders = sorted.slice(1).map((right, i) => order(input.input_scheme, sorted[i] ?? '', right))
  if (test_type === 'equality') return orders.every((found) => found !== undefined && (found === '=') === expected)
  return orders.every((found, i) => found === '<' || (found === '=' && sorted[i] === sorted[i + 1]))
}

function order(versType: string, left: string, right: string): string | undefined {
  const parsed = parseVers(`vers:${versType}/*`)
  if (parsed.is !== 'vers' || parsed.vers.scheme === undefined) return undefined
  return compareVersions(parsed.vers.scheme, left, right)
}

function readsAs(text: string, expected: unknown): boolean {
  const parsed = parseVers(text)
  return parsed.is === 'vers' && formatVers(parsed.vers) === expected
}

/** A text that must not parse is one that we find not canonical. */
function parsesAs(text: string, versTest: VersTest): boolean {
  const parsed = parseVers(text)
  if (versTest.expected_failure === true) return parsed.is === 'unreadable' || parsed.vers.problems.length > 0
  if (parsed.is === 'unreadable' || parsed.vers.problems.length > 0) return false
  const { version_constraints: expected } = versTest.expected_output as { readonly version_constraints: unknown }
  const found = parsed.vers.constraints.map(({ comparator, version }) => [comparator, version])
  return JSON.stringify(found) === JSON.stringify(expected)
}
