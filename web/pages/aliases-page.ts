import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import type { Alias } from '../../src/server/contract.ts'
import { send, takeBack } from '../api.ts'
import { useAsker } from '../asker.ts'
import { keepAuthor } from '../author.ts'
import { submitting, textOf } from '../forms.ts'
import { aliasesQuery, asked } from '../kept-queries.ts'
import { useSaying } from '../parts/saying.ts'

export type Relation = Alias['relation']

/** What two names can have to do with each other, in the order in which it is chosen. */
export const relations: readonly Relation[] = ['same', 'successor', 'memberOf', 'embeds', 'knownBy']

const route = getRouteApi('/aliases')

/** Which names are listed: those that act, or also those that were closed. */
export const aliasesShown = ['acting', 'all'] as const

/** Names that stand for each other, in which a text stands. */
export function useAliases() {
  const { show } = route.useSearch()
  const shown: (typeof aliasesShown)[number] = show ?? 'acting'
  const [filter, setFilter] = useState('')
  const wanted = useDeferredValue(filter.trim())
  const query = useInfiniteQuery(aliasesQuery(wanted, show, useAsker()))
  return { shown, setFilter, query, aliases: query.data?.pages.flatMap(({ items }) => items) }
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
  const { say, ...state } = useSaying(async (said: object, asker) => send('/aliases', asked(asker), said), saved)
  return { ...state, submit: submitting(aliasIn, say) }
}

/** What a person does with a name that stands: it is closed, or one that was closed acts again. */
export type Changing =
  | { readonly is: 'close'; readonly alias: Alias }
  | { readonly is: 'bringBack'; readonly alias: Alias }

/** Closes a name with who says so and why, or brings one back; then everything is asked anew. */
export function useChangeAlias({ is, alias }: Changing, saved: () => void) {
  const { say, ...state } = useSaying(
    async ({ author, reason }: ReturnType<typeof changeIn>, asker) =>
      is === 'close'
        ? takeBack(`/aliases/${alias.aliasId}`, { ...asked(asker), author, reason })
        : send('/aliases', asked(asker), broughtBack(alias, author)),
    saved,
  )
  return {
    ...state,
    submit: submitting(changeIn, (said) => {
      keepAuthor(said.author)
      say(said)
    }),
  }
}

function changeIn(fields: FormData) {
  return { author: textOf(fields, 'author'), reason: textOf(fields, 'reason') }
}

/** The same name once more, for the same organisations. */
export function broughtBack({ relation, kind, from, to, source, isPublic }: Alias, by: string): object {
  return { aliases: [{ relation, kind, from, to, source }], isPublic, by }
}
