import { useState } from 'react'
import type { ObservedDecision } from '../../src/server/contract.ts'
import type { Asker } from '../asker.ts'
import { authorIn, keepAuthor, keptAuthor } from '../author.ts'
import { submitting } from '../forms.ts'
import { visibleName } from '../visible.ts'
import type { NetworkWords } from '../words/network-en.ts'
import { anchorText } from './observed.ts'
import { useSaying } from './saying.ts'

/** Decides with the name of who does, asked once; then everything is asked anew, since devices and verdicts change. */
export function useDeciding<Deciding>(authorId: string, work: (deciding: Deciding, asker: Asker) => Promise<void>) {
  const [waiting, setWaiting] = useState<{ readonly deciding: Deciding }>()
  const { say, ...state } = useSaying(work)
  return {
    ...state,
    isWaiting: waiting !== undefined,
    decide: (deciding: Deciding): void => {
      if (keptAuthor() !== '') say(deciding)
      else {
        setWaiting({ deciding })
        document.getElementById(authorId)?.focus()
      }
    },
    submitAuthor: submitting(authorIn, (author) => {
      keepAuthor(author)
      setWaiting(undefined)
      if (waiting !== undefined) say(waiting.deciding)
    }),
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
