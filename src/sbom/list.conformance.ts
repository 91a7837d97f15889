import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { readSbom } from './index.ts'

/** Components by the file that a converter of CycloneDX writes and reads as CSV; the last two are no lists of components. */
const expected: Readonly<Record<string, number | undefined>> = {
  'bom.csv': 78,
  'bom-lowercase-field-names.csv': 4,
  'bom-minimum-viable.csv': 4,
  'valid-component-hashes.csv': 1,
  'valid-component-swid.csv': 1,
  'valid-component-swid-full.csv': 1,
  'valid-component-types.csv': 8,
  'valid-license-expression.csv': 1,
  'valid-license-id.csv': 1,
  'valid-license-name.csv': 1,
  'cyclonedx-in-the-wild-dataset-metadata.csv': undefined,
  'spdx-in-the-wild-dataset-metadata.csv': undefined,
}

test(
  'the collected lists in CSV are read without a guess, and what is none is refused',
  { skip: withoutSharedData() },
  async () => {
    const folder = await sharedSet('sboms')
    const paths = globSync('**/*.csv', { cwd: folder })
    assert.ok(paths.length > 10, 'the set was not found, so nothing was checked')
    for (const path of paths) {
      const name = path.split('/').at(-1) ?? ''
      const reading = readSbom(readFileSync(join(folder, path)))
      assert.equal(reading.is === 'read' ? reading.sbom.components.length : undefined, expected[name], path)
      if (reading.is === 'read') assert.deepEqual(reading.sbom.list?.guesses, [], path)
    }
  },
)
