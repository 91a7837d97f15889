import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import { send, takeBack } from '../api.ts'
import { useAsker } from '../asker.ts'
import { keepAuthor } from '../author.ts'
import { textOf } from '../forms.ts'
import { asked } from '../kept-queries.ts'
import { zonesQuery } from '../traffic-queries.ts'

type Change =
  | { readonly is: 'name'; readonly network: string; readonly name: string; readonly author: string }
  | { readonly is: 'unname'; readonly network: string }

/** The parts of the network that have a name, and how one is given or taken away; then everything is asked anew. */
export function useZones() {
  const client = useQueryClient()
  const asker = useAsker()
  const query = useQuery(zonesQuery(asker))
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (change: Change): Promise<void> => {
      const { is, ...said } = change
      if (is === 'unname') await takeBack('/zones', { ...asked(asker), ...said })
      else await send('/zones', asked(asker), said, 'PUT')
    },
    networkMode: 'always',
    onSuccess: async () => client.invalidateQueries(),
  })
  return {
    zones: query.data?.items ?? [],
    isPending,
    error,
    unname: (network: string) => mutate({ is: 'unname', network }),
    submit: (event: SubmitEvent<HTMLFormElement>): void => {
      event.preventDefault()
      const fields = new FormData(event.currentTarget)
      const author = textOf(fields, 'author')
      keepAuthor(author)
      mutate({ is: 'name', network: textOf(fields, 'network'), name: textOf(fields, 'name'), author })
    },
  }
}
