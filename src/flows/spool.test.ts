import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { deleteAbandoned, newSpooledFile, openSpool, pathInSpool, pathOfArriving, settleInSpool } from './spool.ts'

const now = new Date('2026-11-01T12:00:00Z')

test('what a server that died took in goes at once, what another one takes in stays', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-spool-'))
  t.after(async () => rm(folder, { recursive: true, force: true }))
  const spools = await Promise.all(['dead', 'other', 'own'].map(async (owner) => openSpool(folder, owner)))
  for (const spool of spools) await writeFile(pathOfArriving(spool, newSpooledFile()), 'a packet')
  const [, , own] = spools
  assert.ok(own !== undefined)
  const [needed, fresh, old] = [newSpooledFile(), newSpooledFile(), newSpooledFile()]
  for (const file of [needed, fresh, old]) {
    await writeFile(pathOfArriving(own, file), 'a packet')
    await settleInSpool(own, file)
  }
  for (const file of [needed, old]) await utimes(pathInSpool(own, file), now, new Date(now.getTime() - 11 * 60_000))
  const deadAmong = async (owners: readonly string[]): Promise<string[]> => owners.filter((owner) => owner === 'dead')
  await deleteAbandoned(own, { needed: new Set([needed]), deadAmong, now })
  const left = (await readdir(own.folder)).map((name) => name.replace(/\.arriving\..*/, '')).sort()
  assert.deepEqual(left, ['id', 'other', 'own', needed, fresh].sort())
})
