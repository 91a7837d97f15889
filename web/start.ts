import { searchBoxId } from './parts/search-box-id.ts'
import type { router as pagesRouter } from './routes.ts'
import { keptOrganisation, nameOrganisation } from './organisation.ts'
import { signInByAddress } from './session.ts'

/** Begins: signs in where the address brings a token, names the organisation that was chosen before, then draws the pages. */
export function start(router: typeof pagesRouter, draw: () => void): void {
  router.subscribe('onResolved', ({ pathChanged, hashChanged, fromLocation, toLocation }) => {
    if (fromLocation === undefined) return
    if (hashChanged && toLocation.hash !== '') document.getElementById(toLocation.hash)?.focus()
    else leadFocus(pathChanged)
  })
  const signedIn = signInByAddress(window.location, window.history)
  nameOrganisation(window.location, window.history, keptOrganisation())
  void signedIn.then(draw)
}

/** Who goes elsewhere begins at the content, or in the search where that is the page; so does who had the focus on what is no longer there. */
function leadFocus(isOtherPage: boolean): void {
  const { activeElement, body } = document
  const isLost = activeElement === null || activeElement === body
  const isStale = isOtherPage && activeElement?.id !== searchBoxId
  if (isLost || isStale) document.getElementById('main')?.focus({ preventScroll: true })
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
