import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useHotkeys, useLocalStorage } from '@mantine/hooks'
import { getRouteApi, useNavigate, useRouterState } from '@tanstack/react-router'
import { useLayoutEffect } from 'react'
import { keepLanguage, keptLanguage, pickLanguage } from '../language.ts'
import type { Language } from '../language.ts'
import { searchBoxId } from '../parts/search-box-id.ts'

const frame = getRouteApi('__root__')

/** The language of the page and the switch to the other, which the address then names so that a link carries it. */
export function useLanguage(): { readonly language: Language; readonly change: (to: Language) => void } {
  const { lang } = frame.useSearch()
  const navigate = useNavigate()
  const language = pickLanguage(lang, keptLanguage(), navigator.languages)
  useLayoutEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return {
    language,
    change: (to) => {
      keepLanguage(to)
      void navigate({ to: '.', search: (search) => ({ ...search, lang: to }), replace: true, resetScroll: false })
    },
  }
}

/** Light or dark as it is seen now, and the switch to the other. */
export function useScheme(): { readonly isDark: boolean; readonly toggle: () => void } {
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark'
  return { isDark, toggle: () => setColorScheme(isDark ? 'light' : 'dark') }
}

/** The key `/` leads to the search box. It can be switched off, as WCAG 2.1.4 asks of keys without a modifier. */
export function useSearchKey(): { readonly isOn: boolean; readonly toggle: () => void } {
  const [isOn, setOn] = useLocalStorage({
    key: 'auscult-search-key',
    defaultValue: true,
    getInitialValueInEffect: false,
  })
  // A French keyboard has it on the upper row of a key.
  useHotkeys(
    isOn
      ? [
          ['/', focusSearch],
          ['shift + /', focusSearch],
        ]
      : [],
  )
  return { isOn, toggle: () => setOn(!isOn) }
}

function focusSearch(): void {
  const box = document.getElementById(searchBoxId)
  if (box instanceof HTMLInputElement) {
    box.focus()
    box.select()
  }
}

/** What the search box of the head begins with: the question of the page, if it has one. Undefined on the home page, whose own box is larger. */
export function useHeadSearch(): string | undefined {
  const { pathname, search } = useRouterState({ select: ({ location }) => location })
  if (pathname === '/') return undefined
  const isAsked = pathname === '/ask' || pathname === '/print' // elsewhere `q` narrows a list
  return isAsked && 'q' in search && typeof search.q === 'string' ? search.q : ''
}
