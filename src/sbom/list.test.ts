import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notRead, sbomFixture, sbomOf } from '../../test/sbom-readings.ts'
import type { ColumnChoice, ListUnderstood } from '../model/index.ts'
import type { findLayout } from './list/layout.ts'
import { readHeader } from './list/names.ts'

function listOf(document: string | Uint8Array, hints?: Parameters<typeof findLayout>[1]): ListUnderstood {
  return sbomOf(document, hints && { hints }).list ?? assert.fail('this was read as no list')
}

const fieldsOf = ({ columns }: ListUnderstood): (string | undefined)[] => columns.map(({ field }) => field)
const chosen = (...choices: [ColumnChoice['field'], ColumnChoice['column']][]) => ({
  choices: choices.map(([field, column]) => ({ field, column })),
})

for (const [header, field] of [
  ['Nom du composant', 'name'],
  ['Composant *', 'name'],
  ['Component Name', 'name'],
  ['componentName', 'name'],
  ['SOUP', 'name'],
  ['Komponente', 'name'],
  ['Bezeichnung', 'name'],
  ['N° de version', 'version'],
  ['Version (installed)', 'version'],
  ['Versionsnummer', 'version'],
  ['Éditeur', 'supplier'],
  ['Vendor', 'supplier'],
  ['Lieferant', 'supplier'],
  ['Hersteller', 'manufacturer'],
  ['Licences', 'licence'],
  ['Lizenz', 'licence'],
  ['Package URL', 'purl'],
  ['CPE 2.3', 'cpe'],
  ['SHA-256', 'hash'],
  ['Prüfsumme', 'hash'],
  ['Fin de support', 'endOfSupport'],
  ['End of Life', 'endOfSupport'],
  ['Chemin', 'path'],
  ['Unique Identifier', 'identifier'],
  ['Relationship', undefined],
  ['Latest version', undefined],
  ['CVE', undefined],
  ['cveID', undefined],
] as const) {
  test(`the header "${header}" is ${field ?? 'not read'}`, () => assert.equal(readHeader(header)?.field, field))
}

test('a French list is read below its titles, and a formula is only text', () => {
  const sbom = sbomOf(sbomFixture('list-csv/pump-fr.csv'))
  assert.deepEqual(sbom.format, { name: 'list', version: '', encoding: 'csv' })
  assert.deepEqual([sbom.completeness, sbom.root, sbom.list?.guesses], [[], undefined, []])
  assert.equal(sbom.list?.headerPlace, 'line 4')
  const [openssl, zlib, , formula] = sbom.components
  assert.deepEqual(
    [openssl?.name, openssl?.version, openssl?.supplier, openssl?.purls],
    ['OpenSSL', '1.0.2k', 'OpenSSL Software Foundation', ['pkg:generic/openssl@1.0.2k']],
  )
  assert.equal(zlib?.supplier, 'Gailly; Adler')
  assert.equal(formula?.name, "=cmd|' /C calc'!A0")
})

test('a row that says nothing of a component is left, shown and told with its line', () => {
  const sbom = sbomOf(sbomFixture('list-csv/pump-fr.csv'))
  assert.equal(sbom.list?.leftTotal, 1)
  assert.deepEqual(
    sbom.list?.left.map(({ place, text }) => [place, text]),
    [['line 11', ' | 1.0 |  |  |  | sans nom']],
  )
  assert.ok(sbom.problems.some(({ place, severity }) => place === 'line 11' && severity === 'lost'))
})

test('a German list gives its digests the algorithm of their header', () => {
  const [openssl] = sbomOf(sbomFixture('list-csv/pump-de.tsv')).components
  assert.equal(openssl?.hashes[0]?.algorithm, 'sha256')
  assert.equal(openssl?.manufacturer, 'OpenSSL Software Foundation')
})

test('a list of nothing but package URLs needs no header, since each says what it is', () => {
  const sbom = sbomOf(sbomFixture('list-csv/purls.csv'))
  assert.deepEqual(sbom.list?.guesses, [])
  assert.deepEqual(
    sbom.components.map(({ name }) => name),
    ['left-pad', 'log4j-core', 'openssl'],
  )
  assert.deepEqual(sbom.components[2]?.sourcePackages, ['openssl'])
})

