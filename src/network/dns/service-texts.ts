import type { ObservedField } from '../../model/index.ts'
import { isInterfaceMac } from '../addresses.ts'
import type { FactsTold } from '../facts.ts'
import type { Notes } from '../protocol.ts'

/**
 * Keys of the texts beside a service that tell of the device; every other is counted and forgotten, first of all the names that people give
 * (`fn`, `n`, `note`).
 * Sources: Bonjour Printing Specification 1.2.1 §9 (`ty`, `product`, `usb_MFG`, `usb_MDL`, `UUID`); DICOM PS3.15 H.1.4.2 (`AET`, `PrimaryDeviceType`);
 * HomeKit Accessory Protocol §6.4 (`md`); Google Cast (`md`); AirPlay (`model`, `deviceid`, `osvers`); Axis (`macaddress`).
 */
const fields: Readonly<Record<string, ObservedField>> = {
  aet: 'aeTitle',
  primarydevicetype: 'deviceKind',
  ty: 'model',
  usb_mdl: 'model',
  md: 'model',
  model: 'model',
  product: 'model',
  usb_mfg: 'maker',
  mfg: 'maker',
  manufacturer: 'maker',
  vendor: 'maker',
  sn: 'serial',
  serial: 'serial',
  serialnumber: 'serial',
  firmware: 'firmwareVersion',
  fw: 'firmwareVersion',
  fwversion: 'firmwareVersion',
  osvers: 'osBuild',
  osxvers: 'osBuild',
  uuid: 'deviceIdentifier',
  deviceid: 'mac',
  macaddress: 'mac',
  mac: 'mac',
}

const maxTexts = 64
/** A queue that a computer shares (CUPS): what it tells is the printer behind it, not who speaks. */
const sharedQueue = /^rp=(?:printers|classes)\//i

/** `ty=HP LaserJet`, `product=(HP LaserJet M402)` …: what they say of the device. */
export function described(texts: readonly string[], notes: Notes): FactsTold {
  const told: Partial<Record<ObservedField, string[]>> = {}
  if (texts.some((text) => sharedQueue.test(text))) {
    notes.drop('text', texts.length)
    return {}
  }
  for (const text of texts.slice(0, maxTexts)) {
    const at = text.indexOf('=')
    const field = at > 0 ? fields[text.slice(0, at).toLowerCase()] : undefined
    const value = field === undefined ? '' : valueOf(field, text.slice(at + 1).trim())
    if (field !== undefined && value !== '') (told[field] ??= []).push(value)
    else if (text !== '') notes.drop('text')
  }
  return told
}

function valueOf(field: ObservedField, value: string): string {
  if (field === 'mac') return macOf(value)
  if (field === 'deviceIdentifier')
    return /^[\da-f-]{32,36}$/i.test(value) ? `uuid:${value.toLowerCase().replaceAll('-', '')}` : ''
  return field === 'model' ? value.replace(/^\((.*)\)$/, '$1') : value
}

function macOf(value: string): string {
  const digits = value.toLowerCase().replaceAll(/[:.-]/g, '')
  if (!/^[\da-f]{12}$/.test(digits)) return ''
  const mac = digits.replaceAll(/(..)(?=.)/g, '$1:')
  return isInterfaceMac(mac) ? mac : ''
}
