import { useSyncExternalStore } from 'react'
import { textOf } from './forms.ts'

const keptAs = 'auscult-author'
const listeners = new Set<() => void>()

/** Who decides: asked once, and remembered until the browser's tab is closed. */
export function keptAuthor(): string {
  return sessionStorage.getItem(keptAs) ?? ''
}

export function keepAuthor(author: string): void {
  sessionStorage.setItem(keptAs, author.trim())
  for (const tell of listeners) tell()
}

/** The name in a form; undefined while none is written. */
export function authorIn(fields: FormData): string | undefined {
  return textOf(fields, 'author') || undefined
}

/** The name as it stands now, on every part of the page that asks for it. */
export function useAuthor(): string {
  return useSyncExternalStore(subscribe, keptAuthor)
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}
