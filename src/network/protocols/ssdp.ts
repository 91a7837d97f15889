import { tellProducts } from '../banner.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'

/** Devices with UPnP: what they are, what they run, and where they describe themselves. */
export const ssdp: DatagramProtocol = {
  id: 'ssdp',
  name: 'SSDP (UPnP)',
  source: 'UPnP Device Architecture 2.0 §1.2–1.3 (messages, SERVER, USN)',
  secrecy: 'clear',
  over: 'datagram',
  ports: [1900],
  recognises: (bytes) => startLine.test(textOf(bytes.subarray(0, 20))),
  read: readSsdp,
}

const maxMessage = 4096
const maxLines = 64
const startLine = /^(?:NOTIFY \* HTTP\/1|M-SEARCH \* HTTP\/1|HTTP\/1\.[01] 200)/

function readSsdp(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  const text = textOf(bytes.subarray(0, maxMessage))
  if (!startLine.test(text)) return notes.malformed()
  const fields = fieldsOf(text)
  const subject = subjectOf(carrier.source)
  if (text.startsWith('M-SEARCH')) {
    const agent = fields.get('user-agent') ?? ''
    notes.tell({ subject, facts: factsOf({ banner: agent }), confidence: 'strong' })
    return tellProducts(agent, { subject, notes })
  }
  if (fields.get('nts') === 'ssdp:byebye') return
  const server = fields.get('server') ?? ''
  notes.tell({
    subject,
    facts: factsOf({
      banner: server,
      deviceKind: kindIn(fields.get('nt') ?? fields.get('st') ?? ''),
      deviceIdentifier: identifierIn(fields.get('usn') ?? ''),
      service: serviceAt(fields.get('location') ?? '', carrier),
    }),
    confidence: 'strong',
  })
  tellProducts(server, { subject, notes })
  for (const name of fields.keys()) if (name.endsWith('friendlyname') || name.startsWith('x-user')) notes.drop('text')
}

function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  for (const line of text.split(/\r?\n/, maxLines)) {
    const at = line.indexOf(':')
    if (at > 0) fields.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim())
  }
  return fields
}

/** `urn:schemas-upnp-org:device:MediaRenderer:1`: kinds of device, not of service. */
function kindIn(target: string): string {
  return /^urn:[\w.-]{1,80}:device:[\w.-]{1,80}(?::\d+)?$/.test(target) ? target : ''
}

/** `uuid:…`, of the root device or of one within it. */
function identifierIn(name: string): string {
  const id = /^uuid:([\w.:-]{1,80}?)(?:::|$)/i.exec(name)?.[1]
  return id === undefined ? '' : `uuid:${id.toLowerCase().replaceAll('-', '')}`
}

/** Where it describes itself, when that is the same address: the path is not kept. */
function serviceAt(location: string, { source }: Carrier): string {
  const [, host, port = '80'] = /^http:\/\/(\[[^\]/]{2,60}\]|[^/:]{1,255})(?::(\d{1,5}))?(?:\/|$)/i.exec(location) ?? []
  return host !== undefined && host.replaceAll(/[[\]]/g, '') === source.ip ? `upnp/${port}` : ''
}
