import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { countRows } from '../../test/sbom-counts.ts'
import { essenceOf } from '../../test/sbom-alike.ts'
import { cycloneDxFaults, faultsBy, spdxFaults } from '../../test/sbom-validators.ts'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import type { Sbom } from '../model/index.ts'
import { readSbom, writers } from './index.ts'

const spdxSchema = 'quality/OpenChain-Project__Telco-WG/schemas/internal/spdx-v2.3-origin-schema.json'

test(
  'every collected SBOM is written in each format so that the official schema accepts it, and reads back without loss',
  { skip: withoutSharedData() },
  async () => {
    const folder = await sharedSet('sboms')
    const bySchema = faultsBy(JSON.parse(readFileSync(join(folder, spdxSchema), 'utf8')) as object)
    const wrong: string[] = []
    let written = 0
    for (const { path } of countRows(folder)) {
      const reading = readSbom(readFileSync(join(folder, path)))
      if (reading.is === 'notRead') continue
      for (const writer of writers) {
        written += 1
        const fault = faultOf(writer, reading.sbom, (document) => [...bySchema(document), ...spdxFaults(document)])
        if (fault !== undefined) wrong.push(`${path} as ${writer.id}: ${fault}`)
      }
    }
    console.log(`${written} documents written and read back`)
    assert.deepEqual(wrong, [])
  },
)

function faultOf(
  writer: (typeof writers)[number],
  sbom: Sbom,
  spdx: (document: unknown) => string[],
): string | undefined {
  const frame = {
    name: 'collected',
    documentId: '3e671687-395b-41f5-a30f-a58921a69b79',
    writtenAt: '2026-01-02T03:04:05.678Z',
    version: '0.1.0',
    sources: [],
    sourcesOf: () => [],
    correctedOf: () => undefined,
  }
  const bytes = Buffer.from([...writer.write(sbom, frame)].join(''))
  const document: unknown = JSON.parse(bytes.toString('utf8'))
  const [fault] = writer.id === 'cyclonedx' ? cycloneDxFaults(document) : spdx(document)
  if (fault !== undefined) return fault
  const back = readSbom(bytes)
  if (back.is === 'notRead') return back.because
  const ids = new Map(back.sbom.components.map(({ ref }, index) => [ref, sbom.components[index]?.ref ?? ref]))
  const nameOf = writer.id === 'cyclonedx' ? undefined : (ref: string): string => ids.get(ref) ?? ref
  try {
    assert.deepEqual(essenceOf(back.sbom, nameOf), essenceOf(sbom))
    return undefined
  } catch (error) {
    return error instanceof Error
      ? error.message
          .split('\n')
          .filter((line) => /^[+-] /.test(line.trim()))
          .slice(0, 6)
          .join(' | ')
      : 'differs'
  }
}
