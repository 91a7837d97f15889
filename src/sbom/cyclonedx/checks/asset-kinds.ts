import { anyText, confidence, expects, oneOf, time, truth } from './expectations.ts'
import type { AssetKindName, Kind } from './kind.ts'
import {
  accessModes,
  certificationLevels,
  cryptoAssets,
  cryptoFunctions,
  energyActivities,
  energySources,
  environments,
  learningApproaches,
  materialStates,
  materialTypes,
  modes,
  outputTypes,
  paddings,
  patentStatuses,
  platforms,
  primitives,
  protocols,
  taskTypes,
  triggers,
  volumeModes,
} from './asset-words.ts'

const wholeNumber = expects('a whole number', /^\d{1,9}$/)
const times = (names: string): Kind['values'] => Object.fromEntries(names.split(' ').map((name) => [name, time]))

/** What a task and a workflow of tasks have in common. */
const work: Kind = {
  called: 'a task',
  required: ['bom-ref', 'uid', 'taskTypes'],
  free: 'uid name description resourceReferences steps inputs runtimeTopology',
  values: { 'bom-ref': anyText, taskTypes: oneOf(taskTypes), ...times('timeStart timeEnd') },
  objects: { trigger: 'trigger', outputs: 'output', workspaces: 'workspace', properties: 'property' },
}

/**
 * The parts of CycloneDX that speak of more than software: models that were trained, cryptography, how something was made, and what is declared of it.
 * Sources: bom-1.7.schema.json and bom-1.7.xsd of the specification. Words that makers may choose themselves are free.
 */
