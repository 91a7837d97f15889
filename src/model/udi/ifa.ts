import type { Udi, UdiOptions } from '../udi.ts'
import { dayOf6, dayOf8 } from './dates.ts'
import { given } from './gs1.ts'

/** PPN in the envelope of format 06 (ISO/IEC 15434), or its fields alone divided by GS; a PPN begins with its registration, 11 for Germany. */
export function readIfa(text: string, { thisYear }: UdiOptions): Udi | undefined {
  const inner = /^\[\)>\u001e0?6\u001d(.*?)(?:\u001e\u0004)?$/s.exec(text)?.[1] ?? text
  const fields = inner.split('\u001d')
  const field = (identifier: string): string | undefined =>
    fields.find((each) => each.startsWith(identifier))?.slice(identifier.length)
  const ppn = field('9N')
  if (ppn === undefined || !/^[A-Z0-9]{2}[A-Z0-9-]{1,18}\d{2}$/.test(ppn)) return undefined
  const expires = field('D') ?? ''
  return {
    issuer: 'ifa',
    deviceIdentifier: ppn,
    isChecked: isPpn(ppn),
    ...given('serial', field('S')),
    ...given('lot', field('1T')),
    ...given('expiresOn', expires.length === 8 ? dayOf8(expires) : dayOf6(expires, thisYear)),
    ...given('manufacturedOn', dayOf8(field('16D') ?? '')),
  }
}

/** Modulo 97 over the letters' ASCII values with weights from 2 on (IFA, specification PPN §2.3). */
function isPpn(ppn: string): boolean {
  const sum = Array.from(ppn.slice(0, -2)).reduce(
    (total, letter, index) => total + letter.charCodeAt(0) * (index + 2),
    0,
  )
  return sum % 97 === Number(ppn.slice(-2))
}
