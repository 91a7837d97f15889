import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import type { TrustedKey } from '../../src/server/contract.ts'
import { sendFile, takeBack } from '../api.ts'
import { useAsker } from '../asker.ts'
import { textOf } from '../forms.ts'
import type { Formats } from '../formats.ts'
import { asked, keysQuery } from '../kept-queries.ts'
import type { Words } from '../words/en.ts'

export function useKeys() {
  return useQuery(keysQuery(useAsker()))
}

/** Trusts a key; then everything is asked anew, since signatures are judged by it. */
export function useAddKey() {
  const client = useQueryClient()
  const asker = useAsker()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async ({ maker, file }: { readonly maker: string; readonly file: File }) =>
      sendFile('/keys', { ...asked(asker), maker }, file),
    networkMode: 'always',
    onSuccess: async () => client.invalidateQueries(),
  })
  return {
    isPending,
    error,
    submit: (event: SubmitEvent<HTMLFormElement>): void => {
      event.preventDefault()
      const fields = new FormData(event.currentTarget)
      const [maker, file] = [textOf(fields, 'maker'), fields.get('file')]
      if (maker !== '' && file instanceof File) mutate({ maker, file })
    },
  }
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
export function trustedText({ from, to }: Pick<TrustedKey, 'from' | 'to'>, { keys }: Words, { day }: Formats): string {
  return [
    ...(from === undefined ? [] : [keys.from(day(from))]),
    ...(to === undefined ? [] : [keys.until(day(to))]),
  ].join(', ')
}
