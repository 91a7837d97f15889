import { createContext } from 'react'
import type { KeyboardEvent } from 'react'
import type { SoftwareLine } from '../../src/server/contract.ts'

/** Opens the sheet in which a line of software is corrected. */
export const CorrectLineContext = createContext<(line: SoftwareLine) => void>(() => {})

/** Enter on a line of the tree presses its button, which Tab passes by: it would stop at every line of a long list. */
export function pressOnEnter(event: KeyboardEvent): void {
  const { key, target } = event
  if (key !== 'Enter' || !(target instanceof HTMLElement) || target.role !== 'treeitem') return
  event.preventDefault() // else it would press the first button of the sheet too
  target.querySelector<HTMLButtonElement>(':scope > .mantine-Tree-label .software-correct')?.click()
}
