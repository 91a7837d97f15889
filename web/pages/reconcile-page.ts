import { useDebouncedCallback, useDisclosure } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { ObservedStandings } from '../../src/server/contract.ts'
import type { ReconcileSearch } from '../address.ts'
import { addressOf } from '../api.ts'
import { useAsker } from '../asker.ts'
import { authorIn, keepAuthor, keptAuthor } from '../author.ts'
import { submitting } from '../forms.ts'
import { observedQuery, standingsQuery, unseenQuery } from '../network-queries.ts'
import type { Found } from '../parts/find-dialog.ts'
import {
  actionOf,
  nextKey,
  rowId,
  rowOfDevice,
  rowOfObserved,
  saysChosen,
  saysFound,
  saysNone,
} from '../parts/queue-row.ts'
import type { Action, Row } from '../parts/queue-row.ts'
import { toUndo, useSettling } from '../parts/settling.ts'
import type { Said } from '../parts/settling.ts'
import { useNetworkWords } from '../words/use-network-words.ts'

const route = getRouteApi('/reconcile')

export const tabs = ['matched', 'probable', 'network', 'list'] as const
export type Tab = (typeof tabs)[number]
/** Long enough that a fast typist narrows once a word. */
const pauseMs = 250
export const authorId = 'reconcile-author'

/** How many stand in each tab. */
export function countOf(tab: Tab, { matched, probable, onlyOnNetwork, onlyInList }: ObservedStandings): number {
  return { matched, probable, network: onlyOnNetwork, list: onlyInList }[tab]
}

function focusRow(key: string | undefined): void {
  if (key !== undefined) document.getElementById(rowId(key))?.focus()
}

/** The tab that the address names, how many are in each, and the rows of it as far as they were read. */
export function useQueue() {
  const speech = useNetworkWords()
  const asker = useAsker()
  const search = route.useSearch()
  const tab: Tab = search.tab ?? 'probable'
  const standing = tab === 'network' ? 'onlyOnNetwork' : tab === 'list' ? undefined : tab
  const kind = tab === 'matched' ? undefined : ('device' as const)
  const observed = useInfiniteQuery({
    ...observedQuery({ q: search.q, standing, kind }, asker),
    enabled: tab !== 'list',
  })
  const unseen = useInfiniteQuery({ ...unseenQuery(search.q, asker), enabled: tab === 'list' })
  const rows =
    tab === 'list'
      ? unseen.data?.pages.flatMap(({ items }) => items.map((device) => rowOfDevice(device, speech)))
      : observed.data?.pages.flatMap(({ items }) => items.map((each) => rowOfObserved(each, speech)))
  return {
    tab,
    search,
    standings: useQuery(standingsQuery(asker)).data,
    query: tab === 'list' ? unseen : observed,
    rows,
  }
}

/** Where the whole list is had as a file, with what the network added. */
export function useListAddress(): (as: 'csv' | 'xlsx') => string {
  const asker = useAsker()
  return (as) => addressOf('/asset-lists', { ...asker, as })
}

/** Narrows the queue by a text, which the address then names. */
export function useQueueFilter({ q: _q, ...search }: ReconcileSearch): (text: string) => void {
  const navigate = useNavigate()
  return useDebouncedCallback((text: string) => {
    const narrowed = text.trim() === '' ? search : { ...search, q: text.trim() }
    void navigate({ to: '/reconcile', search: narrowed, replace: true, resetScroll: false })
  }, pauseMs)
}

/** Settling row by row: by key or button, with the name of who says so asked once. */
export function useReconcile(rows: readonly Row[]) {
  const speech = useNetworkWords()
  const { marks, settle, undo } = useSettling()
  const [waiting, setWaiting] = useState<Said>()
  const [finding, setFinding] = useState<Row>()
  const [announced, setAnnounced] = useState('')
  const [isHelpOpen, help] = useDisclosure(false)
  const keys = rows.map(({ key }) => key)
  const isSaid = (key: string): boolean => marks.get(key)?.is === 'said'

  const perform = (said: Said): void => {
    setWaiting(undefined)
    setAnnounced(said.announce)
    focusRow(nextKey(keys, said.key, isSaid))
    void settle(said)
  }
  const say = (said: Said | undefined): void => {
    if (said === undefined || isSaid(said.key)) return
    if (keptAuthor() !== '') {
      perform(said)
      return
    }
    setWaiting(said)
    document.getElementById(authorId)?.focus()
  }
  const takeBack = (key: string): void => {
    const said = toUndo(marks, key)
    if (said === undefined) return
    setAnnounced(speech.net.reconcile.announceUndone(said.name))
    focusRow(said.key)
    void undo(said.key)
  }
  const act = (row: Row, action: Action): void => {
    if (action.is === 'move') focusRow(keys[keys.indexOf(row.key) + action.by])
    else if (action.is === 'choose') say(saysChosen(row, action.place, speech))
    else if (action.is === 'none') say(saysNone(row, speech))
    else if (action.is === 'find') setFinding(row)
    else if (action.is === 'undo') takeBack(row.key)
    else help.toggle()
  }
  return {
    marks,
    waiting,
    announced,
    finding,
    endFinding: () => setFinding(undefined),
    isHelpOpen,
    toggleHelp: help.toggle,
    act,
    pick: (row: Row, found: Found): void => {
      setFinding(undefined)
      say(saysFound(row, found, speech.net))
    },
    press: (row: Row) => (event: KeyboardEvent) => {
      const action = isPlain(event) ? actionOf(event.key) : undefined
      if (action === undefined) return
      event.preventDefault()
      act(row, action)
    },
    submitAuthor: submitting(authorIn, (author) => {
      keepAuthor(author)
      if (waiting === undefined) focusRow(keys[0])
      else perform(waiting)
    }),
  }
}

function isPlain({ ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return !ctrlKey && !altKey && !metaKey
}
