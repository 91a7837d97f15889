import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'

import { connect } from './connect.ts'
import { type EmbeddedServer, startEmbedded } from './embedded.ts'
import { readPostmaster } from './embedded/postmaster.ts'

const isRoot = process.getuid?.() === 0
const onWindows = process.platform === 'win32' ? 'Windows has neither signals nor Unix sockets' : false
const onlyLinux = process.platform === 'linux' ? false : 'processes are told apart on Linux alone'

/** Open enough for the unprivileged account that root hands the server to. */
function scratchFolder(scope: { after: (work: () => void) => void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'auscult-embedded-'))
  chmodSync(folder, 0o711)
  scope.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function ask(server: EmbeddedServer, sql: string): Promise<unknown> {
  const client = await connect({ ...server.connection, user: 'postgres', database: 'postgres' })
  try {
    const { rows } = await client.query<{ answer: unknown }>(sql)
    return rows[0]?.answer
  } finally {
    await client.end()
  }
}

async function serverProcess(dataFolder: string): Promise<number> {
  const server = await readPostmaster(join(dataFolder, 'postgres'))
  return server?.pid ?? assert.fail('no server has run here')
}

/** The first child of a process of PostgreSQL that does this. */
async function childNamed(parent: number, what: string): Promise<number> {
  for (;;) {
    for (const child of readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').split(' ').filter(Boolean)) {
      const path = `/proc/${child}/cmdline`
      if (existsSync(path) && readFileSync(path, 'utf8').startsWith(`postgres: ${what}`)) return Number(child)
    }
    await delay(1)
  }
}

/** False also for the moment in which the dead server's file is gone and the next one has not written its own. */
async function isRunByOther(dataFolder: string, pid: number): Promise<boolean> {
  const server = await readPostmaster(join(dataFolder, 'postgres'))
  return server !== undefined && server.pid !== pid
}

function isStopped(dataFolder: string): boolean {
  return !existsSync(join(dataFolder, 'postgres', 'postmaster.pid'))
}

