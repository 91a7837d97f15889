import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import type { ObservedDecision, ObservedDetail } from '../../src/server/contract.ts'
import { send } from '../api.ts'
import { useAsker } from '../asker.ts'
import { keepAuthor, keptAuthor } from '../author.ts'
import { textOf } from '../forms.ts'
import type { Formats } from '../formats.ts'
import { asked } from '../kept-queries.ts'
import { observedDetailQuery } from '../network-queries.ts'
import { fieldText, seenText } from '../parts/observed.ts'
import { takeDecisionBack } from '../parts/settling.ts'
import { visibleName } from '../visible.ts'
import type { NetworkWords } from '../words/network-en.ts'

const route = getRouteApi('/network/$observedId')
export const observedAuthorId = 'observed-author'

export function useObserved() {
  const { observedId } = route.useParams()
  return useQuery(observedDetailQuery(observedId, useAsker()))
}

/** What a person decides of a device on the network. */
export type Deciding =
  | { readonly is: 'split'; readonly anchor: string }
  | { readonly is: 'undo'; readonly decisionId: string }

/** Decides with the name of who does, asked once; then everything is asked anew, since devices and verdicts change. */
export function useDeciding(observedId: string) {
  const client = useQueryClient()
  const asker = useAsker()
  const [waiting, setWaiting] = useState<Deciding>()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (deciding: Deciding): Promise<void> => {
      if (deciding.is === 'undo') await takeDecisionBack(deciding.decisionId, asker)
      else {
        const path = `/observed-devices/${encodeURIComponent(observedId)}/splits`
        await send<ObservedDecision>(path, asked(asker), { anchor: deciding.anchor, author: keptAuthor() })
      }
    },
    networkMode: 'always',
    onSuccess: async () => client.invalidateQueries(),
  })
  return {
    isPending,
    error,
    isWaiting: waiting !== undefined,
    decide: (deciding: Deciding): void => {
      if (keptAuthor() !== '') mutate(deciding)
      else {
        setWaiting(deciding)
        document.getElementById(observedAuthorId)?.focus()
      }
    },
    submitAuthor: (event: SubmitEvent<HTMLFormElement>): void => {
      event.preventDefault()
      const author = textOf(new FormData(event.currentTarget), 'author')
      if (author === '') return
      keepAuthor(author)
      setWaiting(undefined)
      if (waiting !== undefined) mutate(waiting)
    },
  }
}

/** `serial:… and mac:…: told together (DE1, seen 3 May)`. */
export function joinText(
  { rule, anchors, value, firstSeenAt, lastSeenAt }: ObservedDetail['joins'][number],
  net: NetworkWords,
  formats: Formats,
): string {
  const rules: Readonly<Record<string, string>> = net.network.joinRules
  const seen =
    firstSeenAt === undefined || lastSeenAt === undefined ? [] : [seenText({ firstSeenAt, lastSeenAt }, net, formats)]
  const told = [visibleName(value), ...seen].filter((text) => text !== '').join(', ')
  const [left = '', right = ''] = anchors.map(visibleName)
  return net.network.join(left, right, `${rules[rule] ?? rule} (${told})`)
}

/** `serial number: DE1, DE2`. */
export function conflictText({ field, values }: ObservedDetail['conflicts'][number], net: NetworkWords): string {
  return net.network.rivals(fieldText(field, net), values.map(({ value }) => visibleName(value)).join(' · '))
}

export function decisionText(
  { kind, anchor, otherAnchor, version }: ObservedDecision,
  { network }: NetworkWords,
): string {
  const what = [otherAnchor, version].flatMap((each) => each ?? [])
  return [anchor ?? '', network.decisionKinds[kind], ...what].map(visibleName).join(' ').trim()
}
