import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { Readable } from 'node:stream'
import { startEmbedded } from '../../src/store/index.ts'

const root = join(import.meta.dirname, '..', '..')
/** Power is not lost during a test. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** The demonstration as a person has it: loaded and served by the command line, in a data folder of its own. */
export interface ServedDemo {
  /** `http://127.0.0.1:PORT` */
  readonly address: string
  readonly token: string
  /** Runs a command on the same data while it serves. */
  readonly run: (...argv: readonly string[]) => void
  readonly stop: () => Promise<void>
}

/** Builds the pages when they are older than their sources, loads the fictional hospital, and serves both on a free port. */
export async function serveDemo(): Promise<ServedDemo> {
  const built = spawnSync(process.execPath, [join(root, 'bin', 'build-page.mjs')], { cwd: root, stdio: 'inherit' })
  if (built.status !== 0) throw new Error('the pages could not be built: see above')
  const folder = await mkdtemp(join(tmpdir(), 'auscult-pages-'))
  await chmod(folder, 0o711) // as root, PostgreSQL runs under another account and has to pass through
  const database = await startEmbedded({ dataFolder: join(folder, 'demo'), settings })
  const program = join(root, 'bin', 'auscult.mjs')
  const env = { AUSCULT_DATA_FOLDER: folder, PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' }
  const server = spawn(process.execPath, [program, 'demo', '--quiet', '--port', '0'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { origin, hash } = await addressIn(server.stdout)
  return {
    address: origin,
    token: new URLSearchParams(hash.slice(1)).get('token') ?? '',
    run: (...argv) => {
      const { status, stderr } = spawnSync(process.execPath, [program, '--demo', ...argv], { env, encoding: 'utf8' })
      if (status !== 0) throw new Error(`auscult ${argv.join(' ')} failed: ${stderr}`)
    },
    stop: async () => {
      const ended = once(server, 'close')
      server.kill('SIGTERM')
      await ended
      await database.leave()
      await rm(folder, { recursive: true })
    },
  }
}

/** The address that it prints last, after the answers. */
async function addressIn(output: Readable): Promise<URL> {
  for await (const line of createInterface(output)) {
    if (line.startsWith('http://')) return new URL(line)
  }
  throw new Error('the demonstration ended before it served its page: see above')
}
