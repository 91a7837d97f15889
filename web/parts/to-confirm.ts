import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import type { TriageToConfirm } from '../../src/server/contract.ts'
import { send } from '../api.ts'
import { useAsker } from '../asker.ts'
import { textOf } from '../forms.ts'
import { toConfirmQuery } from '../said-queries.ts'

/** Decisions on other versions that may hold for this one. */
export function useToConfirm(modelVersionId: number) {
  return useQuery(toConfirmQuery(modelVersionId, useAsker()))
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
