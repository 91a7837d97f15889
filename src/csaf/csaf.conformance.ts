import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { checkCsaf } from './index.ts'

/** The official cases of the mandatory tests (6.1.x), with how many of the invalid ones must be found invalid, and of the valid ones valid. */
const sets: readonly { readonly version: string; readonly invalid: number; readonly valid: number }[] = [
  { version: '2.0', invalid: 0.98, valid: 1 },
  { version: '2.1', invalid: 0.7, valid: 0.95 },
]

interface Case {
  readonly id: string
  readonly failures?: readonly { readonly name: string }[]
  readonly valid?: readonly { readonly name: string }[]
}

for (const { version, invalid, valid } of sets) {
  test(
    `official cases of CSAF ${version} are told apart, and faults are named`,
    { skip: withoutSharedData() },
    async () => {
      const folder = join(await sharedSet('csaf'), `tests/oasis/csaf_${version}/test/validator/data`)
      const { tests } = JSON.parse(readFileSync(join(folder, 'testcases.json'), 'utf8')) as { tests: readonly Case[] }
      const told = { invalid: [0, 0], valid: [0, 0] }
      const apart: string[] = []
      for (const { id, failures = [], valid: sound = [] } of tests.filter((each) => each.id.startsWith('6.1'))) {
        for (const [kind, cases] of [
          ['invalid', failures],
          ['valid', sound],
        ] as const) {
          for (const { name } of cases) {
            if (!existsSync(join(folder, name))) continue
            const problems = await checkCsaf(JSON.parse(readFileSync(join(folder, name), 'utf8')))
            const isRight = problems.length > 0 === (kind === 'invalid')
            told[kind] = [(told[kind][0] ?? 0) + (isRight ? 1 : 0), (told[kind][1] ?? 0) + 1]
            if (!isRight) apart.push(`${id} ${name} ${problems.map((problem) => problem.test).join(' ')}`)
          }
        }
      }
      const share = ([right = 0, all = 0]: readonly number[]): number => right / all
      assert.ok(share(told.invalid) >= invalid, `${told.invalid.join(' of ')} invalid\n${apart.join('\n')}`)
      assert.ok(share(told.valid) >= valid, `${told.valid.join(' of ')} valid\n${apart.join('\n')}`)
    },
  )
}
