import assert from 'node:assert/strict'
import { test } from 'node:test'
import { observed, recorder } from '../testing-conversations.ts'
import type { Told } from '../testing-conversations.ts'
import { ethernet, flags, ipv4, pcap, tcp } from '../testing-packets.ts'
import type { Captured } from '../testing-packets.ts'

const server = 104
const client = 40_000

interface Sent {
  readonly by: 'client' | 'server'
  readonly sequence: number
  readonly acknowledged?: number
  readonly flags?: number
  readonly text?: string
  /** Bytes that the capture kept of the packet. */
  readonly kept?: number
}

function packet({ by, text = '', kept, ...header }: Sent): Captured {
  const [from, to] = by === 'client' ? ['10.0.0.1', '10.0.0.2'] : ['10.0.0.2', '10.0.0.1']
  const [source, destination] = by === 'client' ? [client, server] : [server, client]
  const segment = tcp({ from: source, to: destination, ...header }, text)
  const bytes = ethernet(0x0800, ipv4({ protocol: 6, from, to }, segment))
  return kept === undefined ? { bytes } : { bytes: bytes.subarray(0, kept), wire: bytes.length }
}

function begin(clientAt: number, serverAt: number): Sent[] {
  return [
    { by: 'client', sequence: clientAt - 1, flags: flags.syn },
    { by: 'server', sequence: serverAt - 1, acknowledged: clientAt, flags: flags.syn | flags.ack },
  ]
}

async function heard(sent: readonly Sent[], word = 'HELLO'): Promise<{ said: unknown; told: Told }> {
  const protocol = recorder(word)
  const told = await observed(pcap(sent.map(packet)), { protocols: [protocol] })
  return { said: protocol.heard, told }
}

