import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { test } from 'node:test'

import { testStore, unmigratedTestStore } from '../../test/database.ts'
import { seedAliases } from './alias-seeds.ts'
import { sliceOfAliases } from './aliases.ts'
import { backup } from './backup.ts'
import { readTables } from './backup-catalog.ts'
import { inKnowledge } from './in-transaction.ts'
import { migrate } from './migrate.ts'
import type { Store } from './open.ts'
import { restore } from './restore.ts'

const folder = mkdtempSync(join(tmpdir(), 'auscult-backup-'))
test.after(() => rmSync(folder, { recursive: true }))

/** Walls, identity, a generated column, a self reference, references against the order of names, partitions, a row of the migration's own. */
const schema = `
  create table zone (zone_id integer generated always as identity primary key, name text not null, parent integer references zone,
    folded text generated always as (lower(name)) stored);
  insert into zone (name) values ('Seed');
  create table bed (organisation_id uuid, bed_id integer, zone_id integer not null references zone, notes text, seen bytea,
    primary key (organisation_id, bed_id)) partition by hash (organisation_id);
  create table bed_0 partition of bed for values with (modulus 2, remainder 0);
  create table bed_1 partition of bed for values with (modulus 2, remainder 1);
  create unlogged table staging (n integer);
  alter table bed enable row level security;
  alter table bed force row level security;
  create policy own_rows on bed to auscult_app, auscult_owner
    using (organisation_id = nullif(current_setting('auscult.organisation', true), '')::uuid);`

const migrations = join(folder, 'migrations')
mkdirSync(migrations)
writeFileSync(join(migrations, '0001-beds.sql'), schema)

const filling = `
  insert into auscult.zone (name, parent) values ('Réanimation', 1), (E'tab\\t and \\\\ and \\n', 2);
  insert into auscult.bed select gen_random_uuid(), n, 2, repeat('x', n * 7), decode(md5(n::text), 'hex') from generate_series(1, 400) n;
  insert into auscult.bed values (gen_random_uuid(), 1, 1, null, convert_to(repeat('long', 700000), 'UTF8'));
  insert into auscult.staging values (1)`

async function contents(store: Store): Promise<unknown> {
  const client = await store.connectAboveWalls()
  const zones = await client.query('select * from zone order by zone_id')
  const beds = await client.query(
    'select md5(string_agg(bed::text, chr(10) order by organisation_id, bed_id)) as sum, count(*) as n from bed',
  )
  await client.end()
  return { zones: zones.rows, beds: beds.rows }
}

async function filledStore(scope: Parameters<typeof unmigratedTestStore>[0]): Promise<Store> {
  const filled = await unmigratedTestStore(scope)
  await migrate(filled, { folder: migrations })
  const admin = await filled.connectAboveWalls()
  await admin.query(filling)
  await admin.end()
  return filled
}

const store = await filledStore(test)
const path = join(folder, 'good.backup')
await backup(store, path)

test('a restored backup holds the same rows of every organisation, and numbers go on after the last', async (t) => {
  const target = await unmigratedTestStore(t)
  const steps: string[] = []
  const copied = await restore(target, path, {
    folder: migrations,
    onProgress: ({ table, rows }) => steps.push(`${table} ${rows}`),
  })
  assert.deepEqual(copied, { tables: 2, rows: 404 })
  assert.deepEqual(steps, ['zone 3', 'bed 404'])
  assert.deepEqual(await contents(target), await contents(store))
  const { rows } = await target.ownerPool.query(`insert into zone (name) values ('next') returning zone_id, folded`)
  assert.deepEqual(rows, [{ zone_id: 4, folded: 'next' }])
})

test('a backup of a restored database restores to the same again', async (t) => {
  const [first, second] = [await unmigratedTestStore(t), await unmigratedTestStore(t)]
  await restore(first, path, { folder: migrations })
  await backup(first, join(folder, 'again.backup'))
  await restore(second, join(folder, 'again.backup'), { folder: migrations })
  assert.deepEqual(await contents(second), await contents(store))
})

test('a migrated database without data takes a backup; migrations newer than it follow', async (t) => {
  const target = await unmigratedTestStore(t)
  const newer = mkdtempSync(join(folder, 'newer-'))
  writeFileSync(join(newer, '0001-beds.sql'), schema)
  writeFileSync(join(newer, '0002-more.sql'), `alter table zone add column more text not null default 'new'`)
  await migrate(target, { folder: newer })
  await restore(target, path, { folder: newer })
  const { rows } = await target.ownerPool.query('select name, more from zone where zone_id = 1')
  assert.deepEqual(rows, [{ name: 'Seed', more: 'new' }])
  assert.deepEqual(await migrate(target, { folder: newer }), [])
})

