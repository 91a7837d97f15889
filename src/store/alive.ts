import type { Store } from './open.ts'
import { toUnavailable } from './unavailable.ts'

/** Resolves when the database answers. Throws a `StoreError` when it does not. */
export async function requireAnswer({ appPool }: Store): Promise<void> {
  try {
    await appPool.query('select 1')
  } catch (error) {
    throw toUnavailable(error)
  }
}
