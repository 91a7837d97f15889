import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { expectedCounts, expectOfDevice, feedFiles, makeHospital, questions } from '../demo/index.ts'
import type { AnsweredDevice } from '../src/model/index.ts'
import { startEmbedded } from '../src/store/index.ts'
import type { EmbeddedServer } from '../src/store/index.ts'
import { runAuscult } from './command-line.ts'
import type { Ran } from './command-line.ts'
import type { WholeAnswer } from './hospital.ts'

const program = join(import.meta.dirname, '..', 'bin', 'auscult.mjs')

/** Everything here goes through `bin/auscult.mjs`, as a person's command would, in a data folder of its own. */
const folder = await mkdtemp(join(tmpdir(), 'auscult-demo-'))
await chmod(folder, 0o711) // as root, PostgreSQL runs under another account and has to pass through
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
const safety =
  'Affected means that the software holds the flaw, not that the device is unsafe. Do not unplug, restart, scan or update a device in use: call biomedical engineering and the maker.'

let server: EmbeddedServer
let demo: Ran
/** A database beside that of the demonstration in which nothing was ever loaded. */
let emptyUrl: string

/** Holds the server, so that each command joins it and none has to begin one. */
before(async () => {
  server = await startEmbedded({ dataFolder: join(folder, 'demo'), settings })
  demo = await auscult('demo', '--no-serve')
  emptyUrl = await makeEmptyDatabase(server)
})

after(async () => {
  await server.leave()
  await rm(folder, { recursive: true })
})

async function makeEmptyDatabase({ connection }: EmbeddedServer): Promise<string> {
  const client = new pg.Client({ ...connection, user: 'postgres', database: 'postgres' })
  await client.connect()
  await client.query('create database nothing')
  await client.end()
  const { host, port, password } = connection
  return `postgres://postgres:${password}@localhost:${port}/nothing?host=${encodeURIComponent(host)}`
}

const demoEnvironment = { AUSCULT_DATA_FOLDER: folder, LANG: 'en_GB.UTF-8' }

async function auscult(...argv: string[]): Promise<Ran> {
  return runAuscult(argv, { env: demoEnvironment })
}

async function inEmptyDatabase(argv: readonly string[], input?: string | Uint8Array): Promise<Ran> {
  const env = { AUSCULT_DATA_FOLDER: folder, DATABASE_URL: emptyUrl }
  return runAuscult(argv, input === undefined ? { env } : { env, input })
}

