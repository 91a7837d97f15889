import { useSyncExternalStore } from 'react'
import type { Job } from '../src/server/contract.ts'
import { addressOf } from './api.ts'

/** Work that waits or runs, as the server tells of it. */
export interface JobsUnderWay {
  readonly subscribe: (changed: () => void) => () => void
  readonly now: () => readonly Job[]
}

/** Listens to the server while somebody looks, and not otherwise. The browser connects again by itself. */
export function listenToJobs(open: () => EventSource): JobsUnderWay {
  const listeners = new Set<() => void>()
  let jobs: readonly Job[] = []
  let source: EventSource | undefined
  const hear = (event: MessageEvent<string>): void => {
    jobs = withJob(jobs, JSON.parse(event.data) as Job)
    for (const changed of listeners) changed()
  }
  return {
    now: () => jobs,
    subscribe: (changed) => {
      listeners.add(changed)
      if (source === undefined) {
        source = open()
        source.addEventListener('job', hear)
      }
      return () => {
        listeners.delete(changed)
        if (listeners.size > 0) return
        source?.close()
        source = undefined
      }
    },
  }
}

/** The list after news of one job: oldest first, and what has ended is gone. */
export function withJob(jobs: readonly Job[], news: Job): readonly Job[] {
  const others = jobs.filter(({ jobId }) => jobId !== news.jobId)
  if (news.state !== 'waiting' && news.state !== 'running') return others
  return [...others, news].sort((a, b) => a.createdAt.localeCompare(b.createdAt))
}

/** How far a job is, as a fraction of 1; undefined while its end is not known. */
export function fractionOf({ progress }: Job): number | undefined {
  if (progress?.total === undefined || progress.total <= 0) return undefined
  return Math.min(Math.max(progress.done / progress.total, 0), 1)
}

const underWay = listenToJobs(() => new EventSource(addressOf('/events')))

/** Work that waits or runs now. */
export function useJobs(): readonly Job[] {
  return useSyncExternalStore(underWay.subscribe, underWay.now)
}
