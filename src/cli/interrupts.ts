import { CommandError } from './failure.ts'

const usualPatienceMs = 5_000
/** A terminal's Ctrl-C reaches this process twice when an older Node started it: once directly, once passed on. */
const echoMs = 500
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** The first Ctrl-C aborts the work, which leaves nothing half-written; a second one, or five seconds, end the process. */
export interface Interrupts {
  readonly signal: AbortSignal
  /** For work that may take longer than five seconds to end well. */
  readonly endWithin: (patienceMs: number) => void
  readonly end: () => void
}

/** Listens to the signals that stop a program. */
export function catchInterrupts(): Interrupts {
  const controller = new AbortController()
  let firstAt = 0
  let patienceMs = usualPatienceMs
  const onSignal = (name: (typeof signals)[number]): void => {
    if (controller.signal.aborted && Date.now() - firstAt > echoMs) process.exit(exitCodes[name])
    if (controller.signal.aborted) return
    firstAt = Date.now()
    controller.abort(new CommandError('interrupted', 'interrupted; what was not finished changes nothing'))
    setTimeout(() => {
      process.stderr.write('auscult: interrupted; what was not finished changes nothing\n')
      process.exit(exitCodes[name])
    }, patienceMs).unref()
  }
  for (const name of signals) process.on(name, onSignal)
  return {
    signal: controller.signal,
    endWithin: (longerMs) => (patienceMs = longerMs),
    end: () => {
      for (const name of signals) process.off(name, onSignal)
    },
  }
}
