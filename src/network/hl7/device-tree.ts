import type { ObservedField } from '../../model/index.ts'
import { plain } from '../facts.ts'
import type { Segment } from './fields.ts'

/** Devices of one message: a gateway of a ward sends many. */
const maxDevices = 64

/** What is told of one device, by field. */
export type DeviceTold = { readonly [Field in ObservedField]?: readonly string[] }
type Draft = Partial<Record<ObservedField, string[]>>

/**
 * Attributes of a device whose values may be kept, by their term in OBX-3 (IEEE 11073-10101, IHE PCD TF-2 appendix B and the Rosetta tables). The
 * value of every other observation is a measurement of a patient and is not read. Names seen in messages of makers; numbers from knowledge [K].
 */
const fieldByTerm: ReadonlyMap<string, ObservedField> = new Map([
  ['MDC_ID_MODEL_MANUFACTURER', 'maker'],
  ['MDC_ID_MODEL_NUMBER', 'model'],
  ['MDC_ID_PROD_SPEC_SERIAL', 'serial'],
  ['MDC_ID_PROD_SPEC_SW', 'softwareVersion'],
  ['MDC_ID_PROD_SPEC_FW', 'firmwareVersion'],
  ['MDC_ID_PROD_SPEC_HW', 'hardwareVersion'],
  ['MDC_ATTR_ID_SOFT', 'softwareVersion'],
])

/** Devices as IHE PCD tells them: OBX-4 numbers the device, its modules, their channels, their metrics (`1.2.1.5`). */
export class DeviceTree {
  private readonly drafts = new Map<string, Draft>()
  private location = ''

  /** Reads an OBX; false when its value is none of a device. */
  observation(segment: Segment): boolean {
    const term = segment.component(3, 2).toUpperCase()
    const [device = '', module = '0', channel = '0'] = segment.component(4).split('.')
    if (term === 'MDCX_LS_ATTR_LOCATION') {
      this.location = placeOf(segment)
      return true
    }
    const isDevice = /^MDC_DEV_\w+_(?:MDS|VMD)$/.test(term)
    if (channel === '0' && (isDevice || isAttribute(term))) {
      const draft = this.draftOf(`${device}.${module}`)
      if (isDevice) add(draft, 'deviceKind', term)
      if (isDevice) addInstance(draft, instanceOf(segment))
      else attribute(draft, term, segment)
      return true
    }
    // A measurement may name the equipment that took it (OBX-18); the device of its tree, where there is one, has said so already.
    const instance = instanceOf(segment)
    if (instance !== '' && !this.drafts.has(`${device}.0`)) addInstance(this.draftOf(`instance ${instance}`), instance)
    return false
  }

  devices(): DeviceTold[] {
    const told = [...this.drafts].filter(([key, draft]) => isDeviceOfItsOwn(key, draft)).map(([, draft]) => draft)
    const [only, ...others] = told
    // What is told of where a thing is may be told of a person who wears a tag: it is kept for a message that is about one device.
    return only?.deviceKind === undefined || others.length > 0 || this.location === ''
      ? told
      : [{ ...only, location: [this.location] }]
  }

  private draftOf(key: string): Draft {
    const known = this.drafts.get(key)
    if (known !== undefined) return known
    const draft: Draft = {}
    if (this.drafts.size < maxDevices) this.drafts.set(key, draft)
    return draft
  }
}

/** A module of a device is one when it has a model or a serial number of its own. */
function isDeviceOfItsOwn(key: string, draft: Draft): boolean {
  const isModule = !key.endsWith('.0') && !key.startsWith('instance ')
  return !isModule || draft.model !== undefined || draft.serial !== undefined
}

function isAttribute(term: string): boolean {
  return fieldByTerm.has(term) || term === 'MDC_ATTR_ID_MODEL' || term === 'MDC_ATTR_SYS_ID'
}

function attribute(draft: Draft, term: string, segment: Segment): void {
  const field = fieldByTerm.get(term)
  if (field !== undefined) {
    for (const repetition of segment.repetitions(5)) add(draft, field, segment.componentOf(repetition, 1))
  } else if (term === 'MDC_ATTR_ID_MODEL') {
    model(draft, segment)
  } else {
    addInstance(draft, segment.component(5, 3) || segment.component(5))
  }
}

/** A place of equipment (type PL): point of care, room, facility, building, floor, description; never the bed. */
function placeOf(segment: Segment): string {
  const parts = [1, 2, 4, 7, 8, 9].map((part) => segment.component(5, part))
  return plain(parts.filter((part) => part !== '').join(', '))
}

/** Maker and model together: as components, or in one text `manufacturer=… model=…`. */
function model(draft: Draft, segment: Segment): void {
  const text = segment.component(5)
  const [, maker, name] = /^manufacturer=(.*?) model=(.*)$/i.exec(text) ?? []
  if (maker !== undefined && name !== undefined) {
    add(draft, 'maker', maker)
    add(draft, 'model', name)
  } else if (segment.component(5, 2) !== '') {
    add(draft, 'maker', text)
    add(draft, 'model', segment.component(5, 2))
  } else {
    add(draft, 'model', text)
  }
}

/** OBX-18: the unique number (EUI-64) where there is one, otherwise what the sender calls the equipment. */
function instanceOf(segment: Segment): string {
  return plain(segment.component(18, 3) || segment.component(18))
}

function addInstance(draft: Draft, instance: string): void {
  add(draft, /^\(01\)\d{14}/.test(instance) ? 'udi' : 'deviceIdentifier', instance)
}

function add(draft: Draft, field: ObservedField, text: string): void {
  const value = plain(text)
  if (value !== '') draft[field] = [...(draft[field] ?? []), value].slice(0, 16)
}
