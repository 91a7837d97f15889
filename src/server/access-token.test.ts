import assert from 'node:assert/strict'
import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readOrMakeToken, replaceToken } from './access-token.ts'

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-token-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('the first start makes a token that the owner alone can read, and later ones find it', async () => {
  await inFolder(async (folder) => {
    const dataFolder = join(folder, 'not', 'there', 'yet')
    const made = await readOrMakeToken(dataFolder)
    assert.equal(made.isNew, true)
    assert.match(made.token, /^[A-Za-z0-9_-]{43}$/)
    if (process.platform !== 'win32') assert.equal((await stat(made.path)).mode & 0o777, 0o600)
    assert.deepEqual(await readOrMakeToken(dataFolder), { ...made, isNew: false })
  })
})

test('two first starts at once agree on one token', async () => {
  await inFolder(async (folder) => {
    const all = await Promise.all([1, 2, 3, 4].map(async () => readOrMakeToken(folder)))
    assert.equal(new Set(all.map(({ token }) => token)).size, 1)
    assert.equal(all.filter(({ isNew }) => isNew).length, 1)
  })
})

test('a new token takes the place of the old one, even of a file that others may read', async () => {
  await inFolder(async (folder) => {
    const { token, path } = await readOrMakeToken(folder)
    await chmod(path, 0o644)
    const other = await replaceToken(folder)
    assert.notEqual(other.token, token)
    assert.equal((await readOrMakeToken(folder)).token, other.token)
    assert.equal((await readFile(path, 'utf8')).trim(), other.token)
  })
})

test('a token that is none, that others may read, or that is a link elsewhere is refused with what to do', async (t) => {
  if (process.platform === 'win32') return t.skip('rights are others there')
  await inFolder(async (folder) => {
    const { path, token } = await readOrMakeToken(folder)
    await chmod(path, 0o640)
    await assert.rejects(readOrMakeToken(folder), { code: 'tokenUnusable', message: /--new-token/ })
    await chmod(path, 0o600)
    await writeFile(path, 'short')
    await assert.rejects(readOrMakeToken(folder), { code: 'tokenUnusable', message: /--new-token/ })
    await rm(path)
    await writeFile(join(folder, 'elsewhere'), token, { mode: 0o600 })
    await symlink(join(folder, 'elsewhere'), path)
    await assert.rejects(readOrMakeToken(folder), { code: 'tokenUnusable' })
  })
})
