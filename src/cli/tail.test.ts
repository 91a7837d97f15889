import assert from 'node:assert/strict'
import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { tail } from './tail.ts'

async function logOf(t: TestContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-tail-'))
  t.after(async () => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'conn.log')
  await writeFile(path, text)
  return path
}

const options = (from = 0) => ({ from, pollMs: 5, idleMs: 5000, signal: new AbortController().signal })
const textOf = (chunk: Uint8Array | undefined): string => Buffer.from(chunk ?? []).toString()

test('a log is read on as it grows, line by line, and ends when another takes its place', async (t) => {
  const path = await logOf(t, '#fields\ta\n1\n2')
  const { lines, taken } = tail(path, options())
  const iterator = lines[Symbol.asyncIterator]()
  assert.equal(textOf((await iterator.next()).value), '#fields\ta\n1\n')
  assert.equal(taken(), 0)
  await appendFile(path, '2\n3')
  assert.equal(textOf((await iterator.next()).value), '22\n')
  assert.equal(taken(), 12)
  await appendFile(path, '\n')
  await rename(path, `${path}.1`)
  await writeFile(path, 'new\n')
  assert.equal(textOf((await iterator.next()).value), '3\n')
  assert.equal((await iterator.next()).done, true)
  assert.equal(taken(), 17)
})

test('a log that was read before goes on where it stood, under its header', async (t) => {
  const path = await logOf(t, '#separator x\n#fields\ta\n1\n2\n')
  const { lines } = tail(path, options(25))
  const iterator = lines[Symbol.asyncIterator]()
  assert.equal(textOf((await iterator.next()).value), '#separator x\n#fields\ta\n')
  assert.equal(textOf((await iterator.next()).value), '2\n')
  await iterator.return?.()
})

test('a log that was cut is read to its end and left', async (t) => {
  const path = await logOf(t, 'one\ntwo\n')
  const iterator = tail(path, options()).lines[Symbol.asyncIterator]()
  await iterator.next()
  await writeFile(path, '')
  assert.equal((await iterator.next()).done, true)
})

test('a log to which nothing is written any more is let go of', async (t) => {
  const path = await logOf(t, 'one\n')
  const { lines, taken } = tail(path, { ...options(), idleMs: 20 })
  assert.equal((await Array.fromAsync(lines)).length, 1)
  assert.equal(taken(), 4)
})
