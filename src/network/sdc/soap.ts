import type { ObservedField } from '../../model/index.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { Endpoint, Notes } from '../protocol.ts'
import { identifierOf, nothingDiscovered, tellDiscovered } from './discovered.ts'
import type { Discovered } from './discovered.ts'
import { placeOf } from './scopes.ts'
import { xmlReader } from './xml-reader.ts'
import type { XmlReader } from './xml-reader.ts'

/**
 * Reads a SOAP message as it comes: WS-Discovery, the metadata of DPWS, the description of a medical device (BICEPS, IEEE 11073-10207). Only the
 * elements named here are looked at; contexts of patients, measured values and alarms are counted and never kept.
 * Sources: WS-Discovery 1.1 §4–6; DPWS 1.1 §5.2 (ThisModel, ThisDevice, Relationship); IEEE 11073-10207 (MetaData, ProductionSpecification,
 * LocationDetail); MS-PBSD §2.2 (Computer).
 */
export function soapReader(speaker: Endpoint, notes: Notes): XmlReader {
  const state: State = {
    speaker,
    notes,
    discovered: nothingDiscovered(),
    metadata: {},
    described: {},
    systems: 0,
    specification: {},
    association: 'Assoc',
  }
  return xmlReader({
    onOpen: (path, attributes) => open(path, attributes, state),
    onClose: (path, text) => close(path, text, state),
  })
}

type Gathered = Partial<Record<ObservedField, string[]>>

interface State {
  readonly speaker: Endpoint
  readonly notes: Notes
  discovered: Discovered
  metadata: Gathered
  described: Gathered
  /** Medical device systems in the description: several stand behind a gateway. */
  systems: number
  specification: { code?: string; text?: string }
  /** Of the context that is being read: `Assoc` is the one in force. */
  association: string
}

/** Elements that hold one target service. */
const targets: ReadonlySet<string> = new Set(['Hello', 'ProbeMatch', 'ResolveMatch'])

function open(path: readonly string[], attributes: ReadonlyMap<string, string>, state: State): void {
  const [parent, name] = path.slice(-2)
  if (name === undefined) return
  state.association = attributes.get('ContextAssociation') ?? state.association
  if (name === 'Mds' && parent === 'MdDescription') state.systems += 1
  else if (name === 'Type' && parent === 'Mds') gather(state.described, 'deviceKind', codeOf(attributes))
  else if (name === 'SpecType' && path.at(-3) === 'Mds') state.specification.code = attributes.get('Code') ?? ''
  else if (name === 'LocationDetail' && state.association === 'Assoc') tellPlace(attributes, state)
  else if (name === 'MetricValue') state.notes.drop('result')
  else if (name === 'CoreData') state.notes.drop('patient')
}

/** Of ISO/IEEE 11073-10101 unless another coding system is named. */
function codeOf(attributes: ReadonlyMap<string, string>): string {
  const code = attributes.get('Code') ?? ''
  const system = attributes.get('CodingSystem') ?? ''
  return code === '' ? '' : `${system === '' ? 'MDC' : system} ${code}`
}

function tellPlace(attributes: ReadonlyMap<string, string>, { speaker, notes }: State): void {
  const facts = factsOf({ ...placeOf(attributes) })
  if (facts.length > 0) notes.tell({ subject: subjectOf(speaker), facts, confidence: 'strong' })
}

function close(path: readonly string[], text: string, state: State): void {
  const [outer, parent = '', name = ''] = [path.at(-3), path.at(-2), path.at(-1)]
  if (targets.has(parent)) takeTarget(name, text, state.discovered)
  else if (outer !== undefined && targets.has(outer) && name === 'Address') state.discovered.address = text
  if (targets.has(name)) endTarget(state)
  else if (parent === 'ThisModel' || parent === 'ThisDevice' || parent === 'Host' || name === 'Computer')
    takeMetadata(name, text, state)
  else if (name === 'Address' && outer === 'Host') gather(state.metadata, 'deviceIdentifier', identifierOf(text))
  else if (path.includes('Mds')) takeDescribed(path, text, state)
  if (name === 'Metadata') end(state, 'metadata')
  if (name === 'MdDescription') end(state, 'described')
}

function takeTarget(name: string, text: string, discovered: Discovered): void {
  if (name === 'Types') discovered.types = text
  else if (name === 'Scopes') discovered.scopes = text
  else if (name === 'XAddrs') discovered.transportAddresses = text
}

function endTarget(state: State): void {
  tellDiscovered(state.discovered, state.speaker, state.notes)
  state.discovered = nothingDiscovered()
}

const metadataFields: Readonly<Record<string, ObservedField>> = {
  Manufacturer: 'maker',
  ModelName: 'model',
  ModelNumber: 'model',
  FirmwareVersion: 'firmwareVersion',
  SerialNumber: 'serial',
}

function takeMetadata(name: string, text: string, { metadata, notes }: State): void {
  const field = metadataFields[name]
  if (field !== undefined) gather(metadata, field, text)
  else if (name === 'FriendlyName') notes.drop('text')
  else if (name === 'Computer') {
    const [, host = '', domain = ''] = /^([^/\\]{1,64})[/\\](?:Workgroup|Domain):([^/\\]{1,64})$/i.exec(text) ?? []
    gather(metadata, 'hostName', host)
    gather(metadata, 'domain', domain)
  }
}

/** By the elements within the system itself; those of its modules stand within `Vmd`. */
const describedFields: Readonly<Record<string, ObservedField>> = {
  'MetaData/Manufacturer': 'maker',
  'MetaData/ModelName': 'model',
  'MetaData/ModelNumber': 'model',
  'MetaData/SerialNumber': 'serial',
  'MetaData/LotNumber': 'lot',
  'MetaData/ManufactureDate': 'manufacturedOn',
  'MetaData/Udi/HumanReadableForm': 'udi',
}

function takeDescribed(path: readonly string[], text: string, state: State): void {
  const within = path.slice(path.lastIndexOf('Mds') + 1).join('/')
  const field = describedFields[within]
  if (field !== undefined) gather(state.described, field, field === 'manufacturedOn' ? text.slice(0, 10) : text)
  else if (within === 'ProductionSpecification/ProductionSpec') state.specification.text = text
  else if (within === 'ProductionSpecification') endSpecification(state)
}

/** ISO/IEEE 11073-10101 §A.3: MDC_ID_PROD_SPEC_*, by code. */
const specifications: Readonly<Record<string, ObservedField>> = {
  531972: 'serial',
  531974: 'hardwareVersion',
  531975: 'softwareVersion',
  531976: 'firmwareVersion',
}

function endSpecification(state: State): void {
  const field = specifications[state.specification.code ?? '']
  if (field !== undefined) gather(state.described, field, state.specification.text ?? '')
  state.specification = {}
}

/** A description of several systems does not say which of them the address belongs to. */
function end(state: State, what: 'metadata' | 'described'): void {
  const facts = factsOf(state[what] satisfies FactsTold)
  if (facts.length > 0 && (what === 'metadata' || state.systems === 1)) {
    state.notes.tell({ subject: subjectOf(state.speaker), facts, confidence: 'explicit' })
  }
  state[what] = {}
}

function gather(gathered: Gathered, field: ObservedField, text: string): void {
  const values = (gathered[field] ??= [])
  if (text !== '' && values.length < 16) values.push(text)
}
