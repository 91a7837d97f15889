import { tellProducts } from '../banner.ts'
import { twoSides } from '../conversation.ts'
import { factsOf, plain, subjectOf, textOf } from '../facts.ts'
import type { SideReader } from '../framing.ts'
import { readNtlm, tellNtlm } from '../smb/ntlm.ts'
import { chunksIn } from '../http/chunks.ts'
import { httpSide } from '../http/http-side.ts'
import type { HttpHead } from '../http/http-side.ts'
import type { Carrier, Conversation, Endpoint, Notes, StreamProtocol, Telling } from '../protocol.ts'
import { soapReader } from '../sdc/soap.ts'
import { looksLikeTls, tlsConversation } from '../tls/conversation.ts'

const methods =
  /^(?:GET|POST|PUT|HEAD|OPTIONS|DELETE|PATCH|CONNECT|TRACE|PROPFIND|REPORT|MKCOL|NOTIFY|SUBSCRIBE|M-SEARCH) /
const longestMethod = 12
/** Only pages that a server shows before anybody logs in are looked at, and of those the title. */
const maxPage = 16_384
/** Of the description of a device by SOAP; a long one is read up to here. */
const maxSoap = 262_144

/** What the server and the client call themselves. Addresses within the server, cookies, names and what is sent are counted and never kept. */
export const http: StreamProtocol = {
  over: 'stream',
  id: 'http',
  name: 'HTTP',
  source: 'RFC 9110 §10.1.5, §10.2.4, §11.6.1; RFC 9112 §2',
  secrecy: 'clear',
  ports: [80, 8080, 8000, 8008, 8042, 8081, 8888, 3128, 5357],
  recognises(bytes, from) {
    const text = textOf(bytes.subarray(0, longestMethod))
    if (from === 'server') return startsLike(text, 'HTTP/1.')
    if (methods.test(text)) return 'yes'
    return /^[A-Z-]+$/.test(text) && text.length < longestMethod ? 'more' : 'no'
  },
  begin,
}

/** Behind a proxy (CONNECT) the client goes on in TLS with somebody else: what it greets with is the client's own, all else is of the far end. */
function begin(carrier: Carrier, notes: Notes): Conversation {
  let isConnecting = false
  const onConnect = (): void => void (isConnecting = true)
  const open = twoSides({ client: clientSide(carrier, { notes, onConnect }), server: serverSide(carrier, notes) })
  let encrypted: Conversation | undefined
  return {
    take(bytes, from, seenAt) {
      if (isConnecting && from === 'client' && encrypted === undefined && looksLikeTls(bytes) === 'yes')
        encrypted = tlsConversation(carrier, ofClient(carrier, notes))
      return (encrypted ?? open).take(bytes, from, seenAt)
    },
    gap: (bytes, from) => (encrypted ?? open).gap(bytes, from),
    end: () => (encrypted ?? open).end?.(),
  }
}

function ofClient({ source }: Carrier, notes: Notes): Notes {
  const { mac, ip } = source
  const isClient = ({ subject }: Telling): boolean => subject.ip === ip && subject.mac === mac
  return { ...notes, tell: (telling) => (isClient(telling) ? notes.tell(telling) : undefined) }
}

function startsLike(text: string, start: string): 'yes' | 'no' | 'more' {
  if (text.startsWith(start)) return 'yes'
  return start.startsWith(text) ? 'more' : 'no'
}

interface Asking {
  readonly notes: Notes
  readonly onConnect: () => void
}

function clientSide({ source, destination }: Carrier, { notes, onConnect }: Asking): SideReader {
  return httpSide({
    isHead: (line) => methods.test(line),
    onHead(head) {
      notes.drop('path')
      for (const name of ['cookie', 'authorization', 'proxy-authorization'] as const) {
        if (head.fields.has(name)) notes.drop('credential')
      }
      const agent = first(head, 'user-agent')
      if (agent !== undefined) tellSoftware(agent, { endpoint: source, role: 'client', notes })
      const isForProxy = /^(?:CONNECT |[A-Z-]+ [a-z]+:\/\/)/.test(head.startLine)
      if (head.startLine.startsWith('CONNECT ')) onConnect()
      const serverName = isForProxy ? undefined : nameOf(first(head, 'host')) // a proxy is not whom it fetches from
      notes.tell({
        subject: subjectOf(destination),
        facts: factsOf({ serverName, role: 'server' }),
        confidence: 'strong',
      })
      tellNtlmOf(first(head, 'authorization'), source, notes)
      return 0
    },
  })
}

