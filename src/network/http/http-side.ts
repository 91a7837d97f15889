import { textOf } from '../facts.ts'
import { lineReader } from '../framing.ts'
import type { SideReader, Wish } from '../framing.ts'

const maxLine = 4096
const maxHeadBytes = 65_536
const maxFields = 100
/** Of one side of one connection; what follows tells the same. */
const maxMessages = 8

export interface HttpHead {
  readonly startLine: string
  /** By lower-case name; at most 100 fields are read. */
  readonly fields: ReadonlyMap<string, readonly string[]>
}

export interface HttpListener {
  readonly isHead: (line: string) => boolean
  /** Says how many bytes of the body it wants to see. */
  readonly onHead: (head: HttpHead) => number
  /** The beginning of a body that was wanted, still chunked if it is. */
  readonly onBody?: (bytes: Uint8Array) => void
}

/** Reads the messages of one side of an HTTP/1 connection: heads, and of bodies what is wanted; the rest is passed over. */
export function httpSide(listener: HttpListener): SideReader {
  let head = headReader(listener)
  let body: BodyReader | undefined
  let messages = 0
  function take(bytes: Uint8Array): Wish {
    let rest = bytes
    while (rest.length > 0) {
      if (body === undefined) {
        const used = head.take(rest)
        if (used === 'enough') return 'enough'
        rest = rest.subarray(used.bytes)
        if (used.body === undefined) continue
        body = bodyReader(used.body, listener)
      }
      const { used, isOver } = body.take(rest)
      if (isOver) {
        messages += 1
        if (body.endsReading || messages >= maxMessages) return 'enough'
        body = undefined
        head = headReader(listener)
      }
      rest = rest.subarray(used)
    }
    return 'more'
  }
  return { take, end: () => body?.end() }
}

interface BodyExpected {
  /** Undefined: chunked, or until the connection ends; then nothing after the wanted part is read. */
  readonly length: number | undefined
  readonly wanted: number
}

interface HeadUsed {
  readonly bytes: number
  readonly body?: BodyExpected
}

function headReader(listener: HttpListener): { take: (bytes: Uint8Array) => HeadUsed | 'enough' } {
  let startLine: string | undefined
  const fields = new Map<string, string[]>()
  let isDone = false
  let isForeign = false
  const lines = lineReader({ maxLine, maxBytes: maxHeadBytes }, (bytes) => {
    const line = textOf(bytes)
    if (startLine === undefined) {
      if (line === '') return 'more'
      startLine = line
      isForeign = !listener.isHead(line)
      return isForeign ? 'enough' : 'more'
    }
    if (line === '') {
      isDone = true
      return 'enough'
    }
    const [, name = '', value = ''] = /^([!-9;-~]{1,100}):[ \t]*(.*)$/.exec(line) ?? []
    const known = fields.get(name.toLowerCase())
    if (known !== undefined) known.push(value.trim())
    else if (name !== '' && fields.size < maxFields) fields.set(name.toLowerCase(), [value.trim()])
    return 'more'
  })
  return {
    take(bytes) {
      let at = 0
      while (at < bytes.length) {
        const end = bytes.indexOf(0x0a, at)
        const next = end === -1 ? bytes.length : end + 1
        const wish = lines.take(bytes.subarray(at, next))
        at = next
        if (isDone && startLine !== undefined) {
          const head = { startLine, fields }
          return { bytes: at, body: { length: lengthOf(head), wanted: listener.onHead(head) } }
        }
        if (isForeign || wish === 'enough') return 'enough'
      }
      return { bytes: at }
    },
  }
}

function lengthOf({ startLine, fields }: HttpHead): number | undefined {
  if (fields.has('transfer-encoding')) return undefined
  const written = fields.get('content-length')?.[0]
  if (written !== undefined) return /^\d{1,15}$/.test(written) ? Number(written) : undefined
  const isEmpty = !startLine.startsWith('HTTP/') || /^HTTP\/1\.\d (?:1\d\d|204|304)/.test(startLine)
  return isEmpty ? 0 : undefined
}

interface BodyReader {
  readonly endsReading: boolean
  readonly take: (bytes: Uint8Array) => { readonly used: number; readonly isOver: boolean }
  readonly end: () => void
}

function bodyReader({ length, wanted }: BodyExpected, listener: HttpListener): BodyReader {
  const kept = new Uint8Array(Math.min(wanted, length ?? wanted))
  let seen = 0
  let isTold = kept.length === 0
  function tell(): void {
    if (isTold) return
    isTold = true
    listener.onBody?.(kept.subarray(0, seen))
  }
  return {
    endsReading: length === undefined,
    end: tell,
    take(bytes) {
      const used = Math.min(bytes.length, (length ?? Infinity) - seen)
      if (seen < kept.length) kept.set(bytes.subarray(0, Math.min(used, kept.length - seen)), seen)
      seen += used
      if (seen >= kept.length) tell()
      return { used, isOver: length === undefined ? isTold : seen >= length }
    },
  }
}
