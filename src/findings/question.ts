import { lookup, parseCpe, parsePurl, repairText } from '../model/index.ts'
import type { Cpe, Purl } from '../model/index.ts'
import { toFlawId } from './question-flaw.ts'
import { readNamed } from './question-name.ts'
import { readSupport } from './question-support.ts'

/** A longer text is no question; the longest purls and CPEs in use stay far below. */
const maxQuestionChars = 4096
const maxWords = 16

export type Comparison = '<' | '<=' | '=' | '>=' | '>' | '!='

export interface VersionTest {
  readonly comparison: Comparison
  readonly version: string
}

export type DeviceFact = 'serial' | 'tag' | 'ip' | 'mac' | 'host' | 'maker' | 'model'

/** Narrows the fleet. Texts are compared without regard to case; `asOf` is the end of that day, or the instant, in ISO 8601 UTC. */
export interface Filters {
  readonly site?: string
  readonly ward?: string
  readonly maker?: string
  readonly model?: string
  readonly asOf?: string
}

export type Subject =
  | { readonly is: 'flaw'; readonly id: string }
  | { readonly is: 'part'; readonly name: string; readonly tests: readonly VersionTest[] }
  | { readonly is: 'purl'; readonly purl: Purl }
  | { readonly is: 'cpe'; readonly cpe: Cpe }
  | { readonly is: 'hash'; readonly algorithms: readonly string[]; readonly hex: string }
  | { readonly is: 'words'; readonly words: readonly string[] }
  /** What is past its end of life, or will be before a day (ISO 8601); of what the words name, where there are any. */
  | { readonly is: 'support'; readonly words: readonly string[]; readonly before?: string }
  | { readonly is: 'device'; readonly fact: DeviceFact; readonly value: string }
  | { readonly is: 'fleet' }

export interface Question {
  readonly text: string
  readonly subject: Subject
  readonly filters: Filters
}

export type QuestionReading =
  | { readonly is: 'question'; readonly question: Question }
  | { readonly is: 'notUnderstood'; readonly message: string }

const deviceFacts = lookup<DeviceFact>({
  serial: 'serial',
  sn: 'serial',
  tag: 'tag',
  asset: 'tag',
  ip: 'ip',
  mac: 'mac',
  host: 'host',
})
const filterNames: Readonly<Record<string, keyof Filters>> = {
  site: 'site',
  ward: 'ward',
  service: 'ward',
  maker: 'maker',
  fabricant: 'maker',
  model: 'model',
  modele: 'model',
  'as-of': 'asOf',
}
const hashesByLength: Readonly<Record<number, readonly string[]>> = {
  32: ['md5'],
  40: ['sha1'],
  56: ['sha224', 'sha3224'],
  64: ['sha256', 'sha3256', 'blake2b256', 'blake3'],
  96: ['sha384', 'sha3384', 'blake2b384'],
  128: ['sha512', 'sha3512', 'blake2b512'],
}

// oxlint-disable-next-line no-control-regex -- PostgreSQL refuses NUL in a text, and the others are invisible; tabs and line ends are spaces
const controlForm = /[\u0000-\u0008\u000e-\u001f\u007f]/
const macForm = /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$|^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$/i
const ipv4Form = /^(?:\d{1,3}\.){3}\d{1,3}$/
const ipv6Form = /^(?=[0-9a-f:.]*:[0-9a-f:.]*:)[0-9a-f:.]{3,45}$/i

/**
 * Reads what a person typed: free words, `name < version`, an identifier of a flaw, a purl, a CPE, a hash, a fact of a device,
 * and filters (`site:` `ward:` `maker:` `model:` `as-of:`, quoted when they hold spaces). Never throws.
 */
export function readQuestion(text: string): QuestionReading {
  const trimmed = repairText(text.toWellFormed()).trim()
  if (trimmed === '')
    return notUnderstood('The question is empty. Ask for a CVE, a component name, a purl, a CPE, a hash or a device.')
  if (trimmed.length > maxQuestionChars) {
    return notUnderstood(
      `The question has ${trimmed.length} characters; at most ${maxQuestionChars} are read. Ask for one thing at a time.`,
    )
  }
  if (controlForm.test(trimmed))
    return notUnderstood('The question holds an invisible control character. Type it anew instead of pasting it.')
  const { words, filters, devices, problem } = takeFilters(splitWords(trimmed))
  if (problem !== undefined) return notUnderstood(problem)
  const subject = readSubject(words, devices, filters)
  return 'message' in subject
    ? notUnderstood(subject.message)
    : { is: 'question', question: { text: trimmed, ...subject } }
}

function notUnderstood(message: string): QuestionReading {
  return { is: 'notUnderstood', message }
}

