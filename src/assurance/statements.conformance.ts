import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { faultsBy } from '../../test/sbom-validators.ts'
import { statementsToWrite } from '../../test/statements-to-write.ts'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { cycloneDxFields } from '../sbom/index.ts'
import { readStatements, statementWriters } from './index.ts'

const skip = { skip: withoutSharedData() }

const readAll = (paths: readonly string[]) =>
  paths.map((path) => ({ name: basename(path), reading: readStatements(readFileSync(path)) }))

const vexFiles = '{CycloneDX__*/**/*vex*.json,openvex__*/**/*vex*.json,anchore__grype/**/vex*/**/*.json}'

/** Files of others that state nothing, by the end of their path, and why. */
const silent: Readonly<Record<string, string>> = {
  'VEX/Use-Cases/Case-7/vex.json': 'its one analysis names no product, and the document describes none: told as lost',
  'vex/cdx-1-3-bom-example2-bom-vex.json': 'CycloneDX 1.3 has no statements; they stand in an extension of that time',
  'vex/cdx-1-4-bom-vex-template.json': 'a template whose vulnerabilities have no analysis',
}

/** Files of others of which something is told, and what. */
const told: Readonly<Record<string, RegExp>> = {
  'CISA-Use-Cases/Case-8/vex.json': /CVE-2021-45105 .* is stated as notAffected and as/,
  'VEX/Use-Cases/Case-7/vex.json': /names no product/,
  'vex/cdx-1-4-appthreat-vex.json': /the analysis has no state|a version is listed as unaffected/,
  'todo/cepe-aux.vex.json':
    /"add justification here" is no justification|a version is listed as affected, which counts/,
  'openvex/affected.openvex.json': /affected without an action statement/,
}

const endOf = (path: string, names: Readonly<Record<string, unknown>>): string | undefined =>
  Object.keys(names).find((name) => path.endsWith(name))

test(
  'every VEX file of others is read, states something, and nothing is told of it but what is listed here',
  skip,
  async () => {
    const folder = await sharedSet('vex')
    const paths = globSync(vexFiles, { cwd: folder }).filter(
      (path) => !/schema|context|results|metadata|lock/.test(path),
    )
    assert.ok(paths.length > 40, `${paths.length} files were found`)
    const unused = new Set([...Object.keys(silent), ...Object.keys(told)])
    for (const path of paths) {
      const reading = readStatements(readFileSync(join(folder, path)))
      if (reading.is !== 'read') assert.fail(`${path}: ${reading.because}`)
      const [mute, allowed] = [endOf(path, silent), endOf(path, told)]
      assert.equal(reading.statements.length === 0, mute !== undefined, path)
      const says = allowed === undefined ? undefined : told[allowed]
      assert.deepEqual(
        reading.problems.filter(({ message }) => says?.test(message) !== true),
        [],
        path,
      )
      if (reading.problems.length > 0 && allowed !== undefined) unused.delete(allowed)
      if (mute !== undefined && allowed === undefined) unused.delete(mute)
    }
    assert.deepEqual([...unused], [], 'exceptions that explain nothing any more')
  },
)

async function openVexFaults(): Promise<(document: unknown) => string[]> {
  const text = readFileSync(join(await sharedSet('vex'), 'openvex__spec/openvex_json_schema.json'), 'utf8')
  const { $schema: _edition, ...schema } = JSON.parse(text) as { $schema: string }
  return faultsBy(schema)
}

/** Every field of OpenVEX 0.2.0. */
const whole = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://acme.example/vex/7',
  author: 'Acme Medical',
  role: 'Vendor',
  timestamp: '2026-01-01T00:00:00Z',
  last_updated: '2026-01-02T00:00:00Z',
  version: 2,
  tooling: 'by hand',
  statements: [
    {
      '@id': 'https://acme.example/vex/7/1',
      version: 1,
      vulnerability: {
        '@id': 'https://acme.example/CVE-1',
        name: 'CVE-2026-0001',
        description: 'a',
        aliases: ['GHSA-1'],
      },
      timestamp: '2026-01-01T00:00:00Z',
      last_updated: '2026-01-01T00:00:00Z',
      products: [
        {
          '@id': 'pkg:generic/acme/infusa@4.2',
          identifiers: { purl: 'pkg:generic/acme/infusa@4.2', cpe23: 'cpe:2.3:h:acme:infusa:4.2:*:*:*:*:*:*:*' },
          hashes: { 'sha-256': 'ab'.repeat(32) },
          subcomponents: [
            { '@id': 'pkg:npm/pad@1', identifiers: { purl: 'pkg:npm/pad@1' }, hashes: { md5: 'ab'.repeat(16) } },
          ],
        },
      ],
      status: 'not_affected',
      supplier: 'Acme Medical',
      status_notes: 'a',
      justification: 'component_not_present',
      impact_statement: 'a',
      action_statement: 'a',
      action_statement_timestamp: '2026-01-01T00:00:00Z',
    },
  ],
}

