import { FeedError } from '../feed-error.ts'

/*
 * Cuts a stream of JSON text into its records without parsing it, so that memory holds one record: one object, one per line, several one after
 * another, an array of them, or an object that holds them in its list "vulnerabilities" (NVD and KEV) or "items" (EUVD).
 * Measured with JSON.parse of each record: 60 MB of NVD in 0.5 s, where the tokens of stream-json take 4.4 s, whose makers also advise
 * against input that is not trusted. On 611 MB of one record a line this scan takes 0.9 s beside 2.6 s of JSON.parse.
 */
const maxRecordBytes = 64 * 1024 * 1024
const maxDepth = 128
/** Lists whose elements are the records, as members of the outermost object. `CVE_Items` is the retired NVD form, read to name it. */
const recordList = /"(?:vulnerabilities|items|CVE_Items)"[ \t\r\n]*:[ \t\r\n]*$/
const lookBehindBytes = 64
const csafMark = '"csaf_version"'

const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const openBracket = 0x5b
const closeBracket = 0x5d
const comma = 0x2c

const opens = 2
const closes = 3
/** What a byte means outside a string: 0 nothing, 1 begins a string, 2 opens, 3 closes. */
const meaning = new Uint8Array(256)
meaning[quote] = 1
meaning[openBrace] = meaning[openBracket] = opens
meaning[0x7d] = meaning[closeBracket] = closes

const isSpace = new Uint8Array(256)
for (const byte of [0x20, 0x09, 0x0a, 0x0d]) isSpace[byte] = 1

/** The bytes of one JSON object. `envelope`: what stands around the list of records, with the list closed empty. */
export interface JsonText {
  readonly is: 'record' | 'envelope'
  readonly bytes: Buffer
  /** Number of the record, from 1. */
  readonly record: number
  /** Offset of its first byte in the text. */
  readonly start: number
}

interface JsonScanner {
  /** The objects that end in this chunk. Throws `FeedError` at a byte that cannot stand there. */
  readonly push: (chunk: Buffer) => readonly JsonText[]
  /** Throws `truncated` when the text ends too early. */
  readonly end: () => void
}

interface State {
  readonly file: string
  /** Bytes of the chunks before this one. */
  seen: number
  records: number
  depth: number
  /** Depth at which records stand: 0, 1 in an array, 2 in the list of an envelope. */
  base: 0 | 1 | 2
  /** Between records: what may come. Inside one: whether in a string, and whether its last byte was a backslash. */
  next: 'value' | 'valueOrEnd' | 'commaOrEnd' | 'inside' | 'inString' | 'escaped'
  /** The value in hand is what stands behind an envelope's list. */
  isTail: boolean
  /** The part of the value in hand that came in earlier chunks. */
  parts: Buffer[]
  partBytes: number
  start: number
}

/** Begins the scan of one text; `file` is its name in messages. */
export function scanJson(file: string): JsonScanner {
  const state: State = {
    file,
    seen: 0,
    records: 0,
    depth: 0,
    base: 0,
    next: 'value',
    isTail: false,
    parts: [],
    partBytes: 0,
    start: 0,
  }
  return { push: (chunk) => scanChunk(state, chunk), end: () => scanEnd(state) }
}

function scanChunk(state: State, chunk: Buffer): readonly JsonText[] {
  const found: JsonText[] = []
  let from = 0
  let at = 0
  while (at < chunk.length) {
    switch (state.next) {
      case 'value':
      case 'valueOrEnd':
      case 'commaOrEnd':
        from = skipBetween(state, chunk, at)
        at = from + 1
        break
      case 'escaped':
        state.next = 'inString'
        at += 1
        break
      case 'inString':
        at = skipString(state, chunk, at)
        break
      case 'inside': {
        at = skipStructure(state, chunk, at)
        const isRecordEnd = state.depth === state.base
        const isListStart = state.depth === 2 && state.base === 0 && startsRecordList(state, chunk, from, at)
        if (isRecordEnd || isListStart) {
          const value = cut(state, chunk.subarray(from, isListStart ? at - 1 : at), isListStart)
          if (value !== undefined) found.push(value)
        }
        break
      }
    }
  }
  if (isInValue(state)) keep(state, Buffer.from(chunk.subarray(from)))
  state.seen += chunk.length
  return found
}

/** Goes to the byte that begins the next value, or to the end of the chunk. */
function skipBetween(state: State, chunk: Buffer, from: number): number {
  for (let at = from; at < chunk.length; at += 1) {
    const byte = chunk[at]!
    if (isSpace[byte] === 1) continue
    if (byte === comma && state.next === 'commaOrEnd') {
      state.next = 'value'
    } else if (byte === closeBracket && state.base > 0 && state.next !== 'value') {
      leaveList(state)
      if (state.isTail) return at
    } else if (byte === openBracket && state.base === 0 && state.next === 'value') {
      state.base = 1
      state.next = 'valueOrEnd'
    } else if (byte === openBrace && state.next !== 'commaOrEnd') {
      state.next = 'inside'
      state.depth = state.base + 1
      state.start = state.seen + at
      return at
    } else {
      throw unexpected(state, byte, state.seen + at)
    }
  }
  return chunk.length
}