const cases: readonly (readonly [name: string, sent: readonly Sent[], client: string, server: string])[] = [
  ['in order', [...begin(100, 500), { by: 'client', sequence: 100, text: 'HELLO' }, { by: 'server', sequence: 500, text: 'WELCOME' }], 'HELLO.', 'WELCOME.'],
  ['out of order', [...begin(100, 500), { by: 'client', sequence: 103, text: 'LO YOU' }, { by: 'client', sequence: 109, text: '!' }, { by: 'client', sequence: 100, text: 'HEL' }], 'HELLO YOU!.', '.'],
  ['sent again', [...begin(100, 500), { by: 'client', sequence: 100, text: 'HELLO' }, { by: 'client', sequence: 100, text: 'HELLO' }, { by: 'client', sequence: 105, text: '!' }], 'HELLO!.', '.'],
  ['sent again with more', [...begin(100, 500), { by: 'client', sequence: 100, text: 'HELLO' }, { by: 'client', sequence: 100, text: 'HELLO YOU' }], 'HELLO YOU.', '.'],
  ['overlapping: the first copy counts', [...begin(100, 500), { by: 'client', sequence: 100, text: 'HELLO' }, { by: 'client', sequence: 102, text: 'XXXXX' }], 'HELLOXX.', '.'],
  ['overlapping while waiting', [...begin(100, 500), { by: 'client', sequence: 105, text: 'abc' }, { by: 'client', sequence: 105, text: 'xyz' }, { by: 'client', sequence: 100, text: 'HELLO' }], 'HELLOabc.', '.'],
  ['over the end of the numbers', [...begin(0xfffffffe, 500), { by: 'client', sequence: 0xfffffffe, text: 'HELLO' }, { by: 'client', sequence: 3, text: ' YOU' }], 'HELLO YOU.', '.'],
  ['a kept-alive connection', [...begin(100, 500), { by: 'client', sequence: 100, text: 'HELLO' }, { by: 'client', sequence: 104, text: '?' }, { by: 'client', sequence: 105, text: '!' }], 'HELLO!.', '.'],
  ['recognised byte by byte', [...begin(100, 500), ...['H', 'E', 'L', 'L', 'O'].map((text, index): Sent => ({ by: 'client', sequence: 100 + index, text }))], 'HELLO.', '.'],
  ['recognised by the server, after the client spoke', [...begin(100, 500), { by: 'client', sequence: 100, text: 'hi' }, { by: 'server', sequence: 500, text: 'HELLO' }], 'hi.', 'HELLO.'],
  ['begun before the capture', [{ by: 'client', sequence: 900, text: 'HELLO' }, { by: 'client', sequence: 905, text: '!' }], 'HELLO!.', '.'],
  ['begun before the capture, in the middle of a message', [{ by: 'client', sequence: 900, text: 'rest of it' }, { by: 'client', sequence: 910, text: 'HELLO' }], '[gap 10]HELLO.', '.'],
  ['lost, and confirmed by the other side', [...begin(100, 500), { by: 'client', sequence: 100, text: 'HELLO' }, { by: 'client', sequence: 115, text: 'after' }, ...[1, 2, 3].map((): Sent => ({ by: 'server', sequence: 500, acknowledged: 120 })), { by: 'client', sequence: 120, text: '!' }], 'HELLO[gap 10]after!.', '.'],
  ['lost until the end', [...begin(100, 500), { by: 'client', sequence: 100, text: 'HELLO' }, { by: 'client', sequence: 110, text: 'after' }], 'HELLO[gap 5]after.', '.'],
  ['its first segment lost', [...begin(100, 500), { by: 'client', sequence: 104, text: 'HELLO' }], '[gap 4]HELLO.', '.'],
  ['cut by the capture', [...begin(100, 500), { by: 'client', sequence: 100, text: 'HELLO YOU', kept: 14 + 20 + 20 + 5 }, { by: 'client', sequence: 109, text: '!' }], 'HELLO[gap 4]!.', '.'],
  ['ended by both sides', [...begin(100, 500), { by: 'client', sequence: 100, text: 'HELLO', flags: flags.fin | flags.ack }, { by: 'server', sequence: 500, flags: flags.fin | flags.ack }], 'HELLO.', '.'],
  ['ended by a reset', [...begin(100, 500), { by: 'client', sequence: 100, text: 'HELLO' }, { by: 'server', sequence: 500, flags: flags.rst }, { by: 'client', sequence: 105, text: 'late' }], 'HELLO.', '.'],
  ['a segment from far away', [...begin(100, 500), { by: 'client', sequence: 100, text: 'HELLO' }, { by: 'client', sequence: 0x40000000, text: 'forged' }, { by: 'client', sequence: 105, text: '!' }], 'HELLO!.', '.'],
  ['content on the SYN', [{ by: 'client', sequence: 99, flags: flags.syn, text: 'HELLO' }, { by: 'client', sequence: 105, text: '!' }], 'HELLO!.', '.'],
] // prettier-ignore

for (const [name, sent, client, server] of cases)
  test(`a connection ${name}`, async () => {
    const { said, told } = await heard(sent)
    assert.deepEqual(said, [{ client, server }])
    const [flow] = told.flows
    assert.deepEqual([flow?.client.ip, flow?.server.ip, flow?.port], ['10.0.0.1', '10.0.0.2', 104])
    assert.deepEqual([flow?.protocol, flow?.isClearText, flow?.connections], ['recorder', true, 1])
    assert.equal(told.progress.givenUp, 0)
  })

test('two connections between the same ports are two, also when the numbers begin alike', async () => {
  const one = [...begin(100, 500), { by: 'client', sequence: 100, text: 'HELLO' }] as const
  const { said, told } = await heard([...one, ...one])
  assert.deepEqual(said, [{ client: 'HELLO.', server: '.' }, { client: 'HELLO.', server: '.' }]) // prettier-ignore
  assert.equal(told.flows[0]?.connections, 2)
})

test('a SYN sent again begins nothing new', async () => {
  const syn: Sent = { by: 'client', sequence: 99, flags: flags.syn }
  const { told } = await heard([syn, syn, ...begin(100, 500)])
  assert.equal(told.flows[0]?.connections, 1)
})

