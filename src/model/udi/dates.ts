/** ISO 8601 of a day that exists; day 0 is the last of its month. Undefined otherwise. */
export function isoDay(year: number, month: number, day: number): string | undefined {
  if (month < 1 || month > 12 || day < 0) return undefined
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return day > last ? undefined : new Date(Date.UTC(year, month - 1, day === 0 ? last : day)).toISOString().slice(0, 10)
}

/** ISO 8601 of the given day of a year, from 1. */
export function isoDayOfYear(year: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, 0, day))
  return day >= 1 && date.getUTCFullYear() === year ? date.toISOString().slice(0, 10) : undefined
}

/** GS1 General Specifications §7.12: a year of two digits is at most 49 years ahead and at most 50 years back. */
export function fullYear(twoDigits: number, thisYear: number): number {
  const century = thisYear - (thisYear % 100)
  const difference = twoDigits - (thisYear % 100)
  if (difference >= 51) return century - 100 + twoDigits
  return difference <= -50 ? century + 100 + twoDigits : century + twoDigits
}

/** `YYMMDD`. */
export function dayOf6(text: string, thisYear: number): string | undefined {
  if (!/^\d{6}$/.test(text)) return undefined
  const [year, month, day] = [Number(text.slice(0, 2)), Number(text.slice(2, 4)), Number(text.slice(4))]
  return isoDay(fullYear(year, thisYear), month, day)
}

/** `YYYYMMDD`. */
export function dayOf8(text: string): string | undefined {
  if (!/^\d{8}$/.test(text)) return undefined
  return isoDay(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)))
}
