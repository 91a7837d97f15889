import { FeedError } from '../feed-error.ts'
import { PassingFailure, reasonOf, refused } from '../pull/request.ts'
import { delayMs } from '../pull/retry.ts'
import { checkAddress } from './address.ts'
import { maxAttempts, requestTimeoutMs } from './limits.ts'
import type { Reach } from './provider.ts'

/** What to fetch, and how much of it at most. */
export interface Wanted {
  readonly url: string
  readonly maxBytes: number
}

/** The bytes at an address, or `absent` when the server says that there is nothing. Follows no redirect (CSAF 2.0 §7.1.6). Throws `FeedError`. */
export async function get(wanted: Wanted, reach: Reach): Promise<Uint8Array | 'absent'> {
  await checkAddress(wanted.url, reach)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryOnce(wanted, reach)
    } catch (cause) {
      reach.signal?.throwIfAborted()
      if (!(cause instanceof PassingFailure)) throw cause
      if (attempt === maxAttempts)
        throw refused(
          wanted.url,
          `${cause.message} (${maxAttempts} tries)`,
          'check the network and the proxy, then pull again',
          cause,
        )
      const { patience, now, signal } = reach
      await patience.wait(delayMs(attempt, cause.retryAfter, now(), patience.random), signal)
    }
  }
}

const passing = new Set([408, 425, 429, 500, 502, 503, 504])

async function tryOnce({ url, maxBytes }: Wanted, { fetch, signal }: Reach): Promise<Uint8Array | 'absent'> {
  const deadline = AbortSignal.timeout(requestTimeoutMs)
  try {
    const response = await fetch(url, {
      headers: { 'user-agent': 'auscult', 'accept-encoding': 'identity' },
      redirect: 'manual',
      signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
    })
    const { status } = response
    if (status === 200) return await bodyOf(response, { url, maxBytes })
    await response.body?.cancel()
    if (status === 404 || status === 410) return 'absent'
    if (passing.has(status))
      throw new PassingFailure(`the server answers ${status}`, response.headers.get('retry-after'))
    const to = response.headers.get('location')?.slice(0, 200)
    if (status >= 300 && status <= 399)
      throw refused(
        url,
        `it redirects to ${to ?? 'nowhere'}`,
        'a provider must not redirect; give the address that it leads to',
      )
    throw refused(url, `the server answers ${status}`, 'check that your network and proxy may reach it')
  } catch (cause) {
    if (cause instanceof FeedError || cause instanceof PassingFailure) throw cause
    signal?.throwIfAborted()
    throw new PassingFailure(
      deadline.aborted ? `no answer within ${requestTimeoutMs / 1000} s` : reasonOf(cause),
      null,
      { cause },
    )
  }
}

async function bodyOf(response: Response, { url, maxBytes }: Wanted): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > maxBytes) throw tooLarge(url, maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

function tooLarge(url: string, maxBytes: number): FeedError {
  return new FeedError({
    code: 'tooLarge',
    place: url,
    because: `it is larger than ${maxBytes / 1024} kB`,
    remedy: 'no such file is; ask the provider',
  })
}

/** JSON from a server; throws `FeedError` when it is none. */
export function readJson(bytes: Uint8Array, place: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new FeedError({
      code: 'malformed',
      place,
      because: 'it is no JSON',
      remedy: 'check the address, or a proxy that answers in its place',
      cause,
    })
  }
}
