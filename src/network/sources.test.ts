import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sources } from './index.ts'
import { readAll } from './logs/testing.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

test('every source has an id of its own, a name and a source', () => {
  const ids = sources.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  for (const { name, source } of sources) assert.ok(name !== '' && source !== '')
})

/** The same bytes every time. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return state >>> 16
  })
}

for (const source of sources) {
  test(`${source.name}: bytes that mean nothing are neither taken for it nor do they harm`, async () => {
    for (let seed = 1; seed < 40; seed += 1) {
      const bytes = noise(seed * 50, seed)
      assert.equal(source.recognises(bytes), false)
      const { observations, flows } = await readAll(source, bytes)
      assert.deepEqual([observations.length, flows.length], [0, 0])
    }
  })
}

const samples: readonly (readonly [id: string, text: string])[] = [
  ['zeek-log', '#separator \\x09\n#fields\tts\tmac\n'],
  ['zeek-log', '{"ts":1,"uid":"C1","id.orig_h":"10.0.0.1"}\n'],
  ['nmap-xml', '<?xml version="1.0"?>\n<nmaprun scanner="nmap">'],
  [
    'dhcp-leases',
    'lease 10.0.0.7 {\n hardware ethernet 00:09:fb:01:02:03;\n}\nlease 10.0.0.8 {\n hardware ethernet 00:09:fb:01:02:04;\n}',
  ],
  ['dhcp-leases', 'address,hwaddr,client_id,valid_lifetime,expire\n'],
  ['snmp-walk', '.1.3.6.1.2.1.1.1.0 = STRING: "x"\n'],
  ['neighbour-table', 'ip,mac\n10.0.0.7,00:09:fb:01:02:03\n'],
]

test('the first source that recognises a file is the right one', () => {
  for (const [id, text] of samples)
    assert.equal(sources.find((source) => source.recognises(bytesOf(text)))?.id, id, text)
})

test('a line without end is left out and named, and the lines after it are read', async () => {
  const [, , , leases] = sources
  const long = `${'x'.repeat(3_000_000)}\n`
  const text = `1767229600 00:09:fb:01:02:03 10.0.0.7 pump-7 *\n${long}1767229600 00:09:fb:01:02:04 10.0.0.8 pump-8 *\n`
  for (const size of [1000, 65_536, 10_000_000]) {
    const { observations, progress } = await readAll(leases, text, size)
    assert.deepEqual(
      [observations.map(({ place }) => place), progress.problems.map(({ place }) => place), progress.units],
      [['line 1', 'line 3'], ['line 2'], 3],
    )
  }
})

test('a disk that fails keeps what stood before it, and says so', async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield bytesOf('1767229600 00:09:fb:01:02:03 10.0.0.7 pump-7 *\n17')
    throw new Error('EIO')
  }
  const [, , , leases] = sources
  const batches = await Array.fromAsync(leases.read(failing(), { now: () => new Date(0), protocols: [] }))
  assert.equal(batches.at(-1)?.observations.length, 1)
  assert.match(batches.at(-1)?.progress.problems[0]?.message ?? '', /EIO/)
})
