import type { PoolClient } from 'pg'
import type { Store } from './open.ts'

/** The same store, whose transactions end when the signal says so: the statement under way is cancelled, and all is rolled back. */
export function untilAborted(store: Store, signal: AbortSignal | undefined): Store {
  return signal === undefined ? store : { ...store, signal }
}

/** The same store, whose statements of the application role end by themselves, as `databaseBusy`, after so long; undefined: whenever they are done. */
export function withStatementLimit(store: Store, statementMs: number | undefined): Store {
  return { ...store, statementMs }
}

/**
 * While work runs on a connection, an abort cancels its statement; between statements the transaction looks at the signal by itself.
 * Returns how to end this, which waits until no cancel is on its way: it would hit whoever has the connection next. Statements of the
 * application role are short and run to their end.
 */
export async function cancelWhenAborted(store: Store, client: PoolClient): Promise<() => Promise<void>> {
  const { signal } = store
  if (signal === undefined) return async () => undefined
  signal.throwIfAborted()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  let cancelling = Promise.resolve()
  const onAbort = (): void => {
    cancelling = cancel(store, rows[0]?.pid)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  return async () => {
    signal.removeEventListener('abort', onAbort)
    await cancelling
  }
}

/** A server that does not answer has nothing under way. */
async function cancel({ openOwnerPool }: Store, pid: number | undefined): Promise<void> {
  const pool = openOwnerPool(1)
  await pool.query('select pg_cancel_backend($1)', [pid]).catch(() => undefined)
  await pool.end()
}
