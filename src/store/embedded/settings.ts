import { randomBytes } from 'node:crypto'
import { lchown, rename, writeFile } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'

import { onDisk } from '../system-error.ts'
import type { Account } from './account.ts'

/** Where the server listens: a socket folder, or on Windows a port of 127.0.0.1. */
export interface Listening {
  readonly host: string
  readonly port: number
}

/** PostgreSQL settings by name, as `postgresql.conf` takes them. */
export type Settings = Readonly<Record<string, string>>

const MEBIBYTE = 1024 * 1024

/** Writes the server's two files anew at each start, so that a new version's settings need no hand. */
export async function writeSettings(
  cluster: string,
  account: Account | undefined,
  listening: Listening,
  extra: Settings,
): Promise<void> {
  const settings = { ...listeningSettings(listening), ...memorySettings(memoryBytes()), ...fixedSettings, ...extra }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${quoted(value)}'\n`)
  await replaceFile(join(cluster, 'postgresql.conf'), `# Written by Auscult at each start.\n${lines.join('')}`, account)
  const access = isSocket(listening) ? 'local all all scram-sha-256' : 'host all all 127.0.0.1/32 scram-sha-256'
  await replaceFile(join(cluster, 'pg_hba.conf'), `# Written by Auscult at each start.\n${access}\n`, account)
}

function isSocket({ host }: Listening): boolean {
  return host !== '127.0.0.1'
}

function listeningSettings(listening: Listening): Settings {
  const { host, port } = listening
  return isSocket(listening)
    ? {
        listen_addresses: '',
        port: String(port),
        unix_socket_directories: `"${host.replaceAll('"', '""')}"`,
        unix_socket_permissions: '0700',
      }
    : { listen_addresses: host, port: String(port), unix_socket_directories: '' }
}

/** The memory that this machine, or the container's limit, grants. */
function memoryBytes(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

function memorySettings(memory: number): Settings {
  const share = (part: number, least: number, most: number): string =>
    `${Math.round(Math.min(most, Math.max(least, (memory / MEBIBYTE) * part)))}MB`
  return {
    shared_buffers: share(1 / 8, 64, 1024),
    effective_cache_size: share(1 / 2, 256, 16_384),
    maintenance_work_mem: share(1 / 16, 64, 512),
    work_mem: share(1 / 128, 8, 64),
  }
}

/**
 * One machine, two cores, solid-state disk; nothing replicates from it (`wal_level`), so bulk loads into new tables skip the log.
 * Logs tell of trouble and never quote a statement, its values or a row: they may hold what a hospital entrusts.
 */
const fixedSettings: Settings = {
  max_connections: '60',
  max_worker_processes: '8',
  max_parallel_workers: '2',
  max_parallel_workers_per_gather: '1',
  max_parallel_maintenance_workers: '1',
  jit: 'off',
  // A statement whose client was killed would otherwise run to its end; only Linux can tell that the other side is gone.
  ...(process.platform === 'linux' ? { client_connection_check_interval: '10s' } : {}),
  random_page_cost: '1.1',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '2GB',
  min_wal_size: '80MB',
  checkpoint_timeout: '15min',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_file_mode: '0600',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
}

function quoted(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll("'", "''")
}

async function replaceFile(path: string, text: string, account: Account | undefined): Promise<void> {
  const partial = `${path}.${randomBytes(6).toString('hex')}`
  await onDisk(path, async () => {
    await writeFile(partial, text, { mode: 0o600, flag: 'wx' })
    if (account !== undefined) await lchown(partial, account.uid, account.gid)
    await rename(partial, path)
  })
}
