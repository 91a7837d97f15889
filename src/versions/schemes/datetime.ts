import { defineScheme, pushNumber, pushText } from '../key.ts'

/** Instants as RFC 3339 writes them, to any fraction of a second; different offsets of one instant are equal. */
export const datetime = defineScheme({
  id: 'datetime',
  source: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  encode,
})

const instantPattern =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?(Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$/

/** Makes every second of the years 0 to 9999, with any offset, a positive number. */
const SECONDS_BEFORE_EPOCH = 62_200_000_000

function encode(version: string): number[] | undefined {
  const [, clock, fraction = '', offset = ''] = instantPattern.exec(version) ?? []
  if (clock === undefined) return undefined
  const ms = Date.parse(`${clock}Z`)
  // Date.parse takes 30 February for 1 March; a text that does not come back the same is no instant.
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(clock)) return undefined
  const bytes: number[] = []
  pushNumber(bytes, String(SECONDS_BEFORE_EPOCH + ms / 1000 - offsetSeconds(offset)))
  pushText(bytes, fraction.replace(/0+$/, ''))
  return bytes
}

function offsetSeconds(offset: string): number {
  if (offset === 'Z') return 0
  const seconds = Number(offset.slice(1, 3)) * 3600 + Number(offset.slice(4, 6)) * 60
  return offset.startsWith('-') ? -seconds : seconds
}
