const maxSummaryChars = 4000
const maxReferences = 100
const maxReferenceChars = 2000

/** Text that the store can hold: no NUL, well-formed, at most 4,000 characters. */
export function summaryText(text: string): string {
  const clean = plainText(text).trim()
  return clean.length <= maxSummaryChars ? clean : `${clean.slice(0, maxSummaryChars - 1).toWellFormed()}…`
}

/** PostgreSQL refuses NUL and lone surrogates in a text. */
export function plainText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed()
}

/** The first hundred different addresses. A scheme other than http, https or ftp is left out: they become links. */
export function referenceList(urls: readonly string[]): readonly string[] {
  const clean = urls.filter((url) => /^(?:https?|ftp):\/\//i.test(url) && url.length <= maxReferenceChars)
  return [...new Set(clean.map(plainText))].slice(0, maxReferences)
}

/** An ISO 8601 time in UTC; undefined when the text is none. NVD's times name no zone and are UTC; OSV's year 0001 means unknown. */
export function utcTime(text: string | null | undefined): string | undefined {
  if (
    text === null ||
    text === undefined ||
    !/^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]{5,20}(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(text)
  )
    return undefined
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10)) || text.length === 10
  const time = new Date(hasZone ? text : `${text}Z`)
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() < 1970 ? undefined : time.toISOString()
}
