import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeRows, writeObjects, writePdf } from '../../test/pdf-writer.ts'
import type { PlacedText } from '../../test/pdf-writer.ts'
import { optionsFor, sbomFixture } from '../../test/sbom-readings.ts'
import type { Sbom } from '../model/index.ts'
import { readPdf, readSbom } from './index.ts'
import type { ListHints } from './index.ts'

const edges = [50, 250, 350, 600]

async function readIt(bytes: Uint8Array, hints: Partial<ListHints> = {}): Promise<Sbom> {
  const options = await optionsFor(bytes)
  const reading = readSbom(bytes, { hints: { choices: [], ...options.hints, ...hints } })
  return reading.is === 'read' ? reading.sbom : assert.fail(reading.because)
}

const pageOf = (rows: readonly (readonly string[])[], leading?: number): PlacedText[] =>
  placeRows(rows, { edges, top: 500, ...(leading === undefined ? {} : { leading }) })

const said = ({ components }: Sbom): unknown[] =>
  components.map(({ name, version, supplier, description }) => [name, version, supplier, description])

test('a table over several pages is one list: titles, running feet and headers that come again are no components', async () => {
  const sbom = await readIt(sbomFixture('list-pdf/pump.pdf'))
  assert.deepEqual(sbom.format, { name: 'list', version: '', encoding: 'pdf' })
  assert.deepEqual(said(sbom), [
    ['OpenSSL', '1.0.2k', 'OpenSSL Software Foundation', 'TLS'],
    ['zlib', '1.2.11', undefined, 'compression of reports'],
    ['FreeRTOS', '10.4.3', 'Amazon', undefined],
    ['busybox', '1.31.0', undefined, undefined],
  ])
  assert.equal(sbom.list?.where, 'pages 1 to 3')
  assert.match(sbom.list?.otherTables[0]?.where ?? '', /foot of every page \(“Acme Medical - page 1”\)/)
  assert.match(sbom.list?.guesses.join() ?? '', /compare the table with the file/)
})

test('a name that wraps is one name where rows stand further apart than lines', async () => {
  const rows = [
    [50, 'Component', 'Version', 'Vendor'],
    [80, 'Windows 10 IoT', '1809', 'Microsoft'],
    [92, 'Enterprise LTSC', '', ''],
    [122, 'zlib', '1.2.11', ''],
    [152, 'busybox', '1.31.0', ''],
  ] as const
  const texts = rows.flatMap(([down, ...cells]) =>
    cells.flatMap((text, column) => (text === '' ? [] : [{ x: edges[column] ?? 0, y: 560 - down, text }])),
  )
  assert.deepEqual(
    (await readIt(writePdf([texts]))).components.map(({ name }) => name),
    ['Windows 10 IoT Enterprise LTSC', 'zlib', 'busybox'],
  )
})

/** Texts at these heights from the top; a row is its height and its cells. */
const placed = (rows: readonly (readonly [down: number, ...cells: string[]])[]): PlacedText[] =>
  rows.flatMap(([down, ...cells]) =>
    cells.flatMap((text, column) => (text === '' ? [] : [{ x: edges[column] ?? 0, y: 560 - down, text }])),
  )

test('headers of two lines are one, also where every page repeats them, and cells in the middle of their row stay in it', async () => {
  const page = (number: number): PlacedText[] =>
    placed([
      [50, 'Nom du', 'Version', 'Éditeur'],
      [62, 'composant', '', ''],
      [90, '', '', 'Some Software'],
      [96, `part ${number}`, `1.${number}`, ''],
      [102, '', '', 'Foundation'],
      [130, `other ${number}`, '2.0', 'Acme'],
    ])
  const sbom = await readIt(writePdf([page(1), page(2), page(3)]))
  assert.equal(sbom.list?.columns[0]?.header, 'Nom du composant')
  assert.deepEqual(
    sbom.components.map(({ name, version, supplier }) => [name, version, supplier]),
    [1, 2, 3].flatMap((number) => [
      [`part ${number}`, `1.${number}`, 'Some Software Foundation'],
      [`other ${number}`, '2.0', 'Acme'],
    ]),
  )
})

test('a row that a page cuts in two goes on at the head of the next', async () => {
  const first = placed([
    [50, 'Component', 'Version', 'Package URL'],
    [80, 'zlib', '1.2.11', 'pkg:generic/zlib'],
    [110, 'log4j', '2.14.0', 'pkg:maven/org.apache/'],
  ])
  const second = placed([
    [50, 'Component', 'Version', 'Package URL'],
    [80, '', '', 'log4j-core@2.14.0'],
    [110, 'busybox', '1.31.0', ''],
  ])
  const sbom = await readIt(writePdf([first, second]))
  assert.deepEqual(
    sbom.components.map(({ purls }) => purls[0]),
    ['pkg:generic/zlib', 'pkg:maven/org.apache/log4j-core@2.14.0', undefined],
  )
})

