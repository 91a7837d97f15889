import type { Client } from 'pg'

import { StoreError } from './error.ts'
import { errorCode } from './system-error.ts'

/** The version below which Auscult's SQL does not work, as `server_version_num`. */
const OLDEST = 150_000

/** Two processes that prepare at the same time trip over each other once. */
const ATTEMPTS = 5

const extensions = ['pg_trgm', 'fuzzystrmatch']

/** How the two roles log in: by a password of their own (embedded), or not at all (another server: its login changes into them). */
export type RoleLogin = { readonly by: 'password'; readonly password: string } | { readonly by: 'membership' }

interface State {
  readonly version: number
  readonly encoding: string
  readonly login: string
  readonly database: string
  readonly isOwner: boolean
  readonly isApp: boolean
  readonly canCreate: boolean
  readonly hasSchema: boolean
  readonly roles: readonly string[]
  readonly hasGrant: boolean
  readonly extensions: readonly string[]
}

/**
 * Has roles, extensions and schema in place, as the login of `client`; does nothing where nothing is missing.
 * Throws when the server is too old, or when the login lacks a right: then the message holds the SQL for the database's administrator.
 */
export async function prepareDatabase(client: Client, login: RoleLogin): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const state = await readState(client)
    refuseUnfit(state)
    const statements = missing(state, login)
    if (statements.length === 0) return
    const problem = await runAll(client, statements)
    if (problem === undefined) return
    if (errorCode(problem) === '42501') throw rightsLacking(state, statements, problem)
    if (!isRace(problem) || attempt === ATTEMPTS) throw problem
  }
}

async function runAll(client: Client, statements: readonly string[]): Promise<unknown> {
  try {
    await client.query(['begin', ...statements, 'commit'].join(';\n'))
    return undefined
  } catch (cause) {
    await client.query('rollback').catch(() => undefined)
    return cause
  }
}

/** Another process prepares at the same time; roles belong to all databases of a server, so no lock within one keeps it out. */
function isRace(problem: unknown): boolean {
  return ['23505', '42710', '42P06', 'XX000', '40P01'].includes(errorCode(problem) ?? '')
}

async function readState(client: Client): Promise<State> {
  const { rows } = await client.query<State>(`
    select current_setting('server_version_num')::int as version,
      current_setting('server_encoding') as encoding,
      current_user::text as login,
      current_database()::text as database,
      coalesce(pg_has_role(owner.oid, 'member'), false) as "isOwner",
      coalesce(pg_has_role(app.oid, 'member'), false) as "isApp",
      coalesce(has_database_privilege(owner.oid, current_database(), 'create'), false) as "canCreate",
      to_regnamespace('auscult') is not null as "hasSchema",
      array_remove(array[owner.rolname::text, app.rolname::text], null) as roles,
      exists (select from pg_auth_members where roleid = app.oid and member = owner.oid) as "hasGrant",
      array(select extname::text from pg_extension) as extensions
    from (select) as one
    left join pg_roles as owner on owner.rolname = 'auscult_owner'
    left join pg_roles as app on app.rolname = 'auscult_app'`)
  const [state] = rows
  if (state === undefined) throw new Error('PostgreSQL answered no row to a query that always has one')
  return state
}

function refuseUnfit({ version, encoding, database }: State): void {
  if (version < OLDEST) {
    const words = `PostgreSQL ${Math.floor(version / 10_000)} is too old: Auscult needs 15 or later; upgrade that server, or unset DATABASE_URL to use the one that Auscult brings`
    throw new StoreError('databaseTooOld', words)
  }
  if (encoding !== 'UTF8') {
    const words = `the database ${database} is encoded in ${encoding}: Auscult needs UTF8; create one with "create database ${database} encoding 'UTF8' template template0"`
    throw new StoreError('databaseNotUtf8', words)
  }
}

/** The statements that still have to be run, in order. */
function missing(state: State, login: RoleLogin): readonly string[] {
  const self = quoteName(state.login)
  const isMember = login.by === 'membership'
  return [
    ...['auscult_owner', 'auscult_app']
      .filter((role) => !state.roles.includes(role))
      .map((role) => createRole(role, login)),
    ...(state.hasGrant ? [] : ['grant auscult_app to auscult_owner']),
    ...(isMember && !(state.isOwner && state.isApp) ? [`grant auscult_owner, auscult_app to ${self}`] : []),
    ...(state.canCreate ? [] : [`grant create on database ${quoteName(state.database)} to auscult_owner`]),
    ...extensions
      .filter((extension) => !state.extensions.includes(extension))
      .map((extension) => `create extension if not exists ${extension} schema public`),
    ...(state.hasSchema ? [] : ['create schema auscult authorization auscult_owner']),
  ]
}

/** `noinherit`: the owner may become the application role, and has none of its rights, nor its row policies, until it does. */
function createRole(role: string, login: RoleLogin): string {
  const plain = `create role ${role} noinherit nosuperuser nocreatedb nocreaterole nobypassrls`
  return login.by === 'password'
    ? `${plain} login password '${login.password.replaceAll("'", "''")}'`
    : `${plain} nologin`
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function rightsLacking(state: State, statements: readonly string[], cause: unknown): StoreError {
  const list = statements.map((statement) => `  ${statement};`).join('\n')
  const words = `${state.login} may not prepare the database ${state.database}: its administrator runs this once, in that database:\n${list}`
  return new StoreError('rightsLacking', words, { cause })
}
