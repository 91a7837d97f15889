import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Device, ObservedListed } from '../../src/server/contract.ts'
import { useAsker } from '../asker.ts'
import { foundQuery } from '../network-queries.ts'
import type { Words } from '../words/en.ts'
import type { NetworkWords } from '../words/network-en.ts'
import { useNetworkWords } from '../words/use-network-words.ts'
import { candidateOf, factsOfCandidate, knownBy, nameOfCandidate, nameOfObserved } from './observed.ts'

/** Short enough to feel at once, long enough that a fast typist asks once a word. */
const pauseMs = 150

/** One that was found. */
export interface Found {
  readonly id: string
  readonly name: string
  readonly facts: string
}

/** A device of the inventory, or on the network, found by a text. */
export function useFind(where: 'inventory' | 'network') {
  const speech = useNetworkWords()
  const [text, setText] = useState('')
  const [typed] = useDebouncedValue(text.trim(), pauseMs)
  const query = useQuery(foundQuery(where, typed, useAsker()))
  return { text, setText, typed, found: query.data?.items.map((each) => toFound(each, speech)) }
}

function toFound(
  each: Device | ObservedListed,
  { words, net }: { readonly words: Words; readonly net: NetworkWords },
): Found {
  if ('observedId' in each)
    return { id: each.observedId, name: nameOfObserved(each, net), facts: knownBy(each).join(' · ') }
  const device = candidateOf(each)
  return { id: each.deviceId, name: nameOfCandidate(device, words), facts: factsOfCandidate(device).join(' · ') }
}
