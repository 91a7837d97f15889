import { isListedLicence, isSpdxExpression } from '../../licence-text.ts'
import { digitsByAlgorithm } from './words.ts'

/** What the standard expects of one value. Numbers and truth values are judged by their text, since XML has nothing else. */
export interface Expectation {
  /** In words, after "where CycloneDX expects": `one of required, optional, excluded`. */
  readonly words: string
  readonly holds: (value: string) => boolean
}

/** No message names more words of a list than these. */
const mostNamed = 8

export function oneOf(words: readonly string[]): Expectation {
  const known: ReadonlySet<string> = new Set(words)
  const named = words.slice(0, mostNamed).join(', ')
  const isLong = words.length > mostNamed
  return {
    words: isLong ? `one of its ${words.length} words, such as ${named}` : `one of ${named}`,
    holds: (value) => known.has(value),
  }
}

export function expects(words: string, pattern: RegExp): Expectation {
  return { words, holds: (value) => pattern.test(value) }
}

export const anyText: Expectation = { words: 'a text that is not empty', holds: (value) => value !== '' }

/** XML knows times without a zone. */
const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,20})?(?:Z|[+-]\d{2}:\d{2})?$/i

export const time: Expectation = {
  words: 'a time such as 2030-12-31T23:59:00Z',
  holds: (value) => timePattern.test(value) && !Number.isNaN(Date.parse(value)),
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
export const serialNumber = expects(
  'urn:uuid: and a UUID of 8, 4, 4, 4 and 12 digits',
  new RegExp(`^urn:uuid:(?:${uuid}|\\{${uuid}\\})$`, 'i'),
)
export const documentVersion = expects('a whole number from 1', /^[1-9]\d{0,15}$/)
export const truth = expects('true or false', /^(?:true|false|0|1)$/)
export const mediaType = expects('a media type such as text/plain', /^[-+a-z0-9.]{1,200}\/[-+a-z0-9.]{1,200}$/)
/** Whether anybody is behind it is not asked. */
export const email = expects('an e-mail address', /^[^\s@<>]{1,300}@[^\s@<>]{1,300}$/)
/** Relative ones too (RFC 3987): what no form of address holds are blanks, quotes and brackets. */
export const address = expects('an address (URL)', /^[^\s"<>\\^`{|}]{0,8192}$/)
export const confidence: Expectation = {
  words: 'a number from 0 to 1',
  holds: (value) => value.trim() !== '' && Number(value) >= 0 && Number(value) <= 1,
}

export const licenceId: Expectation = {
  words: 'an identifier of the list of SPDX; a licence that is not on it belongs into "name"',
  holds: isListedLicence,
}

export const licenceExpression: Expectation = {
  words: 'a licence expression of SPDX such as "MIT OR Apache-2.0"',
  holds: isSpdxExpression,
}

/** A digest of any algorithm. */
export const digest = expects('a digest of 32, 40, 64, 96 or 128 hexadecimal digits', digestPattern())

function digestPattern(): RegExp {
  const lengths = new Set(Object.values(digitsByAlgorithm).filter((digits) => digits !== undefined))
  return new RegExp(`^(?:${[...lengths].map((digits) => `[0-9a-f]{${digits}}`).join('|')})$`, 'i')
}
