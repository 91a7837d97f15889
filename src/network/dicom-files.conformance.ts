import assert from 'node:assert/strict'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { observe } from './index.ts'

interface Indexed {
  readonly file: string
  readonly manufacturer?: string
  readonly model?: string
  readonly serial?: string
  readonly station?: string
  readonly software?: string
}

const fields = {
  manufacturer: 'maker',
  model: 'model',
  serial: 'serial',
  station: 'stationName',
  software: 'softwareVersion',
} as const

/** Objects that name a second machine beside the one that made them: the treatment machine of two plans. */
const namesMore = /\/rtplan(?:_truncated)?\.dcm$/

test(
  'every maker, model, serial number, station and version of the collected DICOM files is found, and no other',
  { skip: withoutSharedData() },
  async () => {
    const root = await sharedSet('dicom')
    const index = JSON.parse(readFileSync(join(root, 'INDEX.json'), 'utf8')) as readonly Indexed[]
    assert.ok(index.length > 200)
    for (const row of index) {
      const told = await factsIn(join(root, '..', row.file))
      for (const [key, field] of Object.entries(fields)) {
        const expected = parts(row[key as keyof typeof fields])
        const found = told.filter((fact) => fact.field === field).flatMap(({ value }) => parts(value))
        // The index was made by a program that could not read every file: what it does not tell is not checked.
        if (expected.length === 0) continue
        const missing = expected.filter((value) => !found.includes(value))
        const wrong = namesMore.test(row.file) ? [] : found.filter((value) => !expected.includes(value))
        assert.deepEqual({ missing, wrong }, { missing: [], wrong: [] }, `${row.file}: ${field}`)
      }
    }
  },
)

async function factsIn(path: string): Promise<readonly { readonly field: string; readonly value: string }[]> {
  const batches = await Array.fromAsync(observe(createReadStream(path), { now: () => new Date() }))
  assert.deepEqual(
    batches.flatMap(({ progress }) => progress.problems),
    [],
    path,
  )
  return batches.flatMap(({ observations }) => observations.flatMap(({ facts }) => facts))
}

function parts(text = ''): string[] {
  return text
    .split('\\')
    .map((part) => part.replaceAll(/ {2,}/g, ' ').trim())
    .filter((part) => part !== '')
}
