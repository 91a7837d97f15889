import assert from 'node:assert/strict'
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { countRows, exceptionRows, expectedOf, termsOf } from '../../test/sbom-counts.ts'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { readSbom } from './index.ts'

test(
  'every collected SBOM is read, and its components are those that were counted or a committed exception says why not',
  { skip: withoutSharedData() },
  async () => {
    const folder = await sharedSet('sboms')
    const exceptions = exceptionRows()
    const unused = new Set(termsOf(exceptions))
    const unexplained: string[] = []
    const rows = countRows(folder)
    let read = 0
    let components = 0
    for (const row of rows) {
      const bytes = readFileSync(join(folder, row.path))
      const reading = readSbom(bytes)
      const ours = reading.is === 'read' ? reading.sbom.components.length : 'notRead'
      const expected = expectedOf(row, bytes, exceptions)
      for (const term of expected.used) unused.delete(`${expected.exception}: ${term}`)
      if (ours !== expected.ours)
        unexplained.push(
          `${row.path}: ours ${ours}, expected ${expected.ours}, COUNTS ${row.theirs ?? 'none'} (${expected.exception})`,
        )
      if (reading.is === 'read') {
        read += 1
        components += reading.sbom.components.length
      }
    }
    console.log(
      `${rows.length} files: ${read} read with ${components} components, ${rows.length - read} recognised and named`,
    )
    assert.deepEqual(unexplained, [])
    assert.deepEqual([...unused], [], 'exceptions that explain nothing any more')
  },
)

test(
  'no file of the collected set makes a reader throw, and each problem has a place and a message',
  { skip: withoutSharedData() },
  async () => {
    const folder = await sharedSet('sboms')
    const files = globSync('**', { cwd: folder }).filter((path) => statSync(join(folder, path)).isFile())
    assert.ok(files.length > 2000, 'the set was not found, so nothing was checked')
    for (const path of files) {
      const reading = readSbom(readFileSync(join(folder, path)))
      const problems = reading.is === 'read' ? reading.sbom.problems : reading.problems
      for (const { place, message } of problems) assert.ok(place !== '' && message !== '', path)
    }
  },
)
