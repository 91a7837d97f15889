import { canonicalIp, canonicalMac } from '../../model/index.ts'
import { factsOf, subjectOf } from '../facts.ts'
import { readCells } from '../logs/csv-line.ts'
import { readLog } from '../logs/read-log.ts'
import type { LogPage, LogReader } from '../logs/read-log.ts'
import type { ObservationSource } from '../source.ts'

const maxStatements = 100
const maxStatement = 2048
/** What stands before the first lease. */
const maxStart = 64 * 1024

/** The leases that a DHCP server keeps: ISC, Kea (IPv4 and IPv6), Windows (CSV of PowerShell) and dnsmasq. */
export const dhcpLeases: ObservationSource = {
  id: 'dhcp-leases',
  name: 'DHCP leases',
  source:
    'dhcpd.leases(5); https://kea.readthedocs.io/en/latest/arm/dhcp4-srv.html (memfile); Get-DhcpServerv4Lease (DhcpServer)',
  recognises(head) {
    const start = new TextDecoder().decode(head.subarray(0, 16_384))
    return formOf(start) !== undefined
  },
  read: (bytes, options) =>
    readLog(bytes, options, (page) => {
      let reader: LogReader | undefined
      let start = ''
      let isGivenUp = false
      return {
        onLine(line) {
          if (reader !== undefined) return reader.onLine(line)
          if (isGivenUp) return
          start += `${line}\n`
          if (start.length > maxStart) {
            isGivenUp = true
            return page.problem('there is no lease among the first 64,000 characters; give the file from its begin')
          }
          const form = formOf(start)
          if (form === undefined) return
          reader = readers[form](page)
          if (form === 'isc') for (const each of start.split('\n')) reader.onLine(each)
          else reader.onLine(line)
        },
        end: () => reader?.end?.(),
      }
    }),
}

type Form = 'isc' | 'csv' | 'dnsmasq'

function formOf(start: string): Form | undefined {
  if (/^lease6? [\da-fA-F.:]+ \{|^ia-na "/m.test(start)) return 'isc'
  const first = start.split(/\r?\n/).find((line) => line.trim() !== '' && !line.startsWith('#')) ?? ''
  if (/^address,(?:hwaddr|duid),/.test(first)) return 'csv'
  if (/^"?(?:PSComputerName|IPAddress|ScopeId|ClientId)"?[,;]/.test(first) && /ClientId/.test(first)) return 'csv'
  return /^\d{9,11} (?:[\da-f]{2}:){5}[\da-f]{2} [\d.]+ \S+ \S+$/i.test(first) ? 'dnsmasq' : undefined
}

interface Lease {
  readonly ip: string | undefined
  readonly mac?: string | undefined
  readonly hostName?: string | undefined
  readonly vendorClass?: string | undefined
  readonly deviceIdentifier?: string | undefined
  readonly seenAt?: number | undefined
}

const readers: Readonly<Record<Form, (page: LogPage) => LogReader>> = {
  isc: iscReader,
  csv: csvReader,
  dnsmasq: dnsmasqReader,
}

function tellLease(lease: Lease, page: LogPage): void {
  const ip = canonicalIp(lease.ip ?? '')
  const mac = canonicalMac(lease.mac ?? '')
  if (ip === undefined) return page.problem('its address is none; the lease is left out')
  page.at(lease.seenAt)
  const { hostName, vendorClass, deviceIdentifier } = lease
  page.notesOf('dhcp-lease').tell({
    subject: subjectOf({ mac, ip }),
    facts: factsOf({ hostName: hostName?.replace(/\.$/, ''), vendorClass, deviceIdentifier, mac, ip }),
    confidence: 'strong',
  })
}

/** `lease 10.0.0.7 { starts 4 2025/01/02 03:04:05; hardware ethernet …; client-hostname "…"; }` */
function iscReader(page: LogPage): LogReader {
  let ip: string | undefined
  let statements: string[] = []
  return {
    onLine(line) {
      const opened = /^\s*(?:lease|iaaddr)6? ([\da-fA-F.:]+) \{/.exec(line)?.[1]
      if (opened !== undefined) {
        ip = opened
        statements = []
      } else if (ip !== undefined && line.trim() === '}') {
        tellLease({ ip, ...readStatements(statements) }, page)
        ip = undefined
      } else if (ip !== undefined && statements.length < maxStatements)
        statements.push(line.trim().slice(0, maxStatement))
    },
    end() {
      if (ip !== undefined) page.problem(`the file ends within the lease of ${ip}, which is left out`)
    },
  }
}

function readStatements(statements: readonly string[]): Omit<Lease, 'ip'> {
  const first = (pattern: RegExp): string | undefined =>
    statements.map((statement) => pattern.exec(statement)?.[1]).find((value) => value !== undefined)
  const [, year, month, day, time] =
    statements
      .map((statement) => /^(?:cltt|starts) \d (\d{4})\/(\d\d)\/(\d\d) ([\d:]{8})/.exec(statement))
      .find((found) => found !== null) ?? []
  const epoch = first(/^(?:cltt|starts) epoch (\d+)/)
  const seenAt = epoch === undefined ? Date.parse(`${year}-${month}-${day}T${time}Z`) : Number(epoch) * 1000
  return {
    mac: first(/^hardware ethernet ([\da-fA-F:]+)/),
    hostName: first(/^client-hostname "([^"]*)"/),
    vendorClass: first(/^set vendor-class-identifier = "([^"]*)"/),
    seenAt: Number.isNaN(seenAt) ? undefined : seenAt,
  }
}

/** Kea and Windows: columns by the names in the first line. */
function csvReader(page: LogPage): LogReader {
  let columns: readonly string[] | undefined
  return {
    onLine(line) {
      if (line.trim() === '' || line.startsWith('#TYPE')) return
      const cells = readCells(line, line.includes(';') && !line.includes(',') ? ';' : ',')
      if (cells === undefined) return page.problem('a quote stays open; left out')
      if (columns === undefined) {
        columns = cells.map((cell) => cell.trim().toLowerCase())
        return
      }
      const cell = (...names: string[]): string | undefined =>
        names
          .map((name) => cells[columns?.indexOf(name) ?? -1]?.trim())
          .find((value) => value !== undefined && value !== '')
      const expire = Number(cell('expire'))
      const lifetime = Number(cell('valid_lifetime'))
      if (/^(?:1|2)$/.test(cell('state') ?? '0')) return // declined or reclaimed: nobody has it
      tellLease(
        {
          ip: cell('address', 'ipaddress'),
          mac: cell('hwaddr', 'clientid'),
          hostName: cell('hostname'),
          deviceIdentifier: cell('duid'),
          seenAt: expire > 0 && lifetime >= 0 ? (expire - lifetime) * 1000 : undefined,
        },
        page,
      )
    },
  }
}

/** End of the lease, MAC, address, name, client id; `*` is unknown. */
function dnsmasqReader(page: LogPage): LogReader {
  return {
    onLine(line) {
      const [, mac, ip, hostName] = line.split(' ')
      if (line.trim() !== '') tellLease({ ip, mac, hostName: hostName === '*' ? undefined : hostName }, page)
    },
  }
}
