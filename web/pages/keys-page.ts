import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import type { KeyChanged, TrustedKey } from '../../src/server/contract.ts'
import { takeBack } from '../api.ts'
import { useAsker } from '../asker.ts'
import type { Asker } from '../asker.ts'
import { textOf } from '../forms.ts'
import type { Formats } from '../formats.ts'
import { asked, keysQuery } from '../kept-queries.ts'
import { useSending } from '../parts/sending.ts'
import { fileIn, sendAndWait } from '../sending.ts'
import type { Tell } from '../sending.ts'
import type { KnownWords } from '../words/use-known-words.ts'

export function useKeys() {
  return useQuery(keysQuery(useAsker()))
}

/** Trusts a key; then everything is asked anew, since signatures are judged by it. */
export function useAddKey() {
  const { send, ...state } = useSending(addKey)
  return {
    ...state,
    submit: (event: SubmitEvent<HTMLFormElement>): void => {
      event.preventDefault()
      const fields = new FormData(event.currentTarget)
      const [maker, file] = [textOf(fields, 'maker'), fileIn(fields)]
      if (maker !== '' && file !== undefined) send({ maker, file })
    },
  }
}

interface KeySent {
  readonly maker: string
  readonly file: File
}

async function addKey({ maker, file }: KeySent, asker: Asker, tell: Tell): Promise<KeyChanged> {
  return sendAndWait<KeyChanged>({ path: '/keys', query: { ...asked(asker), maker }, file }, asker, tell)
}

/** Trusts a key no more. */
export function useRemoveKey(keyId: number) {
  const client = useQueryClient()
  const asker = useAsker()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => takeBack(`/keys/${keyId}`, asked(asker)),
    networkMode: 'always',
    onSuccess: async () => client.invalidateQueries(),
  })
  return { isPending, error, remove: () => mutate() }
}

/** From when to when signatures of a key are trusted, in words; empty where it always is. */
export function trustedText(
  { from, to }: Pick<TrustedKey, 'from' | 'to'>,
  { keys }: KnownWords,
  { day }: Formats,
): string {
  return [
    ...(from === undefined ? [] : [keys.from(day(from))]),
    ...(to === undefined ? [] : [keys.until(day(to))]),
  ].join(', ')
}
