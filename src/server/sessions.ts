import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const lifeMs = 30 * 24 * 3600_000
const mostEnded = 10_000

/** What a browser is let in by: a cookie that the token signed, so that it survives a restart, and a new token ends all of them. */
export interface Sessions {
  /** Whether this is the token; takes as long for a wrong one, wherever it differs. */
  readonly isToken: (text: string) => boolean
  /** A new session, and how long it lasts. */
  readonly open: () => { readonly value: string; readonly lifeS: number }
  readonly isOpen: (value: string) => boolean
  /** Ends one for this server's life; the browser is told to forget it at the same time. */
  readonly end: (value: string) => void
}

/** Sessions of one token. `now` gives milliseconds. */
export function openSessions(token: string, now: () => number): Sessions {
  const ended = new Set<string>()
  const sign = (text: string): string => createHmac('sha256', token).update(`session ${text}`).digest('base64url')
  return {
    isToken: (text) => isSame(text, token),
    open: () => {
      const text = `${now() + lifeMs}.${randomBytes(12).toString('base64url')}`
      return { value: `${text}.${sign(text)}`, lifeS: lifeMs / 1000 }
    },
    isOpen: (value) => {
      const [until = '', id = '', signature = '', ...more] = value.split('.')
      return more.length === 0 && isSame(signature, sign(`${until}.${id}`)) && Number(until) > now() && !ended.has(id)
    },
    end: (value) => {
      const [, id = ''] = value.split('.')
      const [oldest] = ended
      if (ended.size >= mostEnded && oldest !== undefined) ended.delete(oldest)
      ended.add(id)
    },
  }
}

/** Digests are of one length, so nothing of the text is told by the time it takes. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
