import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import { testStore, unmigratedTestStore } from '../../test/database.ts'
import { migrate } from './migrate.ts'
import { readMigrations } from './migration-files.ts'

function migrationFolder(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'auscult-migrations-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeMigrations(folder, files)
  return folder
}

function writeMigrations(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}

test('migrations run once, in order, and tell how far they are', async (t) => {
  const store = await unmigratedTestStore(t)
  const folder = migrationFolder(t, {
    '0002-second.sql': 'insert into one values (2);',
    '0001-first.sql': 'create table one (n int);',
  })
  const steps: string[] = []
  const applied = await migrate(store, {
    folder,
    onProgress: ({ name, done, total }) => steps.push(`${done}/${total} ${name}`),
  })
  assert.deepEqual(applied, ['0001-first.sql', '0002-second.sql'])
  assert.deepEqual(steps, ['0/2 0001-first.sql', '1/2 0002-second.sql'])
  assert.deepEqual(await migrate(store, { folder }), [])
  const { rows } = await store.ownerPool.query('select n from one')
  assert.deepEqual(rows, [{ n: 2 }])
})

test('a migration that fails leaves nothing, names its line, and runs once it is mended', async (t) => {
  const store = await unmigratedTestStore(t)
  const folder = migrationFolder(t, {
    '0001-first.sql': 'create table one (n int);',
    '0002-second.sql': 'create table two (n int);\n\nselect nothing;\n',
  })
  await assert.rejects(migrate(store, { folder }), { code: 'migrationFailed', message: /0002-second\.sql .* line 3/ })
  const { rows } = await store.ownerPool.query(
    `select to_regclass('one') is not null as one, to_regclass('two') is not null as two`,
  )
  assert.deepEqual(rows, [{ one: true, two: false }])
  writeMigrations(folder, { '0002-second.sql': 'create table two (n int);' })
  assert.deepEqual(await migrate(store, { folder }), ['0002-second.sql'])
})

test('two processes that migrate at once do it once', async (t) => {
  const store = await unmigratedTestStore(t)
  const folder = migrationFolder(t, { '0001-first.sql': 'create table one (n int); select pg_sleep(0.1);' })
  const applied = await Promise.all([migrate(store, { folder }), migrate(store, { folder })])
  assert.deepEqual(applied.flat(), ['0001-first.sql'])
})

test('an applied migration that was edited is refused; other line ends are no edit', async (t) => {
  const store = await unmigratedTestStore(t)
  const folder = migrationFolder(t, { '0001-first.sql': 'create table one\n(n int);' })
  await migrate(store, { folder })
  writeMigrations(folder, { '0001-first.sql': 'create table one\r\n(n int);' })
  assert.deepEqual(await migrate(store, { folder }), [])
  writeMigrations(folder, { '0001-first.sql': 'create table one\n(n bigint);' })
  await assert.rejects(migrate(store, { folder }), { code: 'migrationEdited', message: /new migration/ })
})

test('a database that is newer than the program is refused', async (t) => {
  const store = await unmigratedTestStore(t)
  const folder = migrationFolder(t, { '0001-first.sql': 'select 1;', '0002-second.sql': 'select 2;' })
  await migrate(store, { folder })
  rmSync(join(folder, '0002-second.sql'))
  await assert.rejects(migrate(store, { folder }), { code: 'databaseNewer', message: /0002-second/ })
})

for (const [why, files] of [
  ['a gap', { '0001-a.sql': '', '0003-b.sql': '' }],
  ['a double number', { '0001-a.sql': '', '0001-b.sql': '' }],
  ['a name out of pattern', { '1-a.sql': '' }],
  ['an end of its transaction', { '0001-a.sql': 'create table one (n int);\ncommit;' }],
] as const) {
  test(`a folder of migrations with ${why} is refused`, async (t) => {
    await assert.rejects(readMigrations(migrationFolder(t, files)), { code: 'migrationInvalid' })
  })
}

test('every table that comes with the store says what it is for, and every fleet table has forced row policies', async (t) => {
  const store = await testStore(t)
  const { rows } = await store.ownerPool.query<{ table: string }>(`
    select relname::text as table from pg_class
    where relnamespace = 'auscult'::regnamespace and relkind in ('r', 'p')
      and (obj_description(oid, 'pg_class') is null
        or (exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'organisation_id')
          and not (relrowsecurity and relforcerowsecurity)))`)
  assert.deepEqual(rows, [])
})
