import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Observation } from '../../model/index.ts'
import { inLines } from '../../../test/network.ts'
import { observe } from '../index.ts'

/** What a capture of real tools told, beside the two ends of each association. */
async function told(name: string): Promise<readonly Observation[]> {
  const stream = createReadStream(join(import.meta.dirname, '..', 'fixtures', 'dicom', name))
  const batches = await Array.fromAsync(observe(stream, { now: () => new Date('2026-12-01T00:00:00Z') }))
  assert.deepEqual(batches.at(-1)?.progress.problems, [])
  assert.deepEqual(batches.at(-1)?.progress.malformed, {})
  assert.doesNotMatch(JSON.stringify(batches), /DOE|JANE|CANARY/)
  return batches.flatMap(({ observations }) => observations)
}

function equipmentLines(observations: readonly Observation[]): string[] {
  const lines = inLines({ tellings: observations.filter(({ protocol }) => protocol === 'dicom') })
  return lines.filter((line) => / (?:maker|model|role=archive)/.test(line))
}

const scanner = (title: string, facts: string): string[] => [
  `- explicit: ${facts}`,
  `127.0.0.1 ${title} explicit: ${facts}`,
]
const place = 'institution=Hopital Saint-Exemple, department=Imagerie B'
const udi = (serial: string): string => `udi=(01)04012345678901(21)${serial}`
const ct = `maker=Exemplar Medical, model=Tomo 64, serial=640017, ${udi('640017')}, deviceKind=CT, softwareVersion=4.2.1, softwareVersion=Recon 7, stationName=TOMO64, ${place}`

test('echoscu and storescp are known by their titles and their toolkit', async () => {
  const lines = inLines({ tellings: [...(await told('dicom-echo.pcap'))] })
  const toolkit = 'softwareMaker=OFFIS, softwareProduct=DCMTK, softwareProductVersion=3.6.7'
  assert.ok(lines.includes(`127.0.0.1 TOMO64 strong: ${toolkit}`))
  assert.ok(lines.includes(`127.0.0.1 PACS strong: ${toolkit}`))
  assert.ok(lines.some((line) => line.startsWith('127.0.0.1 PACS explicit: ') && line.includes('service=dicom/104')))
})

test('storescu sends as three modalities, in three encodings', async () => {
  assert.deepEqual(equipmentLines(await told('dicom-store.pcap')), [
    ...scanner('TOMO64', ct),
    ...scanner(
      'ECHO9',
      `maker=Sonoworks, model=Echo 9, serial=90023, ${udi('90023')}, deviceKind=US, softwareVersion=R5.0, stationName=ECHO9, ${place}`,
    ),
    ...scanner(
      'FIELD3T',
      `maker=Magnetica, model=Field 3T, serial=33001, ${udi('33001')}, deviceKind=MR, softwareVersion=VB20, stationName=FIELD3T, ${place}`,
    ),
  ])
})

test('storescu sends in the deflated transfer syntax', async () => {
  const film = `maker=Scannerie, model=Film 2, serial=22002, ${udi('22002')}, softwareVersion=1.1, stationName=FILM2, ${place}`
  assert.deepEqual(equipmentLines(await told('dicom-deflated.pcap')), scanner('FILM2', film))
})

test('Orthanc takes, answers for and forwards images of a scanner, and is not taken for it', async () => {
  assert.deepEqual(equipmentLines(await told('dicom-archive.pcap')), [
    ...scanner('TOMO64', ct),
    '127.0.0.1 ARCHIVE weak: role=archive',
    '- explicit: maker=Exemplar Medical, deviceKind=CT, stationName=TOMO64',
    'ARCHIVE strong: aeTitle=ARCHIVE, role=archive',
    '127.0.0.1 ARCHIVE strong: role=archive',
  ])
})
