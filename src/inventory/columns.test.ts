import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAssetList } from './index.ts'
import { french, readList, today } from './testing.ts'

test('columns that are not read are shown, with how many lines they fill', async () => {
  const { columns } = await readList(french)
  assert.deepEqual(columns.at(-1), { position: 13, header: 'Code budgétaire', by: 'unknown', filledLines: 3 })
})

test('columns that the person chose outweigh their names', async () => {
  const list = await readList(french, {
    choices: [
      { field: 'supplier', column: 'code budgetaire' },
      { field: 'none', column: 'Désignation' },
    ],
  })
  const [monitor] = list.rows
  assert.deepEqual([monitor?.supplier, monitor?.family], ['H615', undefined])
  assert.equal(list.columns.at(-1)?.by, 'given')
})

test('a choice of a column that the list does not have is refused', async () => {
  for (const column of ['Nowhere', 40]) {
    const list = await readAssetList(Buffer.from(french), { today, choices: [{ field: 'udi', column }] })
    assert.match(list.is === 'refused' ? list.because : '', /no column for udi=/)
  }
})

test('columns that were accepted for an earlier list are read as they were then, and what a person says now goes before', async () => {
  const text = 'Stand;\nTag No;Kram;Ding\nA1;S100;Pump 3\n'
  const accepted = [{ headers: ['TAG NO', 'kram', 'ding'], fields: ['assetTag', 'serial', 'model'] as const }]
  const list = await readList(text, { accepted })
  assert.deepEqual(
    list.rows.map(({ assetTag, serial, model }) => [assetTag, serial, model]),
    [['A1', 'S100', 'Pump 3']],
  )
  assert.deepEqual(new Set(list.columns.map(({ by }) => by)), new Set(['remembered']))
  const corrected = await readList(text, { accepted, choices: [{ field: 'serial', column: 3 }] })
  assert.deepEqual([corrected.rows[0]?.serial, corrected.rows[0]?.model], ['Pump 3', undefined])
  const other = await readAssetList(Buffer.from('Tag No;Kram\nA1;S100\n'), { today, accepted })
  assert.equal(other.is, 'refused', 'another count of columns is another list')
})

test('of two columns for one field the better named is read, and the other is shown', async () => {
  const list = await readList('tag;Référence;Modèle\n1;862442;MX700\n')
  assert.equal(list.rows[0]?.model, 'MX700')
  assert.equal(list.columns[1]?.by, 'repeated')
})
