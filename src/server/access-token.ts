import { randomBytes } from 'node:crypto'
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ServerError } from './error.ts'

/** What opens the server until accounts exist: 256 random bits in the data folder, readable by the owner alone. */
export interface AccessToken {
  readonly token: string
  readonly path: string
  /** It was made just now, so nobody knows it yet. */
  readonly isNew: boolean
}

const fileName = 'access-token'
const form = /^[A-Za-z0-9_-]{43}$/

/** The token of a data folder, made at the first start. Throws `tokenUnusable` when the file holds none, or others may read it. */
export async function readOrMakeToken(dataFolder: string): Promise<AccessToken> {
  const path = join(dataFolder, fileName)
  const known = await readToken(path)
  if (known !== undefined) return { token: known, path, isNew: false }
  const token = newToken()
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  try {
    await writeFile(path, `${token}\n`, { mode: 0o600, flag: 'wx' })
    return { token, path, isNew: true }
  } catch (error) {
    const other = isCode(error, 'EEXIST') ? await readToken(path) : undefined // another start was first
    if (other === undefined) throw error
    return { token: other, path, isNew: false }
  }
}

/** Puts another token in the place of the one there is; whoever has the old one is locked out at the next start. */
export async function replaceToken(dataFolder: string): Promise<AccessToken> {
  const path = join(dataFolder, fileName)
  const token = newToken()
  const beside = `${path}.new`
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  await rm(beside, { force: true })
  await writeFile(beside, `${token}\n`, { mode: 0o600, flag: 'wx' })
  await rename(beside, path)
  return { token, path, isNew: true }
}

function newToken(): string {
  return randomBytes(32).toString('base64url')
}

async function readToken(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  })
  if (found === undefined) return undefined
  const remedy = 'run "auscult serve --new-token" to make another'
  if (!found.isFile()) throw new ServerError('tokenUnusable', `${path} is no file: remove it, or ${remedy}`)
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new ServerError(
      'tokenUnusable',
      `${path} may be read by other accounts, so the token is no secret: ${remedy}`,
    )
  const token = (await readFile(path, 'utf8')).trim()
  if (!form.test(token)) throw new ServerError('tokenUnusable', `${path} holds no token: ${remedy}`)
  return token
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