/** Words at white space; a quoted stretch, also after a colon, keeps its spaces. */
function splitWords(text: string): string[] {
  return (text.match(/[^\s"]*"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''))
}

interface Taken {
  readonly words: readonly string[]
  readonly filters: Filters
  readonly devices: readonly { fact: DeviceFact; value: string }[]
  readonly problem?: string
}

function takeFilters(all: readonly string[]): Taken {
  const words: string[] = []
  const devices: { fact: DeviceFact; value: string }[] = []
  const filters: { -readonly [Name in keyof Filters]: Filters[Name] } = {}
  for (const word of all) {
    const colon = word.indexOf(':')
    const name = word.slice(0, Math.max(colon, 0)).toLowerCase()
    const value = word.slice(colon + 1)
    const fact = Object.hasOwn(deviceFacts, name) ? deviceFacts[name] : undefined
    const filter = Object.hasOwn(filterNames, name) ? filterNames[name] : undefined
    if (fact === undefined && filter === undefined) words.push(word)
    else if (value === '')
      return {
        words,
        filters,
        devices,
        problem: `"${name}:" needs a value right after the colon, for example ${name}:A12.`,
      }
    else if (fact !== undefined) devices.push({ fact, value })
    else if (filter === 'asOf') {
      const instant = toInstant(value)
      if (instant === undefined)
        return { words, filters, devices, problem: `as-of:${value} is no date. Write as-of:2021-12-10.` }
      filters.asOf = instant
    } else if (filter !== undefined) filters[filter] = value
  }
  return { words, filters, devices }
}

function toInstant(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(?:T[0-9:.]{5,12}(?:Z|[+-]\d{2}:\d{2}))?$/.test(text)) return undefined
  const instant = new Date(text.length === 10 ? `${text}T23:59:59.999Z` : text)
  const isThatDay = instant.getTime() >= 0 && (text.length > 10 || instant.toISOString().startsWith(text))
  return isThatDay ? instant.toISOString() : undefined
}

type SubjectReading = { readonly subject: Subject; readonly filters: Filters } | { readonly message: string }

function readSubject(words: readonly string[], devices: Taken['devices'], filters: Filters): SubjectReading {
  const [device, ...others] = devices
  if (others.length > 0)
    return { message: 'Ask for one fact of a device at a time (serial:, tag:, ip:, mac: or host:).' }
  if (device !== undefined) {
    if (words.length > 0)
      return { message: `Ask either for ${device.fact}:${device.value} or for "${words.join(' ')}", not both at once.` }
    return { subject: { is: 'device', ...device }, filters }
  }
  if (words.length === 0) return { subject: { is: 'fleet' }, filters }
  if (words.length > maxWords)
    return { message: `The question has ${words.length} words; at most ${maxWords} are read.` }
  const support = readSupport(words)
  if (support !== undefined) return 'message' in support ? support : { subject: support, filters }
  const [only] = words
  const single = words.length === 1 && only !== undefined ? readSingle(only) : undefined
  if (single !== undefined) return 'message' in single ? single : { subject: single, filters }
  const spaced = toFlawId(words.join('-'))
  if (spaced !== undefined && /^CVE-\d{4}-\d+$/.test(spaced)) return { subject: { is: 'flaw', id: spaced }, filters }
  const flaw = words.find((word) => toFlawId(word) !== undefined)
  if (flaw !== undefined) return { message: `Ask for one thing at a time: for "${flaw}" alone, or without it.` }
  const named = readNamed(words.join(' '))
  if ('message' in named) return named
  return { subject: named, filters }
}

/** A single word that is an identifier by its form. */
function readSingle(word: string): Subject | { readonly message: string } | undefined {
  if (/^pkg:/i.test(word)) {
    const purl = parsePurl(word)
    return purl === undefined
      ? { message: `"${word}" is no purl. A purl reads pkg:type/namespace/name@version.` }
      : { is: 'purl', purl }
  }
  if (/^cpe:/i.test(word)) {
    const cpe = parseCpe(word)
    return cpe === undefined
      ? { message: `"${word}" is no CPE. A CPE reads cpe:2.3:a:vendor:product:version:*:*:*:*:*:*:*.` }
      : { is: 'cpe', cpe }
  }
  const id = toFlawId(word)
  if (id !== undefined) return { is: 'flaw', id }
  return readHash(word) ?? readAddress(word)
}

function readHash(word: string): Subject | { readonly message: string } | undefined {
  const [, named, hex] = /^(?:([a-z][a-z0-9-]{1,12}):)?([0-9a-f]{32,128})$/i.exec(word) ?? []
  if (hex === undefined) return undefined
  const byLength = hashesByLength[hex.length]
  if (byLength === undefined)
    return named === undefined ? undefined : { message: `A hash of ${hex.length} characters is no digest known here.` }
  return {
    is: 'hash',
    algorithms: named === undefined ? byLength : [named.toLowerCase().replaceAll('-', '')],
    hex: hex.toLowerCase(),
  }
}

function readAddress(word: string): Subject | undefined {
  if (macForm.test(word)) return { is: 'device', fact: 'mac', value: word }
  if (ipv4Form.test(word) || ipv6Form.test(word)) return { is: 'device', fact: 'ip', value: word.toLowerCase() }
  return undefined
}
