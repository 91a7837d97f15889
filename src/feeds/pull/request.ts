import { FeedError } from '../feed-error.ts'
import { leadsToPrivate } from '../private-address.ts'
import type { Resolve } from '../private-address.ts'

const maxRedirects = 5
const connectTimeoutMs = 60_000

/** The server is busy, or a proxy between cannot reach it: worth another try. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504])

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** A failure that another try may cure. */
export class PassingFailure extends Error {
  override readonly name = 'PassingFailure'
  readonly retryAfter: string | null

  constructor(message: string, retryAfter: string | null, options?: ErrorOptions) {
    super(message, options)
    this.retryAfter = retryAfter
  }
}

export interface Asked {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly fetch: Fetch
  /** To tell private addresses; absent: by their hosts alone. */
  readonly resolve?: Resolve
  readonly signal: AbortSignal | undefined
}

/**
 * The answer behind at most five redirects, never from https to http nor from the internet to a private machine: 200, 206, 304 or 416. Throws `PassingFailure` where another try may help,
 * `FeedError` where it cannot.
 */
export async function ask({ url, headers, fetch, resolve, signal }: Asked): Promise<Response> {
  let at = url
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    const response = await send(at, headers, fetch, signal)
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || response.status === 304 || location === null) {
      return await settled(response, at)
    }
    await response.body?.cancel()
    const to = redirected(at, location)
    if (await leavesInternet(url, to, resolve))
      throw refused(
        url,
        `it redirects to ${to.slice(0, 200)}, which is a private address`,
        'a feed of the internet is never fetched from there; give the private address itself if it is a mirror of yours',
      )
    at = to
  }
  throw refused(url, `more than ${maxRedirects} redirects`, 'give the address that they lead to')
}

/** Whoever answers on the internet must not make Auscult ask the hospital's own machines. */
async function leavesInternet(from: string, to: string, resolve: Resolve): Promise<boolean> {
  return (await leadsToPrivate(new URL(to), resolve)) && !(await leadsToPrivate(new URL(from), resolve))
}

async function send(
  url: string,
  headers: Readonly<Record<string, string>>,
  fetch: Fetch,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), connectTimeoutMs)
  const signals = signal === undefined ? [deadline.signal] : [deadline.signal, signal]
  try {
    return await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.any(signals) })
  } catch (cause) {
    signal?.throwIfAborted()
    const because = deadline.signal.aborted ? `no answer within ${connectTimeoutMs / 1000} s` : reasonOf(cause)
    throw new PassingFailure(because, null, { cause })
  } finally {
    clearTimeout(timer)
  }
}

function redirected(from: string, location: string): string {
  const to = URL.parse(location, from)
  const isDowngrade = from.startsWith('https:') && to?.protocol !== 'https:'
  if (to === null || isDowngrade || !['http:', 'https:'].includes(to.protocol)) {
    throw refused(
      from,
      `it redirects to ${location.slice(0, 200)}`,
      'a feed is never fetched in clear after https; check the address',
    )
  }
  return to.href
}

async function settled(response: Response, url: string): Promise<Response> {
  const { status } = response
  if (status === 200 || status === 206 || status === 304 || status === 416) return response
  await response.body?.cancel()
  const because = `the server answers ${status} ${response.statusText}`.trim()
  if (passing.has(status)) throw new PassingFailure(because, response.headers.get('retry-after'))
  throw refused(url, because, remedyFor(status))
}

function remedyFor(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return 'check that your network and proxy may reach it, or import the feed from a file'
    case 404:
    case 410:
      return 'the feed has moved; give its new address'
    case 407:
      return 'give the name and password of your proxy in HTTPS_PROXY'
    default:
      return 'try again later, or import the feed from a file'
  }
}

/** A failure that no other try will cure. */
export function refused(url: string, because: string, remedy: string, cause?: unknown): FeedError {
  return new FeedError({ code: 'network', place: url, because, remedy, cause })
}

/** `fetch failed` hides what happened in its causes. */
export function reasonOf(error: unknown): string {
  const texts: string[] = []
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) texts.push(at.message)
  return texts.filter((text) => text !== '').join(': ') || String(error)
}
