import { setTimeout as delay } from 'node:timers/promises'
import { addressOf } from '../chaos/served.ts'
import type { Target } from './attack.ts'

/** Somebody else, who has a browser and behaves. Each resolves to `served`, to what it met, or to `over` when it was told to come again until the end. */
export interface Neighbour {
  readonly ask: (over: AbortSignal) => Promise<string>
  readonly upload: (over: AbortSignal) => Promise<string>
}

/** How others fared during an attack. */
export interface Neighbours {
  /** Requests of a client that behaves. */
  readonly served: number
  /** How long one of them took, with all that it was told to wait. */
  readonly slowestMs: number
  readonly failures: readonly string[]
}

/** As `Retry-After` says. */
const COME_AGAIN_MS = 2_000
const LIMIT_MS = 120_000

const document =
  '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"a","version":"1"}]}'

/** Opens a session as the page does. */
export async function openNeighbour({ place, token }: Target): Promise<Neighbour> {
  const origin = `http://127.0.0.1:${place.port}`
  const opened = await fetch(addressOf(place, '/session'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token }),
  })
  const cookie = opened.headers.get('set-cookie')?.split(';')[0]
  if (cookie === undefined) throw new Error(`no session: ${opened.status}`)
  const send = async (path: string, more: RequestInit = {}): Promise<number | undefined> => {
    const signal = AbortSignal.timeout(LIMIT_MS)
    const answer = await fetch(addressOf(place, path), { ...more, headers: { cookie, origin }, signal }).catch(
      () => undefined,
    )
    await answer?.body?.cancel()
    return answer?.status
  }
  const upload = { method: 'POST', body: document }
  return {
    ask: async (over) => untilServed(over, async () => send('/ask?q=CHAOS-1')),
    upload: async (over) => untilServed(over, async () => send('/sboms?maker=Maker&model=Watched&version=1', upload)),
  }
}

async function untilServed(over: AbortSignal, once: () => Promise<number | undefined>): Promise<string> {
  for (;;) {
    const status = await once()
    if (status === undefined) return 'a broken connection'
    if (status === 200 || status === 201) return 'served'
    if (![429, 503].includes(status)) return String(status)
    if (over.aborted) return 'over'
    await delay(COME_AGAIN_MS)
  }
}
