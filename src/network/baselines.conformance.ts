import assert from 'node:assert/strict'
import { createReadStream, existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import type { ObservedField } from '../model/index.ts'
import { observe } from './index.ts'
import { plainHeader, readColumns, readHeaderLine } from './zeek/record.ts'
import type { ZeekRecord } from './zeek/record.ts'

/** What others expect of the same captures: nDPI's results, and the logs that Zeek's own tests hold. */
const skip = withoutSharedData()

type Facts = ReadonlyMap<ObservedField, ReadonlySet<string>>

async function factsOf(paths: readonly string[]): Promise<Facts> {
  const facts = new Map<ObservedField, Set<string>>()
  for (const path of paths) {
    for await (const { observations } of observe(createReadStream(path), { now: () => new Date() })) {
      for (const { subject, facts: told } of observations) {
        const whom = Object.entries(subject).map(([field, value]) => ({ field: field as ObservedField, value }))
        for (const { field, value } of [...whom, ...told])
          facts.set(field, (facts.get(field) ?? new Set()).add(value.toLowerCase()))
      }
    }
  }
  return facts
}

const ofFlow: readonly (readonly [field: ObservedField, pattern: RegExp])[] = [
  ['ja4', /\[JA4: ([tdq][^\]]+)\]/],
  ['ja3s', /\[JA3S: ([0-9a-f]{32})/],
  ['hassh', /\[HASSH-C: ([^\]]+)\]/],
  ['hassh', /\[HASSH-S: ([^\]]+)\]/],
  ['serverName', /(?:TLS|QUIC).*\[Hostname\/SNI: ([^\]]+)\]/],
]

/**
 * nDPI takes an address that it found by other means for a server name, ends a JA4 of `http/1.1` in `ht` where the description says first and last letter,
 * and hashes an empty list where the description says zeros. What is left must agree, but for a few: of `h2`, `h3` and `anydesk/…` it writes another last letter, it
 * knows no name for the version of DTLS before 1.0, and it reads the QUIC of before its standard.
 */
function asDescribed(field: ObservedField, value: string): string {
  const lower = value.toLowerCase()
  if (field !== 'ja4') return lower
  return lower.replace(/^([tdq]..)[di](....)(..)/, (_, start: string, counts: string, alpn: string) => `${start}?${counts}${alpn === 'ht' ? 'h1' : alpn}`).replace('e3b0c44298fc', '0'.repeat(12)) // prettier-ignore
}

/** Inside of GTP or of a tunnel, with a greeting that lies about its lengths, or with an address for a name: nothing of these is told of the ends seen. */
const notRead = /^(?:ja3_lots_of_cipher_suites_2|tls_invalid_reads|tls_cipher_lens|false_positives|http_connect)/

test('of what nDPI tells of TLS, DTLS, QUIC and SSH at least 95 % is told', { skip }, async (t) => {
  const root = join(await sharedSet('captures'), 'ntop__nDPI', 'tests', 'cfgs', 'default')
  const missing: string[] = []
  let expected = 0
  for (const name of globSync('*.out', { cwd: join(root, 'result') })) {
    const capture = join(root, 'pcap', name.slice(0, -'.out'.length))
    if (!existsSync(capture) || notRead.test(name)) continue
    const told = expectedOf(readFileSync(join(root, 'result', name), 'utf8'))
    if (told.length === 0) continue
    const facts = await factsOf([capture])
    const ours = new Set(
      [...facts].flatMap(([field, values]) => [...values].map((value) => `${field} ${asDescribed(field, value)}`)),
    )
    expected += told.length
    missing.push(...told.filter((fact) => !ours.has(fact)).map((fact) => `${name} ${fact}`))
  }
  t.diagnostic(`${expected - missing.length} of ${expected}\n${missing.join('\n')}`)
  assert.ok(expected > 300, 'the collected results are there')
  assert.ok(missing.length <= 0.05 * expected, missing.join('\n'))
})

function expectedOf(result: string): string[] {
  const flows = result.split('\n').filter((line) => /^\s+\d+\s+(?:TCP|UDP)/.test(line))
  const facts = flows.flatMap((flow) =>
    ofFlow.flatMap(([field, pattern]) => {
      const value = pattern.exec(flow)?.[1]
      const isAddress = field === 'serverName' && /^[\d.:]+$/.test(value ?? '')
      return value === undefined || isAddress ? [] : [`${field} ${asDescribed(field, value)}`]
    }),
  )
  return [...new Set(facts)]
}

interface ZeekExpectation {
  readonly log: string
  /** Folder of captures in which it must be told. */
  readonly traces: string
  readonly facts: (record: ZeekRecord) => readonly (readonly [ObservedField, string | undefined])[]
}

const zeekExpectations: readonly ZeekExpectation[] = [
  {
    log: 'dhcp.log',
    traces: 'dhcp',
    facts: (record) => [
      ['mac', record.text('mac')],
      ['hostName', record.text('host_name')],
      ['ip', record.text('assigned_addr')],
    ],
  },
  { log: 'rdp.log', traces: 'rdp', facts: (record) => [['hostName', record.text('client_name')]] },
]

/** Some captures of these logs are not collected: what stands in no byte of those that are cannot be told. */
function standsIn(field: string, value: string, captures: readonly Buffer[]): boolean {
  const written = field === 'mac' ? [Buffer.from(value.replaceAll(':', ''), 'hex')] : field === 'ip' ? [Buffer.from(value.split('.').map(Number))] : [Buffer.from(value), Buffer.from(value, 'utf16le')] // prettier-ignore
  return captures.some((bytes) => written.some((each) => bytes.includes(each)))
}

for (const { log, traces, facts } of zeekExpectations) {
  test(`what Zeek's own ${log} of its ${traces} captures tells is told, at least 95 %`, { skip }, async (t) => {
    const root = join(await sharedSet('captures'), 'zeek__zeek', 'testing', 'btest')
    const logs = globSync(`Baseline/*${traces}*/${log}`, { cwd: root })
    const paths = globSync(`Traces/${traces}/*.{pcap,pcapng}`, { cwd: root }).map((path) => join(root, path))
    const captures = paths.map((path) => readFileSync(path))
    const rows = logs.flatMap((path) => recordsOf(readFileSync(join(root, path), 'utf8')).flatMap(facts))
    const expected = new Set(
      rows.flatMap(([field, value]) =>
        value === undefined || !standsIn(field, value, captures) ? [] : [`${field} ${value.toLowerCase()}`],
      ),
    )
    const told = await factsOf(paths)
    const ours = new Set([...told].flatMap(([field, values]) => [...values].map((value) => `${field} ${value}`)))
    const missing = [...expected].filter((fact) => !ours.has(fact))
    t.diagnostic(`${expected.size - missing.length} of ${expected.size}\n${missing.join('\n')}`)
    assert.ok(expected.size > 0, 'the collected logs are there')
    assert.ok(missing.length <= 0.05 * expected.size, missing.join('\n'))
  })
}

function recordsOf(text: string): ZeekRecord[] {
  let header = plainHeader
  const records: ZeekRecord[] = []
  for (const line of text.split('\n')) {
    const next = line.startsWith('###') ? header : readHeaderLine(line, header)
    if (next !== undefined) header = next
    else if (line !== '') records.push(...[readColumns(line, header)].filter((record) => record !== undefined))
  }
  return records
}