export const assetKinds: Readonly<Record<AssetKindName, Kind>> = {
  modelCard: {
    called: 'a model card',
    free: 'quantitativeAnalysis',
    values: { 'bom-ref': anyText },
    objects: { modelParameters: 'modelParameters', considerations: 'considerations', properties: 'property' },
  },
  modelParameters: {
    called: 'modelParameters',
    free: 'task architectureFamily modelArchitecture inputs outputs',
    objects: { approach: 'approach', datasets: 'dataset' },
  },
  approach: { called: 'an approach', values: { type: oneOf(learningApproaches) } },
  // A set of data, or a reference to one.
  dataset: {
    called: 'a dataset',
    free: 'ref bom-ref type name contents classification sensitiveData graphics description governance',
  },
  considerations: {
    called: 'considerations',
    free: 'users useCases technicalLimitations performanceTradeoffs ethicalConsiderations fairnessAssessments',
    objects: { environmentalConsiderations: 'environment' },
  },
  environment: {
    called: 'environmentalConsiderations',
    objects: { energyConsumptions: 'energyConsumption', properties: 'property' },
  },
  energyConsumption: {
    called: 'an energy consumption',
    required: ['activity', 'energyProviders', 'activityEnergyCost'],
    values: { activity: oneOf(energyActivities) },
    objects: {
      energyProviders: 'energyProvider',
      activityEnergyCost: 'energy',
      co2CostEquivalent: 'carbon',
      co2CostOffset: 'carbon',
      properties: 'property',
    },
  },
  energyProvider: {
    called: 'an energy provider',
    required: ['organization', 'energySource', 'energyProvided'],
    free: 'description',
    values: { 'bom-ref': anyText, energySource: oneOf(energySources) },
    objects: { organization: 'organisation', energyProvided: 'energy', externalReferences: 'reference' },
  },
  energy: {
    called: 'an amount of energy',
    required: ['value', 'unit'],
    free: 'value',
    values: { unit: oneOf(['kWh']) },
  },
  carbon: {
    called: 'an amount of CO2',
    required: ['value', 'unit'],
    free: 'value',
    values: { unit: oneOf(['tCO2eq']) },
  },
  cryptoProperties: {
    called: 'cryptoProperties',
    required: ['assetType'],
    free: 'oid',
    values: { assetType: oneOf(cryptoAssets) },
    objects: {
      algorithmProperties: 'cryptoAlgorithm',
      certificateProperties: 'certificate',
      relatedCryptoMaterialProperties: 'cryptoMaterial',
      protocolProperties: 'protocol',
    },
  },
  cryptoAlgorithm: {
    called: 'algorithmProperties',
    free: 'algorithmFamily parameterSetIdentifier curve ellipticCurve',
    values: {
      primitive: oneOf(primitives),
      executionEnvironment: oneOf(environments),
      implementationPlatform: oneOf(platforms),
      certificationLevel: oneOf(certificationLevels),
      mode: oneOf(modes),
      padding: oneOf(paddings),
      cryptoFunctions: oneOf(cryptoFunctions),
      classicalSecurityLevel: wholeNumber,
      nistQuantumSecurityLevel: expects('a whole number from 0 to 6', /^[0-6]$/),
    },
  },
  certificate: {
    called: 'certificateProperties',
    free: 'serialNumber subjectName issuerName signatureAlgorithmRef subjectPublicKeyRef certificateFormat certificateExtension certificateFileExtension fingerprint certificateState certificateExtensions relatedCryptographicAssets',
    values: {
      ...times(
        'notValidBefore notValidAfter creationDate activationDate deactivationDate revocationDate destructionDate',
      ),
    },
  },
  cryptoMaterial: {
    called: 'relatedCryptoMaterialProperties',
    free: 'id algorithmRef value format securedBy fingerprint relatedCryptographicAssets',
    values: {
      type: oneOf(materialTypes),
      state: oneOf(materialStates),
      size: wholeNumber,
      ...times('creationDate activationDate updateDate expirationDate'),
    },
  },
  protocol: {
    called: 'protocolProperties',
    free: 'version cipherSuites ikev2TransformTypes cryptoRefArray cryptoRef relatedCryptographicAssets',
    values: { type: oneOf(protocols) },
  },
  formula: {
    called: 'a formula',
    values: { 'bom-ref': anyText },
    objects: { components: 'otherComponent', services: 'service', workflows: 'workflow', properties: 'property' },
  },
  workflow: {
    ...work,
    called: 'a workflow',
    free: `${work.free} taskDependencies`,
    objects: { ...work.objects, tasks: 'task' },
  },
  task: work,
  trigger: {
    called: 'a trigger',
    required: ['type', 'bom-ref', 'uid'],
    free: 'uid name description resourceReferences event conditions inputs',
    values: { 'bom-ref': anyText, type: oneOf(triggers), timeActivated: time },
    objects: { outputs: 'output', properties: 'property' },
  },
  output: {
    called: 'an output',
    free: 'source target resource data environmentVars',
    values: { type: oneOf(outputTypes) },
    objects: { properties: 'property' },
  },
  workspace: {
    called: 'a workspace',
    required: ['bom-ref', 'uid'],
    free: 'uid name aliases description resourceReferences mountPath managedDataType volumeRequest',
    values: { 'bom-ref': anyText, accessMode: oneOf(accessModes) },
    objects: { volume: 'volume', properties: 'property' },
  },
  volume: {
    called: 'a volume',
    free: 'uid name path sizeAllocated',
    values: { mode: oneOf(volumeModes), persistent: truth, remote: truth },
    objects: { properties: 'property' },
  },
  declarations: {
    called: 'declarations',
    free: 'evidence targets affirmation signature',
    objects: { assessors: 'assessor', attestations: 'attestation', claims: 'claim' },
  },
  assessor: {
    called: 'an assessor',
    values: { 'bom-ref': anyText, thirdParty: truth },
    objects: { organization: 'organisation' },
  },
  attestation: { called: 'an attestation', free: 'summary assessor signature', objects: { map: 'attested' } },
  attested: {
    called: 'an entry of map',
    free: 'requirement claims counterClaims',
    objects: { conformance: 'score', confidence: 'score' },
  },
  score: { called: 'a judgement', free: 'rationale mitigationStrategies', values: { score: confidence } },
  claim: {
    called: 'a claim',
    free: 'target predicate mitigationStrategies reasoning evidence counterEvidence signature',
    values: { 'bom-ref': anyText },
    objects: { externalReferences: 'reference' },
  },
  definitions: { called: 'definitions', objects: { standards: 'standard', patents: 'patent' } },
  standard: {
    called: 'a standard',
    free: 'name version description owner signature',
    values: { 'bom-ref': anyText },
    objects: { requirements: 'requirement', levels: 'level', externalReferences: 'reference' },
  },
  requirement: {
    called: 'a requirement',
    free: 'identifier title text descriptions parent',
    values: { 'bom-ref': anyText, openCre: expects('a number such as CRE:764-507', /^CRE:\d{1,9}-\d{1,9}$/) },
    objects: { properties: 'property', externalReferences: 'reference' },
  },
  level: {
    called: 'a level',
    free: 'identifier title description requirements',
    values: { 'bom-ref': anyText },
  },
  // A patent, or a family of patents.
  patent: {
    called: 'a patent',
    free: 'patentNumber applicationNumber jurisdiction priorityApplication publicationNumber title abstract filingDate grantDate patentExpirationDate patentAssignee familyId members patent patentFamily',
    values: { 'bom-ref': anyText, patentLegalStatus: oneOf(patentStatuses) },
    objects: { externalReferences: 'reference' },
  },
}
