import type { Udi, UdiOptions } from '../udi.ts'
import { dayOf6 } from './dates.ts'

const separator = '\u001d'
const maxElements = 40

/** GS1 General Specifications §7.8.5: elements whose length is fixed by their first two digits (identifier included) and that need no separator. */
const fixedLengths: Readonly<Record<string, number>> = {
  '00': 20, '01': 16, '02': 16, '03': 16, '04': 18, '11': 8, '12': 8, '13': 8, '14': 8, '15': 8, '16': 8, '17': 8, '18': 8, '19': 8,
  '20': 4, '31': 10, '32': 10, '33': 10, '34': 10, '35': 10, '36': 10, '41': 16,
} // prettier-ignore

type Elements = ReadonlyMap<string, string>

export function readGs1(text: string, { thisYear }: UdiOptions): Udi | undefined {
  const elements = bracketed(text) ?? concatenated(text.replace(/^\](?:C1|d2|Q3|e0|J1)/, ''))
  const gtin = elements?.get('01')
  if (elements === undefined || gtin === undefined || !/^\d{14}$/.test(gtin)) return undefined
  const day = (identifier: string): string | undefined => dayOf6(elements.get(identifier) ?? '', thisYear)
  return {
    issuer: 'gs1',
    deviceIdentifier: gtin,
    isChecked: isGtin(gtin),
    ...given('serial', elements.get('21')),
    ...given('lot', elements.get('10')),
    ...given('manufacturedOn', day('11')),
    ...given('expiresOn', day('17')),
    ...given('softwareVersion', elements.get('8012')),
  }
}

/** `(01)…(21)…`, as labels print it; DICOM writes braces (PS3.3 C.7.10.2), some write brackets. */
function bracketed(text: string): Elements | undefined {
  const parts = [...text.matchAll(/[({[](\d{2,4})[)}\]]([^(){}[\]]*)/g)]
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text.replace(/\s+(?=[({[])/g, ''))
    return undefined
  return new Map(parts.slice(0, maxElements).map(([, identifier = '', value = '']) => [identifier, value.trim()]))
}

/** One after the other, as a scanner gives them; what has no fixed length ends at a separator. */
function concatenated(text: string): Elements | undefined {
  const elements = new Map<string, string>()
  let rest = text.replace(/^\u001d/, '')
  while (rest !== '' && elements.size < maxElements) {
    if (!/^\d{2}/.test(rest)) return undefined
    const fixed = fixedLengths[rest.slice(0, 2)]
    const end = rest.indexOf(separator)
    const whole = fixed === undefined ? rest.slice(0, end === -1 ? undefined : end) : rest.slice(0, fixed)
    if (whole.includes(separator) || (fixed !== undefined && whole.length < fixed)) return undefined
    const identifier = identifierOf(whole)
    elements.set(identifier, whole.slice(identifier.length))
    rest = rest.slice(whole.length).replace(/^\u001d/, '')
  }
  return elements
}

/** Identifiers have two to four digits, by their first two (GS1 General Specifications §3.2). */
function identifierOf(element: string): string {
  const start = Number(element.slice(0, 2))
  if (start <= 22 || start === 30 || start === 37 || start >= 90) return element.slice(0, 2)
  if ((start >= 23 && start <= 25) || (start >= 40 && start <= 42)) return element.slice(0, 3)
  return element.slice(0, 4)
}

/** Modulo 10 with weights 3 and 1. */
function isGtin(gtin: string): boolean {
  const sum = Array.from(gtin).reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0)
  return sum % 10 === 0
}

/** A property that is there only when it has a value. */
export function given<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { readonly [K in Key]: string })
}
