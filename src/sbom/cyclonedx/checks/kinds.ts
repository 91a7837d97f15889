import { assetKinds } from './asset-kinds.ts'
import {
  address,
  anyText,
  confidence,
  digest,
  documentVersion,
  email,
  expects,
  licenceExpression,
  licenceId,
  mediaType,
  oneOf,
  serialNumber,
  time,
  truth,
} from './expectations.ts'
import {
  digestOfAlgorithm,
  idOrName,
  licenceOrExpression,
  licencesOrExpression,
  phaseOrName,
  soundCitation,
  versionOrRange,
} from './combinations.ts'
import type { Kind, KindName } from './kind.ts'
import { componentTypes } from '../../../model/index.ts'
import {
  acknowledgements,
  dataFlows,
  dataTypes,
  digitsByAlgorithm,
  identityFields,
  issueTypes,
  patchTypes,
  phases,
  referenceTypes,
  scopes,
  sharingLevels,
  techniques,
} from './words.ts'

const part: Kind = {
  called: 'a component',
  free: 'author publisher group name version versionRange description copyright cpe purl omniborId swhid patentAssertions tags signature dependencies',
  values: { 'mime-type': mediaType, 'bom-ref': anyText, isExternal: truth, scope: oneOf(scopes), modified: truth },
  objects: {
    supplier: 'organisation',
    manufacturer: 'organisation',
    authors: 'person',
    licenses: 'licenceChoice',
    swid: 'swid',
    pedigree: 'pedigree',
    externalReferences: 'reference',
    evidence: 'evidence',
    releaseNotes: 'releaseNotes',
    data: 'componentData',
    modelCard: 'modelCard',
    cryptoProperties: 'cryptoProperties',
    properties: 'property',
  },
  combinations: [versionOrRange, licencesOrExpression],
}

const algorithm = oneOf(Object.keys(digitsByAlgorithm))

/**
 * CycloneDX as a table, for whatever can mislead who reads a list of components. Sources: bom-1.7.schema.json and bom-1.7.xsd of the specification.
 * Not judged: `vulnerabilities`, which are judged as statements.
 * What the reader itself tells of (a component without name, a dangling reference) is not told again.
 */