async function fileWith(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

function lastLine({ stdout }: Ran): string | undefined {
  return stdout.trimEnd().split('\n').at(-1)
}

test('the demonstration answers both of its questions, says that it is fictional, and ends with the sentence on care', () => {
  assert.equal(demo.exitCode, 0, demo.stderr)
  for (const question of questions) assert.ok(demo.stdout.includes(`\n${question}\n`))
  assert.equal(demo.stdout.match(/^FICTIONAL/gm)?.length, 2)
  assert.equal(lastLine(demo), safety)
})

const { devices } = makeHospital()
for (const question of questions) {
  test(`${question} gives every device of the hospital the verdict that its makers' parts call for`, async () => {
    const ran = await auscult('--demo', 'ask', question, '--json')
    assert.equal(ran.exitCode, 0, ran.stderr)
    const answer = JSON.parse(ran.stdout) as WholeAnswer
    assert.deepEqual(answer.counts, expectedCounts(devices, question))
    assert.equal(answer.fictional, true)
    assert.deepEqual(answer.outOfScope, { scrapped: 30, noSoftware: 25 })
    const answered = new Map(answer.devices.map((device) => [device.assetTag, device]))
    assert.equal(answered.size, answer.inScope)
    assert.deepEqual(
      devices.flatMap((device) => {
        const found = answered.get(device.assetTag)
        const expected = expectOfDevice(device, question)
        const isRight = expected === undefined ? found === undefined : isAsExpected(found, expected)
        return isRight
          ? []
          : [
              {
                tag: device.assetTag,
                model: device.model,
                version: device.version,
                expected,
                verdict: found?.verdict,
                reason: found?.reason,
              },
            ]
      }),
      [],
    )
    assertAddsUp(answer)
  })
}

function isAsExpected(
  found: AnsweredDevice | undefined,
  { verdict, reasons }: { readonly verdict: string; readonly reasons: readonly string[] },
): boolean {
  return found?.verdict === verdict && reasons.includes(found.reason ?? '')
}

/** Classes add up to the fleet, reasons and model versions to each class, and every device says why. */
function assertAddsUp({ counts, inScope, reasons, modelVersions, devices }: WholeAnswer): void {
  assert.ok(counts !== null)
  const sum = (all: readonly { readonly devices: number }[]): number =>
    all.reduce((total, each) => total + each.devices, 0)
  assert.equal(
    Object.values(counts).reduce((total, count) => total + count),
    inScope,
  )
  for (const verdict of ['affected', 'unknown', 'notListed', 'notAffected'] as const) {
    assert.equal(sum(reasons.filter((each) => each.verdict === verdict)), counts[verdict])
    assert.equal(sum(modelVersions.filter((each) => each.verdict === verdict)), counts[verdict])
    assert.equal(devices.filter((each) => each.verdict === verdict).length, counts[verdict])
  }
  assert.ok(devices.every(({ why, whyTotal }) => why.length > 0 && whyTotal > 0))
}

test('the same demonstration a second time changes nothing', async () => {
  const before = await auscult('--demo', 'feed', 'status', '--json')
  const ran = await auscult('demo', '--json')
  const { answers } = JSON.parse(ran.stdout) as { answers: WholeAnswer[] }
  assert.match(ran.stderr, /0 new findings, 0 no longer hold/)
  assert.deepEqual(
    answers.map(({ counts }) => counts),
    questions.map((question) => expectedCounts(devices, question)),
  )
  const changes = (text: string): string[] =>
    (JSON.parse(text) as { feeds: { feed: string; records: number }[] }).feeds.map(
      ({ feed, records }) => `${feed} ${records}`,
    )
  assert.deepEqual(changes((await auscult('--demo', 'feed', 'status', '--json')).stdout), changes(before.stdout))
})

test('the demonstration serves its page at the end, unless something listens there already', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const ran = await auscult('demo', '--port', String(port))
  other.close()
  assert.equal(ran.exitCode, 0, ran.stderr)
  assert.match(ran.stderr, new RegExp(`the page is not served: .* port ${port}`))
  const served = spawn(process.execPath, [program, 'demo', '--quiet', '--port', '0'], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...demoEnvironment },
  })
  const opened = Promise.withResolvers<string>()
  const lines = createInterface({ input: served.stdout })
  lines.on('line', (line) => (line.startsWith('http://') ? opened.resolve(line) : undefined))
  const ended = once(served, 'close')
  const address = await Promise.race([opened.promise, ended.then(() => 'it ended by itself')])
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/)
  served.kill('SIGTERM')
  assert.deepEqual((await ended)[0], 0)
})

test('a list for a spreadsheet has a line for each device, and the limit holds', async () => {
  const whole = await auscult('--demo', 'ask', 'CVE-2021-44228', '--csv')
  assert.equal(whole.stdout.trimEnd().split('\r\n').length, 2015 + 1)
  const limited = await auscult('--demo', 'ask', 'CVE-2021-44228', '--csv', '--limit', '5')
  assert.equal(limited.stdout.trimEnd().split('\r\n').length, 5 + 1)
})

test('a question about devices has no counts, and one in French is answered in French', async () => {
  const asked = JSON.parse((await auscult('--demo', 'ask', 'BM-00001', '--json')).stdout) as WholeAnswer
  assert.deepEqual([asked.counts, asked.devices.map(({ assetTag }) => assetTag)], [null, ['BM-00001']])
  const french = await runAuscult(['--demo', 'ask', 'log4j'], {
    env: { AUSCULT_DATA_FOLDER: folder, LC_ALL: 'fr_FR.UTF-8' },
  })
  assert.match(french.stdout, /^FICTIF/)
  assert.match(lastLine(french) ?? '', /^« Affecté » signifie/)
})

