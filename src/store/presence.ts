import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Notification, Pool, PoolClient } from 'pg'

import type { Store } from './open.ts'
import type { Transaction } from './transaction.ts'

/** What others tell of jobs, on every change of one: `job_id organisation_id`, `-` for public knowledge, then `cancel` when it is to end. */
const CHANNEL = 'auscult_job'

/** Names of one process in PostgreSQL's advisory locks stand apart from other keys by this seed. */
const SEED = 1_098_213_225

const RETRY_MS = 250
const HEARTBEAT_MS = 20_000
const ANSWER_MS = 10_000

/** A silent loss of the network is noticed in a minute, not in the two hours of the system's own defaults. */
const BEGIN = `select set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false)`

/** A statement's condition that whoever holds this name has died. The name is then held until the end of the transaction, so that one process alone acts on it. */
export const isDead = (name: string): string => `pg_try_advisory_xact_lock(hashtextextended(${name}, ${SEED}))`

/** Which of these processes have died. */
export async function deadAmong(trx: Transaction, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  const { rows } = await sql<{ name: string }>`
    select name
    from unnest(${names}::text[]) as each (name)
    where ${sql.raw(isDead('name'))}`.execute(trx.query)
  return rows.map(({ name }) => name)
}

/** A job that changed, and whose it is; null for public knowledge. */
export interface JobTold {
  readonly jobId: string
  readonly organisationId: string | null
  /** Somebody wants it to end. */
  readonly isCancelled: boolean
}

/** What a process hears: of each job that changed, and that it may have missed some while it was not connected. */
export interface PresenceListener {
  readonly onJob?: (told: JobTold) => void
  readonly onJoined?: () => void
  readonly onLost?: () => void
}

/** Begins to stand in the database. Does not wait for the connection. */
export function openPresence(store: Store): Presence {
  return new Presence(store)
}

/**
 * One connection by which a process stands in the database: names that it holds are free as soon as it dies, however that happens, and
 * there is no file or clock to go stale. A connection that is lost is made again; the names are held again, except those given up meanwhile.
 */
export class Presence {
  /** Held as long as this process is connected. */
  readonly id: string = randomUUID()
  readonly #pool: Pool
  readonly #names = new Set<string>([this.id])
  readonly #listeners = new Set<PresenceListener>()
  readonly #closing = new AbortController()
  readonly #staying: Promise<void>
  #client: PoolClient | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(store: Store) {
    this.#pool = store.openOwnerPool(1)
    this.#staying = this.#stay()
  }

  /** Resolves once the name is held; until the connection is there, it waits. Throws when closed. */
  async hold(name: string): Promise<void> {
    const { signal } = this.#closing
    for (;;) {
      signal.throwIfAborted()
      const client = this.#client
      const isHeld = client !== undefined && (await this.#isDone(client, lockOf('pg_advisory_lock'), name))
      if (isHeld && client === this.#client) break
      await delay(RETRY_MS, undefined, { signal })
    }
    this.#names.add(name)
  }

  /** Gives a name up, so that what it stood for counts as left. */
  async release(name: string): Promise<void> {
    this.#names.delete(name)
    if (this.#client !== undefined) await this.#isDone(this.#client, lockOf('pg_advisory_unlock'), name)
  }

  /** Hears from now on; returns how to stop. */
  listen(listener: PresenceListener): () => void {
    this.#listeners.add(listener)
    if (this.#client !== undefined) listener.onJoined?.()
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('this process leaves the database'))
    await this.#staying
    await this.#pool.end()
  }

  async #stay(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      const client = await this.#pool.connect().catch(() => undefined)
      if (client !== undefined) await this.#stayOn(client)
      await delay(RETRY_MS, undefined, { signal }).catch(() => undefined)
    }
  }

  /** Ends when the connection does. */
  async #stayOn(client: PoolClient): Promise<void> {
    this.#last = Promise.resolve()
    const { promise: isLost, resolve: lose } = Promise.withResolvers<void>()
    client.on('error', () => lose())
    client.on('end', () => lose())
    client.on('notification', (told) => this.#tell(told))
    this.#closing.signal.addEventListener('abort', () => lose(), { once: true })
    if (await this.#join(client)) {
      this.#client = client
      this.#toldAll('onJoined')
      const heart = setInterval(
        () => void this.#isDoneSoon(client, 'select $1::text').then((beats) => (beats ? undefined : lose())),
        HEARTBEAT_MS,
      )
      await isLost
      clearInterval(heart)
      this.#client = undefined
      this.#toldAll('onLost')
    }
    if (this.#closing.signal.aborted) await this.#isDoneSoon(client, 'select pg_advisory_unlock_all(), $1::text')
    client.release(true)
  }

  async #join(client: PoolClient): Promise<boolean> {
    try {
      await client.query(BEGIN)
      for (const name of this.#names) await client.query(lockOf('pg_advisory_lock'), [name])
      await client.query(`listen ${CHANNEL}`)
      return !this.#closing.signal.aborted
    } catch {
      return false
    }
  }

  /** A connection whose other end is gone without a word never fails: it only stays silent. */
  async #isDoneSoon(client: PoolClient, statement: string): Promise<boolean> {
    const silence = delay(ANSWER_MS, false, { ref: false })
    return Promise.race([this.#isDone(client, statement, ''), silence])
  }

  /** One statement after the other: the connection takes no two at once. */
  async #isDone(client: PoolClient, statement: string, name: string): Promise<boolean> {
    const done = this.#last.then(async () =>
      client.query(statement, [name]).then(
        () => true,
        () => false,
      ),
    )
    this.#last = done
    return done
  }

  #tell({ payload = '' }: Notification): void {
    const [jobId = '', owner = '-', end] = payload.split(' ')
    const told = { jobId, organisationId: owner === '-' ? null : owner, isCancelled: end === 'cancel' }
    for (const listener of this.#listeners) listener.onJob?.(told)
  }

  #toldAll(what: 'onJoined' | 'onLost'): void {
    for (const listener of this.#listeners) listener[what]?.()
  }
}

function lockOf(lock: 'pg_advisory_lock' | 'pg_advisory_unlock'): string {
  return `select ${lock}(hashtextextended($1, ${SEED}))`
}
