import { SaxesParser } from 'saxes'
import { canonicalIp, canonicalMac } from '../../model/index.ts'
import type { ObservedSubject } from '../../model/index.ts'
import { factsOf, subjectOf } from '../facts.ts'
import { readLog } from '../logs/read-log.ts'
import type { LogPage, LogReader } from '../logs/read-log.ts'
import type { Notes } from '../protocol.ts'
import type { ObservationSource } from '../source.ts'

/** Of one host; a real one has fewer. */
const maxPorts = 2000
const maxDepth = 64
/** Addresses, and names, of one host. */
const maxNames = 64
/** From the end of one element to that of the next; the outputs of scripts stand in attributes. */
const maxElementCharacters = 2_000_000

/** What others found with nmap (`-oX`). Auscult itself never asks a device. */
export const nmapXml: ObservationSource = {
  id: 'nmap-xml',
  name: 'nmap (XML)',
  source: 'https://nmap.org/book/app-nmap-dtd.html',
  recognises: (head) => /<nmaprun[\s>]/.test(new TextDecoder().decode(head.subarray(0, 8192))),
  read: (bytes, options) => readLog(bytes, options, nmapReader),
}

interface Service {
  readonly port: string
  readonly attributes: Readonly<Record<string, string>>
}

interface Host {
  readonly seenAt: number | undefined
  isUp: boolean
  mac: string | undefined
  macMaker: string | undefined
  readonly ips: string[]
  readonly names: string[]
  readonly services: Service[]
  system: string | undefined
}

function nmapReader(page: LogPage): LogReader {
  const notes = page.notesOf('nmap')
  const parser = new SaxesParser()
  let host: Host | undefined
  let port: string | undefined
  let depth = 0
  let since = 0
  let isOver = false
  function stop(message: string): void {
    if (!isOver) page.problem(message)
    isOver = true
  }
  parser.on('error', (error) =>
    stop(`the XML breaks here (${error.message.slice(0, 100)}); what stands before it is kept`),
  )
  parser.on('doctype', (text) => {
    if (text.includes('[')) stop('the document defines entities of its own; export it anew with nmap -oX')
  })
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    since = 0
    if (depth > maxDepth) stop('elements are nested too deeply for a report of nmap; what stands before is kept')
    if (isOver) return
    if (name === 'host') host = newHost(attributes)
    else if (host !== undefined) port = onElement(host, { name, attributes, port })
  })
  parser.on('closetag', ({ name }) => {
    depth -= 1
    if (name === 'port') port = undefined
    if (name !== 'host' || host === undefined || isOver) return
    page.at(host.seenAt)
    tellHost(host, notes)
    host = undefined
  })
  return {
    onLine(line) {
      if (isOver) return
      parser.write(`${line}\n`)
      since += line.length + 1
      if (since > maxElementCharacters)
        stop(
          'no element ends within two million characters, as no report of nmap has it; what stands before it is kept',
        )
    },
    end() {
      if (host !== undefined && !isOver) stop('the report ends within a host, which is left out')
    },
  }
}

function newHost(attributes: Readonly<Record<string, string>>): Host {
  const seconds = Number(attributes['endtime'] ?? attributes['starttime'])
  const seenAt = seconds > 0 ? seconds * 1000 : undefined
  return {
    seenAt,
    isUp: true,
    mac: undefined,
    macMaker: undefined,
    ips: [],
    names: [],
    services: [],
    system: undefined,
  }
}

interface Opened {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** The open port that this stands in. */
  readonly port: string | undefined
}

/** Takes in one element of a host; gives the open port that the next ones stand in. */
function onElement(host: Host, { name, attributes, port }: Opened): string | undefined {
  if (name === 'status') host.isUp = attributes['state'] === 'up'
  else if (name === 'address') onAddress(host, attributes)
  else if (name === 'hostname' && attributes['name'] !== undefined && host.names.length < maxNames)
    host.names.push(attributes['name'])
  else if (name === 'osmatch') host.system ??= attributes['name']
  else if (name === 'port') return `${attributes['protocol'] ?? ''}/${attributes['portid'] ?? ''}`
  else if (name === 'state' && attributes['state'] !== 'open') return undefined
  else if (name === 'service' && port !== undefined && host.services.length < maxPorts)
    host.services.push({ port, attributes })
  return port
}

function onAddress(host: Host, { addr = '', addrtype, vendor }: Readonly<Record<string, string>>): void {
  if (addrtype === 'mac') {
    host.mac = canonicalMac(addr)
    host.macMaker = vendor
    return
  }
  const ip = canonicalIp(addr)
  if (ip !== undefined && host.ips.length < maxNames) host.ips.push(ip)
}

function tellHost(host: Host, notes: Notes): void {
  const [ip] = host.ips
  if (!host.isUp || (ip === undefined && host.mac === undefined)) return
  const subject = subjectOf({ mac: host.mac, ip })
  notes.tell({
    subject,
    facts: factsOf({ hostName: host.names, mac: host.mac, ip: host.ips }),
    confidence: 'strong',
  })
  notes.tell({
    subject,
    facts: factsOf({ macMaker: host.macMaker, operatingSystem: host.system }),
    confidence: 'weak',
  })
  for (const { port, attributes } of host.services) tellService({ port, attributes }, subject, notes)
}

function tellService({ port, attributes }: Service, subject: ObservedSubject, notes: Notes): void {
  const { name, product, version, hostname, devicetype, ostype } = attributes
  const isProbed = attributes['method'] === 'probed'
  notes.tell({
    subject,
    facts: factsOf({
      service: `${isProbed && name !== undefined ? `${name} ` : ''}${port}`,
      role: 'server',
      hostName: hostname,
    }),
    confidence: 'strong',
  })
  if (!isProbed) return
  notes.tell({
    subject,
    facts: factsOf({
      softwareProduct: product,
      softwareProductVersion: isExact(product, version) ? version : undefined,
      deviceKind: devicetype,
    }),
    confidence: 'strong',
  })
  // Guessed by the form of an answer: Samba answers as Windows does.
  if (ostype !== undefined) notes.tell({ subject, facts: factsOf({ operatingSystem: ostype }), confidence: 'weak' })
}

/** nmap writes spans of versions as one (`3.X - 4.X`, `4.1 or later`), and every Samba since 4.6.2 as that (its probe knows no newer). */
function isExact(product: string | undefined, version = ''): boolean {
  const isSpan = /\b[xX]\b| - |\b(?:or later|or earlier|and|before)\b/.test(version)
  return !isSpan && !(product === 'Samba smbd' && version === '4.6.2')
}
