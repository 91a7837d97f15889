import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { plain } from '../src/network/facts.ts'

/**
 * What tshark reads of connections in captures, as lines `file, kind, address, value`: what `src/network/tshark-streams.conformance.ts` holds ours against. Made
 * once and committed, so that the check itself needs no tshark:
 * `node test/tshark-stream-facts.ts FOLDER > src/network/fixtures/tshark/streams.tsv`, with the folder of the collected captures.
 */
const kinds = [
  ['tls-ja3', 'src', 'tls.handshake.ja3'],
  ['tls-ja3s', 'src', 'tls.handshake.ja3s'],
  ['tls-name', 'dst', 'tls.handshake.extensions_server_name'],
  ['http-server', 'src', 'http.server'],
  ['http-agent', 'src', 'http.user_agent'],
  ['ssh-banner', 'src', 'ssh.protocol'],
  ['ssh-hassh', 'src', 'ssh.kex.hassh'],
  ['ssh-hassh-server', 'src', 'ssh.kex.hasshserver'],
  ['smb-system', 'src', 'smb.native_os'],
  ['smb-software', 'src', 'smb.native_lanman'],
  ['ntlm-name', 'src', 'ntlmssp.challenge.target_info.dns_computer_name'],
  ['dicom-calling', 'src', 'dicom.assoc.ae.calling'],
  ['dicom-called', 'dst', 'dicom.assoc.ae.called'],
  ['dicom-implementation', 'src', 'dicom.userinfo.version'],
  ['hl7-header', 'src', 'hl7.segment'],
  ['ftp-greeting', 'src', 'ftp.response.arg'],
  ['hl7-facility', 'src', 'hl7.segment'],
  ['dicom-class', 'src', 'dicom.userinfo.uid'],
  ['tls-certificate', 'src', 'tls.handshake.certificate'],
  ['http-host', 'dst', 'http.host'],
  ['rdp-name', 'src', 'rdp.client.name'],
  ['rdp-build', 'src', 'rdp.client.build'],
  ['ntlm-build', 'src', 'ntlmssp.version.build_number'],
  ['ntlm-machine', 'src', 'ntlmssp.auth.hostname'],
  ['smb-dialect', 'src', 'smb2.dialect'],
  ['kerberos-machine', 'src', 'kerberos.addr_nb'],
  ['mysql-version', 'src', 'mysql.version'],
  ['rfb-version', 'src', 'vnc.server_proto_ver'],
  ['dtls-ja3', 'src', 'dtls.handshake.ja3'],
  ['dtls-ja3s', 'src', 'dtls.handshake.ja3s'],
] as const
type Kind = (typeof kinds)[number][0]

/** What is told is not always what tshark prints. Undefined: it tells nothing of a device. */
const shapes: Partial<Record<Kind, (value: string, row: Row) => string | undefined>> = {
  'hl7-header': (segment) => fieldOf(segment, 2),
  'hl7-facility': (segment) => fieldOf(segment, 3),
  'dicom-calling': (title, row) => (isRequest(row) ? title : undefined), // an answer repeats the titles, with its ends turned
  'dicom-called': (title, row) => (isRequest(row) ? title : undefined),
  'ftp-greeting': (text, row) => (row('ftp.response.code')[0] === '220' ? text : undefined),
  'tls-certificate': (der, row) => (row('tls.handshake.certificate')[0] === der ? sha256(der) : undefined),
  'http-host': (host, row) => (isOwnName(host, row) ? host.replace(/:\d+$/, '') : undefined),
  'ntlm-build': (build) => (build === '0' ? undefined : build),
  'ntlm-machine': (name) => (name === 'NULL' ? undefined : name),
  'smb-dialect': (dialect, row) =>
    row('smb2.flags.response').includes('1') ? dialects.get(Number(dialect)) : undefined,
  'kerberos-machine': (name) => name.replace(/<.*$/, ''),
  'mysql-version': (version) => version.replace(/^5\.5\.5-(?=.*MariaDB)/, ''),
  'rfb-version': (version) => `RFB ${version}`,
}

