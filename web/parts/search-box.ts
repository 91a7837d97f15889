import { useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { KeyboardEvent, SubmitEvent } from 'react'
import type { Suggestion } from '../../src/server/contract.ts'
import { useAsker } from '../asker.ts'
import { suggestionsQuery } from '../queries.ts'

/** Short enough to feel at once, long enough that a fast typist asks once a word. */
const pauseMs = 120

/** The state of a search box: what is typed, what is offered for it, and where asking leads. */
export function useSearchBox(asked: string) {
  const asker = useAsker()
  const navigate = useNavigate()
  const [text, setText] = useState(asked)
  const [typed] = useDebouncedValue(text.trim(), pauseMs)
  const { data } = useQuery(suggestionsQuery({ q: typed, ...asker }))
  const suggestions = text.trim() === '' || text === asked ? [] : distinct(data?.items ?? [])
  const list = useCombobox({ onDropdownClose: () => list.resetSelectedOption(), loop: true })
  const ask = (q: string): void => {
    list.closeDropdown()
    if (q.trim() === '') return
    setText(q.trim())
    void navigate({ to: '/ask', search: { q: q.trim() } })
  }
  return {
    text,
    list,
    suggestions,
    ask,
    change: (value: string): void => {
      setText(value)
      list.resetSelectedOption()
      list.openDropdown()
    },
    submit: (event: SubmitEvent): void => {
      event.preventDefault()
      ask(text)
    },
    press: (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !list.dropdownOpened) setText('')
    },
  }
}

/** Two that would ask the same are one: the first. */
export function distinct(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  const seen = new Set<string>()
  return suggestions.filter(({ query }) => !seen.has(query) && seen.add(query))
}
