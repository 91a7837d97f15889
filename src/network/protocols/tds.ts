import { twoSides } from '../conversation.ts'
import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf, utf16Of } from '../facts.ts'
import { frameReader } from '../framing.ts'
import type { SideReader, Wish } from '../framing.ts'
import { isPlainName } from '../netbios/name.ts'
import type { Carrier, Notes, StreamProtocol } from '../protocol.ts'

const headerLength = 8
const maxFrame = 4096
const maxFrames = 3
const types = { batch: 1, call: 3, response: 4, login: 0x10, prelogin: 0x12 }
const versionOption = 0
const endOfOptions = 0xff
const maxOptions = 16

/** Database servers of Microsoft with their build, and the computers that use them. Queries, results, users and passwords are never read. */
export const tds: StreamProtocol = {
  id: 'tds',
  name: 'TDS (Microsoft SQL Server)',
  source: 'MS-TDS §2.2.3.1 (header), §2.2.6.5 (PRELOGIN), §2.2.6.4 (LOGIN7)',
  secrecy: 'mixed',
  over: 'stream',
  ports: [1433],
  recognises(bytes, from, { destination }) {
    if (bytes.length < headerLength)
      return bytes.length === 0 || lengthOf(Uint8Array.from([...bytes, 0, 9, 0, 0, 0, 0, 0, 0])) !== undefined
        ? 'more'
        : 'no'
    if (lengthOf(bytes) === undefined) return 'no'
    if (bytes[0] === types.prelogin && from === 'client')
      return bytes.length < 13 ? 'more' : beginsOptions(bytes) ? 'yes' : 'no'
    return destination.port === 1433 && bytes[7] === 0 ? 'yes' : 'no'
  },
  begin: (carrier, notes) => twoSides({ client: clientSide(carrier, notes), server: serverSide(carrier, notes) }),
}

/** Type, last part or not, length, process, number, window. */
function lengthOf(header: Uint8Array): number | undefined {
  const [type = 0, status = 0, high = 0, low = 0] = header
  const length = high * 256 + low
  const isKnown = type === types.batch || type === types.call || type === types.response || type === types.login || type === types.prelogin // prettier-ignore
  return isKnown && status < 0x20 && length > headerLength ? length : undefined
}

/** The first option is the version (§2.2.6.5), whose place follows the list: a multiple of five and one. */
function beginsOptions(bytes: Uint8Array): boolean {
  const [token, high, low = 0, , length] = bytes.subarray(headerLength)
  return token === versionOption && high === 0 && low % 5 === 1 && length === 6
}

function packets(onPacket: (type: number, body: Uint8Array) => Wish): SideReader {
  return frameReader({ headerLength, lengthOf, maxFrame, maxFrames }, (frame) =>
    onPacket(frame[0] ?? 0, frame.subarray(headerLength)),
  )
}

function serverSide({ destination }: Carrier, notes: Notes): SideReader {
  const { port = 1433 } = destination
  return packets((type, body) => {
    if (type !== types.response && type !== types.prelogin) return 'enough'
    const version = versionIn(body)
    const facts = factsOf({
      role: 'database-server',
      service: `tds/${port}`,
      softwareProduct: version === undefined ? undefined : 'Microsoft SQL Server',
      softwareProductVersion: version,
    })
    notes.tell({ subject: subjectOf(destination), facts, confidence: 'strong' })
    return 'enough'
  })
}

/** Major, minor and build, as the server answers a prelogin: `15.0.2000`. */
function versionIn(body: Uint8Array): string | undefined {
  const options = new Cursor(body)
  for (let count = 0; count < maxOptions; count += 1) {
    const token = options.u8()
    if (token === endOfOptions || options.isShort) return undefined
    const [at, length] = [options.u16(), options.u16()]
    if (token !== versionOption) continue
    const version = new Cursor(body.subarray(at, at + length))
    const [major, minor, build] = [version.u8(), version.u8(), version.u16()]
    return version.isShort || major < 6 || major > 30 || build === 0 ? undefined : `${major}.${minor}.${build}`
  }
  return undefined
}

function clientSide({ source }: Carrier, notes: Notes): SideReader {
  return packets((type, body) => {
    if (type === types.prelogin) return 'more'
    if (type !== types.login) return 'enough'
    notes.drop('person')
    notes.drop('credential')
    const hostName = hostIn(body)
    const facts = factsOf({ role: 'database-client', hostName })
    notes.tell({ subject: subjectOf(source), facts, confidence: 'weak' }) // a program may call itself anything
    return 'enough'
  })
}

/** Behind 36 bytes stand place and length, in characters, of each text; the computer's name is the first. */
function hostIn(body: Uint8Array): string | undefined {
  const cursor = new Cursor(body)
  cursor.skip(36)
  const [at, length] = [cursor.u16le(), cursor.u16le()]
  const name = utf16Of(body.subarray(at, at + length * 2))
  return !cursor.isShort && isPlainName(name) ? name : undefined
}
