import assert from 'node:assert/strict'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import type { Observation, ObservedField } from '../model/index.ts'
import { observe } from './index.ts'

/**
 * What tshark reads of connections in the collected captures (`fixtures/tshark/streams.tsv`, made by `test/tshark-stream-facts.ts`), we tell of the same address.
 * Every difference stands in `fixtures/tshark/stream-differences.tsv` with its reason: file, kind, address, what tshark tells, why.
 */
const folder = join(import.meta.dirname, 'fixtures', 'tshark')

/** TLS itself, and those that go on in it. */
const tlsIn = ['tls', 'rdp', 'ftp', 'ldap', 'http', 'mysql', 'postgresql', 'quic', 'smtp']
const ntlmIn = ['smb', 'http', 'ldap', 'dce-rpc']

/** Which of our facts a kind is. */
interface Told {
  readonly protocols: readonly string[]
  readonly field: ObservedField
  /** The part of our fact that tshark has. */
  readonly part?: (value: string) => string
}

const told: Readonly<Record<string, Told>> = {
  'tls-ja3': { protocols: tlsIn, field: 'ja3' },
  'tls-ja3s': { protocols: tlsIn, field: 'ja3s' },
  'tls-name': { protocols: tlsIn, field: 'serverName' },
  'http-server': { protocols: ['http'], field: 'banner' },
  'http-agent': { protocols: ['http'], field: 'banner' },
  'ssh-banner': { protocols: ['ssh'], field: 'banner' },
  'ssh-hassh': { protocols: ['ssh'], field: 'hassh' },
  'ssh-hassh-server': { protocols: ['ssh'], field: 'hassh' },
  'smb-system': { protocols: ['smb'], field: 'operatingSystem' },
  'smb-software': { protocols: ['smb'], field: 'banner' },
  'ntlm-name': { protocols: ntlmIn, field: 'hostName' },
  'dicom-calling': { protocols: ['dicom'], field: 'aeTitle' },
  'dicom-called': { protocols: ['dicom'], field: 'aeTitle' },
  'dicom-implementation': { protocols: ['dicom'], field: 'implementationVersionName' },
  'hl7-header': { protocols: ['hl7'], field: 'applicationName' },
  'ftp-greeting': { protocols: ['ftp'], field: 'banner' },
  'hl7-facility': { protocols: ['hl7'], field: 'facility' },
  'dicom-class': { protocols: ['dicom'], field: 'implementationClassUid' },
  'tls-certificate': { protocols: tlsIn, field: 'certificateSha256' },
  'http-host': { protocols: ['http'], field: 'serverName' },
  'rdp-name': { protocols: ['rdp'], field: 'hostName' },
  'rdp-build': { protocols: ['rdp'], field: 'softwareProductVersion' },
  'ntlm-build': { protocols: ntlmIn, field: 'osBuild', part: (build) => build.split('.').at(-1) ?? '' },
  'ntlm-machine': { protocols: ntlmIn, field: 'hostName' },
  'smb-dialect': { protocols: ['smb'], field: 'service', part: (service) => service.replace(/^smb /, '') },
  'kerberos-machine': { protocols: ['kerberos', 'kerberos-tcp'], field: 'hostName' },
  'mysql-version': { protocols: ['mysql'], field: 'softwareProductVersion' },
  'rfb-version': { protocols: ['rfb'], field: 'banner' },
  'dtls-ja3': { protocols: ['dtls'], field: 'ja3' },
  'dtls-ja3s': { protocols: ['dtls'], field: 'ja3s' },
}

test(
  'what tshark reads of connections is what we tell, but for the listed differences',
  { skip: withoutSharedData() },
  async (t) => {
    const root = await sharedSet('captures')
    const rows = rowsOf('streams.tsv')
    const missing: string[] = []
    for (const [file, facts] of Map.groupBy(rows, ([name = '']) => name)) {
      const ours = await factsIn(join(root, file))
      for (const [, kind = '', address = '', value = ''] of facts)
        if (!ours.has([kind, address, folded(value)].join('\t'))) missing.push([file, kind, address, value].join('\t'))
    }
    const excused = new Map(rowsOf('stream-differences.tsv').map((row) => [row.slice(0, 4).join('\t'), row[4] ?? '']))
    t.diagnostic(`${rows.length - missing.length} of ${rows.length}`)
    assert.deepEqual(missing.filter((row) => !excused.has(row)), [], 'not listed in stream-differences.tsv') // prettier-ignore
    assert.deepEqual([...excused.keys()].filter((row) => !missing.includes(row)), [], 'listed, but no longer a difference') // prettier-ignore
    assert.ok([...excused.values()].every((reason) => reason.length > 10), 'every difference has its reason') // prettier-ignore
  },
)

async function factsIn(path: string): Promise<ReadonlySet<string>> {
  const facts = new Set<string>()
  for await (const { observations } of observe(createReadStream(path), { now: () => new Date() })) {
    for (const observation of observations) for (const fact of factsOf(observation)) facts.add(fact)
  }
  return facts
}

function factsOf({ protocol, subject, facts }: Observation): string[] {
  return Object.entries(told).flatMap(([kind, { protocols, field, part = (value: string) => value }]) =>
    protocols.includes(protocol)
      ? facts
          .filter((fact) => fact.field === field)
          .map(({ value }) => [kind, subject.ip ?? '', folded(part(value))].join('\t'))
      : [],
  )
}

/** Names of servers are told in lower case; tshark escapes what is no text. */
function folded(value: string): string {
  return value.toLowerCase().trim()
}

/** Of a table without head; lines that begin with `#` are remarks. */
function rowsOf(name: string): string[][] {
  return readFileSync(join(folder, name), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t')) // prettier-ignore
}
