import { Cursor } from '../cursor.ts'

const headerLength = 64
const dialects: ReadonlyMap<number, string> = new Map([
  [0x0202, '2.0.2'],
  [0x0210, '2.1'],
  [0x0300, '3.0'],
  [0x0302, '3.0.2'],
  [0x0311, '3.1.1'],
])

/** What a message of SMB 2 or 3 tells before the session is set up. */
export interface Smb2Message {
  readonly isResponse: boolean
  /** Of a negotiation's answer: `3.1.1`. */
  readonly dialect?: string
  /** Of a session setup: may hold an NTLM message. */
  readonly token?: Uint8Array
  /** A session setup that succeeded: nothing of interest follows. */
  readonly isSetUp: boolean
}

/** MS-SMB2 §2.2.1, §2.2.4–2.2.6; `frame` begins with 0xFE `SMB`. Undefined for any other command, or when it is cut. */
export function readSmb2(frame: Uint8Array): Smb2Message | undefined {
  const header = new Cursor(frame)
  header.skip(8)
  const status = header.u32le()
  const command = header.u16le()
  header.skip(2)
  const isResponse = (header.u32le() & 1) === 1
  const body = new Cursor(frame.subarray(headerLength))
  if (frame.length < headerLength) return undefined
  if (command === 0) return isResponse ? readNegotiated(body) : undefined
  if (command !== 1) return undefined
  body.skip(isResponse ? 4 : 12)
  const offset = body.u16le()
  const length = body.u16le()
  if (body.isShort) return undefined
  return { isResponse, token: frame.subarray(offset, offset + length), isSetUp: isResponse && status === 0 }
}

function readNegotiated(body: Cursor): Smb2Message | undefined {
  body.skip(4)
  const dialect = dialects.get(body.u16le())
  return dialect === undefined ? undefined : { isResponse: true, dialect, isSetUp: false }
}
