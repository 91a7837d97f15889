import { Presets, SingleBar } from 'cli-progress'

/** Tells what is being done: a bar where a person watches, one line a step where nobody does. */
export interface Progress {
  /** Begins a step, which ends the one before; `total` counts its parts where it has any. */
  readonly step: (name: string, total?: number) => void
  readonly done: (parts: number) => void
  readonly end: () => void
}

/** Progress on standard error. */
export function showProgress(): Progress {
  return process.stderr.isTTY ? asBar() : asLines()
}

function asBar(): Progress {
  const format = '{name} {bar} {percentage}% | {duration_formatted}'
  let bar: SingleBar | undefined
  const end = (): void => bar?.stop()
  return {
    step: (name, total = 1) => {
      end()
      bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic)
      bar.start(total, 0, { name: name.padEnd(34) })
    },
    done: (parts) => bar?.update(parts),
    end,
  }
}

function asLines(): Progress {
  let current: { readonly name: string; readonly at: number } | undefined
  const end = (): void => {
    if (current === undefined) return
    process.stderr.write(`${current.name}: ${((performance.now() - current.at) / 1000).toFixed(1)} s\n`)
    current = undefined
  }
  return {
    step: (name) => {
      end()
      current = { name, at: performance.now() }
    },
    done: () => undefined,
    end,
  }
}
