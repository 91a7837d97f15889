import { own } from '../fields.ts'
import type { Entry } from '../fields.ts'
import { documentOf, eachOf, metricsOf, textIn, under } from './check.ts'
import type { Check, Fault } from './check.ts'

const written = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/
const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-](\d\d):(\d\d))$/
const mostDigits = 18

/** A time as a number that can be compared, exact to the last written digit; undefined for a text that is none. */
export function instantOf(text: string | undefined): bigint | undefined {
  const [, whole = '', fraction = '', zone = ''] = written.exec(text ?? '') ?? []
  const seconds = Date.parse(`${whole}${zone}`) / 1000
  if (Number.isNaN(seconds)) return undefined
  return BigInt(seconds) * 10n ** BigInt(mostDigits) + BigInt(fraction.slice(0, mostDigits).padEnd(mostDigits, '0'))
}

/** The newest revision of a document that is published (`interim` or `final`). */
function newestRevision(root: Entry): bigint | undefined {
  const tracking = under(documentOf(root), 'tracking')
  if (tracking === undefined || !/^(?:interim|final)$/.test(textIn(tracking.fields, 'status') ?? '')) return undefined
  const dates = eachOf(tracking, 'revision_history').flatMap((each) => instantOf(textIn(each.fields, 'date')) ?? [])
  return dates.reduce<bigint | undefined>(
    (newest, date) => (newest === undefined || date > newest ? date : newest),
    undefined,
  )
}

/** A published document does not hold a rating that was made after its newest revision. */
function notAfterRevision(clause: string, key: 'epss' | 'ssvc_v2'): Check {
  return {
    clause,
    run: (root) => {
      const newest = newestRevision(root)
      if (newest === undefined) return []
      return eachOf(root, 'vulnerabilities').flatMap((vulnerability) =>
        metricsOf(vulnerability).flatMap(({ content }): readonly Fault[] => {
          const rating = under(content, key)
          const made = rating === undefined ? undefined : instantOf(textIn(rating.fields, 'timestamp'))
          if (rating === undefined || made === undefined || made <= newest) return []
          return [
            { place: `${rating.place}/timestamp`, message: 'it is later than the newest revision of the document' },
          ]
        }),
      )
    },
  }
}

/** 6.1.49 */
export const ssvcTimestamp = notAfterRevision('6.1.49', 'ssvc_v2')

/** 6.1.51 */
export const epssTimestamp = notAfterRevision('6.1.51', 'epss')

/** 6.1.53: an exploitation was not before it was known. */
export const exploitationDate: Check = {
  clause: '6.1.53',
  run: (root) =>
    eachOf(root, 'vulnerabilities').flatMap((vulnerability) =>
      eachOf(vulnerability, 'first_known_exploitation_dates').flatMap(({ fields, place }): readonly Fault[] => {
        const exploited = instantOf(textIn(fields, 'exploitation_date'))
        const told = instantOf(textIn(fields, 'date'))
        if (exploited === undefined || told === undefined || exploited <= told) return []
        return [{ place: `${place}/exploitation_date`, message: 'it is later than the "date" on which it was told' }]
      }),
    ),
}

/** Every `date-time` of the standard has one of these names. */
const timeKeys = /(?:^|_)(?:date|timestamp)$/

/** 6.1.37: times are those of RFC 3339, with capitals `T` and `Z`, seconds, and a zone. */
export const dateTimes: Check = {
  clause: '6.1.37',
  run: (root) => {
    const faults: Fault[] = []
    const open: { readonly value: unknown; readonly place: string }[] = [
      { value: documentOf(root).fields, place: '/document' },
      { value: own(root.fields, 'vulnerabilities'), place: '/vulnerabilities' },
    ]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (typeof next.value !== 'object' || next.value === null || next.place.endsWith('/x_extensions')) continue
      for (const [key, value] of Object.entries(next.value)) {
        const place = `${next.place}/${key}`
        if (typeof value === 'string' && timeKeys.test(key) && !isDateTime(value))
          faults.push({
            place,
            message: `"${value.slice(0, 60)}" is no date and time such as 2026-03-01T10:00:00.000Z`,
          })
        open.push({ value, place })
      }
    }
    return faults
  },
}

function isDateTime(text: string): boolean {
  const [, year, month, day, hour = '', minute = '', second = '', zoneHour = '0', zoneMinute = '0'] =
    parts.exec(text) ?? []
  if (year === undefined) return false
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return false
  return (
    Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60 && Number(zoneHour) < 24 && Number(zoneMinute) < 60
  )
}
