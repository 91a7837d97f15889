import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSbom } from './index.ts'

// Faults in the parts of CycloneDX that speak of more than software.

const key = (cryptoProperties: object): object => ({
  components: [{ type: 'cryptographic-asset', name: 'key', 'bom-ref': 'key', cryptoProperties }],
})
const model = (modelCard: object): object => ({
  components: [{ type: 'machine-learning-model', name: 'model', 'bom-ref': 'model', modelCard }],
})
const task = { 'bom-ref': 'task', uid: '1', taskTypes: ['build'] }
const made = (workflow: object): object => ({
  formulation: [{ workflows: [{ ...task, 'bom-ref': 'flow', ...workflow }] }],
})
const consumption = { activity: 'training', activityEnergyCost: { value: 1, unit: 'kWh' }, energyProviders: [] }

const faults: readonly (readonly [document: object, place: string, says: RegExp])[] = [
  [key({}), '/components/0/cryptoProperties', /^cryptoProperties has no assetType, which CycloneDX requires/],
  [
    key({ assetType: 'password' }),
    '/components/0/cryptoProperties/assetType',
    /^assetType of cryptoProperties is "password" where CycloneDX expects one of algorithm, certificate/,
  ],
  [
    key({ assetType: 'algorithm', algorithmProperties: { primitive: 'rot13', cryptoFunctions: ['sign'] } }),
    '/components/0/cryptoProperties/algorithmProperties/primitive',
    /^primitive of algorithmProperties is "rot13"/,
  ],
  [
    key({ assetType: 'algorithm', algorithmProperties: { nistQuantumSecurityLevel: 7 } }),
    '/components/0/cryptoProperties/algorithmProperties/nistQuantumSecurityLevel',
    /is "7" where CycloneDX expects a whole number from 0 to 6/,
  ],
  [
    key({ assetType: 'certificate', certificateProperties: { notValidAfter: 'next year' } }),
    '/components/0/cryptoProperties/certificateProperties/notValidAfter',
    /^notValidAfter of certificateProperties is "next year" where CycloneDX expects a time/,
  ],
  [
    model({ modelParameters: { approach: { type: 'guessing' } } }),
    '/components/0/modelCard/modelParameters/approach/type',
    /^type of an approach is "guessing"/,
  ],
  [
    model({ modelParametres: {} }),
    '/components/0/modelCard/modelParametres',
    /^"modelParametres" is no field of a model card/,
  ],
  [
    model({
      considerations: { environmentalConsiderations: { energyConsumptions: [{ ...consumption, activity: 'idling' }] } },
    }),
    '/components/0/modelCard/considerations/environmentalConsiderations/energyConsumptions/0/activity',
    /^activity of an energy consumption is "idling"/,
  ],
  [made({ taskTypes: ['brew'] }), '/formulation/0/workflows/0/taskTypes', /^taskTypes of a workflow is "brew"/],
  [
    made({ tasks: [{ uid: '1', taskTypes: ['test'] }] }),
    '/formulation/0/workflows/0/tasks/0',
    /^a task has no bom-ref/,
  ],
  [
    made({ trigger: { 'bom-ref': 't', uid: '1', type: 'whim' } }),
    '/formulation/0/workflows/0/trigger/type',
    /^type of a trigger is "whim"/,
  ],
  [
    { declarations: { attestations: [{ map: [{ conformance: { score: 2 } }] }] } },
    '/declarations/attestations/0/map/0/conformance/score',
    /^score of a judgement is "2" where CycloneDX expects a number from 0 to 1/,
  ],
  [
    { definitions: { standards: [{ requirements: [{ openCre: ['764-507'] }] }] } },
    '/definitions/standards/0/requirements/0/openCre',
    /^openCre of a requirement is "764-507"/,
  ],
]

for (const [document, place, says] of faults) {
  test(`${place}: ${says.source.replace(/^\^/, '').slice(0, 60)}`, () => {
    const text = JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: [], ...document })
    const reading = readSbom(Buffer.from(text))
    assert.ok(reading.is === 'read')
    const [doubt, ...more] = reading.sbom.problems.filter(({ severity }) => severity === 'doubt')
    assert.match(doubt?.message ?? '', says)
    assert.equal(doubt?.place, place)
    assert.deepEqual(more, [])
  })
}

test('the same is said of XML, where lists stand within an element of their own', () => {
  const xml = `<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components>
    <component type="cryptographic-asset" bom-ref="a"><name>a</name><cryptoProperties><assetType>algorithm</assetType>
      <algorithmProperties><cryptoFunctions><cryptoFunction>sign</cryptoFunction><cryptoFunction>hum</cryptoFunction></cryptoFunctions></algorithmProperties>
    </cryptoProperties></component></components>
    <formulation><formula><workflows><workflow bom-ref="w"><uid>1</uid><taskTypes><taskType>brew</taskType></taskTypes></workflow></workflows></formula></formulation></bom>`
  const reading = readSbom(Buffer.from(xml))
  assert.ok(reading.is === 'read')
  assert.deepEqual(
    reading.sbom.problems.map(({ message }) => message.slice(0, message.indexOf(' where'))),
    ['cryptoFunctions of algorithmProperties is "hum"', 'taskTypes of a workflow is "brew"'],
  )
})
