import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { startEmbedded } from '../src/store/index.ts'
import type { EmbeddedServer } from '../src/store/index.ts'
import { canary, canaryCapture, patient } from './canary-capture.ts'
import { runAuscult } from './command-line.ts'

/** `auscult serve` as a service manager runs it: a process of its own, told to stop by a signal. */
const folder = await mkdtemp(join(tmpdir(), 'auscult-serve-'))
await chmod(folder, 0o711) // as root, PostgreSQL runs under another account and has to pass through
const script = join(import.meta.dirname, '..', 'bin', 'auscult.mjs')
const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', AUSCULT_DATA_FOLDER: folder }
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

let database: EmbeddedServer
before(async () => {
  database = await startEmbedded({ dataFolder: folder, settings })
})
after(async () => {
  await database.leave()
  await rm(folder, { recursive: true })
})

interface Serving {
  readonly address: string
  readonly token: string | undefined
  readonly pid: number | undefined
  /** Sends a signal; gives the exit code and all that was said. */
  readonly stop: (signal: NodeJS.Signals) => Promise<{ exitCode: number | null; stdout: string; stderr: string }>
}

/** Starts a server on a free port; resolves when it has printed its address. */
async function serve(...argv: string[]): Promise<Serving> {
  const child = spawn(process.execPath, [script, 'serve', '--port', '0', ...argv], { env })
  const said = { stdout: '', stderr: '' }
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
  const ended = once(child, 'close') as Promise<[number | null]>
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => (said.stdout += `${line}\n`))
  const first = await Promise.race([once(lines, 'line') as Promise<[string]>, ended.then(() => [said.stderr])])
  const [address = '', token] = (first[0] ?? '').split('/#token=')
  return {
    address,
    token,
    pid: child.pid,
    stop: async (signal) => {
      child.kill(signal)
      const [exitCode] = await ended
      return { exitCode, ...said }
    },
  }
}

async function statusWith(address: string, token: string): Promise<number> {
  const response = await fetch(`${address}/api/v1/organisation`, { headers: { authorization: `Bearer ${token}` } })
  await response.body?.cancel()
  return response.status
}

test('the first start prints an address with a token, later ones where it lies, and each ends well when told to', async () => {
  const first = await serve()
  assert.match(first.address, /^http:\/\/127\.0\.0\.1:\d+$/)
  assert.match(first.token ?? '', /^[\w-]{43}$/)
  const token = (await readFile(join(folder, 'access-token'), 'utf8')).trim()
  assert.equal(first.token, token)
  assert.equal(await statusWith(first.address, token), 200)
  assert.equal((await fetch(`${first.address}/`)).status, 200)
  const ended = await first.stop('SIGTERM')
  assert.equal(ended.exitCode, 0, ended.stderr)
  for (const line of ended.stderr.trim().split('\n'))
    assert.equal(typeof (JSON.parse(line) as { msg: unknown }).msg, 'string')
  assert.ok(!ended.stderr.includes(token))

  const second = await serve('--quiet')
  assert.equal(second.token, undefined)
  assert.equal(await statusWith(second.address, token), 200)
  const stopped = await second.stop('SIGINT')
  assert.deepEqual([stopped.exitCode, stopped.stderr], [0, ''])
  assert.ok(stopped.stdout.includes(join(folder, 'access-token')))
  assert.ok(!stopped.stdout.includes(token))
})

test('a new token is printed, and locks out whoever has the old one', async () => {
  const token = (await readFile(join(folder, 'access-token'), 'utf8')).trim()
  const served = await serve('--new-token')
  assert.ok(served.token !== undefined && served.token !== token)
  assert.deepEqual(
    [await statusWith(served.address, served.token), await statusWith(served.address, token)],
    [200, 401],
  )
  assert.equal((await served.stop('SIGTERM')).exitCode, 0)
})

test('a server that is ended at once does not keep the next one from starting', async () => {
  const served = await serve()
  await served.stop('SIGKILL')
  const next = await serve()
  assert.match(next.address, /^http:/)
  assert.equal((await next.stop('SIGTERM')).exitCode, 0)
})

