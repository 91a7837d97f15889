import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { workbookOf, workbookOfXml } from '../../test/workbook.ts'
import { toCsvLine } from '../reports/index.ts'
import { importers, readAssetList } from './index.ts'
import { french, readList, today } from './testing.ts'

const english = readFileSync(join(import.meta.dirname, 'fixtures/cmms-en.tsv'), 'utf8')

async function refusalOf(content: string | Uint8Array): Promise<string> {
  const answer = await readAssetList(typeof content === 'string' ? Buffer.from(content) : content, { today })
  assert.equal(answer.is, 'refused')
  return answer.is === 'refused' ? answer.because : ''
}

test('a French list is read: titles above, `;`, leading zeros, makers as written', async () => {
  const list = await readList(french)
  assert.equal(list.separator, ';')
  assert.equal(list.headerLine, 4)
  assert.deepEqual(
    list.rows.map((row) => row.assetTag),
    ['0001204', '0001205', '0001206', '0001207', '0001208', '0001209', '0001214'],
  )
  assert.deepEqual(list.rows[0], {
    line: 5,
    assetTag: '0001204',
    family: 'Moniteur multiparamétrique',
    maker: 'Philips',
    model: 'IntelliVue MX700',
    serial: 'DE62100417',
    softwareVersion: 'M.04.03',
    ward: 'Réanimation',
    room: 'B2-214',
    macs: ['00:09:fb:12:34:56'],
    ips: ['10.20.3.14'],
    inServiceOn: '2019-02-03',
    status: 'inService',
    hasSoftware: true,
    assumed: ['hasSoftware'],
  })
})

test('cells are read for what people meant: Excel text, empty words, day numbers, quoted separators', async () => {
  const [, , pump, ventilator, , washer] = (await readList(french)).rows
  assert.equal(pump?.serial, '0045871')
  assert.equal(pump?.room, undefined)
  assert.equal(pump?.status, 'broken')
  assert.equal(ventilator?.model, 'Evita V500; adulte')
  assert.equal(ventilator?.inServiceOn, '2018-01-02')
  assert.deepEqual(ventilator?.ips, [])
  assert.equal(washer?.model, 'Série "46"')
  assert.equal(washer?.status, 'scrapped')
})

