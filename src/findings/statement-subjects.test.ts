import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProductNamed } from '../model/index.ts'
import { subjectsOfPart, subjectsOfProduct, withoutNamesOfSome } from './statement-subjects.ts'

const named: ProductNamed = { name: '', purls: [], cpes: [], hashes: [], serials: [], modelNumbers: [], sbomIds: [] }

test('a statement recognises a file by a whole digest of a known algorithm alone', () => {
  const whole = { algorithm: 'sha256', hex: 'a'.repeat(64) }
  const hashes = [whole, { algorithm: 'sha256', hex: 'a'.repeat(8) }, { algorithm: 'crc32', hex: 'a'.repeat(8) }]
  for (const subjectsOf of [subjectsOfProduct, subjectsOfPart])
    assert.deepEqual(
      subjectsOf({ ...named, hashes }).flatMap(({ hash }) => hash ?? []),
      [`sha256:${whole.hex}`],
    )
})

test('a purl of one architecture names no whole version, and one with its origin does', () => {
  const origin = 'pkg:generic/Maker/Pump@1?download_url=https://example.org/p.bin&checksum=sha256:aa'
  const purls = [
    origin,
    'pkg:generic/Maker/Pump@1?arch=arm',
    'pkg:generic/Maker/Pump@1?os=linux',
    'pkg:npm/lib@1?arch=arm',
  ]
  assert.deepEqual(withoutNamesOfSome({ ...named, purls }).purls, [origin, 'pkg:npm/lib@1?arch=arm'])
})

test('a CPE of a version of hardware names no version of the software', () => {
  const [software, unversioned] = ['cpe:2.3:o:maker:pump:1:*:*:*:*:*:*:*', 'cpe:2.3:h:maker:pump:-:*:*:*:*:*:*:*']
  const cpes = [software, unversioned, 'cpe:2.3:h:maker:pump:1:*:*:*:*:*:*:*']
  assert.deepEqual(withoutNamesOfSome({ ...named, cpes }).cpes, [software, unversioned])
})