/** Files below the data folder that hold one of the texts, but for the programs of PostgreSQL. */
async function filesWith(texts: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const needles = texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le').subarray(0, -1)])
  const found: string[] = []
  for (const file of files.filter((each) => !each.startsWith(join(folder, 'programs')))) {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0)) // gone meanwhile
    if (needles.some((needle) => bytes.includes(needle))) found.push(file)
  }
  return found
}

async function spooled(): Promise<string[]> {
  return (await readdir(join(folder, 'spool'))).filter((name) => name !== 'id')
}

/** Sends a capture; resolves once the server has answered, or once a part of it lies on the server's disk. */
async function sendCapture({ address }: Serving, bytes: Uint8Array, how: 'whole' | 'inPart'): Promise<void> {
  const token = (await readFile(join(folder, 'access-token'), 'utf8')).trim()
  const path = `${address}/api/v1/captures?fileName=${encodeURIComponent('friday.pcap')}`
  const sending = request(path, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  sending.on('error', () => undefined)
  if (how === 'whole') {
    sending.end(bytes)
    const [response] = (await once(sending, 'response')) as [IncomingMessage]
    assert.equal(response.statusCode, 202)
    response.resume()
    return
  }
  sending.write(bytes)
  while (!(await spooled()).some((name) => name.includes('arriving'))) await delay(20)
}

test(
  'a server that is killed in the middle of captures leaves no name of a patient on the disk',
  { timeout: 120_000 },
  async (t) => {
    const names = ['JANE^CANARY', patient.id, 'RESULT-42']
    const capture = canaryCapture()
    const first = await serve()
    const owner = new pg.Client({
      ...database.connection,
      user: 'postgres',
      database: 'auscult',
      options: '-c search_path=auscult',
    })
    await owner.connect()
    t.after(async () => owner.end())
    t.after(async () => first.stop('SIGKILL'))
    if (process.platform === 'linux')
      assert.match(
        await readFile(`/proc/${first.pid}/coredump_filter`, 'utf8'),
        /^0+\n$/,
        'memory goes into core dumps',
      )
    await owner.query(`alter table observation add constraint broken check (protocol <> 'poct1a')`)
    await sendCapture(first, capture, 'whole')
    while ((await spooled()).length > 0) await delay(20)
    await owner.query('alter table observation drop constraint broken')
    await sendCapture(first, capture, 'inPart')
    await sendCapture(first, capture, 'whole')
    const { stderr } = await first.stop('SIGKILL')
    assert.match(stderr, /job failed/)
    assert.doesNotMatch(stderr, canary)
    assert.notDeepEqual(await filesWith(names), [], 'nothing lay on the disk, so nothing was shown')
    const next = await serve()
    assert.deepEqual(
      (await spooled()).filter((name) => name.includes('arriving')),
      [],
    )
    while ((await spooled()).length > 0) await delay(20)
    const ended = await next.stop('SIGTERM')
    assert.match(ended.stderr, /job done/)
    assert.doesNotMatch(ended.stderr, canary)
    await owner.query('checkpoint')
    assert.notDeepEqual(await filesWith(['SN-640017']), [], 'nothing was kept, so nothing was shown')
    assert.deepEqual(await filesWith(names), [])
  },
)

test('what cannot be served is told in one line: another address than this machine, a port that is taken', async () => {
  const served = await serve()
  const { port } = new URL(served.address)
  const refusals: readonly (readonly [argv: readonly string[], exitCode: number, says: RegExp])[] = [
    [['--host', '0.0.0.0'], 64, /accounts/],
    [['--port', port], 69, /--port/],
    [['--port', 'many'], 64, /8320/],
    [['--port', '65536'], 64, /65535/],
  ]
  for (const [argv, exitCode, says] of refusals) {
    const ran = await runAuscult(['serve', ...argv], { env: { AUSCULT_DATA_FOLDER: folder } })
    assert.equal(ran.exitCode, exitCode, ran.stderr)
    assert.match(ran.stderr, says)
    assert.doesNotMatch(ran.stderr, /^ +at /m)
  }
  assert.equal((await served.stop('SIGTERM')).exitCode, 0)
})
