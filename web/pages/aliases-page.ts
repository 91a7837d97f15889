import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { SubmitEvent } from 'react'
import type { Alias } from '../../src/server/contract.ts'
import { send, takeBack } from '../api.ts'
import { useAsker } from '../asker.ts'
import { textOf } from '../forms.ts'
import { aliasesQuery, asked } from '../kept-queries.ts'

export type Relation = Alias['relation']

/** What two names can have to do with each other, in the order in which it is chosen. */
export const relations: readonly Relation[] = ['same', 'successor', 'memberOf', 'embeds', 'knownBy']

/** Names that stand for each other, in which a text stands. */
export function useAliases() {
  const [filter, setFilter] = useState('')
  const wanted = useDeferredValue(filter.trim())
  const query = useInfiniteQuery(aliasesQuery(wanted, useAsker()))
  return { filter, setFilter, query, aliases: query.data?.pages.flatMap(({ items }) => items) }
}

/** What a filled form says. */
export function aliasIn(fields: FormData): object {
  return {
    aliases: [
      {
        relation: textOf(fields, 'relation'),
        kind: textOf(fields, 'kind'),
        from: textOf(fields, 'from'),
        to: textOf(fields, 'to'),
        source: textOf(fields, 'source'),
      },
    ],
    isPublic: fields.get('public') === 'on',
    by: textOf(fields, 'by'),
  }
}

/** Adds a name; then everything is asked anew, since verdicts change. */
export function useAddAlias(saved: () => void) {
  const client = useQueryClient()
  const asker = useAsker()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (body: object) => send('/aliases', asked(asker), body),
    networkMode: 'always',
    onSuccess: async () => {
      await client.invalidateQueries()
      saved()
    },
  })
  return {
    isPending,
    error,
    submit: (event: SubmitEvent<HTMLFormElement>): void => {
      event.preventDefault()
      mutate(aliasIn(new FormData(event.currentTarget)))
    },
  }
}

/** Closes a name, which acts no more. */
export function useCloseAlias(aliasId: number) {
  const client = useQueryClient()
  const asker = useAsker()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => takeBack(`/aliases/${aliasId}`, asked(asker)),
    networkMode: 'always',
    onSuccess: async () => client.invalidateQueries(),
  })
  return { isPending, error, close: () => mutate() }
}
