import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import { frameReader } from '../framing.ts'
import type { SideReader } from '../framing.ts'
import type { Carrier, Conversation, Notes, StreamProtocol } from '../protocol.ts'
import { thenTls } from '../tls/then-tls.ts'

/** Version 3.0 of the protocol, and the request to go on in TLS. */
const version3 = 0x0003_0000
const tlsRequest = 0x04d2_162f
const maxStartup = 10_000
const maxMessage = 1024
const maxMessages = 40
const letters = { authentication: 0x52, parameter: 0x53, key: 0x4b, ready: 0x5a, error: 0x45 }

/** Database servers of PostgreSQL with their version, or the certificate under which they go on. Users, databases and queries are never read. */
export const postgresql: StreamProtocol = {
  id: 'postgresql',
  name: 'PostgreSQL',
  source: 'PostgreSQL documentation §55.2 (message flow), §55.7 (formats): StartupMessage, SSLRequest, ParameterStatus',
  secrecy: 'mixed',
  over: 'stream',
  ports: [5432],
  recognises(bytes, from) {
    if (from === 'server' || (bytes[0] ?? 0) !== 0 || (bytes[1] ?? 0) !== 0) return 'no'
    if (bytes.length < 8) return 'more'
    const cursor = new Cursor(bytes)
    const [length, code] = [cursor.u32(), cursor.u32()]
    return code === tlsRequest
      ? length === 8
        ? 'yes'
        : 'no'
      : code === version3 && length <= maxStartup
        ? 'yes'
        : 'no'
  },
  begin,
}

function begin(carrier: Carrier, notes: Notes): Conversation {
  let server: SideReader | undefined
  const open: Conversation = {
    take(bytes, from) {
      if (from === 'client') return onClient(bytes, notes)
      if (server === undefined && bytes.length === 1) return 'more' // the answer to the request for TLS
      server ??= serverSide(carrier, notes)
      return server.take(bytes)
    },
    gap: () => 'enough',
  }
  return thenTls(open, carrier, notes)
}

/** Who asks names a user and a database. */
function onClient(bytes: Uint8Array, notes: Notes): 'more' {
  if (bytes.length > 8 && new Cursor(bytes.subarray(4)).u32() === version3) notes.drop('credential')
  return 'more'
}

function serverSide({ destination }: Carrier, notes: Notes): SideReader {
  const lengthOf = (header: Uint8Array): number | undefined => {
    const cursor = new Cursor(header)
    const isKnown = Object.values(letters).includes(cursor.u8())
    const length = cursor.u32()
    return isKnown && length >= 4 && length < 65_536 ? length + 1 : undefined
  }
  const limits = { headerLength: 5, lengthOf, maxFrame: maxMessage, maxFrames: maxMessages }
  let isTold = false
  return frameReader(limits, (message) => {
    const [name = '', version = ''] = message[0] === letters.parameter ? textOf(message.subarray(5)).split('\0') : []
    const isVersion = name === 'server_version' && /^\d/.test(version)
    if (!isTold || isVersion) tell(destination, { notes, version: isVersion ? version : undefined })
    isTold = true
    return isVersion || message[0] === letters.error || message[0] === letters.ready ? 'enough' : 'more'
  })
}

/** `13.4 (Debian 13.4-4.pgdg110+1)`: the version, and who packed it. */
function tell(
  destination: Carrier['destination'],
  { notes, version }: { notes: Notes; version: string | undefined },
): void {
  const facts = factsOf({
    role: 'database-server',
    service: `postgresql/${destination.port ?? 5432}`,
    banner: version === undefined ? undefined : `PostgreSQL ${version}`,
    softwareProduct: version === undefined ? undefined : 'PostgreSQL',
    softwareProductVersion: version?.split(' ', 1)[0],
  })
  notes.tell({ subject: subjectOf(destination), facts, confidence: 'strong' })
}