/** The document once for each of its values, with that value gone or another in its place, or with a stranger beside it. */
function* damaged(document: object): Generator<object> {
  const walk = function* (value: unknown, path: readonly string[]): Generator<readonly string[]> {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      yield [...path, key]
      yield* walk(inner, [...path, key])
    }
  }
  for (const path of walk(document, [])) {
    for (const other of [7.5, 'nonsense', null, [], {}, true])
      yield changed(document, path, (holder, key) => void (holder[key] = other))
    yield changed(
      document,
      path,
      (holder, key) => void (Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key]),
    )
    yield changed(document, path, (holder) => void (holder['stranger'] = 'a'))
  }
}

type Holder = Record<string, unknown>

function changed(document: object, path: readonly string[], change: (holder: Holder, key: string) => void): object {
  const copy = structuredClone(document) as Holder
  const holder = path.slice(0, -1).reduce<Holder>((at, key) => at[key] as Holder, copy)
  change(holder, path.at(-1) ?? '')
  return copy
}

test('whatever the schema of OpenVEX refuses is told, of each field, gone or of another kind', skip, async () => {
  const faults = await openVexFaults()
  assert.deepEqual(faults(whole), [])
  assert.deepEqual(readStatements(Buffer.from(JSON.stringify(whole))).problems, [])
  let refused = 0
  for (const document of damaged(whole)) {
    const text = JSON.stringify(document)
    const broken = faults(JSON.parse(text))
    if (broken.length === 0) continue
    refused += 1
    const reading = readStatements(Buffer.from(text))
    assert.ok(reading.is === 'notRead' || reading.problems.length > 0, `${broken.join()}: ${text}`)
  }
  assert.ok(refused > 250, `${refused} documents were refused`)
})

test('what is exported as OpenVEX follows its schema', skip, async () => {
  const faults = await openVexFaults()
  const writer = statementWriters[2]
  for (const written of fc.sample(statementsToWrite, { numRuns: 200, seed: 7 }))
    assert.deepEqual(faults(writer.write(written)), [])
})

test('the statements of the specification of CycloneDX are the same in XML as in JSON', skip, async () => {
  const folder = join(await sharedSet('sboms'), 'conformance/CycloneDX__specification/tools/src/test/resources')
  const read = (path: string): object => {
    const bytes = readFileSync(join(folder, path))
    const reading = readStatements(bytes, cycloneDxFields(bytes))
    if (reading.is !== 'read') assert.fail(`${path}: ${reading.because}`)
    assert.ok(reading.statements.length > 0, path)
    return { statements: reading.statements, problems: reading.problems }
  }
  for (const version of ['1.4', '1.5', '1.6', '1.7'])
    assert.deepEqual(
      read(`${version}/valid-vulnerability-${version}.xml`),
      read(`${version}/valid-vulnerability-${version}.json`),
      version,
    )
})

/** What the mandatory tests of CSAF on statements must name; `-0n` breaks it, `-1n` does not. */
const clauses = ['06', '27-07', '27-08', '27-09', '27-10', '32', '33']

test('what breaks a rule of CSAF on statements is named, and what breaks none is not', skip, async () => {
  const folder = await sharedSet('csaf')
  for (const clause of clauses) {
    const files = readAll(
      globSync(`${folder}/tests/oasis/csaf_2.0/test/validator/data/mandatory/*-6-1-${clause}-*.json`),
    )
    assert.ok(files.length > 0, clause)
    const named = `CSAF test 6.1.${clause.replace('-', '.').replaceAll(/\b0/g, '')}`
    for (const { name, reading } of files) {
      const isFaulty = /-0\d\.json$/.test(name)
      const problems = reading.problems.map(({ message }) => message)
      if (isFaulty) assert.ok(problems.length > 0, name)
      else assert.ok(!problems.some((each) => each.includes(`${named})`)), name)
    }
  }
})

test('the examples of CSAF VEX state what they are for, without a problem', skip, async () => {
  const folder = await sharedSet('csaf')
  const files = readAll(globSync(`${folder}/tests/oasis/csaf_2.*/examples/csaf/csaf_vex/*.json`))
  assert.ok(files.length >= 24, `${files.length} files`)
  for (const { name, reading } of files) {
    assert.equal(reading.is, 'read', name)
    assert.deepEqual(reading.problems, [], name)
    assert.ok(reading.is === 'read' && reading.statements.length > 0, name)
  }
})
