import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWhollyComplete } from '../src/model/index.ts'
import { readSbom } from '../src/sbom/index.ts'
import { expectedCounts, expectOfDevice, expectOfModelVersion, makeHospital, questions } from './index.ts'
import type { Expectation, Question } from './index.ts'

const hospital = makeHospital()

/** What a person says of some model versions, after reading how each is built. */
const said: readonly (readonly [model: string, version: string, question: Question, verdict: string])[] = [
  ['Archilune PACS', '14.1', 'CVE-2021-44228', 'affected listedInRange'],
  ['Archilune PACS', '15.0', 'CVE-2021-44228', 'notAffected listedOutsideRange'],
  ['Passerelle HL7', '2.8', 'CVE-2021-44228', 'affected listedInRange'],
  ['Passerelle HL7', '2.9', 'CVE-2021-44228', 'notAffected listedOutsideRange'],
  ['Aimantel 1,5T', '9.1', 'CVE-2021-44228', 'affected listedInRange'],
  ['Agendalune RIS', '21.3', 'CVE-2021-44228', 'unknown versionUnknown'],
  ['Agendalune RIS', '22.0', 'CVE-2021-44228', 'notAffected listedOutsideRange'],
  ['Narcélis 5', '5.1', 'CVE-2021-44228', 'unknown nameOnly'],
  ['Officéa', '7.0', 'CVE-2021-44228', 'affected listedInRange'],
  ['Officéa', '7.2', 'CVE-2021-44228', 'unknown noSbom'],
  ['Endolune 4K', '3.1', 'CVE-2021-44228', 'notListed notListed'],
  ['Tomolune 128', '5.0', 'CVE-2021-44228', 'notAffected absentFromCompleteSbom'],
  ['Seringa 50', '2.0.0', 'CVE-2021-44228', 'notListed notListed'],
  ['Glykomo G2', '3.1', 'CVE-2020-15858', 'affected listedInRange'],
  ['Glykomo G2', '3.4', 'CVE-2020-15858', 'affected listedInRange'],
  ['Glykomo G3', '1.0', 'CVE-2020-15858', 'notAffected listedOutsideRange'],
  ['Glykomo Mini', '1.2', 'CVE-2020-15858', 'unknown conditionNotSettled'],
  ['Glykomo Junior', '2.0', 'CVE-2020-15858', 'unknown nameOnly conditionNotSettled'],
  ['Sentiel Télé', '2.5', 'CVE-2020-15858', 'unknown versionNotComparable'],
  ['Sentiel Télé', '2.6', 'CVE-2020-15858', 'notListed notListed'],
  ['Gazélia', '5.7', 'CVE-2020-15858', 'unknown versionUnknown'],
  ['Perfuline Réseau', '1.7.3', 'CVE-2020-15858', 'affected listedInRange'],
  ['Archilune PACS', '14.1', 'CVE-2020-15858', 'unknown layerNotDescribed'],
  ['Dialune 6', '6.4', 'CVE-2020-15858', 'notAffected absentFromCompleteSbom'],
]

function inWords({ verdict, reasons }: Expectation): string {
  return [verdict, ...reasons].join(' ')
}

for (const [model, version, question, expected] of said) {
  test(`${model} ${version} is ${expected} for ${question}`, () => {
    const found = hospital.modelVersions.find((each) => each.model === model && each.version === version)
    assert.ok(found)
    assert.equal(inWords(expectOfModelVersion(found, question)), expected)
  })
}

for (const question of questions) {
  test(`the four classes of ${question} add up to the devices in scope, and none is empty`, () => {
    const counts = expectedCounts(hospital.devices, question)
    const inScope = hospital.devices.filter((device) => expectOfDevice(device, question) !== undefined)
    assert.equal(
      Object.values(counts).reduce((sum, count) => sum + count, 0),
      inScope.length,
    )
    for (const [verdict, count] of Object.entries(counts)) assert.ok(count > 0, `no device is ${verdict}`)
  })
}

test('a device without model, without version, of an unlisted model or out of scope is told apart', () => {
  const reasons = hospital.devices.map((device) => expectOfDevice(device, 'CVE-2021-44228')?.reasons[0])
  for (const reason of ['noModel', 'noVersion', 'noSbom', undefined] as const) assert.ok(reasons.includes(reason))
})

test('what is expected agrees with what the files say of firmware and of completeness', () => {
  const plans = hospital.modelVersions.flatMap((each) => each.sboms)
  for (const [index, { fileName, bytes }] of hospital.sboms.entries()) {
    const reading = readSbom(bytes)
    const plan = plans[index]
    assert.ok(reading.is === 'read' && plan !== undefined, fileName)
    const planned = plan.ingredients.some(({ parts }) => parts.some(({ type }) => type === 'firmware'))
    assert.equal(
      reading.sbom.components.some(({ type }) => type === 'firmware'),
      planned,
      fileName,
    )
    assert.equal(isWhollyComplete(reading.sbom), plan.claim === 'complete', fileName)
  }
})

test('no SBOM whose format cannot say what is firmware holds any, nor a system', () => {
  const plans = hospital.modelVersions.flatMap(({ sboms }) => sboms).filter(({ format }) => format === 'SPDX 2.2 JSON')
  assert.ok(plans.length > 0)
  for (const { ingredients, claim } of plans) {
    assert.equal(claim, 'none')
    assert.ok(ingredients.every(({ parts }) => parts.every(({ within }) => within === 'application')))
  }
})
