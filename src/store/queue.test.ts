import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

import { testStore } from '../../test/database.ts'
import { migrate } from './migrate.ts'
import { installQueue } from './queue.ts'

test('two processes that install the queue at once both find it there', async (t) => {
  const store = await testStore(t)
  const other = { ...store, ownerPool: store.openOwnerPool(1) }
  await Promise.all([installQueue(store), installQueue(other)])
  await other.ownerPool.end()
  const { rows } = await store.ownerPool.query<{ owner: string }>(
    `select tableowner as owner from pg_tables where schemaname = 'graphile_worker' group by 1`,
  )
  assert.deepEqual(rows, [{ owner: 'auscult_owner' }])
  assert.deepEqual(await migrate(store), [])
})

test('settings of graphile-worker in the working folder are not run', async (t) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'auscult-queue-')))
  t.after(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'graphile-worker.config.cjs'), `process.stdout.write('run')`)
  const path = JSON.stringify(join(import.meta.dirname, 'graphile.ts'))
  const program = `import(${path}).then(({ loadGraphile }) => loadGraphile()).then(() => process.stdout.write(process.cwd()))`
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { cwd: folder })
  assert.equal(stdout, folder)
})
