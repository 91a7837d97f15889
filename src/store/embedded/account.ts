import { readFileSync } from 'node:fs'
import { lstat, lchown, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { StoreError } from '../error.ts'

/** An operating system account, as numbers; undefined where PostgreSQL runs as the present account. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/**
 * PostgreSQL refuses root, so root hands it to this number, which needs no entry in /etc/passwd. It belongs to nobody:
 * systemd leaves 60578–61183 unused (its UIDs-GIDs page) and Debian has given out none of them (base-passwd).
 */
const DEDICATED: Account = { uid: 61154, gid: 61154 }

/** The account that PostgreSQL must run under: the owner of an existing cluster, else a dedicated one. Only root changes accounts. */
export async function serverAccount(cluster: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const existing = await lstat(cluster).catch(() => undefined)
  return existing !== undefined && existing.uid !== 0 ? { uid: existing.uid, gid: existing.gid } : DEDICATED
}

/** `initdb` (and it alone) insists on an account that has a name: `nobody`, for the second that it takes. */
export function initialisingAccount(account: Account): Account {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  if (accounts.some((fields) => Number(fields[2]) === account.uid)) return account
  const nobody = accounts.find((fields) => fields[0] === 'nobody')
  return { uid: Number(nobody?.[2] ?? 65534), gid: Number(nobody?.[3] ?? 65534) }
}

/** Gives a whole folder to an account; symbolic links are not followed. */
export async function giveTo(account: Account | undefined, folder: string): Promise<void> {
  if (account === undefined) return
  await lchown(folder, account.uid, account.gid)
  for (const entry of await readdir(folder, { recursive: true })) {
    await lchown(join(folder, entry), account.uid, account.gid)
  }
}

/** Throws when a folder above the cluster, such as /root, is closed to the unprivileged account. */
export async function refuseClosedFolder(account: Account | undefined, folder: string): Promise<void> {
  if (account === undefined) return
  for (let path = folder; ; path = dirname(path)) {
    const { mode, uid } = await stat(path)
    if ((mode & 0o001) === 0 && uid !== account.uid) throw closedFolder(account, path)
    if (path === dirname(path)) return
  }
}

function closedFolder(account: Account, path: string): StoreError {
  return new StoreError(
    'folderNotReachable',
    `PostgreSQL does not run as root, and ${path} is closed to the account that it runs under instead (uid ${account.uid}): ` +
      `choose a data folder such as /var/lib/auscult, or run "chmod o+x ${path}"`,
  )
}