test('of a workbook the sheet that lists components is read, and the others are told', () => {
  const sbom = sbomOf(sbomFixture('list-xlsx/pump.xlsx'))
  assert.deepEqual(
    sbom.components.map(({ name, version, type }) => [name, version, type]),
    [
      ['OpenSSL', '1.0.2k', 'library'],
      ['Windows 10 IoT', '1.1', 'operating-system'],
      ['zlib', '1.2.11', 'library'],
    ],
  )
  assert.equal(sbom.components[0]?.endOfSupport, '2019-12-31')
  assert.deepEqual(
    sbom.list?.otherTables.map(({ where }) => where),
    ['sheet "Cover"'],
  )
  assert.match(sbom.problems.map(({ message }) => message).join(), /1\.10 and 1\.1 are the same number/)
})

test('columns without a known header are guessed by what they hold, and the guess is told', () => {
  const list = listOf('Stück;Stand;Foo\nOpenSSL;1.0.2k;x\nzlib;1.2.11;y\nbusybox;1.31.0;z\n')
  assert.deepEqual(fieldsOf(list), ['name', 'version', undefined])
  assert.equal(list.headerPlace, 'line 1')
  assert.match(list.guesses.join(), /column 1, "Stück", is read as name, by what stands in it/)
})

test('a person says which column is which, by position or header, and nothing is guessed then', () => {
  const text = 'A,B,C\nx,OpenSSL,1\ny,zlib,2\n'
  assert.deepEqual(fieldsOf(listOf(text, chosen(['name', 2], ['version', 'C']))), [undefined, 'name', 'version'])
  const list = listOf('Name,Alt,Version\na,b,1\n', chosen(['name', 'Alt']))
  assert.deepEqual(fieldsOf(list), [undefined, 'name', 'version'])
  assert.equal(list.columns[0]?.by, 'repeated')
  assert.deepEqual(fieldsOf(listOf('Name,Version,Notes\na,1,n\n', chosen(['none', 3]))), ['name', 'version', undefined])
})

test('columns that were accepted before are taken by the same headers, whatever a guess would say', () => {
  const accepted = [{ headers: ['Nom', 'Réf', 'Stand'], fields: ['description', 'name', 'version'] as const }]
  const list = listOf('titre;;\nnom;ref;stand\nx;OpenSSL;1.0.2k\n', { choices: [], accepted })
  assert.deepEqual(fieldsOf(list), ['description', 'name', 'version'])
  assert.deepEqual([list.columns[0]?.by, list.guesses], ['remembered', []])
  const other = listOf('Nom;Version\nOpenSSL;1.0.2k\n', { choices: [], accepted })
  assert.deepEqual(fieldsOf(other), ['name', 'version'])
})

test('without a column of versions it is told that no range can be', () => {
  assert.match(listOf('Component;Vendor\nOpenSSL;OSF\n').guesses.join(), /no column is read as version/)
})

test('a cell beyond the last header may have shifted the row, which is left', () => {
  const list = listOf('Name,Version\nGailly, Adler,zlib,1.2\nbusybox,1.31\n')
  assert.deepEqual([list.rows, list.leftTotal], [1, 1])
})

test('a quote that never closes costs its own line', () => {
  const list = listOf('Name,Version\n"zlib,1.2.11\nbusybox,1.31\nopenssl,3\n')
  assert.deepEqual([list.rows, list.left[0]?.place], [2, 'line 2'])
})

test('a header that every page repeats is no component', () => {
  assert.equal(listOf('Name;Version\na;1\nName;Version\nb;2\n').rows, 2)
})

test('an equipment list, a report and prose are no component lists', () => {
  for (const text of [
    'N° inventaire;Fabricant;Désignation;N° de série\n1;Acme;Pompe;42\n',
    'date;ward\n2026-01-01;ICU\n2026-01-02;ICU\n2026-01-03;ER\n',
    'Dear customer, please find the versions, which are 1.0 and 2.0, below.\nBest regards, Acme\n',
    '{"components": [{"name": "a", "version": "1.0"},\n',
  ])
    assert.equal(notRead(text).format, undefined, text)
})

test('forty rows of two hundred unknown headers are no list', () => {
  const row = Array.from({ length: 200 }, (_, n) => `component nam ${n}`).join(';')
  assert.equal(notRead(`${row}\n`.repeat(60)).format, undefined)
})
