import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, lstat, mkdir, realpath, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { StoreError } from '../error.ts'
import { onDisk } from '../system-error.ts'
import { type Account, refuseClosedFolder, serverAccount } from './account.ts'

/** Where one embedded server keeps its things. */
export interface ServerFolders {
  readonly data: string
  /** PostgreSQL's own data folder; with its log and the password of its roles. */
  readonly cluster: string
  readonly programs: string
  readonly password: string
}

/** The kernel's limit on the path of a Unix socket: `sun_path` of unix(7) is 108 bytes with its end, on macOS and the BSDs 104. */
const SOCKET_PATH_BYTES = process.platform === 'linux' ? 107 : 103

/** Makes the data folder if it is missing: 0700, and for root 0711 so that the unprivileged server can pass through it. */
export async function openDataFolder(path: string): Promise<{ folders: ServerFolders; account: Account | undefined }> {
  const isRoot = process.getuid?.() === 0
  await onDisk(path, () => mkdir(path, { recursive: true, mode: isRoot ? 0o711 : 0o700 }))
  const data = await realpath(path)
  const cluster = join(data, 'postgres')
  const account = await serverAccount(cluster)
  await refuseShared(data, account)
  await refuseClosedFolder(account, data)
  const folders = { data, cluster, programs: join(data, 'programs'), password: join(cluster, 'auscult-password') }
  return { folders, account }
}

/** Programs are run from here, so a folder that others may write, such as one that someone put into /tmp, is not used. */
async function refuseShared(data: string, account: Account | undefined): Promise<void> {
  const self = process.getuid?.()
  const { uid, mode } = await stat(data)
  const isOurs = self === undefined || [0, self, account?.uid].includes(uid)
  if (isOurs && (self === undefined || (mode & 0o002) === 0)) return
  throw new StoreError(
    'folderNotPrivate',
    `${data} can be written by others (owner uid ${uid}, mode ${(mode & 0o777).toString(8)}): give it to the account that runs Auscult and run "chmod go-w ${data}", or choose another data folder`,
  )
}

/** The folder of the server's socket, only for its own account: in the data folder, or a short one where that path is too long for a socket. */
export async function openSocketFolder(data: string, account: Account | undefined): Promise<string> {
  const inside = join(data, 'socket')
  const folder = isShort(inside) ? inside : join(shortParent(account), shortName(data))
  await onDisk(folder, () => makePrivate(folder, account))
  const { mode, uid } = await lstat(folder).then((found) => (found.isDirectory() ? found : { mode: 0o777, uid: -1 }))
  const owner = account?.uid ?? process.getuid?.() ?? uid
  if (uid === owner && (mode & 0o077) === 0) return folder
  throw new StoreError(
    'socketFolderTaken',
    `${folder} must be a folder that belongs to uid ${owner} with mode 0700 and is not: someone else made it; remove it, or choose another data folder`,
  )
}

function isShort(folder: string): boolean {
  return Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= SOCKET_PATH_BYTES
}

function shortName(data: string): string {
  return `auscult-${createHash('sha256').update(data).digest('hex').slice(0, 16)}`
}

function shortParent(account: Account | undefined): string {
  const candidates =
    account === undefined ? [`/run/user/${process.getuid?.()}`, tmpdir(), '/tmp'] : ['/run', tmpdir(), '/tmp']
  return candidates.find((folder) => existsSync(folder) && isShort(join(folder, shortName('')))) ?? '/tmp'
}

async function makePrivate(folder: string, account: Account | undefined): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
    await chmod(folder, 0o700)
    if (account !== undefined) await chown(folder, account.uid, account.gid)
  } catch (cause) {
    if (!existsSync(folder)) throw cause
  }
}
