import type { ObservedField } from '../../model/index.ts'
import type { FactsTold } from '../facts.ts'
import type { Notes } from '../protocol.ts'
import {
  BacnetReader,
  CHARACTER_STRING,
  characterString,
  objectIdentifier,
  OBJECT_IDENTIFIER,
  unsigned,
} from './tags.ts'
import type { BacnetObject, BacnetTag } from './tags.ts'

const DEVICE = 8

/** ASHRAE 135 §12.11 and §21 (BACnetPropertyIdentifier): properties of the device object that identify it. `description` (28) is anybody's words. */
const properties: Readonly<Record<number, ObservedField>> = {
  12: 'softwareVersion',
  44: 'firmwareVersion',
  58: 'location',
  70: 'model',
  77: 'stationName',
  121: 'maker',
  372: 'serial',
}

/** §16.10.2 (I-Am): the device object, then what it can take, then the number of its vendor. */
export function iAm(service: Uint8Array): FactsTold | undefined {
  const reader = new BacnetReader(service)
  const device = reader.next()
  reader.next()
  reader.next()
  const vendor = reader.next()
  const object = device?.number === OBJECT_IDENTIFIER ? objectIdentifier(device.content) : undefined
  const number = vendor === undefined ? undefined : unsigned(vendor.content)
  if (object === undefined || object.type !== DEVICE) return undefined
  return {
    deviceIdentifier: identifierOf(object),
    ...(number === undefined ? {} : { vendorClass: `BACnet vendor ${number}` }),
  }
}

/** §15.5.2 (ReadProperty): object (0), property (1), index (2), value (3). */
export function readProperty(service: Uint8Array, notes: Notes): FactsTold | undefined {
  const reader = new BacnetReader(service)
  const object = objectIdentifier(reader.next()?.content ?? new Uint8Array())
  const property = unsigned(reader.next()?.content ?? new Uint8Array())
  if (object === undefined || property === undefined) return undefined
  return toldBy(object, [[property, valuesIn(reader)]], notes)
}

/** §15.7.2 (ReadPropertyMultiple): objects (0), each with a list (1) of property (2), index (3), value (4) or error (5). */
export function readProperties(service: Uint8Array, notes: Notes): FactsTold | undefined {
  const reader = new BacnetReader(service)
  const object = objectIdentifier(reader.next()?.content ?? new Uint8Array())
  if (object === undefined) return undefined
  const values: [number, readonly BacnetTag[]][] = []
  reader.next()
  while (reader.left > 0 && values.length < 128) {
    const tag = reader.next()
    if (tag === undefined || tag.kind === 'close') break
    const property = tag.number === 2 && tag.kind === 'value' ? unsigned(tag.content) : undefined
    if (property !== undefined) values.push([property, valuesIn(reader)])
  }
  return toldBy(object, values, notes)
}

/** What stands between the next opening tag and its end; values within values are passed over. */
function valuesIn(reader: BacnetReader): BacnetTag[] {
  const values: BacnetTag[] = []
  let depth = 0
  while (reader.left > 0) {
    const tag = reader.next()
    if (tag === undefined) break
    if (tag.kind === 'open') depth += 1
    else if (tag.kind === 'close') depth -= 1
    else if (depth === 1) values.push(tag)
    if (depth === 0 && tag.kind === 'close') break
  }
  return values
}

function toldBy(
  object: BacnetObject,
  values: readonly (readonly [number, readonly BacnetTag[]])[],
  notes: Notes,
): FactsTold | undefined {
  if (object.type !== DEVICE) {
    notes.drop('result', values.length)
    return undefined
  }
  const told: Partial<Record<ObservedField, string[]>> = { deviceIdentifier: [identifierOf(object)] }
  for (const [property, tags] of values) {
    const field = properties[property]
    const texts = tags.filter(({ isContext, number }) => !isContext && number === CHARACTER_STRING)
    if (field === undefined) notes.drop('text', texts.length)
    else (told[field] ??= []).push(...texts.map(({ content }) => characterString(content)))
  }
  return told
}

function identifierOf({ instance }: BacnetObject): string {
  return `bacnet:${instance}`
}
