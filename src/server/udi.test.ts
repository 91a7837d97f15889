import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import { createOrganisation } from '../flows/index.ts'

const store = await testStore(test)
await createOrganisation(store, 'North')
await createOrganisation(store, 'South')
const server = await testServer(test, store)

interface Shown {
  readonly udi: { readonly serial?: string; readonly isChecked?: boolean; readonly expiresOn?: string }
  readonly devices: readonly { readonly assetTag: string; readonly by: string }[]
}

async function show(text: string, organisation = 'North'): Promise<Shown> {
  const answered = await server.ask(`GET /udi?organisation=${organisation}&text=${encodeURIComponent(text)}`)
  assert.equal(answered.status, 200, answered.text)
  return answered.json as Shown
}

test('a scanned label is taken apart and finds its device, those of its serial number and those of its model', async () => {
  const list = [
    'tag;udi;serie;modele;fabricant',
    'A;(01)04046964000003(21)S-1;;Pump;Acme',
    'B;4046964000003;S-2;Pump;Acme',
    'C;;S1;Scale;Other',
    'D;(01)00884838088658(21)S1;;Monitor;Third',
  ].join('\n')
  assert.equal((await server.ask('POST /asset-lists?organisation=North', {}, list)).status, 200)
  const scanned = await show(']d201040469640000031727022810L7\u001d21S1')
  assert.deepEqual([scanned.udi.serial, scanned.udi.expiresOn], ['S1', '2027-02-28'])
  assert.deepEqual(
    scanned.devices.map(({ assetTag, by }) => `${assetTag} ${by}`),
    ['A udi', 'C serial', 'B model'],
  )
  assert.deepEqual((await show('(01)04046964000003(21)S1', 'South')).devices, [], 'of another organisation')
  const misread = await show('(01)04046964000004(21)S1')
  assert.deepEqual([misread.udi.isChecked, misread.devices], [false, []])
})

test('what is no UDI is answered with how to write one', async () => {
  const answered = await server.ask('GET /udi?organisation=North&text=hello')
  assert.equal(answered.status, 400)
  assert.match(answered.text, /no UDI of GS1/)
})

test('the inventory goes out as CSV or as a workbook, and only that of the organisation', async () => {
  const csv = await server.ask('GET /asset-lists?organisation=North&lang=fr')
  assert.equal(csv.status, 200, csv.text)
  assert.match(csv.text, /N° inventaire;IUD;N° de série/)
  assert.match(csv.text, /4046964000003/)
  assert.doesNotMatch((await server.ask('GET /asset-lists?organisation=South')).text, /4046964000003/)
  const workbook = await server.ask('GET /asset-lists?organisation=North&as=xlsx')
  assert.match(workbook.text, /^PK/)
})
