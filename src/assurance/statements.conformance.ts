import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { readStatements } from './index.ts'

const readAll = (paths: readonly string[]) =>
  paths.map((path) => ({ name: basename(path), reading: readStatements(readFileSync(path)) }))

test(
  'every VEX file of others is read, and states something wherever it holds an analysis',
  { skip: withoutSharedData() },
  async () => {
    const folder = await sharedSet('vex')
    const files = readAll(
      globSync(`${folder}/{CycloneDX__*/**/*vex*.json,openvex__*/**/*vex*.json,anchore__grype/**/vex*/**/*.json}`),
    ).filter(({ name }) => !/schema|context|results|metadata|lock/.test(name))
    assert.ok(files.length > 40, `${files.length} files were found`)
    const refused = files.filter(({ reading }) => reading.is !== 'read').map(({ name }) => name)
    assert.deepEqual(
      refused.filter((name) => !/@|metadata|lock/.test(name)),
      [],
    )
    const states = files.filter(({ reading }) => reading.is === 'read' && reading.statements.length > 0)
    assert.ok(states.length > 35, `${states.length} files state something`)
  },
)

/** What the mandatory tests of CSAF on statements must name; `-0n` breaks it, `-1n` does not. */
const clauses = ['06', '27-07', '27-08', '27-09', '27-10', '32', '33']

test(
  'what breaks a rule of CSAF on statements is named, and what breaks none is not',
  { skip: withoutSharedData() },
  async () => {
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
  },
)

test('the examples of CSAF VEX state what they are for, without a problem', { skip: withoutSharedData() }, async () => {
  const folder = await sharedSet('csaf')
  const files = readAll(globSync(`${folder}/tests/oasis/csaf_2.*/examples/csaf/csaf_vex/*.json`))
  assert.ok(files.length >= 24, `${files.length} files`)
  for (const { name, reading } of files) {
    assert.equal(reading.is, 'read', name)
    assert.deepEqual(reading.problems, [], name)
    assert.ok(reading.is === 'read' && reading.statements.length > 0, name)
  }
})
