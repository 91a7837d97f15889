import { useRef } from 'react'

/** A dialog of the browser, which keeps the focus inside and gives it back; Escape closes it. */
export function useDialog() {
  const ref = useRef<HTMLDialogElement>(null)
  return {
    show: (node: HTMLDialogElement | null): void => {
      ref.current = node
      if (node !== null && !node.open) node.showModal()
    },
    close: (): void => ref.current?.close(),
  }
}
