import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Answer } from '../../src/server/contract.ts'
import type { AskSearch } from '../address.ts'
import { addressOf } from '../api.ts'
import { useAsker } from '../asker.ts'
import type { Formats } from '../formats.ts'
import { answerQuery, wardsQuery } from '../queries.ts'
import type { Asked } from '../queries.ts'
import type { Words } from '../words/en.ts'
import { verdicts } from '../verdicts.ts'
import { useWords } from '../words/use-words.ts'

const route = getRouteApi('/ask')

/** The question of the address, its answer, and the wards that it names. */
export function useAsk() {
  const search = route.useSearch()
  const { words, formats } = useWords()
  const asked: Asked = { q: search.q, ...useAsker() }
  const query = useQuery(answerQuery(asked))
  const wards = useQuery({ ...wardsQuery(asked), enabled: query.isSuccess })
  const answer = query.data?.answer
  return {
    search,
    asked,
    query,
    answer,
    wards,
    announcement: answer === undefined ? '' : announce(answer, { words, formats }),
  }
}

/** The wards of an answer as they come. */
export type WardsQuery = ReturnType<typeof useAsk>['wards']

/** The four numbers for those who hear the page; the sentence where there are no classes. */
export function announce({ counts, says }: Answer, { words, formats }: { words: Words; formats: Formats }): string {
  if (counts === null) return says.sentence
  return words.answer.announce(
    verdicts.map((verdict) => words.answer.announcePart(says.verdicts[verdict], formats.count(counts[verdict]))),
  )
}

/** A part of a sentence: its numbers are set apart, so that an eye finds them. */
export interface Phrase {
  readonly text: string
  readonly isNumber: boolean
}

/** Splits a sentence at its numbers, which may hold the spaces, commas or points of their language. */
export function phrasesOf(sentence: string): readonly Phrase[] {
  return sentence
    .split(/((?<![\p{L}\d-])\d+(?:[\s,.\u00a0\u202f]\d{3})*(?![\p{L}\d]))/u)
    .map((text, place) => ({ text, isNumber: place % 2 === 1 }))
    .filter(({ text }) => text !== '')
}

export function csvAddress(asked: Asked): string {
  return addressOf('/ask/export', { ...asked, format: 'csv' })
}

/** The search of the page that prints what this one shows. */
export function printSearch({ open: _open, ...search }: AskSearch): AskSearch {
  return search
}
