import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ObservedDecision } from '../../src/server/contract.ts'
import { send, takeBack } from '../api.ts'
import { useAsker } from '../asker.ts'
import type { Asker } from '../asker.ts'
import { keptAuthor } from '../author.ts'
import { asked } from '../kept-queries.ts'

/** One thing that a person says: what on the network is, or is not, which device of the inventory. */
export interface LinkSaid {
  readonly observedId: string
  readonly deviceId: string
  readonly kind: 'isDevice' | 'isNotDevice'
}

/** What a person says of one row of the queue, and how that is told. */
export interface Said {
  readonly key: string
  readonly name: string
  readonly links: readonly LinkSaid[]
  /** `Is BM-00412`. */
  readonly text: string
  readonly announce: string
}

/** What became of it. */
export type Mark =
  | {
      readonly is: 'said'
      readonly said: Said
      readonly isKept: boolean
      /** Ids of the decisions, once they are kept. */
      readonly kept: Promise<readonly string[]>
    }
  | { readonly is: 'failed'; readonly error: unknown }

export type Marks = ReadonlyMap<string, Mark>

/** What was said in this visit, row by row: shown at once, sent one after the other, and undone by name of the row. */
export function useSettling() {
  const client = useQueryClient()
  const asker = useAsker()
  const [marks, setMarks] = useState<Marks>(new Map())
  const put = (key: string, mark: Mark | undefined): void => setMarks((before) => withMark(before, key, mark))
  const settle = async (said: Said): Promise<void> => {
    const kept = sendLinks(said.links, asker)
    put(said.key, undefined)
    put(said.key, { is: 'said', said, isKept: false, kept })
    try {
      await kept
      put(said.key, { is: 'said', said, isKept: true, kept })
    } catch (error) {
      put(said.key, { is: 'failed', error })
    }
    await refresh(client)
  }
  const undo = async (key: string): Promise<void> => {
    const mark = marks.get(key)
    if (mark?.is !== 'said') return
    try {
      for (const id of await mark.kept) await takeDecisionBack(id, asker)
      put(key, undefined)
    } catch (error) {
      put(key, { is: 'failed', error })
    }
    await refresh(client)
  }
  return { marks, settle, undo }
}

/** In the order in which it was said: what is kept meanwhile stays in its place, so that the newest is undone first. */
export function withMark(marks: Marks, key: string, mark: Mark | undefined): Marks {
  const next = new Map(marks)
  if (mark === undefined) next.delete(key)
  else next.set(key, mark)
  return next
}

/** What `u` undoes: what was said of this row, else what was said last. */
export function toUndo(marks: Marks, key: string): Said | undefined {
  const mark = marks.get(key)
  if (mark?.is === 'said') return mark.said
  return [...marks.values()].flatMap((each) => (each.is === 'said' ? [each.said] : [])).at(-1)
}

/** Says all of it, or nothing: when one is refused, those before it are taken back. */
async function sendLinks(links: readonly LinkSaid[], asker: Asker): Promise<readonly string[]> {
  const ids: string[] = []
  try {
    for (const { observedId, ...link } of links) {
      const body = { ...link, author: keptAuthor() }
      const path = `/observed-devices/${encodeURIComponent(observedId)}/links`
      ids.push((await send<ObservedDecision>(path, asked(asker), body)).decisionId)
    }
    return ids
  } catch (error) {
    await Promise.allSettled(ids.map(async (id) => takeDecisionBack(id, asker)))
    throw error
  }
}

export async function takeDecisionBack(decisionId: string, asker: Asker): Promise<void> {
  await takeBack(`/observed-decisions/${encodeURIComponent(decisionId)}`, { ...asked(asker), author: keptAuthor() })
}

/** The counts follow at once; lists stay as they are under the eyes of who works through them, and are asked anew at the next visit. */
async function refresh(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ refetchType: 'none' })
  await client.refetchQueries({ queryKey: ['standings'], type: 'active' })
}
