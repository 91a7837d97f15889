import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareVersions } from './index.ts'

const dpkg = 'dpkg'
const hasDpkg = spawnSync(dpkg, ['--version']).status === 0

const part = fc.constantFrom('0', '1', '9', '10', '007', 'a', 'b', 'A', '.', '+', '~', '~~', '-', 'ubuntu', 'deb')
const versions = fc
  .tuple(fc.constantFrom('', '0:', '1:'), fc.constantFrom('0', '1', '2'), fc.array(part, { maxLength: 6 }))
  .map(([epoch, first, rest]) => epoch + first + rest.join(''))

test('deb keys order 400 generated pairs as dpkg itself does', { skip: hasDpkg ? false : 'needs dpkg' }, () => {
  fc.assert(
    fc.property(versions, versions, (left, right) => {
      const found = compareVersions('deb', left, right)
      if (found === undefined) {
        assert.ok(!isDebVersion(left) || !isDebVersion(right), `${left} and ${right} have no order`)
        return
      }
      const relation = { '<': 'lt', '=': 'eq', '>': 'gt' }[found]
      assert.equal(
        spawnSync(dpkg, ['--compare-versions', left, relation, right]).status,
        0,
        `${left} ${found} ${right}`,
      )
    }),
    { numRuns: 400 },
  )
})

function isDebVersion(version: string): boolean {
  return spawnSync(dpkg, ['--validate-version', version]).status === 0
}
