import assert from 'node:assert/strict'
import { test } from 'node:test'
import { observationLines, readAll } from '../logs/testing.ts'
import { zeekLog } from './zeek-log.ts'

const columns = (path: string, fields: string, ...rows: string[]): string =>
  [
    String.raw`#separator \x09`,
    '#set_separator\t,',
    '#empty_field\t(empty)',
    '#unset_field\t-',
    `#path\t${path}`,
    `#fields\t${fields.replaceAll(' ', '\t')}`,
    ...rows.map((row) => row.replaceAll(' | ', '\t')),
    '#close\t2026-01-01-00-00-00',
  ].join('\n')

test('a DHCP log in columns tells names, addresses and the server', async () => {
  const log = columns(
    'dhcp',
    'ts client_addr server_addr mac host_name domain assigned_addr',
    '1767225600.5 | - | 10.0.0.1 | 00:09:fb:01:02:03 | pump\\x2d7 | chu.example | 10.0.0.7',
    '1767225601.5 | - | - | 00:09:fb:01:02:04 | - | - | -',
  )
  const { observations, progress } = await readAll(zeekLog, log)
  assert.deepEqual(observationLines(observations), [
    '10.0.0.7 00:09:fb:01:02:03 zeek-dhcp: hostName=pump-7, domain=chu.example, mac=00:09:fb:01:02:03, ip=10.0.0.7, role=client',
    '10.0.0.1 zeek-dhcp: role=dhcp server',
    '00:09:fb:01:02:04 zeek-dhcp: mac=00:09:fb:01:02:04, role=client',
  ])
  assert.deepEqual([observations[0]?.firstSeenAt, observations[0]?.place, progress.units], [1767225600500, 'line 7', 9])
})

test('logs in JSON are known by their fields, or by the path that they name', async () => {
  const lines = [
    { ts: 1767225600, host: '10.0.0.9', software_type: 'SSH::SERVER', name: 'OpenSSH', 'version.major': 7, 'version.minor': 4, unparsed_version: 'OpenSSH_7.4' },
    { _path: 'ntlm', ts: '2026-01-01T00:00:00.25Z', 'id.orig_h': '10.0.0.7', 'id.resp_h': '10.0.0.9', username: 'doe', hostname: 'CONSOLE-2', server_dns_computer_name: 'pacs.chu.example' },
    { _path: 'snmp', ts: 1, 'id.orig_h': '10.0.0.5', 'id.resp_h': '10.0.0.9', community: 'doe', display_string: 'Acme gateway 2.1' },
    { _path: 'ssl', ts: 1, 'id.orig_h': '10.0.0.7', 'id.resp_h': '10.0.0.9', server_name: 'pacs.chu.example', subject: 'CN=pacs,emailAddress=doe@chu.example,O=CHU' },
  ] // prettier-ignore
  const batch = await readAll(zeekLog, lines.map((line) => JSON.stringify(line)).join('\n'))
  assert.deepEqual(observationLines(batch.observations), [
    '10.0.0.9 zeek-software: softwareProduct=OpenSSH, softwareProductVersion=7.4, banner=OpenSSH_7.4',
    '10.0.0.7 zeek-ntlm: hostName=CONSOLE-2',
    '10.0.0.9 zeek-ntlm: hostName=pacs.chu.example',
    '10.0.0.9 zeek-snmp: role=snmp agent, sysDescr=Acme gateway 2.1',
    '10.0.0.7 zeek-ssl: role=client',
    '10.0.0.9 zeek-ssl: role=server, serverName=pacs.chu.example, certificateSubject=CN=pacs,O=CHU',
  ])
  assert.deepEqual(batch.progress.dropped, { person: 1, credential: 1 })
  assert.equal(JSON.stringify(batch).includes('doe'), false)
})

test('a connection log becomes flows, with what was refused', async () => {
  const fields =
    'ts id.orig_h id.orig_p id.resp_h id.resp_p proto service duration conn_state orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes orig_l2_addr'
  const log = columns(
    'conn',
    fields,
    '1767225600 | 10.0.0.7 | 40000 | 10.0.0.9 | 104 | tcp | - | 2.5 | SF | 10 | 1000 | 20 | 5000 | 00:09:fb:01:02:03',
    '1767225610 | 10.0.0.7 | 40001 | 10.0.0.9 | 104 | tcp | - | - | S0 | 1 | 60 | 0 | 0 | 00:09:fb:01:02:03',
    '1767225620 | 10.0.0.7 | 40002 | 10.0.0.9 | 443 | tcp | ssl | 1 | SF | 1 | 60 | 1 | 60 | -',
  )
  const { flows } = await readAll(zeekLog, log)
  assert.deepEqual(
    flows.map(({ port, protocol, isClearText, connections, unanswered, packets, bytes }) => [
      port,
      protocol,
      isClearText,
      connections,
      unanswered,
      packets,
      bytes,
    ]),
    [
      [104, undefined, undefined, 2, 1, 31, 6060],
      [443, 'tls', false, 1, 0, 2, 120],
    ],
  )
  assert.deepEqual([flows[0]?.firstSeenAt, flows[0]?.lastSeenAt], [1767225600000, 1767225610000])
})

test('what cannot be read is named with its line, and the rest is kept', async () => {
  const { progress } = await readAll(zeekLog, `${columns('dhcp', 'ts mac', 'one', '1 | 00:09:fb:01:02:03')}\n{"half`)
  assert.deepEqual(
    progress.problems.map(({ place, message }) => `${place}: ${message}`),
    ['line 7: has 1 columns and not 2; left out', 'line 10: is no JSON object; left out'],
  )
})

test('it does not matter in which pieces a log comes', async () => {
  const log = columns('dhcp', 'ts mac assigned_addr host_name', '1767225600 | 00:09:fb:01:02:03 | 10.0.0.7 | é')
  const whole = await readAll(zeekLog, log)
  for (const size of [1, 3, 50]) assert.deepEqual(await readAll(zeekLog, log, size), whole)
})
