import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { assetFields, readAssetList } from '../inventory/index.ts'
import type { AssetList } from '../inventory/index.ts'
import type { AssetRow, Observation } from '../model/index.ts'
import { toCsvLine } from '../reports/index.ts'
import { createOrganisation, exportAssets, fuseObservations, importAssets, takeObservations } from './index.ts'

const store = await testStore(test)
const organisation = await createOrganisation(store, 'North')
const { organisationId } = organisation
const now = new Date('2026-11-26T08:00:00Z')

const headers = ['tag', 'serie', 'fabricant', 'modele', 'version logicielle', 'mac', 'ip', 'date mise en service', 'statut', 'avec logiciel', 'date de réforme', 'ae title', 'service', 'udi'] // prettier-ignore
const lines = [
  ['0001', 'S-001', 'Philips', 'MX700', '1.10', '00:09:fb:12:34:56', '10.0.0.1', '2020-01-02', 'en panne', 'oui', '', 'CT1', 'Réa;1', ''],
  ['=1+1', '+33', '@maker', '-model', '', '', '', '', 'prêté', 'non', '', '', '"a", b', '(01)04046964000003(21)+33'],
  ['0003', '000123456789012345', 'GE', 'B650', 'v2', '00:09:fb:12:34:57,00:09:fb:12:34:58', '10.0.0.3,fd00::1', '', 'réformé', '', '2025-06-30', '', 'été', ''],
] // prettier-ignore

test('a list that is exported in any language and form and imported again changes nothing', async () => {
  const bytes = Buffer.from([headers, ...lines].map((cells) => toCsvLine(cells, ';')).join(''))
  const imported = await importAssets(store, { organisationId, fileName: 'a.csv', bytes, dryRun: false, now })
  assert.ok(imported.is === 'imported' && imported.keptApart.length === 0, JSON.stringify(imported))
  const before = imported.list.rows
  for (const language of ['en', 'fr'] as const) {
    for (const form of ['csv', 'xlsx'] as const) {
      const exported = await exportAssets(store, { organisation, form, language, now })
      const file = Buffer.concat([...exported.pieces])
      assert.equal(exported.fileName, `equipment-2026-11-26.${form}`)
      const list = await readAssetList(file, { today: '2026-11-26' })
      assert.ok(list.is === 'list')
      checkColumns(list)
      assert.deepEqual(facts(list.rows), facts(before), `${language} ${form}`)
      const again = await importAssets(store, { organisationId, fileName: 'b', bytes: file, dryRun: false, now })
      assert.ok(again.is === 'imported')
      const { plan } = again
      assert.deepEqual(
        [plan.added.length, plan.changed.length, plan.absent.length, again.keptApart.length],
        [0, 0, 0, 0],
      )
      assert.equal(plan.unchanged.length, lines.length)
    }
  }
})

test('a CSV runs no formula in a spreadsheet', async () => {
  const { pieces } = await exportAssets(store, { organisation, form: 'csv', language: 'en', now })
  const text = Buffer.concat([...pieces]).toString()
  assert.match(text, /^\u{feff}Asset tag,UDI,Serial number/u)
  assert.match(text, /^'=1\+1,/m)
  assert.doesNotMatch(text, /(?:^|,)[=+@-]/m)
})

test('what was seen on the network stands beside the list, and how each device stands to it', async () => {
  const seenAt = Date.parse('2026-11-26T07:00:00Z')
  const seen: Observation = {
    subject: { mac: '00:09:fb:12:34:56', ip: '10.0.0.9', aeTitle: 'CT9' },
    protocol: 'dicom',
    facts: [{ field: 'softwareVersion', value: '1.11' }],
    confidence: 'explicit',
    firstSeenAt: seenAt,
    lastSeenAt: seenAt,
    count: 1,
    place: 'packet 1',
  }
  await takeObservations(store, {
    organisationId,
    sensor: 'north',
    batchId: '1',
    source: 'a.pcap',
    batch: { observations: [seen], flows: [] },
    now,
  })
  await fuseObservations(store, { organisationId })
  const { pieces } = await exportAssets(store, { organisation, form: 'csv', language: 'en', now })
  const text = Buffer.concat([...pieces]).toString()
  assert.match(text, /^0001,.*,matched,list,1\.11,00:09:fb:12:34:56,10\.0\.0\.9,,CT9,2026-11-26/m)
  assert.match(text, /^0003,.*,only in the list,list,,,,,,/m)
})

function checkColumns({ columns }: AssetList): void {
  const listed = columns.slice(0, assetFields.length)
  for (const { header, field, by } of listed) assert.ok(field !== undefined && by === 'named', header)
  assert.equal(new Set(listed.map(({ field }) => field)).size, assetFields.length)
  for (const { header, field } of columns.slice(assetFields.length)) assert.equal(field, undefined, header)
}

/** In the order of asset tags, without what tells of the file. */
function facts(rows: readonly AssetRow[]): unknown[] {
  return rows
    .map(({ line: _line, assumed: _assumed, ...row }) => row)
    .toSorted((a, b) => ((a.assetTag ?? '') < (b.assetTag ?? '') ? -1 : 1))
}
