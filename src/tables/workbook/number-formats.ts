/** How a style shows its numbers: as a date or time, with a fixed count of decimals, or as they are. */
export type NumberFormat = 'date' | 'plain' | { readonly decimals: number }

/** Formats that every spreadsheet program knows by number (ECMA-376-1 §18.8.30), and what they show. */
function builtIn(id: number): NumberFormat {
  const isDate = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
  if (isDate) return 'date'
  if (id === 1) return { decimals: 0 }
  return id === 2 ? { decimals: 2 } : 'plain'
}

/** The meaning of a format code such as `dd/mm/yyyy` or `0.00`; quoted, escaped and bracketed parts are only ornament. */
export function toNumberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return builtIn(id)
  const bare = code.slice(0, 255).replaceAll(/"[^"]*"|\\.|\[(?!h{1,2}\]|m{1,2}\]|s{1,2}\])[^\]]*\]|[_*]./gi, '')
  if (/general/i.test(bare)) return 'plain'
  if (/[dmyhs]/i.test(bare)) return 'date'
  const [, decimals] = /^0(?:\.(0+))?$/.exec(bare) ?? [undefined, null]
  return decimals === null ? 'plain' : { decimals: decimals?.length ?? 0 }
}

/**
 * A number as its cell shows it: a version typed as 1.10 is the number 1.1 in the format `0.00`. Dates become ISO 8601, without a time at
 * midnight; days below 1 are a time alone. The stored text where it is no number.
 */
export function showNumber(stored: string, format: NumberFormat, startsIn1904: boolean): string {
  const value = Number(stored)
  if (stored.trim() === '' || !Number.isFinite(value)) return stored
  if (format === 'date') return toIsoDate(value, startsIn1904) ?? String(value)
  return format === 'plain' ? String(value) : value.toFixed(format.decimals)
}

/** Last day that Excel can show: 9999-12-31. */
const lastDay = 2_958_465

/** Excel counts from 1900 and takes that for a leap year: before 1 March its days are one short (ECMA-376-1 §18.17.4.1). */
function toIsoDate(serial: number, startsIn1904: boolean): string | undefined {
  if (serial < 0 || serial > lastDay) return undefined
  const seconds = Math.round(serial * 86_400)
  const time = new Date((seconds % 86_400) * 1000).toISOString().slice(11, 19)
  if (seconds < 86_400) return time
  const day = Math.floor(seconds / 86_400)
  const shift = startsIn1904 ? 24_107 : day < 60 ? 25_568 : 25_569
  const date = new Date((day - shift) * 86_400_000).toISOString().slice(0, 10)
  return time === '00:00:00' ? date : `${date}T${time}`
}
