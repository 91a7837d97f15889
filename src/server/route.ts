import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { FastifyBaseLogger, FastifyInstance, FastifyTypeProvider, RawServerDefault } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Worker } from '../flows/index.ts'
import type { Organisation, Store } from '../store/index.ts'
import type { Access } from './access.ts'
import type { Limits } from './limits.ts'
import type { Metrics } from './metrics.ts'
import type { Sessions } from './sessions.ts'
import type { Gates, WorkKind } from './work.ts'

/** Schemas give handlers their types: what was sent as it was checked, and what may be answered. */
interface SchemaTypes extends FastifyTypeProvider {
  readonly validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown
  readonly serializer: this['schema'] extends TSchema ? Given<Static<this['schema']>> : unknown
}

/** An answer may be given by values that nobody may change. */
type Given<T> = T extends Readable ? T : T extends object ? { readonly [K in keyof T]: Given<T[K]> } : T

/** The server as routes see it: `app.get('/devices', { schema, config }, handler)` checks, types and documents by the schema. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, SchemaTypes>

/** What all routes work with. */
export interface Context {
  readonly store: Store
  /** What takes jobs in this process: uploads on their way lie in its spool, and its presence hears of jobs that change. */
  readonly worker: Worker
  readonly version: string
  /** The fleet is invented: said on every answer. */
  readonly fictional: boolean
  /** Whose fleet is meant by a name or id, or by nothing; throws `organisationInvalid`. */
  readonly organisationOf: (asked: string | undefined) => Promise<Organisation>
  /** Aborts when the server is told to stop: what streams without end ends then. */
  readonly stopping: AbortSignal
  readonly sessions: Sessions
  readonly access: Access
  /** The port asked for; that of the connection counts where there is one. */
  readonly port: number
  readonly gates: Gates
  readonly limits: Limits
  readonly metrics: Metrics
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Needs no token. */
    open?: true
    /** Which gate it passes; `read` when nothing is said. */
    work?: WorkKind
    /** A copy may be kept and asked about by its ETag; without this nothing is stored anywhere. */
    mayBeKept?: true
  }
}