/** At the `]` behind the last record. What stands behind an envelope's list is read as an object of its own. */
function leaveList(state: State): void {
  state.isTail = state.base === 2
  state.base = 0
  state.depth = state.isTail ? 1 : 0
  state.next = state.isTail ? 'inside' : 'value'
  if (state.isTail) keep(state, Buffer.from('{"":['))
}

function skipString(state: State, chunk: Buffer, from: number): number {
  for (let at = from; at < chunk.length; at += 1) {
    const byte = chunk[at]!
    if (byte === quote) {
      state.next = 'inside'
      return at + 1
    }
    if (byte === backslash) {
      at += 1
      if (at === chunk.length) state.next = 'escaped'
    }
  }
  return chunk.length
}

/** Goes behind the next byte that begins a string, opens or closes. */
function skipStructure(state: State, chunk: Buffer, from: number): number {
  for (let at = from; at < chunk.length; at += 1) {
    const byte = chunk[at]!
    if (meaning[byte] === 0) continue
    if (byte === quote) state.next = 'inString'
    else if (meaning[byte] === closes) state.depth -= 1
    else if (++state.depth > maxDepth + state.base) throw tooLarge(state, `it is nested deeper than ${maxDepth} levels`)
    return at + 1
  }
  return chunk.length
}

/** Whether the byte before `at` opens the list of records. Only asked at depth 2, so the look back is rare. */
function startsRecordList(state: State, chunk: Buffer, from: number, at: number): boolean {
  if (state.isTail || chunk[at - 1] !== openBracket) return false
  const here = chunk.subarray(Math.max(from, at - 1 - lookBehindBytes), at - 1).toString('latin1')
  const isWhole = here.length === lookBehindBytes || state.partBytes === 0
  const before = isWhole ? '' : Buffer.concat(state.parts).subarray(-lookBehindBytes).toString('latin1')
  return recordList.test(before + here) && !isDocument(state, chunk.subarray(from, at))
}

/** A CSAF document has a list of that name too, and is one record. */
function isDocument({ parts }: State, part: Buffer): boolean {
  return part.includes(csafMark) || parts.some((before) => before.includes(csafMark))
}

/** The value in hand, ended; the scan goes on behind it. */
function cut(state: State, last: Buffer, isListStart: boolean): JsonText | undefined {
  keep(state, isListStart ? Buffer.concat([last, Buffer.from('[]}')]) : last)
  const bytes = state.parts.length === 1 ? state.parts[0]! : Buffer.concat(state.parts)
  state.parts = []
  state.partBytes = 0
  const isEnvelope = isListStart || state.isTail
  state.isTail = false
  if (isListStart) state.base = 2
  state.next = isListStart ? 'valueOrEnd' : state.base === 0 ? 'value' : 'commaOrEnd'
  if (!isEnvelope) state.records += 1
  return { is: isEnvelope ? 'envelope' : 'record', bytes, record: state.records, start: state.start }
}

function keep(state: State, part: Buffer): void {
  state.parts.push(part)
  state.partBytes += part.length
  if (state.partBytes > maxRecordBytes) throw tooLarge(state, `it is larger than ${maxRecordBytes / 1024 / 1024} MB`)
}

function isInValue(state: State): boolean {
  return state.next === 'inside' || state.next === 'inString' || state.next === 'escaped'
}

function scanEnd(state: State): void {
  if (!isInValue(state) && state.base === 0) return
  throw new FeedError({
    code: 'truncated',
    place: isInValue(state) ? recordPlace(state) : `${state.file}, after record ${state.records}`,
    because: `the text ends too early, at byte ${state.seen}`,
    remedy: 'nothing was changed; fetch the whole file again',
  })
}

function recordPlace(state: State): string {
  return `${state.file}, record ${state.records + 1} that begins at byte ${state.start}`
}

function tooLarge(state: State, because: string): FeedError {
  const remedy = 'no feed has such records; fetch the file again from its maker'
  return new FeedError({ code: 'tooLarge', place: recordPlace(state), because, remedy })
}

function unexpected(state: State, byte: number, at: number): FeedError {
  const shown = byte > 0x20 && byte < 0x7f ? `“${String.fromCharCode(byte)}”` : `0x${byte.toString(16)}`
  return new FeedError({
    code: 'malformed',
    place: `${state.file}, after record ${state.records}, byte ${at}`,
    because: `${shown} stands where a record should begin or end`,
    remedy: 'nothing was changed; fetch the file again from its maker',
  })
}
