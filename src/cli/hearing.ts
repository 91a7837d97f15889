import type { Store } from '../store/index.ts'
import type { Organisation } from './session.ts'

/** What was asked of listening. */
export interface Asked {
  readonly isLines: boolean
  readonly sensor: string | undefined
  readonly place: string | undefined
}

/** Where it goes. */
export interface Into {
  readonly store: Store
  readonly organisation: Organisation
}
