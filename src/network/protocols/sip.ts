import { tellProducts } from '../banner.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'

/** Telephones, nurse call and door stations: what they call themselves. Who calls whom is counted and forgotten. */
export const sip: DatagramProtocol = {
  id: 'sip',
  name: 'SIP',
  source: 'RFC 3261 §7.1–7.3 (messages), §18.1.1 (Via), §20.41 (User-Agent)',
  secrecy: 'clear',
  over: 'datagram',
  ports: [5060],
  recognises: (bytes) => startLine.test(textOf(bytes.subarray(0, 256))),
  read,
}

const maxMessage = 4096
const maxLines = 64
const methods = 'REGISTER|INVITE|ACK|BYE|CANCEL|OPTIONS|SUBSCRIBE|NOTIFY|PUBLISH|MESSAGE|INFO|PRACK|UPDATE|REFER'
const request = new RegExp(`^(?:${methods}) sips?:\\S{1,200} SIP/2\\.0\\r?\\n`)
const startLine = new RegExp(`${request.source}|^SIP/2\\.0 [1-6]\\d\\d `)

function read(bytes: Uint8Array, { source }: Carrier, notes: Notes): void {
  const text = textOf(bytes.subarray(0, maxMessage))
  if (!startLine.test(text)) return notes.malformed()
  notes.drop('person')
  const subject = subjectOf(source)
  const fields = fieldsOf(text)
  const agent = fields.get('user-agent')?.[0] ?? ''
  // Who passes a message on puts its own Via on top, and leaves the name of the first sender in it; an answer does not show who wrote it.
  const isOwn = request.test(text) && vias(fields) === 1
  notes.tell({ subject, facts: factsOf({ role: 'sip', banner: isOwn ? agent : undefined }), confidence: 'strong' })
  if (isOwn) tellProducts(agent, { subject, notes })
}

/** Several may stand in one line (§7.3.1). */
function vias(fields: ReadonlyMap<string, readonly string[]>): number {
  return (fields.get('via') ?? fields.get('v') ?? []).flatMap((value) => value.split(',')).length
}

function fieldsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>()
  for (const line of text.split(/\r?\n/, maxLines).slice(1)) {
    if (line === '') break
    const at = line.indexOf(':')
    const name = line.slice(0, Math.max(at, 0)).trim().toLowerCase()
    const value = line.slice(at + 1).trim()
    if (name !== '') fields.set(name, [...(fields.get(name) ?? []), value])
  }
  return fields
}
