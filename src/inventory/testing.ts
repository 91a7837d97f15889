import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readAssetList } from './index.ts'
import type { AssetList, ReadOptions } from './index.ts'

/** The day on which the lists of the tests are read. */
export const today = '2026-11-25'
/** A list as a French hospital exports it, with titles above its headers. */
export const french = readFileSync(join(import.meta.dirname, 'fixtures/gmao-fr.csv'), 'utf8')

/** The list that is read; the test fails where it is refused. */
export async function readList(content: string | Uint8Array, options: Partial<ReadOptions> = {}): Promise<AssetList> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const list = await readAssetList(bytes, { today, ...options })
  assert.equal(list.is, 'list', list.is === 'refused' ? list.because : '')
  return list
}
