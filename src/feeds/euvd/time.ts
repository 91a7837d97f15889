import { utcTime } from '../text.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `Apr 15, 2025, 8:30:58 PM` as an ISO 8601 time in UTC; undefined when the text is none. The interface names no zone. */
export function euvdTime(text: string | null | undefined): string | undefined {
  const plain = (text ?? '').replace(/[\u202f\u00a0]/g, ' ').trim()
  const parts = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d):(\d\d) ([AP])M$/.exec(plain)
  if (parts === null) return utcTime(plain)
  const [, month = '', day = '', year = '', hour = '', minute = '', second = '', half] = parts
  const number = months.indexOf(month.toLowerCase()) + 1
  const hours = (Number(hour) % 12) + (half === 'P' ? 12 : 0)
  const two = (value: number | string): string => String(value).padStart(2, '0')
  return number === 0 ? undefined : utcTime(`${year}-${two(number)}-${two(day)}T${two(hours)}:${minute}:${second}Z`)
}
