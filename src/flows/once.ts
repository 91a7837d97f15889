import { giveKeyBack, inOrganisation, keepResponse, takeKey } from '../store/index.ts'
import type { KeptResponse, Presence, RepeatableRequest, Store } from '../store/index.ts'
import { FlowError } from './error.ts'

/** What came of a request: the response of this time, or that of the first time. */
export interface OnceDone {
  readonly response: KeptResponse
  readonly isRepeated: boolean
}

/** Responses that say what was done, or why it never will be. Others come from what may pass, and the request may be sent again. */
const isFinal = ({ status }: KeptResponse): boolean => status < 500 && ![408, 409, 425, 429].includes(status)

interface OnceOptions {
  readonly presence: Presence
  readonly request: RepeatableRequest
  /** Waits for its turn to ask the database for the key, as many requests may; `work` itself waits for none of it. */
  readonly inTurn?: InTurn
}

/** Does something when there is room to. Throws where there is none. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

const atOnce: InTurn = async (work) => work()

/** The requests that each process is at work on. */
const atWork = new WeakMap<Presence, Set<string>>()

/**
 * Does what a request asks, once for each key: sent again within 24 hours, it gets the first response. Should a server die on the way, the
 * next to be asked does the work again, and that finds what was done. `work` throws for what has no response of its own: then the key is
 * free again. Throws `keyInUse` and `keyReused`.
 */
export async function once(store: Store, options: OnceOptions, work: () => Promise<KeptResponse>): Promise<OnceDone> {
  const { presence, request } = options
  const here = atWork.get(presence) ?? new Set()
  atWork.set(presence, here)
  const name = `${request.organisationId} ${request.key}`
  if (here.has(name)) return take(store, options, { isAtWork: true }, work)
  here.add(name)
  try {
    return await take(store, options, { isAtWork: false }, work)
  } finally {
    here.delete(name)
  }
}

async function take(
  store: Store,
  { presence, request, inTurn = atOnce }: OnceOptions,
  { isAtWork }: { readonly isAtWork: boolean },
  work: () => Promise<KeptResponse>,
): Promise<OnceDone> {
  const taker = { holder: presence.id, isAtWork }
  const taken = await inTurn(async () =>
    inOrganisation(store, request.organisationId, async (trx) => takeKey(trx, request, taker)),
  )
  switch (taken.is) {
    case 'answered':
      return { response: taken.response, isRepeated: true }
    case 'otherRequest':
      throw keyReused()
    case 'underWay':
      throw keyInUse()
    case 'yours':
      return { response: await doAndKeep(store, { presence, request, inTurn }, work), isRepeated: false }
  }
}

async function doAndKeep(
  store: Store,
  { presence, request, inTurn }: Required<OnceOptions>,
  work: () => Promise<KeptResponse>,
): Promise<KeptResponse> {
  const keep = async (response: KeptResponse | undefined): Promise<void> =>
    inTurn(async () =>
      inOrganisation(store, request.organisationId, async (trx) =>
        response === undefined ? giveKeyBack(trx, request, presence.id) : keepResponse(trx, request, response),
      ),
    )
  try {
    const response = await work()
    await keep(isFinal(response) ? response : undefined)
    return response
  } catch (error) {
    await keep(undefined).catch(() => undefined) // the error is what matters; the key is free once asked for again
    throw error
  }
}

function keyInUse(): FlowError {
  const words =
    'a request with this Idempotency-Key is being worked on: wait for its answer, or send it again in a moment'
  return new FlowError('keyInUse', words)
}

function keyReused(): FlowError {
  const words =
    'this Idempotency-Key was used for another request: the same key goes with the very same method, address and body, so send this with a new one'
  return new FlowError('keyReused', words)
}
