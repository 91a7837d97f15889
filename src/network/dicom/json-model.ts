import { EquipmentReader } from './equipment.ts'
import type { EquipmentFound } from './equipment.ts'

const maxDepth = 4
const maxItems = 256
const maxValues = 64

/** An object of the DICOM JSON model (PS3.18 F): tags as eight hexadecimal digits, each with its VR and its values. Undefined when it is none. */
export function readJsonObject(text: string): EquipmentFound | undefined {
  const object = parsed(text)
  if (object === undefined || !Object.keys(object).some(isTag)) return undefined
  const reader = new EquipmentReader()
  walk(object, reader, 0)
  return reader.found()
}

type Json = Readonly<Record<string, unknown>>

function walk(object: Json, reader: EquipmentReader, depth: number): void {
  // In the order of a data set, whose last wanted tag ends the reading.
  for (const key of Object.keys(object).filter(isTag).sort()) {
    const tag = Number.parseInt(key, 16)
    const element = object[key]
    const values = isObject(element) && Array.isArray(element['Value']) ? (element['Value'] as unknown[]) : []
    const wish = reader.wants(tag)
    if (wish === 'stop') return
    // The text is Unicode already, whatever character set the object names.
    if (wish === 'value' && tag !== 0x0008_0005)
      reader.value(tag, Buffer.from(values.slice(0, maxValues).map(textOf).join('\\')))
    if (wish === 'items' && depth < maxDepth) {
      for (const item of values.slice(0, maxItems).filter(isObject)) {
        reader.beginItem(tag)
        walk(item, reader, depth + 1)
        reader.endItem()
      }
    }
  }
}

/** Names of persons are objects, and are not read. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function isTag(key: string): boolean {
  return /^[\dA-Fa-f]{8}$/.test(key)
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