test('a number that is none ends with 64, and an empty list says so beside standard output', async () => {
  for (const argv of [
    ['vex', 'export', 'abc'],
    ['vex', 'list', '--model-version', '99999999999999'],
    ['triage', 'confirm', 'x', '--model-version', '1,5', '--author', 'A'],
    ['traffic', 'list', '--device', 'nowhere'],
  ]) {
    const ran = await auscult('--demo', ...argv)
    assert.equal(ran.exitCode, 64, `${argv.join(' ')}: ${ran.stderr}`)
  }
  const byTag = await auscult('--demo', 'traffic', 'list', '--device', 'BM-00001')
  assert.match(byTag.stderr, /^auscult: this device was not seen on the network/)
  const empty = await auscult('--demo', 'advisory', 'list', 'no such advisory')
  assert.deepEqual([empty.exitCode, empty.stdout], [0, ''])
  assert.match(empty.stderr, /^nothing to list/)
})

test('a file is scanned with its findings and its parts, and nothing of it stays', async () => {
  const sbom = JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: [
      {
        type: 'library',
        name: 'log4j-core',
        version: '2.14.1',
        purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
      },
      { type: 'library', name: 'clear\u001b[2Jscreen', version: '1' },
    ],
  })
  const path = await fileWith('scan.json', sbom)
  const ran = await auscult('--demo', 'scan', path, '--json')
  const scanned = JSON.parse(ran.stdout) as {
    format: string
    components: unknown[]
    problems: unknown[]
    findings: Record<string, unknown>[]
  }
  assert.equal(scanned.format, 'CycloneDX 1.6 json')
  assert.equal(scanned.components.length, 2)
  const finding = scanned.findings.find(({ vulnerability }) => vulnerability === 'CVE-2021-44228')
  assert.deepEqual([finding?.['tier'], finding?.['verdict']], [1, 'affected'])
  assert.ok(finding?.['component'] !== undefined && finding['evidence'] !== undefined)
  const asText = await auscult('--demo', 'scan', path)
  assert.equal(lastLine(asText), safety)
  assert.ok(!asText.stdout.includes('\u001b'))
})

test('without any feed a flaw is not answered, a component is, and both say what to run', async () => {
  const flaw = await inEmptyDatabase(['ask', 'CVE-2021-44228', '--json'])
  assert.equal(flaw.exitCode, 3)
  const told = JSON.parse(flaw.stdout) as { query: string; error: { code: string; message: string } }
  assert.deepEqual([told.query, told.error.code], ['CVE-2021-44228', 'noFeeds'])
  assert.match(told.error.message, /auscult feed pull/)
  const part = await inEmptyDatabase(['ask', 'openssl < 1.1.1'])
  assert.equal(part.exitCode, 3)
  assert.match(part.stdout, /auscult feed pull/)
  assert.match(part.stdout, /0 devices in scope/)
  assert.match(part.stdout, /auscult assets import/)
  assert.equal((await inEmptyDatabase(['scan', '-'], '{"bomFormat":"CycloneDX","specVersion":"1.6"}')).exitCode, 3)
})

test('a feed that is truncated changes nothing and says where it broke', async () => {
  const whole = await readFile(feedFiles.nvd)
  const path = await fileWith('cut.json', whole.subarray(0, whole.length - 200))
  const ran = await inEmptyDatabase(['feed', 'import', path, '--json'])
  assert.equal(ran.exitCode, 65)
  assert.match((JSON.parse(ran.stdout) as { error: { message: string } }).error.message, /cut\.json/)
  const status = await inEmptyDatabase(['feed', 'status', '--json'])
  assert.deepEqual(JSON.parse(status.stdout), { feeds: [], blindSpots: [] })
})

test('an equipment list is shown before it is taken, lines that cannot be taken are told, and cells with formulas are only text', async () => {
  const list =
    'Asset tag;Maker;Model;Software version;Serial\nA-1;Acme;Pump;1.0;=1+1\nA-2;"Acme;Pump;2.0;S2\n;;;;\nA-3;Acme;Pump;3.0\n'
  const path = await fileWith('list.csv', list)
  const planned = JSON.parse((await inEmptyDatabase(['assets', 'import', path, '--dry-run', '--json'])).stdout) as {
    is: string
    added: unknown[]
    keptApart: { line: number }[]
  }
  assert.equal(planned.is, 'planned')
  assert.ok(planned.keptApart.length > 0)
  const still = JSON.parse((await inEmptyDatabase(['ask', 'maker:Acme', '--json'])).stdout) as WholeAnswer
  assert.equal(still.devices.length, 0)
  const imported = await inEmptyDatabase(['assets', 'import', path])
  assert.equal(imported.exitCode, 0, imported.stderr)
  assert.match(imported.stdout, new RegExp(`${planned.added.length} added`))
  assert.match(imported.stdout, /line \d+: /)
})

