import { Presets, SingleBar } from 'cli-progress'
import type { Screen } from './screen.ts'

/** A bar on standard error while a feed is fetched or read; nothing where nobody watches. */
export interface Bar {
  readonly show: (done: number, total: number | undefined, note: string) => void
  readonly end: () => void
}

const megabyte = 1_000_000

/** A bar for bytes; `name` stands before it. It appears with the first step. */
export function openBar(screen: Screen, name: string): Bar {
  if (!screen.draws) return { show: () => undefined, end: () => undefined }
  const format = `${name} {bar} {percentage}% | {megabytes} MB | {note}`
  const bar = new SingleBar(
    { format, stream: process.stderr, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  )
  let isStarted = false
  return {
    show: (done, total, note) => {
      const payload = { megabytes: (done / megabyte).toFixed(1), note }
      if (!isStarted) bar.start(total ?? 0, done, payload)
      isStarted = true
      bar.setTotal(total ?? done)
      bar.update(done, payload)
    },
    end: () => {
      if (isStarted) bar.stop()
    },
  }
}