/** Another process that holds the server until it is told to leave; `held` when it does. */
async function otherProcess(
  t: TestContext,
  dataFolder: string,
): Promise<{ kill: () => Promise<void>; leave: () => Promise<void> }> {
  const code = `
    import { startEmbedded } from ${JSON.stringify(import.meta.resolve('./embedded.ts'))}
    const server = await startEmbedded({ dataFolder: process.argv[1] })
    process.stdout.write('held')
    process.stdin.once('data', async () => { await server.leave(); process.exit(0) })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, dataFolder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  const [first] = await Promise.race([once(child.stdout, 'data'), ended])
  assert.equal(String(first), 'held')
  return {
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    leave: async () => {
      child.stdin.write('leave')
      assert.deepEqual(await ended, [0, null])
    },
  }
}

const folder = scratchFolder(test)
const KEEP = `create table if not exists kept as select 'é' as word`
const KEPT = 'select word as answer from kept'

/** A cluster with something in it, at rest. */
async function restingCluster(): Promise<void> {
  const server = await startEmbedded({ dataFolder: folder })
  await ask(server, KEEP)
  await server.leave()
}

test('two processes that start at once from nothing share one server, and the last to leave stops it', async (t) => {
  const [one, other] = await Promise.all([otherProcess(t, folder), otherProcess(t, folder)])
  const server = await startEmbedded({ dataFolder: folder })
  assert.equal(await ask(server, `select count(*) as answer from pg_locks where locktype = 'advisory'`), 3)
  await one.leave()
  await server.leave()
  assert.equal(isStopped(folder), false)
  await other.leave()
  assert.equal(isStopped(folder), true)
})

test('a server keeps its data, in UTF-8 and byte order, on no network', async () => {
  await restingCluster()
  const server = await startEmbedded({ dataFolder: folder })
  assert.equal(await ask(server, KEPT), 'é')
  assert.equal(await ask(server, `select 'Z' < 'a' and upper('é') = 'É' as answer`), true)
  assert.equal(await ask(server, `select current_setting('data_checksums') as answer`), 'on')
  if (!onWindows) assert.equal(await ask(server, `select current_setting('listen_addresses') as answer`), '')
  await server.leave()
})

test('leaving twice, or joining while the last one leaves, does no harm', async () => {
  const first = await startEmbedded({ dataFolder: folder })
  const [server] = await Promise.all([startEmbedded({ dataFolder: folder }), first.leave()])
  await first.leave()
  assert.equal(await ask(server, 'select 1 as answer'), 1)
  await server.leave()
  assert.equal(isStopped(folder), true)
})

test('nobody else may read the data, the password or the socket', { skip: onWindows }, async () => {
  const server = await startEmbedded({ dataFolder: folder })
  for (const path of ['postgres', 'postgres/auscult-password', 'postgres/pg_hba.conf', 'socket']) {
    assert.equal(statSync(join(folder, path)).mode & 0o077, 0, path)
  }
  await assert.rejects(connect({ ...server.connection, user: 'postgres', database: 'postgres', password: 'guess' }), {
    code: '28P01',
  })
  await server.leave()
})

test(
  'a process that is killed leaves the server running; the next joins it and stops it',
  { skip: onWindows },
  async (t) => {
    const killed = await otherProcess(t, folder)
    const pid = await serverProcess(folder)
    await killed.kill()
    const server = await startEmbedded({ dataFolder: folder })
    assert.equal(await serverProcess(folder), pid)
    await server.leave()
    assert.equal(isStopped(folder), true)
  },
)

test('a server that is killed under its holder is begun again without a hand', { skip: onWindows }, async () => {
  const server = await startEmbedded({ dataFolder: folder })
  await ask(server, KEEP)
  const pid = await serverProcess(folder)
  process.kill(pid, 'SIGKILL')
  while (!(await isRunByOther(folder, pid))) await delay(20)
  const again = await startEmbedded({ dataFolder: folder })
  assert.equal(await ask(again, KEPT), 'é')
  await again.leave()
  await server.leave()
  assert.equal(isStopped(folder), true)
})

test('a server that is killed while it is begun again is begun once more', { skip: onWindows }, async () => {
  const server = await startEmbedded({ dataFolder: folder })
  await ask(server, KEEP)
  let pid = await serverProcess(folder)
  for (let kills = 0; kills < 4; kills += 1) {
    process.kill(pid, 'SIGKILL')
    while (!(await isRunByOther(folder, pid))) await delay(2)
    pid = await serverProcess(folder)
  }
  const again = await startEmbedded({ dataFolder: folder })
  assert.equal(await ask(again, KEPT), 'é')
  await again.leave()
  await server.leave()
  assert.equal(isStopped(folder), true)
})

test('a server whose recovery is killed is begun again', { skip: onlyLinux }, async () => {
  const server = await startEmbedded({ dataFolder: folder })
  await ask(server, KEEP)
  const postmaster = await serverProcess(folder)
  const client = await connect({ ...server.connection, user: 'postgres', database: 'postgres' })
  client.on('error', () => undefined)
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  process.kill(rows[0]?.pid ?? assert.fail(), 'SIGKILL')
  process.kill(await childNamed(postmaster, 'startup'), 'SIGKILL')
  while (!(await isRunByOther(folder, postmaster))) await delay(20)
  const again = await startEmbedded({ dataFolder: folder })
  assert.equal(await ask(again, KEPT), 'é')
  await again.leave()
  await server.leave()
  assert.equal(isStopped(folder), true)
})

test('a postmaster.pid whose number is now another program is no hindrance', { skip: onWindows }, async (t) => {
  await restingCluster()
  const { uid, gid } = statSync(join(folder, 'postgres'))
  const stranger = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], {
    cwd: '/',
    ...(isRoot ? { uid, gid } : {}),
  })
  t.after(() => stranger.kill())
  const path = join(folder, 'postgres', 'postmaster.pid')
  writeFileSync(
    path,
    `${stranger.pid}\n${folder}/postgres\n1700000000\n5432\n${folder}/socket\n\n  1234567  1234567\nready   \n`,
  )
  const server = await startEmbedded({ dataFolder: folder })
  assert.notEqual(await serverProcess(folder), stranger.pid)
  assert.equal(await ask(server, KEPT), 'é')
  await server.leave()
})

test('lock files that a power loss left empty are no hindrance', { skip: onWindows }, async () => {
  await restingCluster()
  const longAgo = new Date(Date.now() - 60_000)
  for (const lock of ['postgres/postmaster.pid', 'socket/.s.PGSQL.5432.lock']) {
    writeFileSync(join(folder, lock), '')
    utimesSync(join(folder, lock), longAgo, longAgo)
  }
  const server = await startEmbedded({ dataFolder: folder })
  assert.equal(await ask(server, KEPT), 'é')
  await server.leave()
})

test('a data folder too deep for a socket gets a short private folder for it', { skip: onWindows }, async (t) => {
  const deep = join(folder, 'x'.repeat(60), 'y'.repeat(60))
  mkdirSync(deep, { recursive: true })
  const server = await startEmbedded({ dataFolder: deep })
  t.after(() => rmSync(server.connection.host, { recursive: true, force: true }))
  assert.ok(Buffer.byteLength(server.connection.host) < 90)
  assert.equal(statSync(server.connection.host).mode & 0o777, 0o700)
  assert.equal(await ask(server, 'select 1 as answer'), 1)
  await server.leave()
})

test('a data folder of another PostgreSQL is refused with the way out', async () => {
  const old = join(folder, 'old')
  mkdirSync(join(old, 'postgres'), { recursive: true })
  writeFileSync(join(old, 'postgres', 'PG_VERSION'), '17\n')
  await assert.rejects(startEmbedded({ dataFolder: old }), { code: 'wrongMajorVersion', message: /auscult db backup/ })
})

test('a folder that others may write is refused, as programs are run from it', { skip: onWindows }, async () => {
  const open = join(folder, 'open')
  mkdirSync(open)
  chmodSync(open, 0o777)
  await assert.rejects(startEmbedded({ dataFolder: open }), { code: 'folderNotPrivate', message: /chmod go-w/ })
})

test('a damaged cluster is said to be one', async () => {
  await restingCluster()
  const control = join(folder, 'postgres', 'global', 'pg_control')
  const bytes = readFileSync(control)
  writeFileSync(control, Buffer.alloc(bytes.length, 7))
  await assert.rejects(startEmbedded({ dataFolder: folder }), { code: 'clusterDamaged', message: /auscult db restore/ })
  writeFileSync(control, bytes)
})

test('a folder closed to the unprivileged account is refused with the way out', { skip: !isRoot }, async () => {
  const closed = join(folder, 'closed')
  mkdirSync(closed, { mode: 0o700 })
  const dataFolder = join(closed, 'data')
  await assert.rejects(startEmbedded({ dataFolder }), { code: 'folderNotReachable', message: /chmod o\+x/ })
})
