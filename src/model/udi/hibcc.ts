import type { Udi, UdiOptions } from '../udi.ts'
import { dayOf6, dayOf8, fullYear, isoDay, isoDayOfYear } from './dates.ts'
import { given } from './gs1.ts'

/** The letters that count, in the order of their value (ANSI/HIBC 2.6 §2.4). */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%'

/** `+` LIC product unit `/` secondary `/` … check. A secondary alone names no model and is no UDI. */
export function readHibcc(text: string, options: UdiOptions): Udi | undefined {
  const whole = text.replace(/^\*(.*)\*$/, '$1')
  if (!/^\+[A-Z][A-Z0-9]{3}[A-Z0-9]/i.test(whole)) return undefined
  const [primary = '', ...others] = whole.slice(1, -1).split('/')
  if (!/^[A-Z][A-Z0-9]{3}[A-Z0-9]{1,18}\d$/i.test(primary)) return undefined
  const told = Object.assign({}, ...others.map((segment) => readSegment(segment, options))) as Partial<Udi>
  return { issuer: 'hibcc', deviceIdentifier: primary, isChecked: isChecked(whole), ...told }
}

function isChecked(whole: string): boolean {
  const values = Array.from(whole.toUpperCase().slice(0, -1), (letter) => alphabet.indexOf(letter))
  const sum = values.reduce((total, value) => total + value, 0)
  return !values.includes(-1) && alphabet[sum % 43] === whole.toUpperCase().at(-1)
}

function readSegment(segment: string, options: UdiOptions): Partial<Udi> {
  if (segment.startsWith('16D')) return given('manufacturedOn', dayOf8(segment.slice(3)))
  if (segment.startsWith('14D')) return given('expiresOn', dayOf8(segment.slice(3)))
  if (segment.startsWith('S')) return given('serial', segment.slice(1))
  const [, sign, rest = ''] = /^(\$\$\+|\$\$|\$\+|\$)(.*)$/.exec(segment) ?? []
  if (sign === undefined) return readDayAndLot(segment, options)
  const key = sign.endsWith('+') ? 'serial' : 'lot'
  if (!sign.startsWith('$$')) return given(key, rest)
  const { day, left } = readDay(rest.replace(/^(?:8\d{2}|9\d{5})/, ''), options)
  return { ...given('expiresOn', day), ...given(key, left) }
}

/** `YYJJJ` and a lot, the oldest form. */
function readDayAndLot(segment: string, { thisYear }: UdiOptions): Partial<Udi> {
  const [, year, day, lot] = /^(\d{2})(\d{3})(.*)$/.exec(segment) ?? []
  if (year === undefined) return {}
  return { ...given('expiresOn', isoDayOfYear(fullYear(Number(year), thisYear), Number(day))), ...given('lot', lot) }
}

/** The first digit tells the form of the date (ANSI/HIBC 2.6 §2.3.2); 0 and 1 are the first digit of a month. */
function readDay(text: string, { thisYear }: UdiOptions): { readonly day: string | undefined; readonly left: string } {
  const form = text.charAt(0)
  const year = (digits: string): number => fullYear(Number(digits), thisYear)
  if (form === '2') {
    const [month, day, ofYear] = [text.slice(1, 3), text.slice(3, 5), text.slice(5, 7)]
    return { day: isoDay(year(ofYear), Number(month), Number(day)), left: text.slice(7) }
  }
  if (form === '3') return { day: dayOf6(text.slice(1, 7), thisYear), left: text.slice(7) }
  if (form === '4') return { day: dayOf6(text.slice(1, 7), thisYear), left: text.slice(9) }
  if (form === '5' || form === '6') {
    const day = isoDayOfYear(year(text.slice(1, 3)), Number(text.slice(3, 6)))
    return { day, left: text.slice(form === '5' ? 6 : 8) }
  }
  if (form === '7') return { day: undefined, left: text.slice(1) }
  return /^[01]\d{3}/.test(text)
    ? { day: isoDay(year(text.slice(2, 4)), Number(text.slice(0, 2)), 0), left: text.slice(4) }
    : { day: undefined, left: text }
}
