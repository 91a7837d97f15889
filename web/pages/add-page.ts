import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useRef } from 'react'
import { addSbom } from '../adding.ts'
import type { AddSent } from '../adding.ts'
import { takeBack } from '../api.ts'
import { useAsker } from '../asker.ts'
import { submitting, textOf } from '../forms.ts'
import { asked, listColumnsQuery } from '../kept-queries.ts'
import { useSaying } from '../parts/saying.ts'
import { useSending } from '../parts/sending.ts'
import { fileIn } from '../sending.ts'

const route = getRouteApi('/add')

/** Sends files, and holds what was sent last: a list to be confirmed is sent again with what a person says of it. */
export function useAdd() {
  const search = route.useSearch()
  const top = useRef<HTMLHeadingElement>(null)
  const { send, outcome, sent, sending, error, again } = useSending(addSbom, () => top.current?.focus())
  return {
    search,
    top,
    sending,
    error,
    outcome,
    sent,
    again,
    submit: submitting(sentIn, send),
    say: (said: Pick<AddSent, 'columns' | 'confirm'>): void => {
      if (sent !== undefined) send({ ...sent, ...said })
    },
  }
}

/** What the form holds; undefined while no file is chosen. */
export function sentIn(fields: FormData): AddSent | undefined {
  const [file, signature] = [fileIn(fields), fileIn(fields, 'signature')]
  if (file === undefined) return undefined
  const device = textOf(fields, 'device')
  const target =
    device === ''
      ? { maker: textOf(fields, 'maker'), model: textOf(fields, 'model'), version: textOf(fields, 'version') }
      : { device }
  const columns = textOf(fields, 'columns')
  return { file, ...(signature && { signature }), target, ...(columns !== '' && { columns }) }
}

export function useListColumns() {
  return useQuery(listColumnsQuery(useAsker()))
}

/** Forgets columns: the next such list is guessed anew. */
export function useForget(listColumnsId: number) {
  const { say, ...state } = useSaying(async (_: void, asker) =>
    takeBack(`/list-columns/${listColumnsId}`, asked(asker)),
  )
  return { ...state, forget: () => say() }
}
