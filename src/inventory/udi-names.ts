import { readUdi } from '../model/index.ts'
import type { Udi, UdiOptions } from '../model/index.ts'
import { normaliseSerial } from './serials.ts'

/** Two-digit years are read around it; nothing that is asked here depends on a day. */
const anyYear = { thisYear: 2026 }

/** A UDI, also where only its GTIN is written, whose leading zeros a spreadsheet may have taken away. Undefined when it is none. */
export function readWrittenUdi(text: string, options: UdiOptions = anyYear): Udi | undefined {
  const bare = text.replaceAll(/\s/g, '')
  if (/^\d{12,14}$/.test(bare)) return readUdi(`(01)${bare.padStart(14, '0')}`, options)
  return readUdi(text, options)
}

/** One text for one device, where a UDI names one; a UDI of a model alone, or one that was misread, names none. What is no UDI stands for itself. */
export function deviceOfUdi(text: string): string | undefined {
  const udi = readWrittenUdi(text)
  if (udi === undefined) return text
  const serial = normaliseSerial(udi.serial ?? '')
  return serial === '' || udi.isChecked === false ? undefined : `${udi.issuer} ${udi.deviceIdentifier} ${serial}`
}

/** A text for equal UDIs, however they are written; of what is no UDI, the text itself. */
export function comparableUdi(text: string): string {
  const udi = readWrittenUdi(text)
  return udi === undefined ? text : JSON.stringify(Object.entries(udi).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
