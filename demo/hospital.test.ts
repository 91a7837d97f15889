import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readAssetList } from '../src/inventory/index.ts'
import { readSbom } from '../src/sbom/index.ts'
import { badLines, demoSeed, makeHospital, repeatedDevices, writeHospital } from './index.ts'
import type { Hospital } from './index.ts'
import { sbomFormats } from './model-version.ts'
import { wards } from './sites.ts'

const hospital = makeHospital()

function digestOf({ sboms, devicesCsv }: Hospital): string {
  const digest = createHash('sha256')
  for (const { fileName, bytes } of sboms) digest.update(fileName).update(bytes)
  return digest.update(devicesCsv).digest('hex')
}

test('the same seed gives the same bytes, another seed gives others', () => {
  assert.equal(digestOf(makeHospital(demoSeed)), digestOf(hospital))
  assert.notEqual(digestOf(makeHospital('another')), digestOf(hospital))
})

test('the hospital has about 2,000 devices in scope, over 60 model versions, 4 sites and 25 wards', () => {
  const inScope = hospital.devices.filter((device) => device.status !== 'Réformé' && device.hasSoftware)
  assert.ok(inScope.length > 1950 && inScope.length < 2050, `${inScope.length} devices are in scope`)
  assert.equal(hospital.modelVersions.length, 60)
  assert.equal(
    new Set(hospital.modelVersions.map(({ maker, model, version }) => `${maker} ${model} ${version}`)).size,
    60,
  )
  assert.equal(new Set(wards.map((ward) => ward.site)).size, 4)
  assert.equal(wards.length, 25)
})

test('a few models are many devices, and some lack a version, a model or an SBOM', () => {
  const counts = hospital.modelVersions.map(({ devices }) => devices).toSorted((a, b) => b - a)
  const biggest = counts.slice(0, 10).reduce((sum, count) => sum + count, 0)
  assert.ok(biggest > 900 && biggest < 1300, `the ten biggest are ${biggest} devices`)
  assert.equal(hospital.modelVersions.filter(({ sboms }) => sboms.length === 0).length, 12)
  assert.equal(hospital.modelVersions.filter(({ sboms }) => sboms.length === 2).length, 5)
  const withoutVersion = hospital.devices.filter((device) => device.model !== undefined && device.version === undefined)
  assert.ok(withoutVersion.length > 120 && withoutVersion.length < 180, `${withoutVersion.length} have no version`)
  assert.equal(hospital.devices.filter((device) => device.model === undefined).length, 40)
})

test('every family of devices stands in some ward', () => {
  for (const { family } of hospital.modelVersions) {
    assert.ok(
      wards.some((ward) => ward.families.includes(family)),
      `no ward has a ${family}`,
    )
  }
})

test('serial numbers, asset tags, addresses and host names are unique, and no MAC is of a real maker', () => {
  for (const field of ['serial', 'assetTag', 'mac', 'ip', 'hostName'] as const) {
    const values = hospital.devices.map((device) => device[field]).filter((value) => value !== undefined)
    assert.equal(new Set(values).size, values.length, `a ${field} stands twice`)
  }
  for (const { mac } of hospital.devices) if (mac !== undefined) assert.match(mac, /^02(?::[0-9a-f]{2}){5}$/)
})

test('every format is used, and every SBOM is read without a problem and attaches to its model', () => {
  const used = new Set(hospital.modelVersions.flatMap(({ sboms }) => sboms.map(({ format }) => format)))
  assert.deepEqual([...used].toSorted(), [...sbomFormats].toSorted())
  assert.equal(hospital.sboms.length, 53)
  for (const { fileName, bytes, model, version } of hospital.sboms) {
    const reading = readSbom(bytes)
    assert.equal(reading.is, 'read', fileName)
    if (reading.is !== 'read') continue
    assert.deepEqual(reading.sbom.problems, [], fileName)
    const root = reading.sbom.components.find(({ ref }) => ref === reading.sbom.root)
    assert.deepEqual([root?.name, root?.version], [model, version], fileName)
  }
})

test('consoles list hundreds of components, embedded devices a handful', () => {
  const sizes = hospital.sboms.map(({ bytes }) => {
    const reading = readSbom(bytes)
    return reading.is === 'read' ? reading.sbom.components.length : 0
  })
  assert.ok(sizes.filter((size) => size > 300).length >= 4, `sizes are ${sizes.join(' ')}`)
  assert.ok(sizes.filter((size) => size <= 30).length >= 25, `sizes are ${sizes.join(' ')}`)
  assert.ok(Math.min(...sizes) >= 3)
})

test('the list of devices is imported but for its bad and repeated lines', async () => {
  const list = await readAssetList(hospital.devicesCsv, { today: '2024-06-01' })
  assert.equal(list.is, 'list')
  if (list.is !== 'list') return
  assert.equal(list.encoding, 'windows-1252')
  assert.deepEqual(
    list.columns.filter(({ field }) => field === undefined),
    [],
  )
  assert.equal(list.rows.length, hospital.devices.length)
  assert.equal(list.rejected.length, badLines.length + repeatedDevices)
  assert.deepEqual(list.problems, [])
  const [first] = list.rows
  assert.deepEqual([first?.maker, first?.status, first?.hasSoftware], ['Velmora Médical', 'inService', true])
})

test('the files on the disk are the bytes made, below the folder given', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-demo-'))
  try {
    const written = await writeHospital(folder)
    assert.equal(written.sbomPaths.length, hospital.sboms.length)
    assert.deepEqual(await readFile(written.devicesPath), Buffer.from(hospital.devicesCsv))
    assert.deepEqual(await readFile(written.sbomPaths[0] ?? ''), Buffer.from(hospital.sboms[0]?.bytes ?? []))
  } finally {
    await rm(folder, { recursive: true })
  }
})
