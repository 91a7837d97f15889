import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { workbookOf } from '../../test/workbook.ts'
import { FlowError } from './error.ts'
import { createOrganisation, forgetColumns, importAssets, listColumns, readAssetColumnChoices } from './index.ts'
import type { AssetsImported } from './index.ts'

const store = await testStore(test)
const north = await createOrganisation(store, 'North')
const south = await createOrganisation(store, 'South')

const sheet = (tag: string): Uint8Array =>
  workbookOf({
    Export: [
      ['Code bien', 'Zone 7', 'Kram'],
      [tag, `S-${tag}`, 'Pump 3'],
    ],
  })

async function take(
  { organisationId }: typeof north,
  tag: string,
  { columns, dryRun = false }: { readonly columns?: string; readonly dryRun?: boolean } = {},
): Promise<Exclude<AssetsImported, { readonly is: 'refused' }>> {
  const imported = await importAssets(store, {
    organisationId,
    fileName: 'gmao.xlsx',
    bytes: sheet(tag),
    dryRun,
    now: new Date(),
    ...(columns === undefined ? {} : { choices: readAssetColumnChoices(columns) }),
  })
  assert.ok(imported.is !== 'refused', imported.is === 'refused' ? imported.because : '')
  return imported
}

const meaningsOf = ({ list }: { list: { columns: readonly { field?: string; by: string }[] } }): string[] =>
  list.columns.map(({ field, by }) => `${field ?? 'not read'} ${by}`)

test('columns that a person corrected are used for the next list with the same headers, by that organisation alone', async () => {
  const columns = 'serial=Zone 7,model=3'
  assert.deepEqual(meaningsOf(await take(north, 'T0', { columns, dryRun: true })), [
    'assetTag named',
    'serial given',
    'model given',
  ])
  assert.deepEqual((await listColumns(store, north)).items, [], 'a dry run remembers nothing')
  await take(north, 'T1', { columns })
  const next = await take(north, 'T2', { dryRun: true })
  assert.deepEqual(meaningsOf(next), ['assetTag remembered', 'serial remembered', 'model remembered'])
  assert.equal(next.list.rows[0]?.serial, 'S-T2')
  const corrected = await take(north, 'T2', { columns: 'ward=Zone 7' })
  assert.deepEqual(meaningsOf(corrected), ['assetTag remembered', 'ward given', 'model remembered'])
  const { items } = await listColumns(store, north)
  assert.deepEqual(
    items.map(({ kind, headers, fields }) => ({ kind, headers, fields })),
    [{ kind: 'equipment', headers: ['Code bien', 'Zone 7', 'Kram'], fields: ['assetTag', 'ward', 'model'] }],
  )
  const refused = await importAssets(store, {
    organisationId: south.organisationId,
    fileName: 'gmao.xlsx',
    bytes: sheet('T3'),
    dryRun: true,
    now: new Date(),
  })
  assert.equal(refused.is, 'refused', 'the other organisation has to say so itself')
})

test('what is forgotten is guessed anew', async () => {
  const [kept] = (await listColumns(store, north)).items
  await assert.rejects(forgetColumns(store, south, kept?.listColumnsId ?? 0), FlowError)
  await forgetColumns(store, north, kept?.listColumnsId ?? 0)
  assert.deepEqual((await listColumns(store, north)).items, [])
})

test('a choice that names no field is told with the fields there are', () => {
  assert.throws(() => readAssetColumnChoices('colour=2'), /FIELD is one of assetTag, udi, serial/)
  assert.deepEqual(readAssetColumnChoices('assettag=A, b,none=2'), [
    { field: 'assetTag', column: 'A, b' },
    { field: 'none', column: 2 },
  ])
})
