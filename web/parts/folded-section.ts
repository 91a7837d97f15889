import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { AnsweredModel } from '../../src/server/contract.ts'
import { isOpen, withOpen } from '../address.ts'
import type { AskSearch } from '../address.ts'
import { modelsQuery } from '../queries.ts'
import type { Asked } from '../queries.ts'
import type { FoldedVerdict } from '../verdicts.ts'
import type { Words } from '../words/en.ts'

/** Whether a folded class is open: the address says so, and so a link may lead right into it. */
export function useFold(search: AskSearch, verdict: FoldedVerdict) {
  const navigate = useNavigate()
  const isOpened = isOpen(search, verdict)
  return {
    isOpened,
    toggle: (): void => {
      void navigate({ to: '/ask', search: withOpen(search, verdict, !isOpened), replace: true, resetScroll: false })
    },
  }
}

/** The model versions of a folded class. */
export function useModels(asked: Asked, verdict: FoldedVerdict) {
  const query = useInfiniteQuery(modelsQuery(asked, verdict))
  return { query, models: query.data?.pages.flatMap(({ items }) => items) }
}

export function nameOfModel({ maker, model, version }: AnsweredModel, { answer }: Words): string {
  const known = [maker, model].filter((part) => part !== undefined)
  if (known.length === 0) return answer.modelNotKnown
  return [...known, version ?? answer.versionNotKnown].join(' ')
}
