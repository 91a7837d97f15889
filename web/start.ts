import type { router as pagesRouter } from './routes.ts'
import { signInByAddress } from './session.ts'

/** Begins: signs in where the address brings a token, then draws the pages. */
export function start(router: typeof pagesRouter, draw: () => void): void {
  router.subscribe('onResolved', ({ pathChanged, hashChanged, fromLocation, toLocation }) => {
    if (fromLocation === undefined) return
    if (hashChanged && toLocation.hash !== '') document.getElementById(toLocation.hash)?.focus()
    else if (pathChanged) leadFocus()
  })
  void signInByAddress(window.location, window.history).then(draw)
}

/** Who goes to another page begins at its heading, unless the page has a place of its own for the focus. */
function leadFocus(): void {
  const isTaken = document.activeElement instanceof HTMLInputElement && document.activeElement.autofocus
  if (!isTaken) document.getElementById('main')?.focus({ preventScroll: true })
}

/** The nonce that the server put into this very page: styles that are made while it runs carry it, and the browser takes no others. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
}

export function rootElement(): HTMLElement {
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no element with the id root')
  return root
}
