import { canonicalIp, canonicalMac } from '../../model/index.ts'
import type { FlowEnd, ObservedFlow } from '../../model/index.ts'
import { subjectOf } from '../facts.ts'
import { readLog } from '../logs/read-log.ts'
import type { LogPage, LogReader } from '../logs/read-log.ts'
import type { ObservationSource } from '../source.ts'
import { plainHeader, readColumns, readHeaderLine, readJson } from '../zeek/record.ts'
import type { ZeekHeader, ZeekRecord } from '../zeek/record.ts'
import { zeekLogs } from '../zeek/tell.ts'
import type { ZeekLog } from '../zeek/tell.ts'

/** Logs that tell of no device, or of persons only: counted as read. */
const silent = new Set(
  'weird notice files pe stats packet_filter capture_loss loaded_scripts reporter kerberos smtp irc syslog dce_rpc tunnel'.split(
    ' ',
  ),
)

/** The logs of a Zeek sensor, in columns or in JSON, one at a time; which log it is stands in its header or is seen by its fields. */
export const zeekLog: ObservationSource = {
  id: 'zeek-log',
  name: 'Zeek log',
  source: 'https://docs.zeek.org/en/master/script-reference/log-files.html; base/frameworks/logging/writers/ascii',
  recognises(head) {
    const start = new TextDecoder().decode(head.subarray(0, 4096))
    if (/^#separator |^#fields\t/m.test(start)) return true
    return (
      start.startsWith('{') &&
      /"(?:id\.orig_h|uid|uids|software_type|_path|certificate\.subject|port_num)"\s*:/.test(start)
    )
  },
  read: (bytes, options) => readLog(bytes, options, zeekReader),
}

function zeekReader(page: LogPage): LogReader {
  let header: ZeekHeader = plainHeader
  const unknown = new Set<string>()
  return {
    onLine(line) {
      if (line === '') return
      const next = readHeaderLine(line, header)
      if (next !== undefined) {
        header = next
        return
      }
      const record = line.startsWith('{') ? readJson(line) : readColumns(line, header)
      if (record === undefined) return page.problem(problemOf(line, header))
      const log = logOf(record)
      if (log === undefined) {
        const name = record.path ?? 'of no known kind'
        if (!silent.has(name) && unknown.size < 20 && !unknown.has(name)) {
          unknown.add(name)
          page.problem(`the log ${name} tells nothing that is read here; its lines are left out`)
        }
        return
      }
      page.at(timeOf(record))
      for (const [field, kind] of Object.entries(log.drops))
        if (record.text(field) !== undefined) page.notesOf(`zeek-${log.path}`).drop(kind)
      if (log.path === 'conn') countFlow(record, page)
      log.tell(record, page.notesOf(`zeek-${log.path}`))
    },
  }
}

function problemOf(line: string, header: ZeekHeader): string {
  if (line.startsWith('{')) return 'is no JSON object; left out'
  return header.fields.length === 0
    ? 'no line #fields stands before it, so that its columns have no names; give the whole log'
    : `has ${line.split(header.separator).length} columns and not ${header.fields.length}; left out`
}

function logOf(record: ZeekRecord): ZeekLog | undefined {
  const { path } = record
  if (path !== undefined) return zeekLogs.find((log) => log.path === path)
  return zeekLogs.find(({ knownBy }) => knownBy.every((field) => record.has(field)))
}

/** Seconds since 1970, or ISO 8601; milliseconds. */
function timeOf(record: ZeekRecord): number | undefined {
  const seconds = record.number('ts')
  if (seconds !== undefined) return seconds > 0 && seconds < 1e11 ? seconds * 1000 : undefined
  const written = Date.parse(record.text('ts') ?? '')
  return Number.isNaN(written) ? undefined : written
}

const protocolOfService: Readonly<Record<string, string>> = { ssl: 'tls', 'ftp-data': 'ftp', dce_rpc: 'smb' }
const clearServices = new Set('http ftp telnet smtp pop3 imap snmp syslog tftp modbus dns mqtt irc'.split(' '))

function countFlow(record: ZeekRecord, page: LogPage): void {
  const client = endOf(record, 'orig')
  const server = endOf(record, 'resp')
  if (client.ip === undefined || server.ip === undefined) return page.problem('names no addresses; left out')
  const transport = transportOf(record.text('proto'))
  const port = transport === 'icmp' ? 0 : (record.number('id.resp_p') ?? 0)
  const flow = page.notebook.flow({ client, server, transport, port, vlan: record.number('vlan') ?? -1, kind: 0 })
  const seenAt = timeOf(record)
  const [service] = (record.text('service') ?? '').split(',')
  if (service !== undefined && service !== '') {
    flow.protocol = protocolOfService[service] ?? service
    if (service === 'ssl' || service === 'ssh') flow.isClearText = false
    else if (clearServices.has(service)) flow.isClearText = true
  }
  flow.connections += 1
  if (/^(?:S0|REJ|RSTOS0|SH)$/.test(record.text('conn_state') ?? '')) flow.unanswered += 1
  flow.packets += (record.number('orig_pkts') ?? 0) + (record.number('resp_pkts') ?? 0)
  flow.bytes += bytesOf(record, 'orig') + bytesOf(record, 'resp')
  if (seenAt === undefined) return
  flow.firstSeenAt = Math.min(flow.firstSeenAt, seenAt)
  flow.lastSeenAt = Math.max(flow.lastSeenAt, seenAt + 1000 * (record.number('duration') ?? 0))
}

function endOf(record: ZeekRecord, side: 'orig' | 'resp'): FlowEnd {
  return subjectOf({
    ip: canonicalIp(record.text(`id.${side}_h`) ?? ''),
    mac: canonicalMac(record.text(`${side}_l2_addr`) ?? ''),
  })
}

function transportOf(proto: string | undefined): ObservedFlow['transport'] {
  return proto === 'tcp' || proto === 'udp' || proto === 'icmp' ? proto : 'other'
}

/** With headers when the log has them. */
function bytesOf(record: ZeekRecord, side: 'orig' | 'resp'): number {
  return record.number(`${side}_ip_bytes`) ?? record.number(`${side}_bytes`) ?? 0
}