test('a refused and an unanswered connection are told from an answered one', async () => {
  const syn: Sent = { by: 'client', sequence: 99, flags: flags.syn }
  const refused = await heard([syn, { by: 'server', sequence: 0, acknowledged: 100, flags: flags.rst | flags.ack }])
  assert.deepEqual([refused.told.flows[0]?.connections, refused.told.flows[0]?.unanswered], [1, 1])
  const unanswered = await observed(pcap([packet(syn), { ...packet(syn), at: Date.UTC(2026, 1, 1) }]))
  assert.equal(unanswered.flows[0]?.unanswered, 1)
  const answered = await heard(begin(100, 500))
  assert.equal(answered.told.flows[0]?.unanswered, 0)
})

test('the client is who sent the SYN, else who speaks to the known port, else to the lower one', async () => {
  const oddSyn = pcap([
    { bytes: ethernet(0x0800, ipv4({ protocol: 6 }, tcp({ from: 22, to: 60_000, sequence: 1, flags: flags.syn }))) },
  ])
  assert.equal((await observed(oddSyn)).flows[0]?.port, 60_000)
  const middle = pcap([
    { bytes: ethernet(0x0800, ipv4({ protocol: 6 }, tcp({ from: 5000, to: 60_000, sequence: 1 }, 'x'))) },
  ])
  assert.equal((await observed(middle)).flows[0]?.port, 5000)
  const claimed = { ...recorder('x'), ports: [60_000] }
  assert.equal((await observed(middle, { protocols: [claimed] })).flows[0]?.port, 60_000)
})

test('a protocol that has enough is given no more', async () => {
  const protocol = recorder('HELLO', 5)
  const sent: Sent[] = [
    ...begin(100, 500),
    { by: 'client', sequence: 100, text: 'HELLO' },
    { by: 'client', sequence: 105, text: 'more' },
  ]
  await observed(pcap(sent.map(packet)), { protocols: [protocol] })
  assert.deepEqual(protocol.heard, [{ client: 'HELLO', server: '' }])
})

test('a protocol that throws ends its own reading, not the capture', async () => {
  const broken = { ...recorder('HELLO'), begin: () => ({ take: () => fail(), gap: () => fail() }) }
  const sent: Sent[] = [
    ...begin(100, 500),
    { by: 'client', sequence: 100, text: 'HELLO' },
    { by: 'client', sequence: 105, text: 'more' },
  ]
  const faults: string[] = []
  const onFault = (protocol: string): void => void faults.push(protocol)
  const { progress, flows } = await observed(pcap(sent.map(packet)), { protocols: [broken], onFault })
  assert.deepEqual([faults, progress.malformed, flows[0]?.packets], [['recorder'], { recorder: 1 }, 4])
  assert.match(progress.problems[0]?.message ?? '', /reader of recorder failed 1 times/)
})

function fail(): never {
  throw new Error('a name that must go nowhere: DOE^JANE')
}

test('segments that never find their place are bounded', async () => {
  const far = Array.from({ length: 3000 }, (_, index): Sent => ({
    by: 'client',
    sequence: 1000 + index * 200,
    text: 'x'.repeat(100),
  }))
  const { said } = await heard([...begin(100, 500), { by: 'client', sequence: 100, text: 'HELLO' }, ...far])
  const [{ client } = { client: '' }] = said as { client: string }[]
  assert.equal(client.replaceAll(/\[gap \d+\]/g, '').length, 'HELLO.'.length + 3000 * 100)
})

test('what begins later is recognised at the begin of a segment, and hears nothing of what was said before', async () => {
  const late = { ...recorder('HELLO'), beginsLater: true } as const
  const sent: Sent[] = [
    ...begin(100, 500),
    { by: 'server', sequence: 500, text: 'ready' },
    { by: 'client', sequence: 100, text: 'START' },
    { by: 'server', sequence: 505, text: 'go' },
    { by: 'client', sequence: 105, text: 'HELLO' },
    { by: 'server', sequence: 507, text: 'WELCOME' },
  ]
  await observed(pcap(sent.map(packet)), { protocols: [late] })
  assert.deepEqual(late.heard, [{ client: 'HELLO.', server: 'WELCOME.' }])
  const plain = recorder('HELLO')
  await observed(pcap(sent.map(packet)), { protocols: [plain] })
  assert.deepEqual(plain.heard, [])
})
