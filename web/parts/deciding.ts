import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import type { ObservedDecision } from '../../src/server/contract.ts'
import { useAsker } from '../asker.ts'
import type { Asker } from '../asker.ts'
import { keepAuthor, keptAuthor } from '../author.ts'
import { textOf } from '../forms.ts'
import { visibleName } from '../visible.ts'
import type { NetworkWords } from '../words/network-en.ts'
import { anchorText } from './observed.ts'

/** Decides with the name of who does, asked once; then everything is asked anew, since devices and verdicts change. */
export function useDeciding<Deciding>(authorId: string, work: (deciding: Deciding, asker: Asker) => Promise<void>) {
  const client = useQueryClient()
  const asker = useAsker()
  const [waiting, setWaiting] = useState<{ readonly deciding: Deciding }>()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (deciding: Deciding) => work(deciding, asker),
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
        setWaiting({ deciding })
        document.getElementById(authorId)?.focus()
      }
    },
    submitAuthor: (event: SubmitEvent<HTMLFormElement>): void => {
      event.preventDefault()
      const author = textOf(new FormData(event.currentTarget), 'author')
      if (author === '') return
      keepAuthor(author)
      setWaiting(undefined)
      if (waiting !== undefined) mutate(waiting.deciding)
    },
  }
}

/** `serial number DE1 is a device of its own`. */
export function decisionText(
  { kind, anchor = '', otherAnchor = '', version = '' }: ObservedDecision,
  net: NetworkWords,
): string {
  const [first, second] = [anchorText(anchor, net), anchorText(otherAnchor, net)]
  return [first, net.network.decisionKinds[kind], second, visibleName(version)].filter((text) => text !== '').join(' ')
}