test('rows of nothing but a name are pointed out, since they may be second lines', async () => {
  const sbom = await readIt(
    writePdf([
      placed([
        [50, 'Component', 'Version', 'Vendor'],
        [62, 'A component of a', '1.0', 'Acme'],
        [74, 'long name', '', ''],
        [86, 'zlib', '1.2.11', ''],
      ]),
    ]),
  )
  assert.match(sbom.list?.guesses.join() ?? '', /1 rows have neither version nor identifier \("long name"\)/)
})

test('an identifier that was cut to fit its column is put together without a space', async () => {
  const sbom = await readIt(
    writePdf([
      pageOf([
        ['Component', 'Version', 'Package URL'],
        ['log4j', '2.14.0', 'pkg:maven/org.apache.logging.log4j/'],
        ['', '', 'log4j-core@2.14.0'],
        ['zlib', '1.2.11', ''],
      ]),
    ]),
  )
  assert.deepEqual(sbom.components[0]?.purls, ['pkg:maven/org.apache.logging.log4j/log4j-core@2.14.0'])
})

test('cells that are centred below their headers stay in their columns', async () => {
  const texts = [
    { x: 80, y: 500, text: 'Component' },
    { x: 260, y: 500, text: 'Version' },
    { x: 400, y: 500, text: 'Supplier' },
    { x: 60, y: 480, text: 'OpenSSL cryptography' },
    { x: 265, y: 480, text: '3.0' },
    { x: 350, y: 480, text: 'OpenSSL Software Foundation' },
    { x: 95, y: 460, text: 'zlib' },
    { x: 262, y: 460, text: '1.2.11' },
    { x: 380, y: 460, text: 'Gailly and Adler' },
  ]
  assert.deepEqual(said(await readIt(writePdf([texts]))), [
    ['OpenSSL cryptography', '3.0', 'OpenSSL Software Foundation', undefined],
    ['zlib', '1.2.11', 'Gailly and Adler', undefined],
  ])
})

test('prose below a table is kept apart and shown', async () => {
  const prose = 'This list is valid for all devices with a serial number above 1000 and replaces all earlier ones.'
  const rows = pageOf([
    ['Component', 'Version', 'Vendor'],
    ['zlib', '1.2.11', ''],
  ])
  const { list, components } = await readIt(writePdf([[...rows, { x: 50, y: 300, text: prose }]]))
  assert.equal(components.length, 1)
  assert.match(list?.left[0]?.because ?? '', /text across the columns/)
})

test('headers that nobody knows are read once a person says which is which', async () => {
  const bytes = writePdf([
    pageOf([
      ['Teil', 'Zustand', 'Quelle'],
      ['OpenSSL', 'k', 'a'],
      ['zlib', 'l', 'b'],
    ]),
  ])
  const refused = readSbom(bytes, await optionsFor(bytes))
  assert.ok(refused.is === 'notRead' && refused.format === 'PDF')
  const choices = [
    { field: 'name', column: 'Teil' },
    { field: 'version', column: 'Zustand' },
  ] as const
  assert.deepEqual(
    (await readIt(bytes, { choices })).components.map(({ name, version }) => [name, version]),
    [
      ['OpenSSL', 'k'],
      ['zlib', 'l'],
    ],
  )
})

test('a PDF of pictures, and one without pages, holds no table', async () => {
  for (const bytes of [writePdf([[]]), writePdf([[{ x: 50, y: 500, text: 'A white paper' }]])]) {
    const reading = readSbom(bytes, await optionsFor(bytes))
    assert.ok(reading.is === 'notRead' && reading.format === 'PDF')
  }
})

test('pages that are only promised, circles of pages and things within things are told', async () => {
  const catalogue = '<< /Type /Catalog /Pages 2 0 R >>'
  const promised = await readPdf(writeObjects([catalogue, '<< /Type /Pages /Kids [] /Count 1000000000 >>']))
  assert.ok('because' in promised || promised.lines.length === 0)
  const circle = await readPdf(writeObjects([catalogue, '<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000 >>']))
  assert.ok('because' in circle || circle.lines.length === 0)
  const deep = `<< /Type /Catalog /Pages 2 0 R /X ${'['.repeat(200_000)}${']'.repeat(200_000)} >>`
  const nested = await readPdf(writeObjects([deep, '<< /Type /Pages /Kids [] /Count 1 >>']))
  assert.ok('because' in nested || nested.lines.length === 0)
})

test('more pages than may be read are told', async () => {
  const bytes = writePdf(Array.from({ length: 5 }, (_, n) => [{ x: 50, y: 500, text: `page ${n}` }]))
  const read = await readPdf(bytes, { sizeBytes: 1e6, pages: 3, words: 100, faultyPages: 2 })
  assert.ok('lines' in read && read.lines.length === 3)
  assert.match(read.faults.join(), /5 pages; only the first 3 are read/)
})
