import type { SideReader } from './framing.ts'
import type { Conversation, Side } from './protocol.ts'

/** Each side is read by its own reader until both have enough; a gap ends the reading of its side, since what follows has no known beginning. */
export function twoSides(readers: Readonly<Record<Side, SideReader>>): Conversation {
  const wants = { client: true, server: true }
  const wish = (): 'more' | 'enough' => (wants.client || wants.server ? 'more' : 'enough')
  return {
    take(bytes, from) {
      if (wants[from] && readers[from].take(bytes) === 'enough') wants[from] = false
      return wish()
    },
    gap(_bytes, from) {
      wants[from] = false
      return wish()
    },
    end() {
      readers.client.end?.()
      readers.server.end?.()
    },
  }
}

/** Reads one side for as long as it speaks. */
export interface LastingReader {
  readonly take: (bytes: Uint8Array) => void
  /** Bytes were lost: what was being read has no end, and the next begin is looked for. */
  readonly gap: () => void
  readonly end?: () => void
}

/** Each side is read by its own reader until the connection ends. */
export function lastingSides(readers: Readonly<Record<Side, LastingReader>>): Conversation {
  return {
    take(bytes, from) {
      readers[from].take(bytes)
      return 'more'
    },
    gap(_bytes, from) {
      readers[from].gap()
      return 'more'
    },
    end() {
      readers.client.end?.()
      readers.server.end?.()
    },
  }
}
