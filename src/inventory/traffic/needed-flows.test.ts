import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrafficEnd, TrafficLine } from '../../model/index.ts'
import { neededFlowsOf } from './needed-flows.ts'
import { zonesOf } from './zones.ts'

const end = (observedId: string, ip: string): TrafficEnd => ({ observedId, ip, isMedical: true })
const [one, two] = [end('1', '10.0.0.1'), end('2', '10.0.0.2')]
const archive: TrafficEnd = { ip: '10.9.0.4', name: 'pacs', isMedical: false }
const asked = { maker: 'Acme', model: 'Scan', devices: new Map([['1', ['10.0.0.1']], ['2', ['10.0.0.2', 'fd00::2']]]) } // prettier-ignore

function line(client: TrafficEnd, server: TrafficEnd, rest: Partial<TrafficLine>): TrafficLine {
  const counts = { connections: 1, unanswered: 0, packets: 10, bytes: 100 }
  const times = { firstSeenAt: '2026-01-01T00:00:00.000Z', lastSeenAt: '2026-01-02T00:00:00.000Z' }
  return { client, server, transport: 'tcp', port: 104, ...counts, ...times, ...rest }
}

const say = (lines: readonly TrafficLine[]): string[] =>
  neededFlowsOf(asked, lines, zonesOf([{ network: '10.9.0.0/24', name: 'Servers' }])).flows.map(
    ({ direction, transport, ports, zone, devices, peersTotal, isAnswered }) =>
      `${direction} ${transport}/${ports[0]}-${ports[1]} ${zone.name} devices ${devices} peers ${peersTotal}${isAnswered ? '' : ' unanswered'}`,
  )

test('flows of one kind with one zone are one, with how many devices have it', () => {
  assert.deepEqual(
    say([
      line(one, archive, { protocol: 'dicom' }),
      line(two, { ...archive, ip: '10.9.0.5' }, { protocol: 'dicom' }),
      line(archive, one, { port: 22, protocol: 'ssh' }),
      line(one, end('9', '10.9.0.7'), { port: 25, connections: 3, unanswered: 3 }),
    ]),
    [
      'from tcp/104-104 Servers devices 2 peers 2',
      'from tcp/25-25 Servers devices 1 peers 1 unanswered',
      'to tcp/22-22 Servers devices 1 peers 1',
    ],
  )
})

test('ports that are given out anew for each connection are one range, services below them stay', () => {
  const given = Array.from({ length: 20 }, (_, index) => line(one, archive, { port: 49_200 + index }))
  assert.deepEqual(say([...given, line(one, archive, { port: 21 })]), [
    'from tcp/49200-49219 Servers devices 1 peers 1',
    'from tcp/21-21 Servers devices 1 peers 1',
  ])
  assert.equal(say(given.slice(0, 12)).length, 12)
})

test('two devices of the model that talk to each other need it in both directions', () => {
  assert.deepEqual(say([line(one, two, { port: 80 })]), [
    'from tcp/80-80 10.0.0.0/24 devices 1 peers 1',
    'to tcp/80-80 10.0.0.0/24 devices 1 peers 1',
  ])
})

test('the time that was looked at is told', () => {
  const later = { firstSeenAt: '2026-02-01T00:00:00.000Z', lastSeenAt: '2026-02-03T00:00:00.000Z' }
  const needed = neededFlowsOf(asked, [line(one, archive, {}), line(one, archive, { port: 80, ...later })], zonesOf([]))
  assert.deepEqual([needed.firstSeenAt, needed.lastSeenAt], ['2026-01-01T00:00:00.000Z', '2026-02-03T00:00:00.000Z'])
  assert.deepEqual(needed.addresses, ['10.0.0.1', '10.0.0.2', 'fd00::2'])
})
