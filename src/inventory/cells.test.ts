import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foldHeader, readText } from '../tables/index.ts'
import { readDate, readFlag, readIdentifier, readIps, readMacs, readStatus } from './cells.ts'
import type { Reading } from './cells.ts'
import { readHeader } from './headers.ts'
import { normaliseSerial } from './serials.ts'

function valueOf(reading: Reading<unknown>): unknown {
  return reading !== undefined && 'value' in reading ? reading.value : undefined
}

const texts: readonly (readonly [cell: string, text: string | undefined])[] = [
  ['  MX700\u00a0 adulte ', 'MX700 adulte'],
  ['="0012"', '0012'],
  ["'=1+1", '=1+1'],
  ["'0012", "'0012"],
  ["lit 3;'=1+1", 'lit 3;=1+1'],
  ["lit 3,'-bis", 'lit 3,-bis'],
  ["d'=a", "d'=a"],
  ['=1+1', '=1+1'],
  ['-', undefined],
  ['N/A', undefined],
  ['Inconnu', undefined],
  ['néant', undefined],
  ['0', '0'],
]
for (const [cell, text] of texts) {
  test(`the cell ${JSON.stringify(cell)} says ${text ?? 'nothing'}`, () => assert.equal(readText(cell), text))
}

const dates: readonly (readonly [text: string, day: string | undefined])[] = [
  ['2024-03-31', '2024-03-31'],
  ['2024-03-31T10:00:00Z', '2024-03-31'],
  ['31/03/2024', '2024-03-31'],
  ['31/03/2024 10:00', '2024-03-31'],
  ['1.2.2024', '2024-02-01'],
  ['31-03-24', '2024-03-31'],
  ['31/03/98', '1998-03-31'],
  ['20240331', '2024-03-31'],
  ['45382', '2024-03-31'],
  ['29/02/2023', undefined],
  ['03/25/2024', undefined],
  ['2024', undefined],
  ['mars 2024', undefined],
  ['01/01/0001', undefined],
]
for (const [text, day] of dates) {
  test(`the date ${text} is ${day ?? 'a problem, not a guess'}`, () => assert.equal(valueOf(readDate(text)), day))
}

const macs: readonly (readonly [text: string, macs: readonly unknown[]])[] = [
  ['00-09-FB-12-34-56', ['00:09:fb:12:34:56']],
  ['0009.fb12.3456', ['00:09:fb:12:34:56']],
  ['0009FB123456 / 00:09:fb:12:34:57', ['00:09:fb:12:34:56', '00:09:fb:12:34:57']],
  ['00:00:00:00:00:00', [undefined]],
  ['ff:ff:ff:ff:ff:ff', [undefined]],
  ['00:09:fb:12:34', [undefined]],
]
for (const [text, expected] of macs) {
  test(`the MAC cell ${text} gives ${JSON.stringify(expected)}`, () =>
    assert.deepEqual(readMacs(text).map(valueOf), expected))
}

const ips: readonly (readonly [text: string, ips: readonly unknown[]])[] = [
  ['10.1.2.3', ['10.1.2.3']],
  ['10.1.2.3/24', ['10.1.2.3']],
  ['2001:DB8:0:0::1', ['2001:db8::1']],
  ['10.1.2.3; DHCP', ['10.1.2.3']],
  ['10.01.2.3', [undefined]],
  ['10.1.2.256', [undefined]],
  ['0.0.0.0', [undefined]],
  ['::1', [undefined]],
  ['fe80::1%eth0', [undefined]],
  ['10.1.2', [undefined]],
]
for (const [text, expected] of ips) {
  test(`the IP cell ${text} gives ${JSON.stringify(expected)}`, () =>
    assert.deepEqual(readIps(text).map(valueOf), expected))
}

test('what a spreadsheet shortened is a problem; a serial number with an E is none', () => {
  for (const text of ['3,7E+12', '3.7E+12', '1E+05']) assert.equal(valueOf(readIdentifier(text)), undefined)
  for (const text of ['12E45', 'DE62100417', '3E-1', '0012']) assert.equal(valueOf(readIdentifier(text)), text)
})