test('one SBOM that is refused does not stop the others, and the exit code says that it was only a part', async () => {
  const good = await fileWith(
    'good.json',
    '{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"library","name":"zlib","version":"1.2.11"}]}',
  )
  const bad = await fileWith('bad.json', '{"bomFormat":')
  const both = await inEmptyDatabase([
    'sbom',
    'add',
    bad,
    good,
    '--maker',
    'Acme',
    '--model',
    'Pump',
    '--version',
    '1.0',
  ])
  assert.equal(both.exitCode, 1, both.stderr)
  assert.match(both.stdout, /bad\.json: refused/)
  assert.match(both.stdout, /good\.json: added: SBOM \d+, CycloneDX 1\.5 json, 1 components, describes Acme Pump 1\.0/)
  const again = await inEmptyDatabase(['sbom', 'add', good, '--maker', 'Acme', '--model', 'Pump', '--version', '1.0'])
  assert.match(again.stdout, /good\.json: unchanged/)
  assert.equal((await inEmptyDatabase(['sbom', 'add', bad])).exitCode, 65)
})

const refusals: readonly (readonly [what: string, argv: readonly string[], exitCode: number, says: RegExp])[] = [
  ['a file that is not there', ['scan', '/nowhere/x.json'], 66, /\/nowhere\/x\.json.*check the path/],
  [
    'a backup into a folder that is not there',
    ['db', 'backup', '/nowhere/x.backup'],
    66,
    /\/nowhere\/x\.backup.*correct the path/,
  ],
  ['a query of 100 kB', ['ask', 'a'.repeat(100_000)], 64, /^.{1,300}$/m],
  ['a version scheme that does not exist', ['version-order', 'roman'], 64, /roman.*semver/],
  ['a command that does not exist', ['aks'], 64, /ask/],
  ['an option that does not exist', ['ask', 'x', '--nope'], 64, /--nope/],
  ['a limit that is no number', ['ask', 'x', '--limit', 'many'], 64, /number of devices/],
  ['a device that does not exist', ['sbom', 'add', feedFiles.kev, '--device', 'nothing'], 64, /no device/],
  [
    'an organisation that does not exist',
    ['ask', 'x', '--organisation', 'Elsewhere'],
    64,
    /no organisation is named "Elsewhere"/,
  ],
]
for (const [what, argv, exitCode, says] of refusals) {
  test(`${what} ends with ${exitCode} and one line that says what to do`, async () => {
    const ran = await inEmptyDatabase(argv)
    assert.equal(ran.exitCode, exitCode, ran.stderr)
    assert.match(ran.stderr, says)
    assert.doesNotMatch(ran.stderr, /^ +at /m)
  })
}

test('comparisons that do not hold are printed, and only then the exit code is 1', async () => {
  const failed = await inEmptyDatabase(['version-order', 'deb'], '1.0~rc1 < 1.0\n1.0 < 0.9\nnonsense\n')
  assert.equal(failed.exitCode, 1)
  assert.equal(failed.stdout, 'line 2: 1.0 < 0.9: found >\nline 3: nonsense: is no comparison\n')
  assert.equal((await inEmptyDatabase(['version-order', 'deb'], '1.0~rc1 < 1.0\n')).exitCode, 0)
})

test('a backup is restored into an empty database, and never over data', async () => {
  const path = join(folder, 'all.backup')
  assert.equal((await inEmptyDatabase(['db', 'backup', path])).exitCode, 0)
  const ran = await inEmptyDatabase(['db', 'restore', path])
  assert.equal(ran.exitCode, 73, ran.stderr)
  assert.match(ran.stderr, /already holds data/)
})
