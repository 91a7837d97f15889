import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import type { TriageToConfirm, Why } from '../../src/server/contract.ts'
import { send } from '../api.ts'
import { useAsker } from '../asker.ts'
import { textOf } from '../forms.ts'
import { toConfirmQuery } from '../said-queries.ts'

/** Decisions on other versions that may hold for this one. */
export function useToConfirm(modelVersionId: number) {
  return useQuery(toConfirmQuery(modelVersionId, useAsker()))
}

/** Those on a flaw by any of its names; undefined while that is not known, and nothing is asked where no model or flaw is. */
export function useToConfirmOn(modelVersionId: number, flaws: readonly string[]) {
  const isAsked = modelVersionId !== 0 && flaws.length > 0
  const { data } = useQuery({ ...toConfirmQuery(modelVersionId, useAsker()), enabled: isAsked })
  return data === undefined ? [] : onFlaws(data, flaws)
}

export function onFlaws(decisions: readonly TriageToConfirm[], flaws: readonly string[]): readonly TriageToConfirm[] {
  const wanted = new Set(flaws.map((flaw) => flaw.toUpperCase()))
  return decisions.filter(({ vulnerability }) => wanted.has(vulnerability.toUpperCase()))
}

/** The flaws that reasons speak of. */
export function flawsIn(why: readonly Why[]): readonly string[] {
  return [...new Set(why.flatMap(({ vulnerability }) => vulnerability ?? []))]
}

/** Says that a decision holds for another version too; then everything is asked anew, since verdicts change. */
export function useConfirm({ triageId, toModelVersionId }: TriageToConfirm) {
  const client = useQueryClient()
  const asker = useAsker()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (body: object) => send(`/triage/${triageId}/confirmations`, { ...asker }, body),
    networkMode: 'always',
    onSuccess: async () => client.invalidateQueries(),
  })
  return {
    isPending,
    error,
    submit: (event: SubmitEvent<HTMLFormElement>): void => {
      event.preventDefault()
      const fields = new FormData(event.currentTarget)
      const [author, reason] = [textOf(fields, 'author'), textOf(fields, 'reason')]
      if (author !== '') mutate({ modelVersionId: toModelVersionId, author, ...(reason !== '' && { reason }) })
    },
  }
}
