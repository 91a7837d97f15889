import { spawnSync } from 'node:child_process'
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
] as const

const columns = [
  'ip.src',
  'ip.dst',
  'ipv6.src',
  'ipv6.dst',
  'ftp.response.code',
  'dicom.pdu.type',
  ...kinds.map(([, , field]) => field),
]

function readCapture(path: string): string[] {
  const filter = kinds.map(([, , field]) => field).join(' || ')
  const form = ['-T', 'fields', '-E', 'occurrence=a', '-E', 'aggregator=\u001f', '-E', 'separator=/t']
  const decode = ['-d', 'tcp.port==6661,hl7']
  const { stdout } = spawnSync(
    'tshark',
    ['-n', '-r', path, ...decode, '-Y', `tcp && (${filter})`, ...form, ...columns.flatMap((field) => ['-e', field])],
    { encoding: 'utf8', maxBuffer: 1 << 30 },
  )
  const rows = stdout.split('\n').filter((line) => line !== '')
  return [...new Set(rows.flatMap((line) => factsOfRow(line)))].sort()
}

function factsOfRow(line: string): string[] {
  const cells = line.split('\t').map((cell) => cell.split('\u001f').filter((value) => value !== ''))
  const [src4 = [], dst4 = [], src6 = [], dst6 = [], code = [], pdus = []] = cells
  const ends = { src: src4.at(-1) ?? src6.at(-1), dst: dst4.at(-1) ?? dst6.at(-1) }
  return kinds.flatMap(([kind, side, field]) => {
    const address = ends[side]
    if (address === undefined || (kind === 'ftp-greeting' && code[0] !== '220')) return []
    if (kind.startsWith('dicom-call') && !pdus.includes('1')) return [] // an answer repeats the titles, with its ends turned
    return (cells[columns.indexOf(field)] ?? []).flatMap((value) => {
      const kept = plain(kind === 'hl7-header' ? senderOf(value) : value)
      return kept === '' ? [] : [[kind, address, kept].join('\t')]
    })
  })
}

/** The sending application (MSH-3). */
function senderOf(segment: string): string {
  return segment.startsWith('MSH') ? ((segment.split(segment.charAt(3))[2] ?? '').split('^')[0] ?? '') : ''
}

const [folder] = process.argv.slice(2)
if (folder !== undefined) {
  const captures = globSync('**/*.{pcap,pcapng,cap,trace,dmp}', { cwd: folder }).map((path) => relative('.', path).split(sep).join('/')).sort() // prettier-ignore
  const lines = captures.flatMap((path) => readCapture(join(folder, path)).map((fact) => `${path}\t${fact}`))
  writeFileSync(1, `${lines.join('\n')}\n`)
}