function serverSide({ destination }: Carrier, notes: Notes): SideReader {
  const subject = subjectOf(destination)
  let answer: HttpHead | undefined
  return httpSide({
    isHead: (line) => line.startsWith('HTTP/1.'),
    onHead(head) {
      if (head.fields.has('set-cookie')) notes.drop('credential')
      for (const name of ['server', 'x-powered-by'] as const) {
        for (const value of head.fields.get(name) ?? []) {
          tellSoftware(value, { endpoint: destination, role: 'server', notes })
        }
      }
      for (const challenge of head.fields.get('www-authenticate') ?? []) {
        tellNtlmOf(challenge, destination, notes)
        const realm = /\brealm="([^"]{1,200})"/i.exec(challenge)?.[1]
        if (realm !== undefined) notes.tell({ subject, facts: factsOf({ banner: realm }), confidence: 'weak' })
      }
      answer = head
      return isSoap(head) ? maxSoap : isPage(head) ? maxPage : 0
    },
    onBody(page) {
      notes.drop('text')
      if (answer !== undefined && isSoap(answer)) return readSoap(page, { head: answer, endpoint: destination, notes })
      const title = /<title[^>]{0,200}>([^<]{1,300})/i.exec(textOf(page))?.[1]
      if (title !== undefined) notes.tell({ subject, facts: factsOf({ banner: plain(title) }), confidence: 'weak' })
    },
  })
}

function isPage(head: HttpHead): boolean {
  return /^text\/html/i.test(first(head, 'content-type') ?? '') && !head.fields.has('content-encoding')
}

/** What printers and medical devices answer to questions for their metadata (DPWS, IEEE 11073-20702). */
function isSoap(head: HttpHead): boolean {
  return /^application\/soap\+xml/i.test(first(head, 'content-type') ?? '') && !head.fields.has('content-encoding')
}

interface Answered {
  readonly head: HttpHead
  readonly endpoint: Endpoint
  readonly notes: Notes
}

function readSoap(body: Uint8Array, { head, endpoint, notes }: Answered): void {
  const reader = soapReader(endpoint, notes)
  for (const part of head.fields.has('transfer-encoding') ? chunksIn(body) : [body]) {
    if (reader.take(part) === 'broken') return
  }
}

interface Speaker {
  readonly endpoint: Endpoint
  readonly role: string
  readonly notes: Notes
}

function tellSoftware(text: string, { endpoint, role, notes }: Speaker): void {
  const subject = subjectOf(endpoint)
  notes.tell({ subject, facts: factsOf({ banner: text, role }), confidence: 'strong' })
  tellProducts(text, { subject, notes })
}

function tellNtlmOf(value: string | undefined, endpoint: Endpoint, notes: Notes): void {
  const token = /^(?:NTLM|Negotiate) ([A-Za-z0-9+/]{16,}={0,2})$/.exec(value ?? '')?.[1]
  const message = token === undefined ? undefined : readNtlm(Buffer.from(token, 'base64'))
  if (message !== undefined) tellNtlm(message, { endpoint, notes })
}

/** A name, not an address, without its port. */
function nameOf(host: string | undefined): string | undefined {
  const name = /^([A-Za-z0-9._-]{1,253}?)(?::\d{1,5})?$/.exec(host ?? '')?.[1]
  return name === undefined || /^[\d.]+$/.test(name) ? undefined : name.toLowerCase()
}

function first(head: HttpHead, field: string): string | undefined {
  return head.fields.get(field)?.[0]
}
