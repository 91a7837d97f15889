import { makerKey } from '../model/index.ts'
import type { AssetRow } from '../model/index.ts'
import { normaliseSerial } from './serials.ts'

/** Two makers may well give the same serial number; one maker does not. */
export function serialKey({ maker, serial }: Pick<AssetRow, 'maker' | 'serial'>): string | undefined {
  const number = normaliseSerial(serial ?? '')
  return number === '' ? undefined : `${makerKey(maker ?? '')} ${number}`
}

/** Compares asset tags: case and spaces do not count. */
export function tagKey({ assetTag }: Pick<AssetRow, 'assetTag'>): string | undefined {
  return assetTag?.normalize('NFKC').toUpperCase().replace(/\s+/g, '')
}

/** Remembers the rows of one list and tells when a later one names the same device. */
export function createDuplicateCheck(): (row: AssetRow) => string | undefined {
  const lineOfTag = new Map<string, number>()
  const lineOfSerial = new Map<string, number>()
  return (row) => {
    const tag = tagKey(row)
    const serial = serialKey(row)
    const sameTag = lineOfTag.get(tag ?? '')
    const sameSerial = lineOfSerial.get(serial ?? '')
    if (sameTag !== undefined)
      return `asset tag ${row.assetTag ?? ''} is already on line ${sameTag}; keep one of the two`
    if (sameSerial !== undefined)
      return `serial number ${row.serial ?? ''} of this maker is already on line ${sameSerial}; keep one of the two`
    if (tag !== undefined) lineOfTag.set(tag, row.line)
    if (serial !== undefined) lineOfSerial.set(serial, row.line)
    return undefined
  }
}
