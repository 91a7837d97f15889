import { ServerError } from './error.ts'

/** How much work of one kind runs at once, how much may wait for it, and how long. */
export interface GateWidth {
  readonly atOnce: number
  readonly waiting: number
  readonly patienceMs: number
}

/** Lets in so much work at once. What comes while too much waits is refused at once, so that neither memory nor waiting grows without bound. */
export interface Gate {
  /** Resolves, when there is room, to how to leave. Throws `overloaded`; a client that went away (`gone`) gives its place up. */
  readonly enter: (gone: AbortSignal) => Promise<() => void>
  readonly inside: () => number
  readonly waiting: () => number
}

/** Opens a gate. Who leaves hands the place to the one who waits longest. */
export function openGate({ atOnce, waiting, patienceMs }: GateWidth): Gate {
  const line = new Set<() => void>()
  let inside = 0
  const leaveOnce = (): (() => void) => {
    let hasLeft = false
    return () => {
      if (hasLeft) return
      hasLeft = true
      const [comeIn] = line
      if (comeIn === undefined) {
        inside -= 1
        return
      }
      line.delete(comeIn) // now: another who leaves before the promise settles must not call the same one
      comeIn()
    }
  }
  return {
    enter: async (gone) => {
      if (inside < atOnce) inside += 1
      else if (line.size < waiting) await standIn(line, gone, patienceMs)
      else throw overloaded()
      return leaveOnce()
    },
    inside: () => inside,
    waiting: () => line.size,
  }
}

async function standIn(line: Set<() => void>, gone: AbortSignal, patienceMs: number): Promise<void> {
  if (gone.aborted) throw overloaded()
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
