/** The ISO 8601 calendar date at the head of a text, `2030-12-31` of `2030-12-31T00:00:00Z`; undefined when there is none. */
export function toDate(text: string): string | undefined {
  const date = /^(\d{4}-\d{2}-\d{2})(?![0-9])/.exec(text.trim())?.[1]
  if (date === undefined || Number.isNaN(Date.parse(date))) return undefined
  return date
}
