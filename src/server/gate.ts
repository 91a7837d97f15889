import { ServerError } from './error.ts'

/** How much work of one kind runs at once, how much may wait for it, and how long. */
export interface GateWidth {
  readonly atOnce: number
  readonly waiting: number
  readonly patienceMs: number
}

/**
 * Lets in so much work at once. What comes while too much waits is refused at once, so that neither memory nor waiting grows without bound.
 * Each client has a line of its own and the first of each come in by turns, so that one who asks very much keeps only itself waiting.
 */
export interface Gate {
  /** Resolves, when there is room, to how to leave. Throws `overloaded`; a client that went away (`gone`) gives its place up. */
  readonly enter: (gone: AbortSignal, client?: string) => Promise<() => void>
  readonly inside: () => number
  readonly waiting: () => number
}

type Line = Set<() => void>

/** All lines together are no longer than so many full ones. */
const FULL_LINES = 4

/** Opens a gate. Who leaves hands the place to the one who waits longest, of the client whose turn it is. */
export function openGate({ atOnce, waiting, patienceMs }: GateWidth): Gate {
  const lines = new Map<string, Line>()
  let inside = 0
  const waitingNow = (): number => lines.values().reduce((sum, { size }) => sum + size, 0)
  const leaveOnce = (): (() => void) => {
    let hasLeft = false
    return () => {
      if (hasLeft) return
      hasLeft = true
      const comeIn = nextOf(lines)
      if (comeIn === undefined) inside -= 1
      else comeIn()
    }
  }
  return {
    enter: async (gone, client = '') => {
      const line = lines.get(client) ?? new Set()
      if (inside < atOnce) inside += 1
      else if (gone.aborted || line.size >= waiting || waitingNow() >= waiting * FULL_LINES) throw overloaded()
      else {
        lines.set(client, line)
        await standIn(line, gone, patienceMs).finally(() => {
          if (line.size === 0 && lines.get(client) === line) lines.delete(client)
        })
      }
      return leaveOnce()
    },
    inside: () => inside,
    waiting: waitingNow,
  }
}

/** Takes the first of the client whose turn it is out of its line, and puts the line behind the others. */
function nextOf(lines: Map<string, Line>): (() => void) | undefined {
  for (const [client, line] of lines) {
    lines.delete(client)
    const [comeIn] = line
    if (comeIn === undefined) continue
    line.delete(comeIn) // now: another who leaves before the promise settles must not call the same one
    if (line.size > 0) lines.set(client, line)
    return comeIn
  }
  return undefined
}

async function standIn(line: Line, gone: AbortSignal, patienceMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const giveUp = (): void => reject(overloaded())
  const timer = setTimeout(giveUp, patienceMs)
  gone.addEventListener('abort', giveUp, { once: true })
  line.add(resolve)
  try {
    await promise
  } finally {
    clearTimeout(timer)
    gone.removeEventListener('abort', giveUp)
    line.delete(resolve)
  }
}

function overloaded(): ServerError {
  return new ServerError(
    'overloaded',
    'more is asked at this moment than this machine can answer: try again in a few seconds',
  )
}
