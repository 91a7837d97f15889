import type { Language } from './language.ts'

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-FR' }

/** Numbers and dates as people of that language write them. */
export interface Formats {
  readonly count: (count: number) => string
  /** One decimal: `10.0`, `9,8`. */
  readonly score: (score: number) => string
  /** Of a fraction of 1; what is neither nothing nor all never reads 0 % or 100 %. */
  readonly percent: (fraction: number) => string
  /** Of an ISO 8601 date or instant; what is none is shown as it is. */
  readonly day: (instant: string) => string
  /** The same with the hour. */
  readonly moment: (instant: string) => string
}

export function formatsOf(language: Language): Formats {
  const locale = locales[language]
  const counts = new Intl.NumberFormat(locale)
  const scores = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const wholes = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const tenths = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' })
  return {
    count: (count) => counts.format(count),
    score: (score) => scores.format(score),
    percent: (fraction) => {
      if (fraction > 0 && fraction < 0.001) return `< ${tenths.format(0.001)}`
      if (fraction < 1 && fraction > 0.999) return `> ${tenths.format(0.999)}`
      return (fraction > 0 && fraction < 0.1) || (fraction > 0.9 && fraction < 1)
        ? tenths.format(fraction)
        : wholes.format(fraction)
    },
    day: (instant) => formatted(days, instant),
    moment: (instant) => formatted(moments, instant),
  }
}

function formatted(format: Intl.DateTimeFormat, instant: string): string {
  const time = Date.parse(instant)
  return Number.isNaN(time) ? instant : format.format(time)
}
