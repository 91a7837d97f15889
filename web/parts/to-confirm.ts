import { useQuery } from '@tanstack/react-query'
import type { TriageToConfirm, Why } from '../../src/server/contract.ts'
import { send } from '../api.ts'
import { useAsker } from '../asker.ts'
import { submitting, textOf } from '../forms.ts'
import { toConfirmQuery } from '../said-queries.ts'
import { useSaying } from './saying.ts'

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
  const { say, ...state } = useSaying(async (said: object, asker) =>
    send(`/triage/${triageId}/confirmations`, { ...asker }, said),
  )
  const saidIn = (fields: FormData): object | undefined => {
    const [author, reason] = [textOf(fields, 'author'), textOf(fields, 'reason')]
    return author === '' ? undefined : { modelVersionId: toModelVersionId, author, ...(reason !== '' && { reason }) }
  }
  return { ...state, submit: submitting(saidIn, say) }
}
