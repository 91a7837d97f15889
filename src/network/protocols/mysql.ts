import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import type { Carrier, Conversation, Notes, StreamProtocol } from '../protocol.ts'
import { thenTls } from '../tls/then-tls.ts'

/** Length (3, little-endian), number 0, version 10 of the protocol, and the server's version. */
const maxGreeting = 96
const protocolVersion = 10

/** Database servers of MySQL and MariaDB with their version, or the certificate under which they go on. Nothing else is read. */
export const mysql: StreamProtocol = {
  id: 'mysql',
  name: 'MySQL',
  source: 'MySQL client/server protocol: Protocol::HandshakeV10; MariaDB: initial handshake packet',
  secrecy: 'mixed',
  over: 'stream',
  ports: [3306],
  recognises(bytes, from) {
    if (from === 'client') return 'no'
    const isBegin = (bytes[1] ?? 0) === 0 && (bytes[2] ?? 0) === 0 && (bytes[3] ?? 0) === 0 && (bytes[4] ?? protocolVersion) === protocolVersion // prettier-ignore
    if (!isBegin) return 'no'
    if (bytes.length > 5 && bytes.length >= Math.min(maxGreeting, 4 + (bytes[0] ?? 0))) return versionIn(bytes) === undefined ? 'no' : 'yes' // prettier-ignore
    return 'more'
  },
  begin: (carrier, notes) => thenTls(greeting(carrier, notes), carrier, notes),
}

function greeting({ destination }: Carrier, notes: Notes): Conversation {
  let said: Uint8Array = new Uint8Array()
  const service = `mysql/${destination.port ?? 3306}`
  return {
    take(bytes, from) {
      if (from === 'client') return 'more'
      said = Buffer.concat([said, bytes.subarray(0, maxGreeting - said.length)])
      const version = versionIn(said)
      if (version === undefined && said.length < maxGreeting) return 'more'
      if (version === undefined) notes.malformed()
      const facts = factsOf({ role: 'database-server', service, ...(version === undefined ? {} : productOf(version)) })
      if (version !== undefined) notes.tell({ subject: subjectOf(destination), facts, confidence: 'strong' })
      return 'enough'
    },
    gap: () => 'enough',
  }
}

function versionIn(bytes: Uint8Array): string | undefined {
  const cursor = new Cursor(bytes)
  cursor.skip(4)
  const text = cursor.u8() === protocolVersion ? textOf(bytes.subarray(5, bytes.indexOf(0, 5))) : ''
  return bytes.includes(0, 5) && /^\d{1,2}\.\d{1,3}\.\d{1,3}[\w.+~:-]*$/.test(text) ? text : undefined
}

/** `5.5.5-10.3.27-MariaDB-0+deb10u1`: MariaDB puts an old version before its own for clients that know no newer. */
function productOf(version: string): { readonly softwareProduct: string; readonly softwareProductVersion: string } {
  const softwareProduct = /mariadb/i.test(version) ? 'MariaDB' : 'MySQL'
  return {
    softwareProduct,
    softwareProductVersion: softwareProduct === 'MariaDB' ? version.replace(/^5\.5\.5-/, '') : version,
  }
}