const dialects: ReadonlyMap<number, string> = new Map([[0x0202, '2.0.2'], [0x0210, '2.1'], [0x0300, '3.0'], [0x0302, '3.0.2'], [0x0311, '3.1.1']]) // prettier-ignore

/** A name that somebody calls the server itself by: not a proxy, not an address. */
function isOwnName(host: string, row: Row): boolean {
  const isForProxy = row('http.request.method').includes('CONNECT') || row('http.request.uri').some((uri) => uri.includes('://')) // prettier-ignore
  return !isForProxy && row('http.request.method').length === 1 && /^[A-Za-z0-9._-]+(?::\d{1,5})?$/.test(host) && !/^[\d.:]+$/.test(host) // prettier-ignore
}

function isRequest(row: Row): boolean {
  return row('dicom.pdu.type').some((type) => Number(type) === 1)
}

function sha256(der: string): string {
  return createHash('sha256')
    .update(Buffer.from(der.replaceAll(':', ''), 'hex'))
    .digest('hex')
}

/** All values of a column. */
type Row = (column: string) => readonly string[]

/** tshark fills a column once only. */
const columns = [
  'ip.src',
  'ip.dst',
  'ipv6.src',
  'ipv6.dst',
  'ftp.response.code',
  'dicom.pdu.type',
  'http.request.method',
  'http.request.uri',
  'smb2.flags.response',
  ...new Set<string>(kinds.map(([, , field]) => field)),
]

function readCapture(path: string): string[] {
  const filter = kinds.map(([, , field]) => field).join(' || ')
  const form = ['-T', 'fields', '-E', 'occurrence=a', '-E', 'aggregator=\u001f', '-E', 'separator=/t']
  const decode = ['-d', 'tcp.port==6661,hl7']
  const { stdout } = spawnSync(
    'tshark',
    [
      '-n',
      '-r',
      path,
      ...decode,
      '-Y',
      `(tcp || dtls || quic || kerberos) && (${filter})`,
      ...form,
      ...columns.flatMap((field) => ['-e', field]),
    ],
    { encoding: 'utf8', maxBuffer: 1 << 30 },
  )
  const rows = stdout.split('\n').filter((line) => line !== '')
  return [...new Set(rows.flatMap((line) => factsOfRow(line)))].sort()
}

function factsOfRow(line: string): string[] {
  const cells = line.split('\t').map((cell) => cell.split('\u001f').filter((value) => value !== ''))
  const row: Row = (column) => cells[columns.indexOf(column)] ?? []
  const ends = {
    src: row('ip.src').at(-1) ?? row('ipv6.src').at(-1),
    dst: row('ip.dst').at(-1) ?? row('ipv6.dst').at(-1),
  }
  return kinds.flatMap(([kind, side, field]) => {
    const address = ends[side]
    if (address === undefined) return []
    return row(field).flatMap((value) => {
      const shape = shapes[kind]
      const kept = plain((shape === undefined ? value : shape(value, row)) ?? '')
      return kept === '' ? [] : [[kind, address, kept].join('\t')]
    })
  })
}

/** A field of MSH, its first component. */
function fieldOf(segment: string, index: number): string | undefined {
  return segment.startsWith('MSH') ? (segment.split(segment.charAt(3))[index] ?? '').split('^')[0] : undefined
}

const [folder] = process.argv.slice(2)
if (folder !== undefined) {
  const captures = globSync('**/*.{pcap,pcapng,cap,trace,dmp}', { cwd: folder }).map((path) => relative('.', path).split(sep).join('/')).sort() // prettier-ignore
  const lines = captures.flatMap((path) => readCapture(join(folder, path)).map((fact) => `${path}\t${fact}`))
  writeFileSync(1, `${lines.join('\n')}\n`)
}
