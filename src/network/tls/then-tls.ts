import type { Carrier, Conversation, Notes } from '../protocol.ts'
import { looksLikeTls, tlsConversation } from './conversation.ts'

/** So many pieces after a protocol has enough TLS may still begin. */
const maxPatience = 24

/** A conversation in clear text that may go on in TLS at any piece of either side (STARTTLS and its like). */
export function thenTls(open: Conversation, carrier: Carrier, notes: Notes): Conversation {
  let encrypted: Conversation | undefined
  let hasEnough = false
  let patience = maxPatience
  const wait = (): 'more' | 'enough' => {
    patience -= 1
    return patience > 0 ? 'more' : 'enough'
  }
  return {
    take(bytes, from, seenAt) {
      if (encrypted === undefined && looksLikeTls(bytes) === 'yes') encrypted = tlsConversation(carrier, notes)
      if (encrypted !== undefined) return encrypted.take(bytes, from, seenAt)
      if (!hasEnough) hasEnough = open.take(bytes, from, seenAt) === 'enough'
      return hasEnough ? wait() : 'more'
    },
    gap(bytes, from) {
      if (encrypted !== undefined) return encrypted.gap(bytes, from)
      if (!hasEnough) hasEnough = open.gap(bytes, from) === 'enough'
      return hasEnough ? wait() : 'more'
    },
    end: () => (encrypted ?? open).end?.(),
  }
}
