import { isInside } from '../addresses.ts'
import { readProducts } from '../banner.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { Carrier, Notes } from '../protocol.ts'
import { isKnownServer } from './known-servers.ts'
import { A, AAAA, CHAOS, HTTPS, INTERNET, PTR, readService, readStrings, SRV, TXT } from './message.ts'
import type { DnsMessage, DnsRecord } from './message.ts'
import { addressIn, addressOfReverse, isHostName, nameIn, serviceName } from './names.ts'

const DNS_PORT = 53
const servesNames = factsOf({ role: 'dns-server', service: 'dns/53' })

/**
 * What a server's answer tells: that it is one, names of hosts inside, servers of services, and of the asker only the servers that a device asks
 * for by itself. `carrier.source` is the server.
 */
export function tellAnswer(message: DnsMessage, carrier: Carrier, notes: Notes): void {
  if (carrier.source.port === DNS_PORT) {
    notes.tell({ subject: subjectOf(carrier.source), facts: servesNames, confidence: 'strong' })
  }
  if (message.code !== 0) return dropAsked(message, notes)
  tellHosts(message, carrier, notes)
  for (const record of message.records) {
    if (record.type === SRV) tellService(message, record, notes)
    if (record.type === TXT && record.class === CHAOS) tellSoftware(message, record, { carrier, notes })
  }
  tellAsker(message, carrier, notes)
}

/**
 * A name with several addresses of one kind names a service, not a host; so does an address with several names. Public addresses are not ours. The
 * forward way is a hint only: a filter against advertising answers with an address inside, often its own, for whatever is blocked.
 */
function tellHosts(message: DnsMessage, { source }: Carrier, notes: Notes): void {
  const hosts = message.records.filter(
    ({ type, class: space }) => space === INTERNET && (type === A || type === AAAA || type === PTR),
  )
  const named = Map.groupBy(hosts, ({ type, name }) => `${type} ${name.toLowerCase()}`)
  for (const [record, ...others] of named.values()) {
    if (record === undefined || others.length > 0) continue
    const ip = record.type === PTR ? addressOfReverse(record.name) : addressIn(message, record)
    const hostName = record.type === PTR ? nameIn(message, record) : record.name
    if (ip === undefined || hostName === undefined || !isInside(ip) || !isHostName(hostName)) continue
    if (record.type !== PTR && ip === source.ip) continue
    const confidence = record.type === PTR ? 'strong' : 'weak'
    notes.tell({ subject: { ip }, facts: factsOf({ hostName }), confidence })
  }
}

function tellService(message: DnsMessage, record: DnsRecord, notes: Notes): void {
  const named = serviceName(record.name)
  const service = readService(message, record)
  if (named === undefined || service === undefined || !isHostName(service.target)) return
  const isController = /(?:^|\.)dc\._msdcs\./i.test(record.name)
  const facts = factsOf({
    hostName: service.target,
    domain: domainOf(named.parent),
    service: `${named.service}/${service.port}`,
    role: isController ? 'domain-controller' : undefined,
  })
  notes.tell({ subject: { hostName: service.target }, facts, confidence: 'strong' })
}

/** In Active Directory (MS-ADTS §6.3.2.3) what follows the last of `_msdcs`, `_sites`; otherwise all of it. */
function domainOf(parent: string): string {
  const labels = parent.split('.')
  const domain = labels.slice(labels.findLastIndex((label) => label.startsWith('_')) + 1).join('.')
  return isHostName(domain) && domain.includes('.') ? domain : ''
}

interface Hearing {
  readonly carrier: Carrier
  readonly notes: Notes
}

/** `version.bind` and its like, in the class CHAOS: what the server's software calls itself. */
function tellSoftware(message: DnsMessage, record: DnsRecord, { carrier, notes }: Hearing): void {
  if (!/^version\.(?:bind|server)$/i.test(record.name)) return
  const banner = readStrings(message, record)[0] ?? ''
  notes.tell({
    subject: subjectOf(carrier.source),
    facts: factsOf({ banner, ...softwareOf(banner) }),
    confidence: 'explicit',
  })
}

/** BIND answers with its version alone, others with their name before it. */
function softwareOf(banner: string): FactsTold {
  const bind = /^(?:[a-z ]{0,20}\bbind )?([489]\.\d{1,2}\.?[\w.+-]*)/i.exec(banner)?.[1]
  if (bind !== undefined) return { softwareProduct: 'BIND', softwareProductVersion: bind }
  const [product] = readProducts(banner)
  return { softwareProduct: product?.name, softwareProductVersion: product?.version }
}

function tellAsker(message: DnsMessage, { destination }: Carrier, notes: Notes): void {
  for (const { name, type } of message.questions) {
    const isAddress = type === A || type === AAAA || type === HTTPS
    const domain = type === SRV && /\._msdcs\./i.test(name) ? domainOf(serviceName(name)?.parent ?? '') : ''
    if (isAddress && isKnownServer(name)) {
      notes.tell({
        subject: subjectOf(destination),
        facts: factsOf({ serverName: name.toLowerCase() }),
        confidence: 'weak',
      })
    } else if (domain !== '') {
      notes.tell({ subject: subjectOf(destination), facts: factsOf({ domain }), confidence: 'strong' })
    } else {
      notes.drop('text')
    }
  }
}

function dropAsked({ questions }: DnsMessage, notes: Notes): void {
  if (questions.length > 0) notes.drop('text', questions.length)
}
