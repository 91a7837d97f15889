import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { checkCsaf } from './index.ts'
import type { CsafProblem } from './index.ts'

interface Case {
  readonly id: string
  readonly failures?: readonly { readonly name: string }[]
  readonly valid?: readonly { readonly name: string }[]
}

/** Official files that are not judged as their makers say, by the end of their name, and why. */
const apart: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '2.0': {},
  '2.1': {
    '6-1-10-13': 'valid for 6.1.10, yet its baseScore is that of another vector (6.1.9)',
    '6-1-14-32': 'valid for 6.1.14, yet it mixes whole numbers with semantic versions (6.1.30)',
    '6-1-27-13-16': 'valid for 6.1.27.13, yet two products have one id (6.1.2)',
    '6-1-50-14':
      'two products have one id (6.1.2), and "vers:/all" is not the "vers:all/*" that the text of the standard demands',
    '6-1-50-15': 'valid for 6.1.50, yet two products have one id (6.1.2)',
    '6-1-60-02-01': 'only the schema of the extension tells, which would have to be fetched',
    '6-1-60-02-02': 'only the schema of the extension tells, which would have to be fetched',
    '6-1-60-03-01': 'only the metadata of the extension tell, which would have to be fetched',
    '6-1-60-03-02': 'only the metadata of the extension tell, which would have to be fetched',
  },
}

/** Examples of the standard that break a mandatory test of it: what is fixed has a vendor_fix (6.1.36). */
const examplesApart = ['rhsa-2021_5186.json', 'rhsa-2021_5217.json', 'rhsa-2022_0011.json']

async function check(path: string): Promise<readonly CsafProblem[]> {
  return checkCsaf(JSON.parse(readFileSync(path, 'utf8')))
}

for (const [version, exceptions] of Object.entries(apart)) {
  test(
    `each official case of CSAF ${version} is accepted, or its fault is named by its own clause`,
    { skip: withoutSharedData() },
    async () => {
      const folder = join(await sharedSet('csaf'), `tests/oasis/csaf_${version}/test/validator/data`)
      const { tests } = JSON.parse(readFileSync(join(folder, 'testcases.json'), 'utf8')) as { tests: readonly Case[] }
      const wrong: string[] = []
      let judged = 0
      for (const { id, failures = [], valid = [] } of tests.filter((each) => each.id.startsWith('6.1'))) {
        for (const { name } of [...failures, ...valid].filter((each) => existsSync(join(folder, each.name)))) {
          const clauses = (await check(join(folder, name))).map((problem) => problem.test ?? '')
          judged += 1
          const isRight = valid.some((each) => each.name === name) ? clauses.length === 0 : clauses.includes(id)
          if (!isRight) wrong.push(basename(name, '.json').replace(/^.*(?=6-1-)/, ''))
        }
      }
      assert.ok(judged >= 147, `${judged} files were found`)
      assert.deepEqual(wrong.toSorted(), Object.keys(exceptions).toSorted())
    },
  )
}

test('each example of the standard is accepted', { skip: withoutSharedData() }, async () => {
  const paths = globSync(`${await sharedSet('csaf')}/tests/oasis/csaf_2.*/examples/csaf/**/*.json`)
  assert.ok(paths.length > 40, `${paths.length} files were found`)
  const refused: string[] = []
  for (const path of paths) {
    const problems = await check(path)
    if (problems.length > 0) refused.push(basename(path))
    assert.ok(
      problems.every((problem) => problem.test === '6.1.36'),
      path,
    )
  }
  assert.deepEqual(refused.toSorted(), examplesApart)
})