test('bad lines are kept apart, each with its number and what to do', async () => {
  const { rejected } = await readList(french)
  const expected: [number, RegExp][] = [
    [11, /asset tag 0001204 is already on line 5/],
    [12, /serial number de-62100418 of this maker is already on line 6/],
    [13, /nothing tells this device from another; add/],
    [14, /never closes/],
    [15, /3 cells where the headers have 13/],
    [16, /beyond the last of 13 headers/],
  ]
  assert.deepEqual(
    rejected.map(({ line }) => line),
    expected.map(([line]) => line),
  )
  for (const [index, [, problem]] of expected.entries()) assert.match(rejected[index]?.problem ?? '', problem)
  assert.match(rejected[3]?.text ?? '', /^0001211;Scope;"Philips/)
})

test('a doubtful cell is listed and left out, and its row stays', async () => {
  const { rows, problems } = await readList(french)
  const echograph = rows.find((row) => row.assetTag === '0001208')
  assert.deepEqual([echograph?.serial, echograph?.macs, echograph?.inServiceOn], [undefined, [], undefined])
  assert.deepEqual(
    problems.map(({ line, header }) => [line, header]),
    [
      [9, 'N° de série'],
      [9, 'Adresse MAC'],
      [9, 'Mise en service'],
      [17, 'État'],
    ],
  )
  assert.match(problems[0]?.message ?? '', /digits are lost/)
})

test('an English list is read: tabs, a misspelt header, two MAC columns, a column that says no', async () => {
  const list = await readList(english)
  assert.equal(list.separator, '\t')
  assert.deepEqual(list.columns[3], {
    position: 4,
    header: 'Serail Number',
    by: 'similar',
    field: 'serial',
    filledLines: 1,
  })
  const [pump, monitor] = list.rows
  assert.deepEqual(pump?.macs, ['00:40:9d:00:00:01', '00:40:9d:00:00:02', '00:40:9d:00:00:03'])
  assert.deepEqual(pump?.ips, ['fe80::1', '192.168.1.9'])
  assert.deepEqual([pump?.hasSoftware, pump?.serial, pump?.assumed], [true, '0012', []])
  assert.deepEqual([monitor?.hasSoftware, monitor?.status, monitor?.serial], [false, 'scrapped', undefined])
  assert.match(list.problems[0]?.message ?? '', /999\.1\.1\.1 is no IP address/)
})

test('a UDI tells the serial number where the list does not, and is doubted where the two differ or its check digit is wrong', async () => {
  const list = await readList(
    [
      'udi;n serie;modele',
      '(01)04046964000003(21)S-1;;Pump',
      '(01)04046964000003(21)S-2;T-2;Pump',
      '(01)04046964000004(21)S-3;T-3;Pump',
      '4046964000003;T-4;Pump',
      '04046964000003;;Pump',
    ].join('\n'),
  )
  assert.deepEqual(
    list.rows.map(({ serial, udi }) => [serial, udi]),
    [
      ['S-1', '(01)04046964000003(21)S-1'],
      ['T-2', '(01)04046964000003(21)S-2'],
      ['T-3', undefined],
      ['T-4', '4046964000003'],
    ],
  )
  const told = list.problems.map(({ line, message }) => `${line} ${message}`).join('\n')
  assert.match(told, /3 the UDI says serial number S-2, and the list T-2/)
  assert.match(told, /4 the check digit of the UDI/)
  assert.match(list.rejected[0]?.problem ?? '', /names a model and no single device/)
})

test('a scrapping date that has come scraps the device, unless the list gives its status', async () => {
  const { rows } = await readList(
    'tag;date de réforme;statut\n1;01/01/2020;\n2;01/01/2030;\n3;01/01/2020;en service\n4;oui;\n5;non;\n',
  )
  assert.deepEqual(
    rows.map((row) => row.status),
    ['scrapped', 'inService', 'inService', 'scrapped', 'inService'],
  )
})

const refusals: readonly (readonly [name: string, content: string | Uint8Array, because: RegExp])[] = [
  ['an empty file', '', /empty/],
  ['a ZIP file', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0]), /ZIP file and no Excel workbook/],
  ['a workbook without headers', workbookOf({ S: [['a', 'b']] }), /no line looks like headers/],
  [
    'a workbook that breaks off',
    workbookOfXml({ S: '<row r="1"><c><v>1</v></c></row><row' }),
    /cannot be read to its end/,
  ],
  ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), /old Excel workbook/],
  ['a PDF', '%PDF-1.7', /PDF/],
  ['a list without headers', '1;2;3\n4;5;6\n', /no line looks like headers/],
  ['a list whose columns identify no device', 'fabricant;modele\nPhilips;MX700\n', /no line looks like headers/],
  ['a list of 300 columns', `tag;modele;${'x;'.repeat(300)}y\n`, /more than 200/],
]

for (const [name, content, because] of refusals) {
  test(`${name} is refused with what to do`, async () => assert.match(await refusalOf(content), because))
}

test('a reading can be aborted', async () => {
  await assert.rejects(readAssetList(Buffer.from(french), { today, signal: AbortSignal.abort() }), /abort/i)
})

test('every importer has an id of its own and names its source', () => {
  assert.equal(new Set(importers.map(({ id }) => id)).size, importers.length)
  for (const { source } of importers) assert.ok(URL.canParse(source))
})

for (const importer of importers) {
  test(`${importer.id} never throws on random bytes, nor on random text below sound headers`, async () => {
    const text = fc
      .string({ unit: 'binary' })
      .map((tail) => Buffer.from(`tag;modele;serie;mac;ip;date sortie\n${tail}`))
    const awkward = fc.array(fc.constantFrom('"', ';', '\n', '\r', 'a', '""', '=', '\0', ',', '\t'), { maxLength: 60 })
    const quotes = awkward.map((parts) => Buffer.from(`tag;modele\n${parts.join('')}`))
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 400 }), text, quotes), async (bytes) => {
        const list = await importer.read(bytes, { today })
        assert.ok(list.is === 'refused' || list.rows.every((row) => row.line > list.headerLine))
      }),
    )
  })
}

test('what the CSV writer wrote is read back', async () => {
  const cell = fc
    .string({ minLength: 1, maxLength: 30 })
    .filter((s) => /^[^'\s]/.test(s) && /[^\s]$/.test(s) && !/\s\s/.test(s))
  const separator = fc.constantFrom(',', ';', '\t')
  const word = cell.filter((s) => /^[A-Za-z]{4,}/.test(s) || /^[=+@]/.test(s))
  await fc.assert(
    fc.asyncProperty(word, word, separator, async (model, ward, sep) => {
      const text = toCsvLine(['asset tag', 'model', 'ward'], sep) + toCsvLine(['T1', model, ward], sep)
      const { rows } = await readList(text)
      assert.deepEqual([rows[0]?.model, rows[0]?.ward], [model, ward])
    }),
  )
})