export const kinds: Readonly<Record<KindName, Kind>> = {
  ...assetKinds,
  bom: {
    called: 'the document',
    required: ['bomFormat'],
    free: '$schema xmlns specVersion vulnerabilities signature',
    values: { bomFormat: expects('"CycloneDX"', /^CycloneDX$/), serialNumber, version: documentVersion },
    objects: {
      metadata: 'metadata',
      components: 'component',
      services: 'service',
      externalReferences: 'reference',
      dependencies: 'dependency',
      compositions: 'composition',
      annotations: 'annotation',
      citations: 'citation',
      formulation: 'formula',
      declarations: 'declarations',
      definitions: 'definitions',
      properties: 'property',
    },
  },
  metadata: {
    called: 'metadata',
    values: { timestamp: time },
    objects: {
      lifecycles: 'lifecycle',
      tools: 'tools',
      manufacturer: 'organisation',
      manufacture: 'organisation',
      supplier: 'organisation',
      authors: 'person',
      component: 'component',
      licenses: 'licenceChoice',
      properties: 'property',
      distributionConstraints: 'distribution',
    },
    combinations: [licencesOrExpression],
  },
  lifecycle: {
    called: 'an entry of lifecycles',
    free: 'name description',
    values: { phase: oneOf(phases) },
    combinations: [phaseOrName],
  },
  distribution: { called: 'distributionConstraints', values: { tlp: oneOf(sharingLevels) } },
  // A list of tools until 1.4, then an object of components and services.
  tools: {
    called: 'tools',
    free: 'vendor name version',
    objects: {
      components: 'otherComponent',
      services: 'service',
      tool: 'tool',
      hashes: 'otherHash',
      externalReferences: 'reference',
    },
  },
  tool: {
    called: 'a tool',
    free: 'vendor name version',
    objects: { hashes: 'otherHash', externalReferences: 'reference' },
  },
  component: {
    ...part,
    free: `${part.free} type`,
    objects: { ...part.objects, hashes: 'hash', components: 'component' },
  },
  // Components that are not on the device are not read, so what they lack is told here.
  otherComponent: {
    ...part,
    required: ['type', 'name'],
    values: { ...part.values, type: oneOf(componentTypes) },
    objects: { ...part.objects, hashes: 'otherHash', components: 'otherComponent' },
  },
  service: {
    called: 'a service',
    free: 'group name version description endpoints trustZone patentAssertions tags signature',
    values: { 'bom-ref': anyText, authenticated: truth, 'x-trust-boundary': truth },
    objects: {
      provider: 'organisation',
      data: 'dataFlow',
      licenses: 'licenceChoice',
      externalReferences: 'reference',
      services: 'service',
      releaseNotes: 'releaseNotes',
      properties: 'property',
    },
    combinations: [licencesOrExpression],
  },
  organisation: {
    called: 'an organisation',
    free: 'name address',
    values: { 'bom-ref': anyText, url: address },
    objects: { contact: 'person' },
  },
  person: { called: 'a person', free: 'name phone', values: { 'bom-ref': anyText, email } },
  hash: { called: 'a hash', required: ['alg', 'content'], free: 'content', values: { alg: algorithm } },
  otherHash: {
    called: 'a hash',
    required: ['alg', 'content'],
    values: { alg: algorithm, content: digest },
    combinations: [digestOfAlgorithm],
  },
  licenceChoice: {
    called: 'an entry of licenses',
    free: 'expressionDetails details licensing',
    values: { expression: licenceExpression, acknowledgement: oneOf(acknowledgements), 'bom-ref': anyText },
    objects: { license: 'licence', properties: 'property' },
    combinations: [licenceOrExpression],
  },
  licence: {
    called: 'a licence',
    free: 'name licensing',
    values: { id: licenceId, url: address, acknowledgement: oneOf(acknowledgements), 'bom-ref': anyText },
    objects: { text: 'attachment', properties: 'property' },
    combinations: [idOrName],
  },
  attachment: {
    called: 'a text',
    required: ['content'],
    free: 'contentType content-type content',
    values: { encoding: oneOf(['base64']) },
  },
  swid: {
    called: 'a SWID tag',
    required: ['tagId', 'name'],
    free: 'tagId name version tagVersion url',
    values: { patch: truth },
    objects: { text: 'attachment' },
  },
  pedigree: {
    called: 'a pedigree',
    free: 'notes',
    objects: {
      ancestors: 'otherComponent',
      descendants: 'otherComponent',
      variants: 'otherComponent',
      commits: 'commit',
      patches: 'patch',
    },
  },
  patch: {
    called: 'a patch',
    required: ['type'],
    values: { type: oneOf(patchTypes) },
    objects: { diff: 'diff', resolves: 'issue' },
  },
  diff: { called: 'a diff', free: 'url', objects: { text: 'attachment' } },
  issue: {
    called: 'an issue',
    required: ['type'],
    free: 'id name description source references',
    values: { type: oneOf(issueTypes) },
  },
  commit: { called: 'a commit', free: 'uid url message', objects: { author: 'action', committer: 'action' } },
  action: { called: 'who committed', free: 'name', values: { timestamp: time, email } },
  reference: {
    called: 'an external reference',
    required: ['type', 'url'],
    free: 'comment',
    values: { type: oneOf(referenceTypes), url: address },
    objects: { hashes: 'otherHash', properties: 'property' },
  },
  evidence: {
    called: 'evidence',
    free: 'occurrences callstack copyright',
    objects: { identity: 'identity', licenses: 'licenceChoice' },
    combinations: [licencesOrExpression],
  },
  identity: {
    called: 'evidence of identity',
    required: ['field'],
    free: 'concludedValue tools',
    values: { field: oneOf(identityFields), confidence },
    objects: { methods: 'method' },
  },
  method: {
    called: 'a method of evidence',
    required: ['technique', 'confidence'],
    free: 'value',
    values: { technique: oneOf(techniques), confidence },
  },
  releaseNotes: {
    called: 'release notes',
    required: ['type'],
    free: 'type title featuredImage socialImage description aliases tags notes',
    values: { timestamp: time },
    objects: { resolves: 'issue', properties: 'property' },
  },
  componentData: {
    called: 'data',
    required: ['type'],
    free: 'name contents classification sensitiveData graphics description governance',
    values: { 'bom-ref': anyText, type: oneOf(dataTypes) },
  },
  dataFlow: {
    called: 'data of a service',
    required: ['flow', 'classification'],
    free: 'classification name description governance source destination',
    values: { flow: oneOf(dataFlows) },
  },
  property: { called: 'a property', required: ['name'], free: 'name value' },
  dependency: { called: 'a dependency', free: 'ref dependsOn provides' },
  composition: {
    called: 'a composition',
    required: ['aggregate'],
    free: 'aggregate assemblies dependencies vulnerabilities signature',
    values: { 'bom-ref': anyText },
  },
  annotation: {
    called: 'an annotation',
    required: ['subjects', 'annotator', 'timestamp', 'text'],
    free: 'subjects annotator text signature',
    values: { 'bom-ref': anyText, timestamp: time },
  },
  citation: {
    called: 'a citation',
    required: ['timestamp'],
    free: 'pointers expressions attributedTo process note signature',
    values: { 'bom-ref': anyText, timestamp: time },
    combinations: [soundCitation],
  },
}

const fieldNames: ReadonlySet<string> = new Set(
  Object.values(kinds).flatMap(({ free = '', values = {}, objects = {} }) => [
    ...free.split(' '),
    ...Object.keys(values),
    ...Object.keys(objects),
  ]),
)

/** True for the name of a field of any kind of object. */
export function isField(name: string): boolean {
  return fieldNames.has(name)
}
