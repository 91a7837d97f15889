import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'

import { unmigratedTestStore } from '../../test/database.ts'
import type { OrganisationId } from '../model/index.ts'
import { inKnowledge, inOrganisation } from './in-transaction.ts'
import { openStore, type Store } from './open.ts'

const north = '11111111-1111-4111-8111-111111111111' as OrganisationId
const south = '22222222-2222-4222-8222-222222222222' as OrganisationId

const probe = `
  create table probe (organisation_id uuid not null, word text not null);
  alter table probe enable row level security;
  alter table probe force row level security;
  create policy own_rows on probe to auscult_app, auscult_owner
    using (organisation_id = nullif(current_setting('auscult.organisation', true), '')::uuid);
  grant usage on schema auscult to auscult_app;
  grant select, insert on probe to auscult_app;`

const store = await unmigratedTestStore(test)
await store.ownerPool.query(probe)
for (const organisation of [north, south]) {
  await inOrganisation(store, organisation, ({ query }) =>
    sql`insert into probe values (${organisation}, ${'seen'})`.execute(query),
  )
}

async function countProbes(organisation: OrganisationId): Promise<unknown> {
  return inOrganisation(store, organisation, async ({ query }) => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from probe`.execute(query)
    return rows[0]?.n
  })
}

/** The address of a store's database for another login, as a hospital would write it. */
async function addressFor(opened: Store, login: string, password: string): Promise<string> {
  const admin = await opened.connectAboveWalls()
  const url = new URL(`postgres://${login}:${password}@localhost/${admin.database}`)
  url.searchParams.set('host', admin.host)
  url.searchParams.set('port', String(admin.port))
  await admin.end()
  return url.href
}

test('an organisation sees its own rows, and none outside a transaction of an organisation', async () => {
  assert.equal(await countProbes(north), 1)
  assert.equal(await countProbes(south), 1)
  const { rows } = await store.appPool.query('select * from probe')
  assert.deepEqual(rows, [])
})

test('an organisation cannot write a row of another', async () => {
  await assert.rejects(
    inOrganisation(store, north, ({ query }) => sql`insert into probe values (${south}, 'forged')`.execute(query)),
    { code: '42501' },
  )
  assert.equal(await countProbes(south), 1)
})

for (const trick of [
  'set row_security = off; select * from probe',
  'alter table probe disable row level security',
  'drop policy own_rows on probe',
]) {
  test(`the application role cannot do: ${trick}`, async () => {
    await assert.rejects(store.appPool.query(trick), { code: '42501' })
  })
}

test('the owner is behind the walls too', async () => {
  const { rows } = await store.ownerPool.query('select * from probe')
  assert.deepEqual(rows, [])
})

test('both roles are plain: no superuser, no bypass, and the owner may become the application role', async () => {
  const { rows } = await store.ownerPool.query(
    `select rolname::text as role, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as "isMighty"
     from pg_roles where rolname in ('auscult_owner', 'auscult_app') order by 1`,
  )
  assert.deepEqual(rows, [
    { role: 'auscult_app', isMighty: false },
    { role: 'auscult_owner', isMighty: false },
  ])
  await inKnowledge(store, ({ client }) => client.query('set local role auscult_app'))
})

test('what a transaction wrote is gone when its work throws, and the connection serves again', async () => {
  const work = inOrganisation(store, north, async ({ query }) => {
    await sql`insert into probe values (${north}, 'lost')`.execute(query)
    throw new Error('on purpose')
  })
  await assert.rejects(work, /on purpose/)
  assert.equal(await countProbes(north), 1)
})

test('an organisation that is no UUID never reaches SQL', async () => {
  const forged = `${north}'; set role auscult_owner; --` as OrganisationId
  await assert.rejects(
    inOrganisation(store, forged, () => assert.fail('it ran')),
    { code: 'organisationInvalid' },
  )
})

test('values arrive exact: large integers, infinity, microseconds, bytes', async () => {
  const { rows } = await store.ownerPool.query(
    `select 7::int8 as small, 9007199254740993::int8 as large, array[1, null]::int8[] as list, 'infinity'::timestamptz as ever,
       timestamptz '2021-12-10 01:02:03.000004+01' as at, date '2021-12-10' as day, '\\x00ff'::bytea as bytes`,
  )
  assert.deepEqual(rows, [
    {
      small: 7,
      large: 9007199254740993n,
      list: [1, null],
      ever: 'infinity',
      at: '2021-12-10T00:02:03.000004Z',
      day: '2021-12-10',
      bytes: Buffer.from([0, 255]),
    },
  ])
})

test('a login without rights is told which SQL its administrator runs, and opens after that', async (t) => {
  const login = `plain_${randomBytes(4).toString('hex')}`
  const bare = await unmigratedTestStore(t)
  const admin = await store.connectAboveWalls()
  t.after(async () => {
    await admin.query(`drop role ${login}`)
    await admin.end()
  })
  await admin.query(`create role ${login} login password 'letmein'`)
  const databaseUrl = await addressFor(bare, login, 'letmein')
  const refusal = await openStore({ databaseUrl, dataFolder: '' }).catch((error: Error & { code: string }) => error)
  assert.ok(refusal instanceof Error)
  assert.equal(refusal.code, 'rightsLacking')
  const statements = refusal.message.split('\n').filter((line) => line.startsWith('  '))
  assert.deepEqual(statements, [`  grant auscult_owner, auscult_app to "${login}";`])
  await admin.query(statements.join('\n'))
  const opened = await openStore({ databaseUrl, dataFolder: '' })
  const { rows } = await opened.appPool.query('select current_user::text as role')
  assert.deepEqual(rows, [{ role: 'auscult_app' }])
  await opened.close()
})

test('an option in the address does not outvote the role', async () => {
  const admin = await store.connectAboveWalls()
  const url = new URL(
    await addressFor(store, admin.user ?? '', typeof admin.password === 'string' ? admin.password : ''),
  )
  await admin.end()
  url.searchParams.set('options', '-c role=none')
  const opened = await openStore({ databaseUrl: url.href, dataFolder: '' })
  const { rows } = await opened.appPool.query('select current_user::text as role')
  assert.deepEqual(rows, [{ role: 'auscult_app' }])
  await opened.close()
})

for (const [databaseUrl, remedy] of [
  ['postgres://someone:secret@127.0.0.1:1/auscult', /check that the server runs/],
  ['not an address', /it reads postgres:/],
] as const) {
  test(`an unreachable database says what to do, and no password: ${databaseUrl}`, async () => {
    await assert.rejects(openStore({ databaseUrl, dataFolder: '' }), (error: Error & { code: string }) => {
      assert.equal(error.code, 'databaseUnreachable')
      assert.match(error.message, remedy)
      assert.doesNotMatch(error.message, /secret/)
      return true
    })
  })
}
