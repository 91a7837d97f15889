import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { Job } from '../src/server/contract.ts'
import { addressOf } from './api.ts'
import { withVisibleTexts } from './visible.ts'
import { useAsker } from './asker.ts'

/** Work that waits or runs, as the server tells of it. */
export interface JobsUnderWay {
  readonly subscribe: (changed: () => void) => () => void
  readonly now: () => readonly Job[]
}

/** What listening needs of the browser. */
export interface Ear {
  readonly open: () => EventSource
  /** Only a page that is seen listens: a browser opens six connections to a server, and each hidden tab would hold one. */
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>
  /** Called when a job is done, so that what it changed is asked anew. */
  readonly done: () => void
}

/** Listens to the server while somebody looks, and not otherwise. The browser connects again by itself. */
export function listenToJobs({ open, page, done }: Ear): JobsUnderWay {
  const listeners = new Set<() => void>()
  let jobs: readonly Job[] = []
  let source: EventSource | undefined
  const tell = (news: readonly Job[]): void => {
    jobs = news
    for (const changed of listeners) changed()
  }
  const hear = (event: MessageEvent<string>): void => {
    const job = withVisibleTexts(JSON.parse(event.data)) as Job
    tell(withJob(jobs, job))
    if (job.state === 'done') done()
  }
  /** A new connection first tells all that waits and runs, so what was known before is forgotten. */
  const listenWhileSeen = (): void => {
    const isWanted = listeners.size > 0 && page.visibilityState === 'visible'
    if (isWanted === (source !== undefined)) return
    source?.close()
    source = isWanted ? open() : undefined
    source?.addEventListener('job', hear)
    tell([])
  }
  return {
    now: () => jobs,
    subscribe: (changed) => {
      listeners.add(changed)
      if (listeners.size === 1) page.addEventListener('visibilitychange', listenWhileSeen)
      listenWhileSeen()
      return () => {
        listeners.delete(changed)
        if (listeners.size === 0) page.removeEventListener('visibilitychange', listenWhileSeen)
        listenWhileSeen()
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

/** One ear for each address that the server is heard at. */
const ears = new Map<string, JobsUnderWay>()

/** Work that waits or runs now. */
export function useJobs(): readonly Job[] {
  const address = addressOf('/events', { ...useAsker() })
  const client = useQueryClient()
  const ear =
    ears.get(address) ??
    listenToJobs({
      open: () => new EventSource(address),
      page: document,
      done: () => void client.invalidateQueries(),
    })
  ears.set(address, ear)
  return useSyncExternalStore(ear.subscribe, ear.now)
}
