import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workbookOf, workbookOfXml } from '../../../test/workbook.ts'
import { readAssetList } from '../index.ts'
import type { AssetList } from '../index.ts'

async function readList(bytes: Uint8Array): Promise<AssetList> {
  const list = await readAssetList(bytes, { today: '2026-11-25' })
  assert.equal(list.is, 'list', list.is === 'refused' ? list.because : '')
  return list
}

const headers = ['N° inventaire', 'N° de série', 'Modèle', 'Version logicielle', 'Date mise en service']

test('the first sheet with headers is read by its rows, and the others are named', async () => {
  const list = await readList(
    workbookOf({
      Lisez: [['Inventaire au 1er mars'], ['rien']],
      Parc: [['Parc biomédical'], ['', ''], headers, ['00012', 'S1', 'Pump 3', '1.10', '31/03/2024'], ['', 'S2']],
      Archive: [headers, ['9', 'S9', 'Old', '', '']],
    }),
  )
  assert.deepEqual([list.encoding, list.sheet, list.separator, list.headerLine], ['xlsx', 'Parc', undefined, 3])
  assert.deepEqual(
    list.rows.map(({ line, assetTag, serial, softwareVersion, inServiceOn }) => [
      line,
      assetTag,
      serial,
      softwareVersion,
      inServiceOn,
    ]),
    [
      [4, '00012', 'S1', '1.10', '2024-03-31'],
      [5, undefined, 'S2', undefined, undefined],
    ],
  )
  assert.match(JSON.stringify(list.problems), /sheet \\"Archive\\" with 2 rows is not read/)
})

test('days are read from day numbers and from cells that show a date', async () => {
  const styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
  const text = (words: string): string => `<c t="inlineStr"><is><t>${words}</t></is></c>`
  const rows = `<row>${headers.map(text).join('')}</row>
    <row>${text('1')}${text('S1')}<c/><c/><c><v>45382</v></c></row>
    <row>${text('2')}${text('S2')}<c/><c/><c s="1"><v>45382.5</v></c></row>`
  const list = await readList(workbookOfXml({ S: rows }, { 'xl/styles.xml': styles }))
  assert.deepEqual(
    list.rows.map(({ inServiceOn }) => inServiceOn),
    ['2024-03-31', '2024-03-31'],
  )
})

test('numbers that lost their digits count as empty, and versions stored as numbers are doubted', async () => {
  const list = await readList(
    workbookOf({
      S: [headers, [12, 2 ** 63, 'Pump', 1.1, ''], ['T2', 123456789012345, 'Pump', 2, '']],
    }),
  )
  assert.deepEqual(
    list.rows.map(({ assetTag, serial, softwareVersion }) => [assetTag, serial, softwareVersion]),
    [
      ['12', undefined, '1.1'],
      ['T2', '123456789012345', '2'],
    ],
  )
  const told = list.problems.map(({ message }) => message).join('\n')
  assert.match(told, /its digits are lost/)
  assert.match(told, /1 versions are stored as numbers, the first in row 2/)
})

test('a column without header is shown and not read, and takes no line with it', async () => {
  const list = await readList(
    workbookOf({
      S: [
        ['tag', 'modele'],
        ['1', 'Pump', '', 'note'],
        ['2', 'Pump'],
      ],
    }),
  )
  assert.equal(list.rows.length, 2)
  assert.deepEqual(
    list.columns.map(({ position, header, field, filledLines }) => [position, header, field, filledLines]),
    [
      [1, 'tag', 'assetTag', 2],
      [2, 'modele', 'model', 2],
      [3, '', undefined, 0],
      [4, '', undefined, 1],
    ],
  )
})

test('a million empty rows cost nothing and hide nothing', async () => {
  const row = (number: number, cells: string): string => `<row r="${number}">${cells}</row>`
  const text = (words: string): string => `<c t="inlineStr"><is><t>${words}</t></is></c>`
  const empty = Array.from({ length: 1_000_000 }, (_, n) => `<row r="${n + 2}"><c r="A${n + 2}" s="1"/></row>`).join('')
  const sheet = `${row(1, text('tag') + text('modele'))}${empty}${row(1_000_002, text('T1') + text('Pump'))}`
  const list = await readList(workbookOfXml({ S: sheet }))
  assert.deepEqual(
    list.rows.map(({ line, assetTag }) => [line, assetTag]),
    [[1_000_002, 'T1']],
  )
})
