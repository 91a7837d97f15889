import type { Client } from 'pg'

/** Two numbers that name the lease among PostgreSQL's advisory locks. */
const LEASE = '1098213225, 1'

/**
 * A process holds its server by a shared lock on one connection. It lives in the server itself, so it ends with the process
 * however that ends, and there is no file to go stale. Throws when the server is being stopped meanwhile.
 */
export async function takeLease(client: Client): Promise<void> {
  await client.query(`select pg_advisory_lock_shared(${LEASE})`)
}

/** Gives the lease back. True when no other process holds one: then none can be taken until the server has stopped. */
export async function leaveLast(client: Client): Promise<boolean> {
  await client.query(`select pg_advisory_unlock_shared(${LEASE})`)
  const { rows } = await client.query<{ last: boolean }>(`select pg_try_advisory_lock(${LEASE}) as last`)
  return rows[0]?.last === true
}