test('a database that holds data, restored or its own, is never overwritten', async (t) => {
  const before = await contents(store)
  await assert.rejects(restore(store, path, { folder: migrations }), {
    code: 'databaseNotEmpty',
    message: /empty data folder/,
  })
  assert.deepEqual(await contents(store), before)
  const restored = await unmigratedTestStore(t)
  await restore(restored, path, { folder: migrations })
  await assert.rejects(restore(restored, path, { folder: migrations }), { code: 'databaseNotEmpty' })
})

test('a backup cut anywhere, or with any byte changed, is refused and nothing is changed', async (t) => {
  const target = await unmigratedTestStore(t)
  const bytes = readFileSync(path)
  const broken = join(folder, 'broken.backup')
  const places = [0, 1, 40, 400, Math.floor(bytes.length / 2), bytes.length - 33, bytes.length - 1]
  const flipped = places.map((place) => bytes.with(place, (bytes[place] ?? 0) ^ 1))
  for (const wrong of [...places.map((place) => bytes.subarray(0, place)), ...flipped, Buffer.concat([bytes, bytes])]) {
    writeFileSync(broken, wrong)
    await assert.rejects(restore(target, broken, { folder: migrations }), {
      code: 'backupDamaged',
      message: /Nothing was changed/,
    })
  }
  const { rows } = await target.ownerPool.query(`select to_regclass('auscult_migration') as there`)
  assert.deepEqual(rows, [{ there: null }])
})

test('a backup of a format that is still to come names the way out', async (t) => {
  const target = await unmigratedTestStore(t)
  const newer = join(folder, 'newer.backup')
  writeFileSync(newer, '{"format":"auscult-backup","version":2}\n')
  await assert.rejects(restore(target, newer), { code: 'backupNewer', message: /newer Auscult/ })
})

test('a backup of other migrations is refused', async (t) => {
  const target = await unmigratedTestStore(t)
  await assert.rejects(restore(target, path), { code: 'backupNewer' })
})

test('a backup file is for its owner only, and appears whole or not at all', async () => {
  if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.equal(existsSync(`${path}.part`), false)
  const gone = AbortSignal.abort(new Error('stopped'))
  await assert.rejects(backup(store, join(folder, 'stopped.backup'), { signal: gone }))
  assert.equal(existsSync(join(folder, 'stopped.backup')), false)
  assert.equal(existsSync(join(folder, 'stopped.backup.part')), false)
})

test('a stream that breaks ends the backup with its error, and the database serves on', async () => {
  const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('the pipe is closed')) })
  await assert.rejects(backup(store, broken), /the pipe is closed/)
  assert.deepEqual((await store.ownerPool.query('select 1 as one')).rows, [{ one: 1 }])
})

test('a file that is not there, or a database that was never migrated, says so', async (t) => {
  const empty = await unmigratedTestStore(t)
  await assert.rejects(restore(empty, join(folder, 'nowhere')), { code: 'fileMissing' })
  await assert.rejects(backup(empty, join(folder, 'empty.backup')), { code: 'migrationInvalid' })
})

test('the tables that come with the store can be restored in order: none refers to a later one', async (t) => {
  const real = await testStore(t)
  const client = await real.connectAboveWalls()
  const names = (await readTables(client)).map(({ name }) => name)
  const { rows } = await client.query<{ from: string; to: string }>(
    `select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint
     where contype = 'f' and connamespace = 'auscult'::regnamespace and conrelid <> confrelid and not condeferrable`,
  )
  await client.end()
  assert.deepEqual(
    rows.filter(({ from, to }) => names.indexOf(from) < names.indexOf(to)),
    [],
  )
  assert.ok(names.length > 10)
})

test('the aliases that come along are no data: a backup is restored over them, and theirs hold', async (t) => {
  const [from, to] = [await testStore(t), await testStore(t)]
  const fact = { relation: 'same', kind: 'product', to: 'Frobnix', source: 'a label' } as const
  const seed = async (store: Store, name: string): Promise<void> =>
    inKnowledge(store, async (trx) => seedAliases(trx, [{ ...fact, from: name }], Buffer.from(name)))
  await seed(from, 'kept')
  await seed(to, 'replaced')
  const path = join(folder, 'aliases.backup')
  await backup(from, path)
  await restore(to, path)
  const asked = { text: '', after: 0, limit: 9, closed: true }
  const names = await inKnowledge(to, async (trx) => (await sliceOfAliases(trx, asked)).map(({ from: name }) => name))
  assert.deepEqual(names, ['kept'])
  await assert.rejects(restore(to, path), { code: 'databaseNotEmpty' })
})
