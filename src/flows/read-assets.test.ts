import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workbookOf } from '../../test/workbook.ts'
import { readAssetList } from '../inventory/index.ts'
import { readAssets } from './read-assets.ts'

const today = '2026-11-25'
const workbook = workbookOf({
  Parc: [
    ['tag', 'modele'],
    ['T1', 'Pump 3'],
  ],
})

test('a workbook is read in a thread of its own to the very same list, whole or in pieces', async () => {
  const here = await readAssetList(workbook, { today })
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < workbook.length; at += 100) yield workbook.subarray(at, at + 100)
  }
  assert.deepEqual(await readAssets(workbook, { today }), here)
  assert.deepEqual(await readAssets(pieces(), { today }), here)
})

test('an archive that is no workbook is refused, and reading can be aborted', async () => {
  const refused = await readAssets(Uint8Array.from([0x50, 0x4b, 0x03, 0x04]), { today })
  assert.equal(refused.is, 'refused')
  await assert.rejects(readAssets(workbook, { today, signal: AbortSignal.abort() }), /abort/i)
})