const statuses: readonly (readonly [text: string, status: string | undefined])[] = [
  ['En service', 'inService'],
  ['in use', 'inService'],
  ['EN PANNE', 'broken'],
  ['Hors-service', 'broken'],
  ['Prêté', 'lent'],
  ['réformée', 'scrapped'],
  ['Mis au rebut', 'scrapped'],
  ['Retired', 'scrapped'],
  ['en orbite', undefined],
]
for (const [text, status] of statuses) {
  test(`the status ${text} is ${status ?? 'a problem'}`, () => assert.equal(valueOf(readStatus(text)), status))
}

test('yes and no are read in French and English', () => {
  assert.deepEqual(
    ['Oui', 'Y', 'vrai', '1'].map((text) => valueOf(readFlag(text))),
    [true, true, true, true],
  )
  assert.deepEqual(
    ['NON', 'no', 'Faux', '0'].map((text) => valueOf(readFlag(text))),
    [false, false, false, false],
  )
  assert.equal(valueOf(readFlag('peut-être')), undefined)
})

const headers: readonly (readonly [header: string, field: string | undefined])[] = [
  ['N° inventaire', 'assetTag'],
  ["Numéro d'inventaire", 'assetTag'],
  ['Asset Tag', 'assetTag'],
  ['Code équipement', 'assetTag'],
  ['N° de série', 'serial'],
  ['N°Série', 'serial'],
  ['S/N', 'serial'],
  ['Serial No.', 'serial'],
  ['Numéro de série (constructeur)', 'serial'],
  ['MARQUE', 'maker'],
  ['Modèle', 'model'],
  ['Modéle', 'model'],
  ['Version logiciel', 'softwareVersion'],
  ['Versoin logicielle', 'softwareVersion'],
  ["Système d'exploitation", 'operatingSystem'],
  ['UF', 'ward'],
  ['Adresse MAC', 'macs'],
  ['adresse_ip', 'ips'],
  ["Nom d'hôte", 'hostName'],
  ['AE Title', 'aeTitle'],
  ['Date de mise en service', 'inServiceOn'],
  ['Date de réforme', 'scrappedOn'],
  ['Sans logiciel', 'hasSoftware'],
  ['Service technique', undefined],
  ['Prix', undefined],
  ['', undefined],
]
for (const [header, field] of headers) {
  test(`the column "${header}" is ${field ?? 'not read'}`, () => assert.equal(readHeader(header)?.field, field))
}

test('every spelling of a header folds to one', () => {
  for (const header of ['N° de série', 'n°série', 'Numéro de la série', 'No. série', 'NUMERO_SERIE']) {
    assert.equal(foldHeader(header), 'n serie')
  }
})

test('serial numbers are compared without case, spaces, dashes and prefix, but with their zeros', () => {
  for (const text of ['SN: 00-12 ab', 's/n 0012AB', '0012/ab', '００１２ＡＢ'])
    assert.equal(normaliseSerial(text), '0012AB')
  assert.notEqual(normaliseSerial('12AB'), normaliseSerial('0012AB'))
  assert.equal(normaliseSerial('SN0012'), 'SN0012')
})

const meanings: readonly (readonly [header: string, field: string | undefined])[] = [
  ['Numéro de version', 'softwareVersion'],
  ['Version Windows', 'operatingSystem'],
  ['Étage', 'room'],
  ['Secteur', 'ward'],
  ['MAC 1', 'macs'],
  ['IP 2', 'ips'],
  ['EAN', 'udi'],
  ['Masque', undefined],
  ['Nom du logiciel', undefined],
  ['UDI-PI', undefined],
  ['UDI-DI de base', undefined],
  ['Version matérielle', undefined],
  ['Date fin de garantie', undefined],
  ['Classe MD', undefined],
  ['Criticité', undefined],
  ['VLAN', undefined],
  ['Télémaintenance', undefined],
]
for (const [header, field] of meanings) {
  test(`the header ${header} means ${field ?? 'nothing that a device has a place for'}`, () =>
    assert.equal(readHeader(header)?.field, field))
}
